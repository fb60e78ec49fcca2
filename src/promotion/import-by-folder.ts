/**
 * Import by the migration folder: the zip is the only entry of migration/, exactly one process imports it, and we decide
 * on our own clock when that is over (docs/jampy.md, "Migration folder").
 */
import { basename, dirname, join } from 'node:path';
import { fail, lost, Stop } from '../errors.ts';
import type { DeadManSwitch } from '../hosts/dead-man-switch.ts';
import { int, type MetadataPackage } from '../metadata/model.ts';
import { breakOff, withdraw } from './break-off.ts';
import type { Service } from './bring-back.ts';
import { outcomeNow, type Places, pollOf, waitForOutcome } from './folder-outcome.ts';
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
import { pause, type Run, stopIfCancelled, troubleOf } from './run.ts';
import { canRestart, canStop, serviceCommand } from './service.ts';
import { armSwitch, startIsOurs, stillHeard } from './when-lost.ts';

/**
 * Stop, import, start; without `python` starting is importing. However it ends, migration/ holds no zip of ours and the
 * service was started again; where that fails, `journal.steps` tells.
 * @param zip what is imported, packed anew. @param metadata what is in it. @param onBegin told when Jam.py may import, and when it surely was not asked.
 * @throws Stop: nothing was imported, or (unknown) the time is over.
 */
export async function importByFolder(
  run: Run,
  zip: Uint8Array,
  metadata: MetadataPackage,
  seen: Seen,
  journal: Journal,
  onBegin: (may: boolean) => void,
): Promise<ImportOutcome> {
  const { inputs, log } = run;
  const before = await recordPermissions(run);
  const places = placesOf(run, before);
  const stops = canStop(run);
  const whenLost = await armSwitch(run, places, before);
  let service: Service = 'running';
  try {
    await journal.begin({
      project: places.project,
      sha256: sha256Of(zip),
      stops,
      oneProcess: inputs.python !== undefined,
      dbType: seen.state.metadata.dbType,
      counters: seen.state.counters,
      permissions: recordedPermissions(before, places.project, metadata.files.keys()),
    });
    if (stops) {
      service = 'stopping';
      await log.step('Stop the service', () => stop(run));
      service = 'stopped';
    }
    await stillHeard(run, whenLost);
    stopIfCancelled(run);
    await journal.importing();
    await placeZip(run, places, zip, before, whenLost);
    await stillHeard(run, whenLost);
    stopIfCancelled(run);
    onBegin(true);
    if (!stops && canRestart(run)) service = 'stale';
    if (inputs.python === undefined) {
      await startIsOurs(run, whenLost);
      // Its start imports, and is tried once more without the zip where it fails.
      await journal.starting();
      const outcome = await log.step('Start the service, which imports', async () => {
        await startToImport(run, places, journal);
        service = 'running';
        return importedByService(run, places, seen);
      });
      await settled(run, journal, places, before, outcome);
      return outcome;
    }
    const outcome = await log.step('Import in one process', () => importInOneProcess(run, places, journal));
    // Before the start: a server of another user must be able to read the folder.
    await settled(run, journal, places, before, outcome);
    await stillOurs(journal);
    await startIsOurs(run, whenLost);
    service = 'running';
    if (!canRestart(run)) return outcome;
    await journal.starting();
    await startImported(run, outcome);
    return outcome;
  } catch (error) {
    await breakOff(run, journal, places, before, whenLost, service, error);
    throw error;
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
  if (outcome.claim !== 'success' && !(await withdraw(run, places))) {
    throw fail(
      'zip-not-removed',
      `Jam.py did not import the zip${outcome.detail ? ` (${outcome.detail})` : ''}, and it could not be taken out of migration/.`,
    );
  }
  await restorePermissions(run, before);
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

/** @throws Stop that says what was seen of an import. */
async function startToImport(run: Run, places: Places, journal: Journal): Promise<void> {
  await startAgain(run).catch(async (error) => {
    journal.steps.claim = (await outcomeNow(run, places).catch(() => undefined))?.claim;
    throw fail(
      'start-command',
      `${claimText(journal.steps.claim)}, but the service, which imports when it starts, did not start: ${troubleOf(error)}. Nothing was verified: promote again.`,
      error,
    );
  });
}

/** The started service imports; its counters are the last it writes, so they are waited for. */
async function importedByService(run: Run, places: Places, seen: Seen): Promise<ImportOutcome> {
  const outcome = await waitForOutcome(run, places, undefined);
  if (outcome.claim !== 'success') return outcome;
  for (const deadline = Date.now() + SETTLE / 2; Date.now() < deadline; await pause(run, pollOf(run))) {
    const { params } = await readAdminCopy(run, join(places.project, 'admin.sqlite'));
    if ((int(params, 'f_build_version') ?? 0) > seen.state.counters.build) break;
  }
  return { ...outcome, byService: true };
}

async function stop(run: Run): Promise<void> {
  await serviceCommand(run, 'stop').catch((error) => {
    if (!(error instanceof Stop)) throw error;
    const said = error.message.replace(/\.$/, '');
    throw new Stop(error.outcome, error.id, `${said}. Nothing was imported or changed.`, { cause: error });
  });
}

async function startAgain(run: Run): Promise<void> {
  await serviceCommand(run, canStop(run) ? 'start' : 'restart');
}

function claimText(claim: ImportOutcome['claim'] | undefined): string {
  if (claim === undefined) return 'No import of the zip was seen';
  return claim === 'success' ? 'Jam.py says that it imported the zip' : 'Jam.py did not import the zip';
}

/** The start after an import by our own process. @throws Stop that says what state the target is in. */
async function startImported(run: Run, outcome: ImportOutcome): Promise<void> {
  const word = canStop(run) ? 'Start the service' : 'Restart the service';
  await run.log
    .step(word, () => startAgain(run))
    .catch((error: Error) => {
      const next = outcome.claim === 'success' ? ', which then only verifies' : '';
      const state = canStop(run) ? 'it is down' : 'it may be down, or run with the old code';
      throw fail(
        'start-command',
        `${claimText(outcome.claim)}, but the service did not start again and ${state}: ${error.message}. Nothing was verified: start it by hand, then promote again${next}.`,
        error,
      );
    });
}

/** Written outside of migration/ and renamed in, so that no start ever sees half of it or two entries. */
async function placeZip(
  run: Run,
  places: Places,
  zip: Uint8Array,
  before: Permissions,
  whenLost: DeadManSwitch,
): Promise<void> {
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
  // A host that has taken over is about to start the service.
  await stillHeard(run, whenLost);
  await host.rename(beside, places.zip);
}
