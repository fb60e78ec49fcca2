/** Runs dist/ as an unprivileged user who reaches the target by ssh only. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../lab/remote/machine.ts';
import type { Remote } from '../lab/remote/site.ts';
import { giveAll } from '../lab/remote/users.ts';
import { run } from '../lab/run.ts';
import { DIST, parseOutputs } from './action.ts';
import { CONSENT, type Ended, type Inputs } from './target.ts';

export interface RemoteRunner {
  promote(remote: Remote, zip: string, more?: Inputs, options?: RunnerOptions): Promise<Ended>;
}

export interface RunnerOptions {
  /** `post` runs the step after the job, with the state that main saved. */
  env?: Record<string, string>;
}

/** dist/ and a Node that the runner may use; nothing else of this checkout can be read by it. */
export async function remoteRunner(machine: Machine): Promise<RemoteRunner> {
  const node = await machine.runnerNode();
  const dist = await machine.forRunner(DIST);
  return {
    async promote(remote, zip, more = {}, options = {}) {
      const work = await mkdtemp(join(machine.runner.home, 'run-'));
      const [output, summary, temp] = [join(work, 'output'), join(work, 'summary.md'), join(work, 'tmp')];
      for (const file of [output, summary]) await writeFile(file, '');
      await mkdir(temp);
      const metadata = join(work, 'metadata.zip');
      await writeFile(metadata, await readFile(zip));
      await giveAll(machine.runner, work);
      const inputs = {
        command: 'promote',
        'metadata-file': metadata,
        ...CONSENT,
        ...byService(remote),
        ...remote.inputs,
        ...more,
      };
      const env: Record<string, string> = {
        GITHUB_ACTIONS: 'true',
        GITHUB_EVENT_NAME: 'workflow_dispatch',
        GITHUB_ACTOR: 'octocat',
        GITHUB_REPOSITORY: 'owner/repo',
        GITHUB_RUN_ID: '1',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: work,
        RUNNER_TEMP: temp,
        RUNNER_DEBUG: '1',
        ...options.env,
      };
      for (const [name, value] of Object.entries(inputs)) {
        if (value !== '') env[`INPUT_${name.toUpperCase()}`] = value;
      }
      const { code, stdout, stderr } = await machine.as(machine.runner, [node, join(dist, 'index.js')], {
        cwd: work,
        env,
      });
      const outputs = parseOutputs(await readFile(output, 'utf8'));
      const { result, verified, reason = '' } = outputs;
      return { code, result, verified, reason, outputs, log: stdout + stderr };
    },
  };
}

export function byService({ stopCommand, startCommand, healthUrl }: Remote): Inputs {
  return { 'stop-command': stopCommand, 'start-command': startCommand, 'health-url': healthUrl };
}

/** Path → kind, permission bits, owner and group of everything in a project. */
export async function ownership(dir: string): Promise<Map<string, string>> {
  const listed = await run(['find', dir, '-printf', '%P\\t%y %m %u:%g\\n']);
  const entries = listed
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t') as [string, string]);
  return new Map(entries);
}
