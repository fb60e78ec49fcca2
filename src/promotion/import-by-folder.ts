/**
 * Import by the migration folder: the zip is the only entry of migration/, exactly one process imports it, and we decide
 * on our own clock when that is over (docs/jampy.md, "Migration folder").
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail, lost, refuse } from '../errors.ts';
import { parseImportLog } from '../jampy/import-log.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import type { ImportOutcome } from './import-outcome.ts';
import type { Seen } from './look.ts';
import { recordModes, restoreModes } from './modes.ts';
import { pause, type Run, sleep } from './run.ts';
import { serviceCommand } from './service.ts';

const ONE_PROCESS = 'import sys; from jam.wsgi import create_application; create_application(sys.argv[1])';
const POLL = 250;
/** After the zip is gone or the log is written the process still writes its counters, in milliseconds. */
const SETTLE = 20_000;

interface Places {
  project: string;
  migration: string;
  logs: string;
  zip: string;
  /** Names in logs/ from before. */
  logsBefore: ReadonlySet<string>;
}

/** Asked before anything is touched, so that no service is stopped for nothing. @throws Stop */
export async function checkWritable(run: Run): Promise<void> {
  const project = run.inputs.projectDir as string;
  const migration = join(project, 'migration');
  for (const path of (await run.host.stat(migration)) ? [project, migration] : [project]) {
    if (await run.host.canWrite(path)) continue;
    throw fail(
      'folder-not-writable',
      `${path} can not be written on ${run.host.name} by the user of this run, and the zip has to be put there: run as the project's owner, or give that user the right. Nothing was changed.`,
    );
  }
}

/**
 * Without `python` the service itself imports at its start. With several workers that is a race which Jam.py loses, so
 * it is refused where several are seen running. Asked before anything is touched.
 */
export async function checkOneProcess(run: Run, answers: boolean | undefined): Promise<void> {
  const { python, projectDir, stopCommand } = run.inputs;
  if (python !== undefined || projectDir === undefined) return;
  const running = await run.host.processesIn(projectDir);
  const several = 'with several worker processes Jam.py imports several times at once and leaves old settings behind';
  if (running !== undefined && running > 2) {
    throw refuse(
      'several-workers',
      `${running} processes serve the target, and ${several}. Give python (the interpreter of the project's virtual environment), so that exactly one process imports. Nothing was touched.`,
    );
  }
  if (stopCommand === undefined && answers === true && !running) {
    throw refuse(
      'several-workers',
      `The service runs, but how many processes it has can not be seen from here, and ${several}. Give python (the interpreter of the project's virtual environment), so that exactly one process imports. Nothing was touched.`,
    );
  }
  run.log.notice(`Without python the started service imports by itself; ${several}.`);
}

/**
 * Stop, import, start; without `python` starting is importing. However it ends, migration/ holds no zip of ours.
 * @param zip what is imported, packed anew. @param metadata what is in it.
 * @throws Stop: nothing was imported, or (unknown) the time is over.
 */
export async function importByFolder(
  run: Run,
  zip: Uint8Array,
  metadata: MetadataPackage,
  seen: Seen,
): Promise<ImportOutcome> {
  const { inputs, log } = run;
  const project = inputs.projectDir as string;
  const places: Places = {
    project,
    migration: join(project, 'migration'),
    logs: join(project, 'logs'),
    zip: join(project, 'migration', `jampy-promote-${metadata.digest.slice(0, 16)}.zip`),
    logsBefore: new Set((await run.host.list(join(project, 'logs'))) ?? []),
  };
  const modes = await recordModes(run, metadata);
  if (inputs.stopCommand !== undefined) await log.step('Stop the service', () => stop(run));
  let finished: ImportOutcome | undefined;
  try {
    await placeZip(run, places, zip, seen);
    if (inputs.python !== undefined) {
      finished = await log.step('Import in one process', () => importInOneProcess(run, places, seen));
      await run.host.remove(places.zip);
      // Before the start: a server of another user must be able to read the folder.
      await restoreModes(run, modes);
      await startImported(run, finished);
    } else {
      finished = await log.step('Start the service, which imports', async () => {
        await startAgain(run);
        return waitForOutcome(run, places, undefined);
      });
      await restoreModes(run, modes);
    }
    return finished;
  } catch (error) {
    await bringBack(run, places, finished === undefined);
    throw error;
  } finally {
    await run.host.remove(places.zip);
  }
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
  const { stopCommand, startCommand } = run.inputs;
  await serviceCommand(run, stopCommand !== undefined && startCommand !== undefined ? 'start' : 'restart');
}

/** The start after an import by our own process. @throws Stop that says what state the target is in. */
async function startImported(run: Run, outcome: ImportOutcome): Promise<void> {
  const word = run.inputs.stopCommand === undefined ? 'Restart the service' : 'Start the service';
  await run.log
    .step(word, () => startAgain(run))
    .catch((error: Error) => {
      const imported =
        outcome.claim === 'success' ? 'Jam.py says that it imported the zip' : 'Jam.py did not import the zip';
      const next = outcome.claim === 'success' ? ', which then only verifies' : '';
      const state = run.inputs.stopCommand === undefined ? 'it may be down, or run with the old code' : 'it is down';
      throw fail(
        'start-command',
        `${imported}, but the service did not start again and ${state}: ${error.message}. Nothing was verified: start it by hand, then promote again${next}.`,
        error,
      );
    });
}

/** After trouble: no zip to be retried at the next start, and the service up again if we stopped it. */
async function bringBack(run: Run, places: Places, startIt: boolean): Promise<void> {
  await run.host.remove(places.zip);
  if (!startIt || run.inputs.stopCommand === undefined) return;
  await run.log
    .step('Start the service again', () => startAgain(run))
    .catch((error) => {
      run.log.error(
        `The service could not be started again: ${(error as Error).message}. It is down; start it by hand.`,
      );
    });
}

/** Written outside of migration/ and renamed in, so that no start ever sees half of it or two entries. */
async function placeZip(run: Run, places: Places, zip: Uint8Array, seen: Seen): Promise<void> {
  const { host } = run;
  const folder = await host.stat(places.project);
  if (!(await host.stat(places.migration))) {
    await host.makeDirectory(places.migration, { mode: folder?.mode ?? 0o755, owner: seen.owner });
  }
  const beside = join(places.project, `.jampy-promote-${randomBytes(6).toString('hex')}.zip`);
  await host.writeFile(beside, zip, { mode: 0o600, owner: seen.owner });
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

async function importInOneProcess(run: Run, places: Places, seen: Seen): Promise<ImportOutcome> {
  const { inputs, host } = run;
  const ending = new AbortController();
  const processEnd = host.run({
    argv: [inputs.python as string, '-c', ONE_PROCESS, places.project],
    cwd: places.project,
    user: seen.user,
    // Our own clock below decides; were this one as long, a process that it ended would pass for one that gave up.
    timeoutMs: inputs.timeoutMs + SETTLE,
    signal: ending.signal,
    onLine: (line) => run.log.debug(`| ${line}`),
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
  const bytes = newest === undefined ? undefined : await run.host.readFile(join(places.logs, newest));
  const text = bytes && Buffer.from(bytes).toString('utf8');
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
