/** Pull requests as a runner checks them out. */
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../lab/run.ts';

export interface PullRequest {
  /** The checkout. */
  folder: string;
  /** The repository that it was cloned from. */
  origin: string;
  /** The commit that the pull request wants to change. */
  base: string;
  /** GitHub's variables about the event. */
  env: Record<string, string>;
}

const git = (folder: string, ...args: string[]) =>
  run(['git', '-C', folder, '-c', 'user.name=somebody', '-c', 'user.email=somebody@example.com', ...args]);

/** A checkout of depth 1, as actions/checkout makes it, of a change from one zip to another. */
export async function makePullRequest(parent: string, name: string, from: string, to: string): Promise<PullRequest> {
  const origin = join(parent, `${name}-origin`);
  await mkdir(join(origin, 'metadata'), { recursive: true });
  await git(origin, 'init', '-q', '-b', 'main', '.');
  await copyFile(from, join(origin, 'metadata', 'crm_1.zip'));
  await git(origin, 'add', '-A');
  await git(origin, 'commit', '-q', '-m', 'base');
  const base = (await git(origin, 'rev-parse', 'HEAD')).trim();
  await rm(join(origin, 'metadata', 'crm_1.zip'));
  await copyFile(to, join(origin, 'metadata', 'crm_2.zip'));
  await writeFile(join(origin, 'README.md'), 'changed\n');
  await git(origin, 'add', '-A');
  await git(origin, 'commit', '-q', '-m', 'change');
  const folder = join(parent, `${name}-checkout`);
  await run(['git', 'clone', '-q', '--depth=1', pathToFileURL(origin).href, folder]);
  const event = join(parent, `${name}.json`);
  await writeFile(event, JSON.stringify({ pull_request: { number: 7, base: { sha: base } } }));
  return { folder, origin, base, env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event } };
}
