/** What GitHub's page of deployments says of a promotion. A job with `environment:` has its deployment from GitHub. */
import { type GitHub, tried } from './api.ts';

export interface Deployment {
  /** The commit. */
  sha: string;
  environment: string;
  state: 'success' | 'failure' | 'error';
  description: string;
  /** Address of the run. */
  logUrl: string;
  /** Address of the application. */
  environmentUrl?: string | undefined;
}

/** Tells our deployments from those that GitHub made for the job. */
const TASK = 'deploy:jampy-promote';
/** Characters that GitHub takes of a description. */
const LONGEST = 140;

/**
 * @returns `job`: the run has a deployment of the job's own, and none was added.
 * @throws octokit's error.
 */
export async function putDeployment(gitHub: GitHub, deployment: Deployment): Promise<'made' | 'job'> {
  return tried(async () => {
    const { api, owner, repo } = gitHub;
    const { sha, environment, logUrl } = deployment;
    const { data } = await api.repos.listDeployments({ owner, repo, sha, per_page: 30 });
    let own: number | undefined;
    for (const { id, task, payload } of data) {
      if (task === TASK) {
        if (runOf(payload) === logUrl) own = id;
        continue;
      }
      const { data: statuses } = await api.repos.listDeploymentStatuses({
        owner,
        repo,
        deployment_id: id,
        per_page: 10,
      });
      if (statuses.some(({ log_url, target_url }) => [log_url, target_url].some((url) => isOf(url, logUrl))))
        return 'job';
    }
    own ??= await create(gitHub, deployment);
    await api.repos.createDeploymentStatus({
      owner,
      repo,
      deployment_id: own,
      state: deployment.state,
      environment,
      description: deployment.description.slice(0, LONGEST),
      log_url: logUrl,
      ...(deployment.environmentUrl ? { environment_url: deployment.environmentUrl } : {}),
    });
    return 'made';
  });
}

async function create({ api, owner, repo }: GitHub, { sha, environment, logUrl }: Deployment): Promise<number> {
  const { data } = await api.repos.createDeployment({
    owner,
    repo,
    ref: sha,
    task: TASK,
    // It is done already: nothing is to be merged or waited for.
    auto_merge: false,
    required_contexts: [],
    environment,
    production_environment: true,
    payload: { run: logUrl },
  });
  if (!('id' in data)) throw new Error('GitHub made no deployment');
  return data.id;
}

function runOf(payload: unknown): unknown {
  return payload !== null && typeof payload === 'object' && 'run' in payload ? payload.run : undefined;
}

/** The page of a run, or of a job of it. */
function isOf(url: string | undefined, run: string): boolean {
  return url !== undefined && (url === run || url.startsWith(`${run}/`));
}
