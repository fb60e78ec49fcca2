/** The end of a promotion whose target equals the zip, be it from before or as a copy: it is looked up, and nothing imported. */
import { fail, refuse, type Stop } from '../errors.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { type Finished, failuresOf, lessThanFull, type Progress } from './ending.ts';
import type { Seen } from './look.ts';
import { startNew } from './new-target.ts';
import { recordPromotion } from './record.ts';
import { type Run, verifiedOf } from './run.ts';
import type { StateFolder } from './state-folder.ts';
import { reachVerdict } from './verdict/verdict.ts';

export async function unchanged(run: Run, zip: MetadataPackage, seen: Seen, progress: Progress): Promise<Finished> {
  if (!run.copied) run.log.info('The target already equals the zip: nothing is stopped, restarted or written.');
  progress.checks = await run.log.step('Verify', () =>
    reachVerdict(run, zip, seen, { outcome: undefined, before: undefined }),
  );
  const failures = failuresOf(run, progress);
  const result = failures.length > 0 ? 'failed' : 'unchanged';
  return {
    ...progress,
    result,
    errorId: failures.length > 0 ? 'not-proven' : undefined,
    verified: failures.length > 0 ? lessThanFull(progress.checks) : verifiedOf(progress.checks),
    reason:
      failures.length > 0
        ? `The target's metadata and files equal the zip, but it is not well: ${failures.join('; ')}. ${run.copied ? 'It was copied by this run.' : 'Nothing was changed by this run.'}${seen.answers === false ? ' The service does not answer: if it was left stopped, start it.' : ''}`
        : undefined,
  };
}

/** The target was made by this run, so its service is started for the first time. */
export async function justCopied(
  given: Run,
  folder: StateFolder,
  zip: MetadataPackage,
  seen: Seen,
  progress: Progress,
): Promise<Finished> {
  progress.changed = true;
  const run = await startNew(given);
  const ended = await unchanged(run, zip, seen, progress);
  if (ended.result !== 'unchanged') return ended;
  await recordPromotion(run, folder, zip, seen.state.metadata.dbType);
  return { ...ended, result: 'imported' };
}

/** For a target that does not equal the zip. */
export function copyNeverImports({ inputs, copied }: Run): Stop {
  if (copied)
    return fail(
      'copy-differs',
      'The copy does not equal the zip any more: something changed it a moment after it was made.',
    );
  return refuse(
    'folder-not-empty',
    `project-dir (${inputs.projectDir}) holds a project that does not equal the zip, and method: copy-project makes new ones only: give an empty folder. Nothing was changed.`,
  );
}
