/**
 * Import by the migration folder: the zip is the only entry of migration/, exactly one process imports it, and we decide
 * on our own clock when that is over (docs/jampy.md, "Migration folder").
 */
import { basename, dirname, join } from 'node:path';
import { fail, lost, reasonOf, Stop } from '../errors.ts';
import { int, type MetadataPackage } from '../metadata/model.ts';
import { type Places, pollOf, waitForOutcome } from './folder-outcome.ts';
import type { ImportOutcome } from './import-outcome.ts';
import { importInOneProcess, SETTLE } from './import-process.ts';
import { besidePath, type Journal, sha256Of, zipPath } from './journal.ts';
import { readAdminCopy, type Seen } from './look.ts';
import {
  type Permissions,
  recordedPermissions,
  recordPermissions,
  restorePermissions,
  umaskOf,
} from './permissions.ts';
import { pause, type Run, stopIfCancelled } from './run.ts';
import { canStop, serviceCommand } from './service.ts';
import { armSwitch, hostTookOver, isLeftToUs, startIsOurs } from './when-lost.ts';

/**
 * Stop, import, start; without `python` starting is importing. However it ends, migration/ holds no zip of ours and the
 * service was started again; where that fails, `journal.steps` tells.
 * @param zip what is imported, packed anew. @param metadata what is in it. @param onBegin called once Jam.py may import.
 * @throws Stop: nothing was imported, or (unknown) the time is over.
 */
export async function importByFolder(
  run: Run,
  zip: Uint8Array,
  metadata: MetadataPackage,
  seen: Seen,
  journal: Journal,
  onBegin: () => void,
): Promise<ImportOutcome> {
  const { inputs, log } = run;
  const before = await recordPermissions(run);
  const places = placesOf(run, before);
  const stops = canStop(run);
  const whenLost = await armSwitch(run, places, before);
  await journal.begin({
    project: places.project,
    sha256: sha256Of(zip),
    stops,
    oneProcess: inputs.python !== undefined,
    dbType: seen.state.metadata.dbType,
    counters: seen.state.counters,
    permissions: recordedPermissions(before, places.project, metadata.files.keys()),
  });
  // What a stop that failed left is told, not touched.
  let down = false;
  try {
    if (stops) await log.step('Stop the service', () => stop(run));
    down = stops;
    stopIfCancelled(run);
    await journal.importing();
    await placeZip(run, places, zip, before);
    if (await whenLost.fired()) throw hostTookOver(run);
    stopIfCancelled(run);
    onBegin();
    if (inputs.python === undefined) {
      await startIsOurs(run, whenLost);
      down = false;
      await journal.starting();
      const outcome = await log.step('Start the service, which imports', () => importByService(run, places, seen));
      await settled(run, journal, places, before, outcome);
      return outcome;
    }
    const outcome = await log.step('Import in one process', () => importInOneProcess(run, places, journal));
    // Before the start: a server of another user must be able to read the folder.
    await settled(run, journal, places, before, outcome);
    await stillOurs(journal);
    await startIsOurs(run, whenLost);
    down = false;
    await journal.starting();
    await startImported(run, outcome);
    return outcome;
  } catch (error) {
    const isOurs = down && (await isLeftToUs(run, journal, whenLost));
    await undo(run, journal, places, before, isOurs, error);
    throw error;
  } finally {
    if (!journal.steps.unfinished) await journal.end();
  }
}

/** After the import: its zip is gone, and permissions are as they were. */
async function settled(
  run: Run,
  journal: Journal,
  places: Places,
  before: Permissions,
  outcome: ImportOutcome,
): Promise<void> {
  journal.steps.claim = outcome.claim;
  // It was seen to be gone where Jam.py imported it.
  if (outcome.claim !== 'success') await withdraw(run, places);
  await restorePermissions(run, before);
}

/** The zip is taken away and the service started again; what of that is left to do stays in the journal. */
async function undo(
  run: Run,
  journal: Journal,
  places: Places,
  before: Permissions,
  down: boolean,
  error: unknown,
): Promise<void> {
  const cut = error instanceof Stop && error.id === 'ssh-lost';
  // Its end was not seen: it may still import.
  const ended = !cut || (await endOurs(run));
  const withdrawn = ended && (await withdraw(run, places));
  if (!withdrawn) journal.steps.unfinished = true;
  // An import that was ended may have copied files by then.
  else if (journal.steps.phase === 'importing')
    await restorePermissions(run, before).catch((trouble) => run.log.warning(reasonOf(trouble)));
  if (!down) return;
  if (cut && !withdrawn) journal.steps.down = 'The service was stopped and may be down.';
  else if (await journal.lock.isOurs()) await bringBack(run, journal);
  else {
    // Another promotion that took the lock also takes care of the service, and may be importing.
    journal.steps.down = 'The service was stopped, and is started by whoever took the lock or promotes next.';
    journal.steps.unfinished = true;
  }
}

async function endOurs(run: Run): Promise<boolean> {
  try {
    for (const started of await run.operator.leftRunning(run.token)) await run.host.endGroup(started);
    return true;
  } catch (error) {
    run.log.debug(reasonOf(error));
    return false;
  }
}

function placesOf(run: Run, before: Permissions): Places {
  const project = run.inputs.projectDir as string;
  const logs = join(project, 'logs');
  return {
    project,
    migration: join(project, 'migration'),
    logs,
    zip: zipPath(project, run.token),
    umask: umaskOf(before.get(project)?.mode ?? 0o755),
    logsBefore: new Set([...before.keys()].filter((path) => dirname(path) === logs).map((path) => basename(path))),
  };
}

/** Whoever took the lock meanwhile put the target in order, and may import: nothing is started under its hands. */
async function stillOurs(journal: Journal): Promise<void> {
  if (await journal.lock.isOurs()) return;
  throw lost(
    'lock-lost',
    'The lock of this promotion was taken by another one, or removed, while it imported: it does not go on. Look which promotion runs, and promote again when it has ended.',
  );
}

/** No zip of ours may be retried at the next start. @returns whether it is surely gone. */
async function withdraw(run: Run, places: Places): Promise<boolean> {
  try {
    for (const path of [places.zip, besidePath(places.project, run.token)]) await run.host.remove(path);
    return true;
  } catch (error) {
    run.log.error(
      `${reasonOf(error)} Remove ${places.zip} by hand before the next start, which would import it again.`,
    );
    return false;
  }
}

/** The started service imports; its counters are the last it writes, so they are waited for. */
async function importByService(run: Run, places: Places, seen: Seen): Promise<ImportOutcome> {
  await startAgain(run);
  const outcome = await waitForOutcome(run, places, undefined);
  if (outcome.claim !== 'success') return outcome;
  for (const deadline = Date.now() + SETTLE / 2; Date.now() < deadline; await pause(run, pollOf(run))) {
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
async function bringBack(run: Run, journal: Journal): Promise<void> {
  await run.log
    .step('Start the service again', () => startAgain(run))
    .catch((error) => {
      journal.steps.down = `The service could not be started again and is down; start it by hand. ${reasonOf(error).replace(/\.$/, '')}.`;
      run.log.error(journal.steps.down);
    });
}

/** Written outside of migration/ and renamed in, so that no start ever sees half of it or two entries. */
async function placeZip(run: Run, places: Places, zip: Uint8Array, before: Permissions): Promise<void> {
  const { host } = run;
  if (!before.has(places.migration)) {
    await host.makeDirectory(places.migration, { mode: before.get(places.project)?.mode ?? 0o755 });
  }
  const beside = besidePath(places.project, run.token);
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
