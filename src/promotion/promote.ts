/** A promotion, in the order in which it happens: look, gates, backup, import, verdict. Each step is its own file. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fail, Stop, usage } from '../errors.ts';
import { compareMetadata } from '../metadata/compare.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { rebuildZip } from '../metadata/rebuild.ts';
import { logDifference } from '../planning/log-difference.ts';
import type { Plan } from '../planning/plan.ts';
import { failingOf, failureText, planLines } from '../planning/plan-text.ts';
import { copyNeverImports, justCopied, unchanged } from './already-equal.ts';
import { approvableOf, notApproved } from './approval.ts';
import { makeBackup } from './backup.ts';
import { readDatabase } from './database.ts';
import { ended, type Finished, failuresOf, lessThanFull, nothingYet, type Progress, type Promotion } from './ending.ts';
import { compareFiles, targetFiles } from './files.ts';
import { askGates, existingSqlite, targetWarnings } from './gates.ts';
import { importByFolder } from './import-by-folder.ts';
import { importLive } from './import-live.ts';
import type { ImportOutcome } from './import-outcome.ts';
import { Journal, noSteps, type Steps } from './journal.ts';
import { takeLock } from './lock.ts';
import { look, type Seen } from './look.ts';
import { equals } from './look-ahead.ts';
import { isNotServed, startNew, withoutService } from './new-target.ts';
import { type AskPlanning, consentMissing, planOfTarget } from './plan-of-target.ts';
import { preflight } from './preflight/preflight.ts';
import { recordPromotion } from './record.ts';
import { ownLeftovers, recover } from './recover.ts';
import { type Run, stopIfCancelled, verifiedOf } from './run.ts';
import { canRestart, waitForAnswer } from './service.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';
import { reachVerdict, readState } from './verdict/verdict.ts';
import { refreshWorkers } from './workers.ts';

/**
 * @param entries of the checked zip: what is imported is packed anew from them.
 * @param planning what the plan is made of besides, once the target was looked at; may throw a Stop.
 * @throws Stop (usage, or the invalid of `planning`) only; every other end is a result.
 */
export async function promote(
  run: Run,
  zip: MetadataPackage,
  entries: ReadonlyMap<string, Uint8Array>,
  planning: AskPlanning,
): Promise<Promotion> {
  const progress = nothingYet();
  const steps = noSteps();
  try {
    const promotion = await promoteLocked(run, zip, entries, planning, progress, steps);
    return { ...promotion, unfinished: steps.unfinished };
  } catch (error) {
    if (error instanceof Stop && (error.outcome === 'usage' || error.outcome === 'invalid')) throw error;
    return ended(progress, steps, error, run);
  }
}

async function promoteLocked(
  given: Run,
  zip: MetadataPackage,
  entries: ReadonlyMap<string, Uint8Array>,
  planning: AskPlanning,
  progress: Progress,
  steps: Steps,
): Promise<Finished> {
  let run = given;
  await checkTargetFolder(run);
  const folder = await openStateFolder(run);
  const lock = await takeLock(run, folder);
  try {
    const left = await recover(run, folder, lock);
    if (left !== undefined) run.log.notice(left.sentence);
    const seen = await run.log.step('Look at the target', () => look(run));
    progress.target = seen.state;
    const isNew = isNotServed(run, seen);
    if (isNew) run = withoutService(run, 'the project is new, and nothing serves it yet');
    else needService(run);
    const leftovers = await ownLeftovers(run, seen.migration, () => rebuildZip(entries));
    seen.migration = seen.migration.filter((name) => !leftovers.includes(name));
    askGates({ inputs: run.inputs, zip, seen });
    await removeLeftovers(run, leftovers);
    for (const warning of targetWarnings(seen.state)) run.log.warning(warning);
    const files = await compareFiles(zip, targetFiles(run));
    if (equals(zip, seen, files)) {
      // An import would start it; this run will not.
      if (left?.down) throw fail('service-down', `The target already equals the zip. ${left.sentence}`);
      return run.copied
        ? await justCopied(run, folder, zip, seen, progress)
        : await unchanged(run, zip, seen, progress);
    }
    if (run.inputs.method === 'copy-project') throw copyNeverImports(run);
    const sqlite = existingSqlite({ inputs: run.inputs, zip, seen });
    if (sqlite) throw sqlite;
    const plan = await run.log.step('Plan', () => planOfTarget(run, zip, seen, files, planning));
    progress.plan = plan;
    tellPlan(run, plan);
    const { approvedPlan } = run.inputs;
    const moved = notApproved(approvedPlan, () => approvableOf(run.inputs, zip, seen, files, plan));
    if (moved) throw moved;
    if (approvedPlan) run.log.info('Target and plan are as they were approved.');
    const unconsented = consentMissing(plan, zip.digest);
    if (unconsented) throw unconsented;
    const healthy = await run.log.step('Preflight', () =>
      preflight(run, { zip, entries, seen, backup: folder.path }, !isNew),
    );
    stopIfCancelled(run);
    progress.backup = await run.log.step('Backup', () => makeBackup(run, zip, seen, folder));
    const journal = new Journal(run, folder, lock, steps);
    try {
      const outcome = await importZip(run, zip, entries, seen, progress, journal);
      if (isNew && outcome.claim === 'success') run = await startNew(given);
      return await judge(run, folder, zip, seen, outcome, progress, healthy);
    } finally {
      // Until then a run that is killed is known to have left something that nobody verified.
      if (!steps.unfinished) await journal.end();
    }
  } finally {
    if (!(await lock.release())) steps.unfinished = true;
    // A run that was refused or unchanged leaves no trace beside the project.
    if (folder.ours) await folder.host.removeEmptyDirectory(folder.path).catch(() => {});
  }
}

/** A new target needs none, and so what it would be is not asked of the inputs. @throws Stop (usage) */
function needService(run: Run): void {
  const { mayBeNew, method } = run.inputs;
  if (!mayBeNew || method !== 'migration-folder' || canRestart(run)) return;
  throw usage(
    'input',
    'The project is there, so that its service has to be stopped and started for an import: give service, or stop-command and start-command, or restart-command.',
  );
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

function tellPlan(run: Run, plan: Plan): void {
  for (const line of planLines(plan)) run.log.info(line);
  const [failing] = failingOf(plan);
  const why = plan.refusal ?? (failing && failureText(failing));
  if (why !== undefined)
    run.log.warning(`The import is foretold to fail: ${why}. It is tried, and the database is looked up afterwards.`);
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
  const begin = (may: boolean) => {
    progress.changed = may;
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
  compareWithPlan(run, outcome, progress.plan);
  return outcome;
}

/** A difference is told and decides nothing: that is the catalogue's part. */
function compareWithPlan(run: Run, { log, claim }: ImportOutcome, plan: Plan | undefined): void {
  if (!log || !plan?.database.dialect || plan.database.catalogue === 'none') return;
  if (plan.refusal !== undefined) {
    if (claim === 'success') run.log.warning(`Jam.py imported what was foretold to be refused: ${plan.refusal}.`);
    return;
  }
  const difference = logDifference(plan.statements, log.text, plan.database.dialect === 'postgresql');
  if (difference) run.log.warning(`Jam.py's import log is not what was planned: ${difference}. The database decides.`);
  else run.log.info(`Jam.py's import log has the ${plan.statements.length} statements of the plan, and no other.`);
}

function tellOutcome(run: Run, outcome: ImportOutcome): void {
  const detail = outcome.detail ? ` (${outcome.detail})` : '';
  if (outcome.claim === 'success') run.log.info(`Jam.py says that it imported${detail}; now it is looked up.`);
  else run.log.warning(`Jam.py says that it did not import${detail}.`);
}

async function judge(
  run: Run,
  folder: StateFolder,
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
    await recordPromotion(run, folder, zip, seen.state.metadata.dbType);
    return {
      ...progress,
      result: 'imported',
      verified: verifiedOf(progress.checks),
      reason: undefined,
      errorId: undefined,
    };
  }
  if (outcome.claim === 'failure' && (await isAsBefore(run, seen))) {
    progress.changed = false;
    return {
      ...progress,
      result: 'failed',
      verified: lessThanFull(progress.checks),
      errorId: 'not-imported',
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
    errorId: 'not-proven',
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
