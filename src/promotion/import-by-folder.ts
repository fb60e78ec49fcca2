/**
 * Import by the migration folder: the zip is the only entry of migration/, exactly one process imports it, and we decide
 * on our own clock when that is over (docs/jampy.md, "Migration folder").
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail, lost, reasonOf } from '../errors.ts';
import { parseImportLog } from '../jampy/import-log.ts';
import { int, type MetadataPackage } from '../metadata/model.ts';
import type { ImportOutcome } from './import-outcome.ts';
import { readAdminCopy, type Seen } from './look.ts';
import { recordPermissions, restorePermissions, umaskOf } from './permissions.ts';
import { pause, type Run, sleep } from './run.ts';
import { canStop, serviceCommand } from './service.ts';

/** The folder is entered by the program itself: only the project's owner may be allowed to. */
const ONE_PROCESS = [
  'import os, sys',
  'os.umask(int(sys.argv[2], 8))',
  'os.chdir(sys.argv[1])',
  'from jam.wsgi import create_application',
  'create_application(sys.argv[1])',
].join('\n');
const POLL = 250;
/** After the zip is gone or the log is written the process still writes its counters, in milliseconds. */
const SETTLE = 20_000;

interface Places {
  project: string;
  migration: string;
  logs: string;
  zip: string;
  /** Octal digits: new files get the permissions of the project's folder. */
  umask: string;
  /** Names in logs/ from before. */
  logsBefore: ReadonlySet<string>;
}

/**
 * Stop, import, start; without `python` starting is importing. However it ends, migration/ holds no zip of ours and the
 * service was started again.
 * @param zip what is imported, packed anew. @param metadata what is in it. @param onBegin called once Jam.py may import.
 * @throws Stop: nothing was imported, or (unknown) the time is over.
 */
export async function importByFolder(
  run: Run,
  zip: Uint8Array,
  metadata: MetadataPackage,
  seen: Seen,
  onBegin: () => void,
): Promise<ImportOutcome> {
  const { inputs, log } = run;
  const project = inputs.projectDir as string;
  const places: Places = {
    project,
    migration: join(project, 'migration'),
    logs: join(project, 'logs'),
    zip: join(project, 'migration', `jampy-promote-${metadata.digest.slice(0, 16)}.zip`),
    umask: umaskOf((await run.host.stat(project))?.mode ?? 0o755),
    logsBefore: new Set((await run.host.list(join(project, 'logs'))) ?? []),
  };
  const permissions = await recordPermissions(run);
  const stopped = canStop(run);
  if (stopped) await log.step('Stop the service', () => stop(run));
  let startTried = !stopped;
  try {
    await placeZip(run, places, zip);
    onBegin();
    if (inputs.python === undefined) {
      startTried = true;
      const outcome = await log.step('Start the service, which imports', () => importByService(run, places, seen));
      await restorePermissions(run, permissions);
      return outcome;
    }
    const outcome = await log.step('Import in one process', () => importInOneProcess(run, places));
    await run.host.remove(places.zip);
    // Before the start: a server of another user must be able to read the folder.
    await restorePermissions(run, permissions);
    startTried = true;
    await startImported(run, outcome);
    return outcome;
  } catch (error) {
    await withdraw(run, places);
    if (!startTried) await bringBack(run);
    throw error;
  } finally {
    await withdraw(run, places);
  }
}

/** No zip of ours may be retried at the next start. */
async function withdraw(run: Run, places: Places): Promise<void> {
  await run.host.remove(places.zip).catch((error) => {
    run.log.error(
      `${reasonOf(error)} Remove ${places.zip} by hand before the next start, which would import it again.`,
    );
  });
}

/** The started service imports; its counters are the last it writes, so they are waited for. */
async function importByService(run: Run, places: Places, seen: Seen): Promise<ImportOutcome> {
  await startAgain(run);
  const outcome = await waitForOutcome(run, places, undefined);
  if (outcome.claim !== 'success') return outcome;
  for (const deadline = Date.now() + SETTLE / 2; Date.now() < deadline; await pause(run, POLL)) {
    const { params } = await readAdminCopy(run, join(places.project, 'admin.sqlite'));
    if ((int(params, 'f_build_version') ?? 0) > seen.state.counters.build) break;
  }
  return { ...outcome, byService: true };
}

async function stop(run: Run): Promise<void> {
  try {
    await serviceCommand(run, 'stop');
  } catch (error) {
    throw fail(
      'stop-command',
      `${(error as Error).message}. Nothing was imported or changed; look whether the service still runs.`,
      error,
    );
  }
}

async function startAgain(run: Run): Promise<void> {
  await serviceCommand(run, canStop(run) ? 'start' : 'restart');
}

/** The start after an import by our own process. @throws Stop that says what state the target is in. */
async function startImported(run: Run, outcome: ImportOutcome): Promise<void> {
  const word = canStop(run) ? 'Start the service' : 'Restart the service';
  await run.log
    .step(word, () => startAgain(run))
    .catch((error: Error) => {
      const imported =
        outcome.claim === 'success' ? 'Jam.py says that it imported the zip' : 'Jam.py did not import the zip';
      const next = outcome.claim === 'success' ? ', which then only verifies' : '';
      const state = canStop(run) ? 'it is down' : 'it may be down, or run with the old code';
      throw fail(
        'start-command',
        `${imported}, but the service did not start again and ${state}: ${error.message}. Nothing was verified: start it by hand, then promote again${next}.`,
        error,
      );
    });
}

/** The service was stopped and the import came to nothing: it runs again as it was. */
async function bringBack(run: Run): Promise<void> {
  await run.log
    .step('Start the service again', () => startAgain(run))
    .catch((error) => {
      run.log.error(`The service could not be started again: ${reasonOf(error)}. It is down; start it by hand.`);
    });
}

/** Written outside of migration/ and renamed in, so that no start ever sees half of it or two entries. */
async function placeZip(run: Run, places: Places, zip: Uint8Array): Promise<void> {
  const { host } = run;
  const folder = await host.stat(places.project);
  if (!(await host.stat(places.migration))) {
    await host.makeDirectory(places.migration, { mode: folder?.mode ?? 0o755 });
  }
  const beside = join(places.project, `.jampy-promote-${randomBytes(6).toString('hex')}.zip`);
  await host.writeFile(beside, zip, { mode: 0o600 });
  const entries = await host.list(places.migration);
  if (entries && entries.length > 0) {
    await host.remove(beside);
    throw fail(
      'migration-not-empty',
      `Something appeared in ${places.migration} meanwhile: ${entries.slice(0, 5).join(', ')}. Nothing was imported; find out who puts files there, remove them and promote again.`,
    );
  }
  await host.rename(beside, places.zip);
}

async function importInOneProcess(run: Run, places: Places): Promise<ImportOutcome> {
  const { inputs, host } = run;
  const ending = new AbortController();
  const processEnd = host.run({
    argv: [inputs.python as string, '-c', ONE_PROCESS, places.project, places.umask],
    detached: true,
    // Our own clock below decides; were this one as long, a process that it ended would pass for one that gave up.
    timeoutMs: inputs.timeoutMs + SETTLE,
    signal: ending.signal,
  });
  let ended = false;
  const whenEnded = processEnd.finally(() => {
    ended = true;
  });
  try {
    // Application code may start threads that never end: the outcome, not the process, says when it is over.
    const outcome = await waitForOutcome(run, places, () => ended);
    await Promise.race([whenEnded, sleep(SETTLE)]);
    return outcome;
  } finally {
    if (!ended) ending.abort();
    await processEnd.catch(() => undefined);
  }
}

/** @param processEnded of our own process; undefined when the service imports. */
async function waitForOutcome(
  run: Run,
  places: Places,
  processEnded: (() => boolean) | undefined,
): Promise<ImportOutcome> {
  const deadline = Date.now() + run.inputs.timeoutMs;
  for (;;) {
    const ended = processEnded?.() ?? false;
    const outcome = await outcomeNow(run, places);
    if (outcome) return outcome;
    if (ended) {
      return { claim: 'failure', detail: 'its process ended without importing and without a log', log: undefined };
    }
    if (Date.now() >= deadline) {
      throw lost(
        'import-timeout',
        `No outcome of the import within ${Math.round(run.inputs.timeoutMs / 1000)} s. ${processEnded ? 'Its process was ended; on PostgreSQL an unfinished import is rolled back, on MySQL and MariaDB it stays half done.' : 'The service may still be importing.'} Look at the target before you try again; a longer timeout may be what it needs.`,
      );
    }
    await pause(run, POLL);
  }
}

async function outcomeNow(run: Run, places: Places): Promise<ImportOutcome | undefined> {
  const [zipThere, names] = await Promise.all([run.host.stat(places.zip), run.host.list(places.logs)]);
  const fresh = (names ?? []).filter((name) => /^import_.*\.log$/.test(name) && !places.logsBefore.has(name)).sort();
  const newest = fresh.at(-1);
  if (zipThere && newest === undefined) return undefined;
  // A log that may not be read says nothing; what became of the import is looked up anyway.
  const bytes = newest && (await run.host.readFile(join(places.logs, newest)).catch(() => undefined));
  const text = bytes ? Buffer.from(bytes).toString('utf8') : undefined;
  // The log is written before the zip is removed: give a good import the moment between the two.
  if (zipThere) {
    await sleep(POLL * 2);
    if (!(await run.host.stat(places.zip))) return outcomeNow(run, places);
    return {
      claim: 'failure',
      detail: text ? lastWords(text) : '',
      log: text === undefined ? undefined : parseImportLog(text, false),
    };
  }
  return { claim: 'success', detail: '', log: text === undefined ? undefined : parseImportLog(text, true) };
}

/** The end of a failed import's log is what stopped it. */
function lastWords(text: string): string {
  return text.trimEnd().split('\n').slice(-3).join(' ').replace(/\s+/g, ' ').slice(0, 400);
}
