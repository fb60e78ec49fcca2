/** What GitHub shows beside the run: a comment on the pull request, a deployment of the promotion. Never fails the step. */
import type { Inputs } from '../inputs.ts';
import type { Log } from '../log.ts';
import { commentMarkdown } from '../report/comment.ts';
import { type CommandResult, headline } from '../report/result.ts';
import type { Secrets } from '../secrets.ts';
import { type GitHub, isForbidden, openGitHub, troubleText } from './api.ts';
import { markOf, putComment } from './comment.ts';
import { runAddress } from './context.ts';
import { type Deployment, putDeployment } from './deployment.ts';

/** @returns sentences for the summary: what could not be told, and why. */
export async function tellGitHub(
  result: CommandResult,
  inputs: Inputs,
  { log, secrets, env }: { log: Log; secrets: Secrets; env: NodeJS.ProcessEnv },
): Promise<string[]> {
  const { context } = await import('@actions/github');
  const { githubToken } = inputs;
  const repository = env.GITHUB_REPOSITORY ?? '';
  if (githubToken === undefined || repository === '') return [];
  const run = runAddress(context, repository);
  const redact = (text: string) => secrets.redact(text);
  const tell = async (what: string, permission: string, work: (gitHub: GitHub) => Promise<unknown>) => {
    try {
      await work(await openGitHub(githubToken, repository));
      return [];
    } catch (error) {
      const sentence = isForbidden(error)
        ? `${what}: the token may not write (it needs \`permissions: ${permission}\`; that of a fork never may).`
        : `${what}: GitHub does not take it (${redact(troubleText(error))}).`;
      if (isForbidden(error)) log.notice(sentence);
      else log.warning(sentence);
      return [sentence];
    }
  };
  const number: unknown = context.payload.pull_request?.number;
  if (result.command === 'validate' || result.command === 'plan') {
    if (inputs.comment === 'never' || !Number.isSafeInteger(number)) return [];
    const mark = markOf(inputs.metadataFile);
    const body = `${mark}\n${commentMarkdown(result, run, redact)}`;
    return tell('The pull request has no comment of this', 'pull-requests: write', (gitHub) =>
      putComment(gitHub, number as number, mark, body),
    );
  }
  const deployment = deploymentOf(result, inputs, redact);
  if (deployment === undefined || context.sha === '') return [];
  return tell('GitHub has no deployment of this', 'deployments: write', async (gitHub) => {
    const put = await putDeployment(gitHub, { ...deployment, sha: context.sha, logUrl: run });
    if (put === 'job') log.debug('The job has a deployment of its own.');
  });
}

const STATES: Partial<Record<CommandResult['result'], Deployment['state']>> = {
  imported: 'success',
  unchanged: 'success',
  failed: 'failure',
  unknown: 'error',
};

/** undefined: nothing was deployed, nor tried. The environment is named after the host of the application. */
function deploymentOf(
  result: CommandResult,
  inputs: Inputs,
  redact: (text: string) => string,
): Omit<Deployment, 'sha' | 'logUrl'> | undefined {
  const state = STATES[result.result];
  if (state === undefined || inputs.command !== 'promote') return undefined;
  const url = result.outputs.url || undefined;
  const host = url === undefined ? inputs.ssh?.host : new URL(url).hostname;
  return {
    environment: host ?? 'production',
    state,
    description: redact(headline(result)),
    environmentUrl: url,
  };
}
