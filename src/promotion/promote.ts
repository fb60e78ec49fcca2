/** A promotion, in the order in which it happens: look, gates, backup, import, verdict. Each step is its own file. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { reasonOf, Stop } from '../errors.ts';
import type { TargetState } from '../jampy/target-state.ts';
import { compareMetadata } from '../metadata/compare.ts';
import { DB_TYPE } from '../metadata/enums.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { rebuildZip } from '../metadata/rebuild.ts';
import { type Backup, makeBackup } from './backup.ts';
import { readDatabase } from './database.ts';
import { compareFiles, filesEqual, targetFiles } from './files.ts';
import { askGates, existingSqlite, targetWarnings } from './gates.ts';
import { importByFolder } from './import-by-folder.ts';
import { importLive } from './import-live.ts';
import type { ImportOutcome } from './import-outcome.ts';
import { Journal, noSteps, type Steps } from './journal.ts';
import { takeLock } from './lock.ts';
import { look, type Seen } from './look.ts';
import { preflight } from './preflight/preflight.ts';
import { ownLeftovers, recover } from './recover.ts';
import { type Check, type Run, stopIfCancelled, type Verified, verifiedOf } from './run.ts';
import { waitForAnswer } from './service.ts';
import { openStateFolder } from './state-folder.ts';
import { metadataDifferences } from './verdict/builder-tables.ts';
import { reachVerdict, readState } from './verdict/verdict.ts';
import { refreshWorkers } from './workers.ts';

export interface Promotion {
  result: 'imported' | 'unchanged' | 'refused' | 'failed' | 'unknown';
  verified: Verified;
  /** Whether the target was changed, or may have been. */
  changed: boolean;
  /** One sentence when the result is refused, failed or unknown. */
  reason: string | undefined;
  checks: Check[];
  backup: Backup | undefined;
  failedStatements: number;
  target: TargetState | undefined;
  /** Something is left at the target that the next run, or the post step, has to put in order. */
  unfinished: boolean;
}

/** What ended a promotion that was cancelled is told too, unless it is only that it was. */
const NOT_WORTH_TELLING = /operation was aborted|^The run was cancelled/i;

/** What an end is made of; whether something is left is known when the lock is released. */
type Finished = Omit<Promotion, 'unfinished'>;

/** Grows while a promotion goes on, so that whatever ends it, what is known by then is told. */
type Progress = Pick<Promotion, 'changed' | 'checks' | 'backup' | 'failedStatements' | 'target'>;

/**
 * @param entries of the checked zip: what is imported is packed anew from them.
 * @throws Stop (usage) only; every other end is a result.
 */
export async function promote(
  run: Run,
  zip: MetadataPackage,
  entries: ReadonlyMap<string, Uint8Array>,
): Promise<Promotion> {
  const progress = nothingYet();
  const steps = noSteps();
  try {
    const promotion = await promoteLocked(run, zip, entries, progress, steps);
    return { ...promotion, unfinished: steps.unfinished };
  } catch (error) {
    if (error instanceof Stop && error.outcome === 'usage') throw error;
    return ended(progress, steps, error, run);
  }
}

/** The end of a promotion that never came to its target. */
export function endedBefore(stop: Stop, around: Pick<Run, 'cancelled'>): Promotion {
  return ended(nothingYet(), noSteps(), stop, around);
}

function nothingYet(): Progress {
  return { changed: false, checks: [], backup: undefined, failedStatements: 0, target: undefined };
}

function ended(progress: Progress, steps: Steps, error: unknown, { cancelled }: Pick<Run, 'cancelled'>): Promotion {
  const stop = error instanceof Stop ? error : undefined;
  const known = stop?.outcome === 'refused' || stop?.outcome === 'unknown' ? stop.outcome : 'failed';
  const own = stop ? stop.message : `Something unexpected happened: ${reasonOf(error)}.`;
  const toldAsCancelled = cancelled.aborted && NOT_WORTH_TELLING.test(own);
  const sentences = [
    cancelled.aborted ? 'The run was cancelled.' : '',
    toldAsCancelled ? '' : own,
    toldAsCancelled || stop?.id === 'ssh-lost' ? stateText(progress, steps) : '',
    steps.down ?? '',
    steps.unfinished ? 'Promoting again puts the target in order.' : '',
    progress.backup && progress.changed ? progress.backup.sentence : '',
  ];
  const lostSight = progress.changed && (toldAsCancelled || (stop?.id === 'ssh-lost' && steps.claim === undefined));
  return {
    ...progress,
    result: lostSight ? 'unknown' : toldAsCancelled ? 'failed' : known,
    verified: progress.checks.length > 0 ? lessThanFull(progress.checks) : 'none',
    unfinished: steps.unfinished,
    reason: sentences.filter(Boolean).join(' '),
  };
}

/** What is known of a target that was left in the middle, by a cancelled run or a connection that broke. */
function stateText({ changed, target }: Progress, { claim, phase }: Steps): string {
  if (!changed) return phase === undefined ? 'Nothing was changed.' : 'Nothing was imported.';
  if (claim === 'success') return 'Jam.py says that it imported the zip. Promote again, which then only verifies.';
  if (claim === 'failure') return 'Jam.py did not import the zip.';
  const half =
    target?.metadata.dbType === DB_TYPE.MYSQL
      ? 'on MySQL and MariaDB an unfinished import stays half done'
      : 'an unfinished import is rolled back by PostgreSQL';
  return `The import had begun, and its outcome is not known: ${half}. Promote again, which settles it.`;
}

/** Whatever was compared and found wrong is never `full`. */
function lessThanFull(checks: readonly Check[]): Verified {
  return verifiedOf(checks) === 'none' ? 'none' : 'partial';
}

async function promoteLocked(
  run: Run,
  zip: MetadataPackage,
  entries: ReadonlyMap<string, Uint8Array>,
  progress: Progress,
  steps: Steps,
): Promise<Finished> {
  await checkTargetFolder(run);
  const folder = await openStateFolder(run);
  const lock = await takeLock(run, folder);
  try {
    const left = await recover(run, folder, lock);
    if (left !== undefined) run.log.notice(left);
    const seen = await run.log.step('Look at the target', () => look(run));
    progress.target = seen.state;
    const leftovers = await ownLeftovers(run, seen.migration, () => rebuildZip(entries));
    seen.migration = seen.migration.filter((name) => !leftovers.includes(name));
    askGates({ inputs: run.inputs, zip, seen });
    await removeLeftovers(run, leftovers);
    for (const warning of targetWarnings(seen.state, zip)) run.log.warning(warning);
    if (await equals(run, zip, seen)) return await unchanged(run, zip, seen, progress);
    const sqlite = existingSqlite({ inputs: run.inputs, zip, seen });
    if (sqlite) throw sqlite;
    const healthy = await run.log.step('Preflight', () => preflight(run, { zip, entries, seen, backup: folder.path }));
    stopIfCancelled(run);
    progress.backup = await run.log.step('Backup', () => makeBackup(run, zip, seen, folder));
    const outcome = await importZip(run, zip, entries, seen, progress, new Journal(run, folder, lock, steps));
    return await judge(run, zip, seen, outcome, progress, healthy);
  } finally {
    if (!(await lock.release())) steps.unfinished = true;
    // A run that was refused or unchanged leaves no trace beside the project.
    if (folder.ours) await folder.host.removeEmptyDirectory(folder.path).catch(() => {});
  }
}

/** What was looked at when the run was cancelled says nothing. @throws Stop `cancelled` */
function failuresOf(run: Run, progress: Progress): string[] {
  const failures = progress.checks.flatMap((check) => check.failures);
  if (failures.length > 0) stopIfCancelled(run);
  return failures;
}

async function removeLeftovers(run: Run, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await run.host.remove(join(run.inputs.projectDir as string, 'migration', name));
    run.log.notice(
      `The migration folder held ${name}, which an earlier promotion left that was killed: it was removed.`,
    );
  }
}

/** Before anything is written beside it: a wrong project-dir must not leave a folder there. */
async function checkTargetFolder(run: Run): Promise<void> {
  if (run.inputs.projectDir !== undefined && !(await run.host.stat(run.inputs.projectDir))) await look(run);
}

async function equals(run: Run, zip: MetadataPackage, seen: Seen): Promise<boolean> {
  if (metadataDifferences(zip, seen.state).length > 0) return false;
  return filesEqual(await compareFiles(zip, targetFiles(run)));
}

async function unchanged(run: Run, zip: MetadataPackage, seen: Seen, progress: Progress): Promise<Finished> {
  run.log.info('The target already equals the zip: nothing is stopped, restarted or written.');
  progress.checks = await run.log.step('Verify', () =>
    reachVerdict(run, zip, seen, { outcome: undefined, before: undefined }),
  );
  const failures = failuresOf(run, progress);
  const result = failures.length > 0 ? 'failed' : 'unchanged';
  return {
    ...progress,
    result,
    verified: failures.length > 0 ? lessThanFull(progress.checks) : verifiedOf(progress.checks),
    reason:
      failures.length > 0
        ? `The target's metadata and files equal the zip, but it is not well: ${failures.join('; ')}. Nothing was changed by this run.${seen.answers === false ? ' The service does not answer: if it was left stopped, start it.' : ''}`
        : undefined,
  };
}

async function importZip(
  run: Run,
  zip: MetadataPackage,
  entries: ReadonlyMap<string, Uint8Array>,
  seen: Seen,
  progress: Progress,
  journal: Journal,
): Promise<ImportOutcome> {
  // What was checked is what is imported: Python must not see other bytes than we did.
  const rebuilt = await rebuildZip(entries);
  stopIfCancelled(run);
  const begin = () => {
    progress.changed = true;
  };
  const client = run.client as NonNullable<Run['client']>;
  if (run.inputs.method === 'live') await journal.lock.confirm();
  const outcome =
    run.inputs.method === 'migration-folder'
      ? await importByFolder(run, rebuilt, zip, seen, journal, begin)
      : await importLive(run, client, rebuilt, seen, begin);
  journal.steps.claim = outcome.claim;
  progress.failedStatements = outcome.log?.failures.length ?? outcome.failedInHtml ?? 0;
  tellOutcome(run, outcome);
  return outcome;
}

function tellOutcome(run: Run, outcome: ImportOutcome): void {
  const detail = outcome.detail ? ` (${outcome.detail})` : '';
  if (outcome.claim === 'success') run.log.info(`Jam.py says that it imported${detail}; now it is looked up.`);
  else run.log.warning(`Jam.py says that it did not import${detail}.`);
}

async function judge(
  run: Run,
  zip: MetadataPackage,
  seen: Seen,
  outcome: ImportOutcome,
  progress: Progress,
  healthy: boolean | undefined,
): Promise<Finished> {
  const client = run.client;
  if (run.inputs.method === 'live' && client && outcome.claim === 'success')
    await refreshWorkers(run, client, zip, seen);
  const answers = await run.log.step('Wait for the application', () => waitForAnswer(run));
  if (!answers) run.log.warning('The application does not answer after the import.');
  const before = seen.state.metadata;
  progress.checks = await run.log.step('Verify', () => reachVerdict(run, zip, seen, { outcome, before }));
  if (!answers && healthy) {
    const application = progress.checks.find(({ part }) => part === 'application');
    application?.failures.push('health-url answered as it should before, and does not any more');
  }
  const failures = failuresOf(run, progress);
  const detail = outcome.detail ? ` (${outcome.detail})` : '';
  if (failures.length === 0) {
    return {
      ...progress,
      result: 'imported',
      verified: verifiedOf(progress.checks),
      reason: undefined,
    };
  }
  if (outcome.claim === 'failure' && (await isAsBefore(run, seen))) {
    progress.changed = false;
    return {
      ...progress,
      result: 'failed',
      verified: lessThanFull(progress.checks),
      reason:
        `Jam.py did not import the zip${detail}. The metadata and the database of the target are as they were. ${progress.backup?.sentence ?? ''}`.trim(),
    };
  }
  const claim =
    outcome.claim === 'success' ? 'Jam.py reported success, but' : `Jam.py did not import the zip${detail}:`;
  return {
    ...progress,
    result: 'failed',
    verified: lessThanFull(progress.checks),
    reason: `${claim} ${failures.join('; ')}. ${progress.backup?.sentence ?? ''}`.trim(),
  };
}

/** After a failed import: are metadata and database still what they were? Where the database can not be seen: no. */
async function isAsBefore(run: Run, seen: Seen): Promise<boolean> {
  try {
    const now = await readState(run, seen);
    const before = seen.state.metadata;
    if (compareMetadata(before, now.metadata.tables, before.dbType).length > 0) return false;
    if (!seen.connection || !seen.catalogue) return false;
    return isDeepStrictEqual(await readDatabase(run, seen.connection), seen.catalogue);
  } catch {
    return false;
  }
}
