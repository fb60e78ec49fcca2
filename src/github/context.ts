/** Who runs us, as GitHub tells it. Loaded only when a promotion needs it. */
import { userInfo } from 'node:os';
import type { Caller } from '../promotion/run.ts';

/** On a runner the actor and the address of the run; elsewhere the user of this machine. */
export async function callerOf(env: NodeJS.ProcessEnv): Promise<Caller> {
  if (env.GITHUB_ACTIONS !== 'true') {
    return { who: userName(), run: 'from the command line', event: env.GITHUB_EVENT_NAME ?? '' };
  }
  const { context } = await import('@actions/github');
  const repository = env.GITHUB_REPOSITORY ?? 'unknown repository';
  return {
    who: context.actor || 'unknown actor',
    run: `${context.serverUrl}/${repository}/actions/runs/${context.runId}`,
    event: context.eventName ?? '',
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'a user without a name';
  }
}
