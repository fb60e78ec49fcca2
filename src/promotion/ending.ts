/** How a promotion ends that did not come to its verdict: which result that is, and the sentence that tells the target's state. */
import { reasonOf, resultOf, Stop } from '../errors.ts';
import type { TargetState } from '../jampy/target-state.ts';
import { DB_TYPE } from '../metadata/enums.ts';
import type { Plan } from '../planning/plan.ts';
import type { Backup } from './backup.ts';
import { noSteps, type Steps } from './journal.ts';
import { type Check, type Run, stopIfCancelled, type Verified, verifiedOf } from './run.ts';

export interface Promotion {
  result: 'imported' | 'unchanged' | 'refused' | 'failed' | 'unknown';
  verified: Verified;
  /** Whether the target was changed, or may have been. */
  changed: boolean;
  /** One sentence when the result is refused, failed or unknown. */
  reason: string | undefined;
  /** Which sentence that is; see docs/troubleshooting.md. */
  errorId: string | undefined;
  checks: Check[];
  backup: Backup | undefined;
  failedStatements: number;
  target: TargetState | undefined;
  /** What was to be done; undefined when it did not come to that. */
  plan: Plan | undefined;
  /** Something is left at the target that the next run, or the post step, has to put in order. */
  unfinished: boolean;
}

/** What an end is made of; whether something is left is known when the lock is released. */
export type Finished = Omit<Promotion, 'unfinished'>;

/** Grows while a promotion goes on, so that whatever ends it, what is known by then is told. */
export type Progress = Pick<Promotion, 'changed' | 'checks' | 'backup' | 'failedStatements' | 'target' | 'plan'>;

/** What ended a promotion that was cancelled is told too, unless it is only that it was. */
const NOT_WORTH_TELLING = /operation was aborted|^The run was cancelled/i;
/** What speaks of one call only, and not of the target's state. */
const ONE_CALL = /^(ssh|host)-|^upload-damaged$|^sudo-refused$|^admin-unreadable$/;

/** The end of a promotion that never came to its target. */
export function endedBefore(stop: Stop, around: Pick<Run, 'cancelled'>): Promotion {
  return ended(nothingYet(), noSteps(), stop, around);
}

export function nothingYet(): Progress {
  return { changed: false, checks: [], backup: undefined, failedStatements: 0, target: undefined, plan: undefined };
}

export function ended(
  progress: Progress,
  steps: Steps,
  error: unknown,
  { cancelled }: Pick<Run, 'cancelled'>,
): Promotion {
  const stop = error instanceof Stop ? error : undefined;
  const known = stop ? resultOf(stop) : 'failed';
  const own = stop ? stop.message : `Something unexpected happened: ${reasonOf(error)}.`;
  const toldAsCancelled = cancelled.aborted && NOT_WORTH_TELLING.test(own);
  const midway = steps.phase !== undefined && (stop === undefined || ONE_CALL.test(stop.id));
  const stateIsOpen = toldAsCancelled || stop?.id === 'ssh-lost' || midway;
  const sentences = [
    cancelled.aborted ? 'The run was cancelled.' : '',
    toldAsCancelled ? '' : own,
    stateIsOpen ? stateText(progress, steps) : '',
    steps.service ?? '',
    steps.unfinished ? 'Promoting again puts the target in order.' : '',
    progress.backup && progress.changed ? progress.backup.sentence : '',
  ];
  const lostSight = progress.changed && stateIsOpen && (toldAsCancelled || steps.claim === undefined);
  return {
    ...progress,
    result: lostSight ? 'unknown' : toldAsCancelled ? 'failed' : known,
    verified: progress.checks.length > 0 ? lessThanFull(progress.checks) : 'none',
    unfinished: steps.unfinished,
    reason: sentences.filter(Boolean).join(' '),
    errorId: toldAsCancelled ? 'cancelled' : (stop?.id ?? 'unexpected'),
  };
}

/** What was looked at when the run was cancelled says nothing. @throws Stop `cancelled` */
export function failuresOf(run: Run, progress: Progress): string[] {
  const failures = progress.checks.flatMap((check) => check.failures);
  if (failures.length > 0) stopIfCancelled(run);
  return failures;
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
export function lessThanFull(checks: readonly Check[]): Verified {
  return verifiedOf(checks) === 'none' ? 'none' : 'partial';
}
