/** Verdict, part five: nothing of the import is left behind, and nothing says that it went wrong. */
import { join } from 'node:path';
import type { TargetState } from '../../jampy/target-state.ts';
import type { ImportOutcome } from '../import-outcome.ts';
import { type Check, emptyCheck, type Run, some } from '../run.ts';

/**
 * @param after the target as it is now.
 * @param before the target as it was. @param outcome undefined when no import ran.
 */
export async function checkTraces(
  run: Run,
  after: TargetState,
  before: TargetState,
  outcome: ImportOutcome | undefined,
): Promise<Check> {
  const check = emptyCheck('traces', 'no leftovers of an import');
  const { projectDir } = run.inputs;
  if (projectDir !== undefined) {
    const left = (await run.host.list(join(projectDir, 'migration'))) ?? [];
    if (left.length > 0) check.failures.push(`the migration folder still holds ${some(left)}`);
    if (await run.host.stat(join(projectDir, '_admin.sqlite'))) {
      check.failures.push(
        '_admin.sqlite is there: the import was interrupted, and the next start would put old metadata back',
      );
    }
  }
  if (after.maintenance) {
    check.failures.push('the target is still marked as under maintenance (its next start clears the mark)');
  }
  if (outcome?.byService && after.counters.build <= before.counters.build) {
    check.failures.push(
      'the target did not count the import: several of its processes imported at once, and one that failed wrote the old settings back (give python, so that exactly one imports)',
    );
  }
  const failed = failedStatements(outcome);
  if (failed.length > 0) {
    check.warnings.push(
      `Jam.py's own log shows ${failed.length} failed statement${failed.length === 1 ? '' : 's'}, whatever it says on its first line: ${some(failed, 3)}.`,
    );
  }
  return check;
}

function failedStatements(outcome: ImportOutcome | undefined): string[] {
  return (outcome?.log?.failures ?? []).map(
    ({ sql, error }) =>
      `${sql.replace(/\s+/g, ' ').slice(0, 200)} → ${(error ?? '').replace(/\s+/g, ' ').slice(0, 200)}`,
  );
}
