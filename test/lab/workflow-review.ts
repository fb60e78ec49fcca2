/** In place of GitHub's reviewers of an environment, whom the workflow runner does not know: a job that waits for us. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { exists } from './run.ts';

interface Called {
  jobs: Record<string, { steps?: object[] }>;
}

/**
 * A copy of the action's folder whose called workflow waits at the start of its job `promote`.
 * @param home of the workflow's run; takes the copy, and the files by which it waits.
 * @returns the copy's path, and `over(running)`: calls `review` when the job has come to wait, and lets it go on then.
 */
export async function withReview(action: string, home: string, review: () => Promise<void>) {
  const copy = join(home, 'action');
  const [asked, answered] = [join(home, 'asked'), join(home, 'answered')];
  await cp(action, copy, { recursive: true });
  const path = join(copy, '.github', 'workflows', 'promote.yml');
  const called = parse(await readFile(path, 'utf8')) as Called;
  const steps = called.jobs.promote?.steps;
  if (!steps) throw new Error('promote.yml has no job promote');
  steps.unshift({ run: `touch ${asked}; while [ ! -e ${answered} ]; do sleep 0.1; done` });
  await writeFile(path, stringify(called));

  async function over<T>(running: Promise<T>): Promise<T> {
    let ended = false;
    const end = running.finally(() => {
      ended = true;
    });
    while (!ended && !(await exists(asked))) await sleep(50);
    try {
      if (!ended) await review();
    } finally {
      await writeFile(answered, '');
      await end.catch(() => {});
    }
    return end;
  }
  return { copy, over };
}
