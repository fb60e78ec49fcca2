/** GitHub's REST API for one repository: each call bounded in time, each piece of work tried again where that may help. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { getOctokit } from '@actions/github';

/** In milliseconds. */
const CALL_LIMIT = 20_000;
const FIRST_WAIT = 1_000;
/** A limit that lasts longer is not waited for: a deployment must not hang on a comment. */
const LONGEST_WAIT = 60_000;
const ATTEMPTS = 3;

export interface GitHub {
  api: ReturnType<typeof getOctokit>['rest'];
  owner: string;
  repo: string;
}

/** What octokit throws, as far as it is used. */
interface RequestError {
  status?: number;
  message?: string;
  response?: { headers?: Readonly<Record<string, string | number | undefined>> };
}

/** @param repository `owner/name`. */
export async function openGitHub(token: string, repository: string): Promise<GitHub> {
  const { getOctokit } = await import('@actions/github');
  const quiet = () => {};
  const octokit = getOctokit(token, { log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
  octokit.hook.before('request', (options) => {
    options.request = { ...options.request, signal: AbortSignal.timeout(CALL_LIMIT) };
  });
  const [owner = '', repo = ''] = repository.split('/');
  return { api: octokit.rest, owner, repo };
}

/**
 * Does it again after a failure that may pass: a server's, the network's, a limit that ends soon.
 * @param work looks first at what is there, so that doing it twice leaves one.
 */
export async function tried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const wait = waitAfter(error as RequestError, attempt);
      if (wait === undefined || attempt >= ATTEMPTS) throw error;
      await sleep(wait);
    }
  }
}

/** Milliseconds; undefined: it will not pass, or not soon. */
function waitAfter(error: RequestError, attempt: number): number | undefined {
  const { status } = error;
  // Octokit gives 500 to what never reached a server.
  if (status === undefined || status >= 500) return FIRST_WAIT * attempt ** 2;
  if (!isLimited(error)) return undefined;
  const headers = error.response?.headers ?? {};
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1000 - Date.now();
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Number.isFinite(reset) ? reset : LONGEST_WAIT;
  return wait > LONGEST_WAIT ? undefined : Math.max(wait, FIRST_WAIT);
}

/** A primary or secondary rate limit, which GitHub tells with 429 or 403. */
function isLimited({ status, message, response }: RequestError): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const { 'retry-after': after, 'x-ratelimit-remaining': left } = response?.headers ?? {};
  return after !== undefined || String(left) === '0' || /rate limit/i.test(message ?? '');
}

/** The token lacks a permission; from a fork it always does. */
export function isForbidden(error: unknown): boolean {
  const { status } = error as RequestError;
  return (status === 401 || status === 403 || status === 404) && !isLimited(error as RequestError);
}

/** In a few words, for a sentence: never what the server wrote beside its message. */
export function troubleText(error: unknown): string {
  const { status, response, message = 'no reason was given' } = error as RequestError;
  const first =
    message
      .split('\n')[0]
      ?.replace(/ - https:\/\/docs\S*$/, '')
      .replace(/\.$/, '') ?? '';
  if (isLimited(error as RequestError)) return 'its rate limit is reached';
  return status === undefined || response === undefined ? first : `HTTP ${status}, ${first}`;
}
