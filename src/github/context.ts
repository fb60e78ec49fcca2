/** Who runs us and what for, as GitHub tells it. Loaded only when a command needs it. */
import { userInfo } from 'node:os';
import type { Caller } from '../promotion/run.ts';
import { openGitHub } from './api.ts';
import { commitFiles } from './commit-files.ts';

type Context = typeof import('@actions/github').context;

/** On a runner the actor and the address of the run; elsewhere the user of this machine. */
export async function callerOf(env: NodeJS.ProcessEnv, githubToken?: string): Promise<Caller> {
  if (env.GITHUB_ACTIONS !== 'true') {
    return { who: userName(), run: 'from the command line', event: env.GITHUB_EVENT_NAME ?? '' };
  }
  const { context } = await import('@actions/github');
  const repository = env.GITHUB_REPOSITORY ?? 'unknown repository';
  return {
    who: context.actor || 'unknown actor',
    run: runAddress(context, repository),
    event: context.eventName ?? '',
    ...baseOf(context),
    ...(githubToken === undefined ? {} : { commitFiles: commitFiles(() => openGitHub(githubToken, repository)) }),
  };
}

/** The page of this run. @param repository `owner/name`. */
export function runAddress({ serverUrl, runId }: Context, repository: string): string {
  return `${serverUrl}/${repository}/actions/runs/${runId}`;
}

function baseOf({ eventName, payload }: Context): Pick<Caller, 'baseCommit'> {
  const sha: unknown = payload.pull_request?.base?.sha;
  const known = eventName.startsWith('pull_request') && typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha);
  return known ? { baseCommit: sha } : {};
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'a user without a name';
  }
}
