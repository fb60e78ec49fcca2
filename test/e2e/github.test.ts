/** What GitHub is told and asked over its API: the pull request's comment, its base, the deployment of a promotion. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { type GitHubStub, startGitHub } from '../lab/github/server.ts';
import { sarifErrors } from '../lab/sarif.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';
import { type NewPlace, newPlace } from './new-project.ts';
import { makePullRequest, type PullRequest } from './pull-request.ts';
import { readable } from './readable.ts';
import { changedZip } from './target.ts';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';

let action: Installed;
let servers: Servers;
let zips: Exports;
let base: string;
let gitHub: GitHubStub;
let safe: PullRequest;
let losing: PullRequest;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-github-')));
  servers = await findServers(() => {});
  [action, zips] = [await installAction(), await exportsOf('7.0.120', 'sqlite', servers)];
  safe = await makePullRequest(base, 'safe', zips.v1, zips.v2);
  losing = await makePullRequest(base, 'losing', zips.v2, zips.v3);
});
beforeEach(async () => {
  gitHub = await startGitHub();
});
afterEach(async () => {
  await gitHub.stop();
  expect(gitHub.mismatches).toEqual([]);
});
afterAll(async () => {
  await servers?.stop();
  await action?.remove();
  await rm(base, { recursive: true, force: true });
});

/** As a step with the job's token. */
async function step(
  pull: PullRequest,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<ActionRun> {
  const given = { command: 'plan', 'database-type': 'postgresql', 'github-token': TOKEN, ...inputs };
  const ran = await action.run(given, { workspace: pull.folder, env: { ...pull.env, ...onGitHub(), ...env } });
  expect(ran.stdout.replace(/^::add-mask::.*$/gm, '') + ran.summary).not.toContain(TOKEN);
  return ran;
}

const onGitHub = () => ({
  GITHUB_API_URL: gitHub.url,
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_SHA: 'c'.repeat(40),
});
const texts = () => gitHub.comments.map(({ body }) => body);

describe('the comment on a pull request', () => {
  test('two runs leave one, which says what the last one found; two metadata files leave two', async () => {
    expect((await step(safe)).outputs.result).toBe('planned');
    const [first = ''] = texts();
    expect(texts()).toHaveLength(1);
    expect(first).toMatch(/^<!-- jampy-promote [0-9a-f]{32} -->\n### ✅ /);
    expect(first).toContain('ALTER TABLE "crm_customers" ADD COLUMN "email" TEXT;');
    expect(first).toContain('href="https://github.com/owner/repo/actions/runs/1"');
    expect((await step(losing)).outputs.result).toBe('refused');
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toMatch(/### ⛔ [\s\S]*What would be destroyed: 2/);
    await step(safe, { 'metadata-file': 'metadata/crm_2.zip' });
    expect(texts()).toHaveLength(2);
    expect(new Set(texts().map((text) => text.split('\n')[0])).size).toBe(2);
  });

  test('the one that is there is found behind a hundred others, whoever posted it', async () => {
    await step(safe);
    const [ours] = gitHub.comments.splice(0);
    const body = ours?.body.split('\n')[0] ?? '';
    for (let id = 1; id <= 120; id++)
      gitHub.comments.push({ id, issue: 7, author: 'octocat', body: `> ${body}\n\nI disagree (${id}).` });
    gitHub.comments.push({ id: 121, issue: 7, author: 'hubot', body: `${body}\nold` });
    await step(safe);
    expect(gitHub.comments).toHaveLength(121);
    expect(gitHub.comments.at(-1)?.body).toContain('### ✅');
  });

  test('never, when comment says so or there is no token', async () => {
    await step(safe, { comment: 'never' });
    await step(safe, { 'github-token': '' });
    expect(gitHub.asked).toEqual([]);
  });

  test('from a fork the token may only read: the summary says so, and the check does not fail', async () => {
    gitHub.rights = 'read';
    const ran = await step(safe);
    expect([ran.code, ran.outputs.result]).toEqual([0, 'planned']);
    expect(texts()).toEqual([]);
    expect(readable(ran.summary)).toContain('The pull request has no comment of this: the token may not write');
    expect(ran.stdout).toContain('::notice::The pull request has no comment of this');
  });

  test.each<[string, (count: number) => ReturnType<GitHubStub['fault']>, boolean]>([
    ['a server that fails once', (count) => (count === 1 ? { status: 502 } : undefined), true],
    [
      'a secondary limit that ends',
      (count) =>
        count === 1
          ? { status: 403, headers: { 'retry-after': '1' }, message: 'You have exceeded a secondary rate limit' }
          : undefined,
      true,
    ],
    [
      'a primary limit that ends soon',
      (count) =>
        count === 1
          ? {
              status: 429,
              headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 2) },
            }
          : undefined,
      true,
    ],
    [
      'a primary limit that lasts',
      () => ({
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3000) },
        message: 'API rate limit exceeded',
      }),
      false,
    ],
    ['a server that does not answer at first', (count) => (count === 1 ? 'hang' : undefined), true],
    ['a server that is down', () => ({ status: 503, message: `down <b>${TOKEN}</b>` }), false],
    ['no such pull request', () => ({ status: 404, message: 'Not Found' }), false],
  ])('%s', async (_, answer, arrives) => {
    let count = 0;
    gitHub.fault = () => answer(++count);
    const ran = await step(safe);
    expect([ran.code, ran.outputs.result], ran.stdout).toEqual([0, 'planned']);
    expect(texts()).toHaveLength(arrives ? 1 : 0);
    if (arrives) expect(readable(ran.summary)).not.toContain('has no comment of this');
    else expect(readable(ran.summary)).toContain('The pull request has no comment of this');
    expect(count).toBeLessThan(8);
  });

  test('an answer that is lost after the comment was made leaves one', async () => {
    let lost = 0;
    gitHub.loseAnswer = (method) => method === 'POST' && lost++ === 0;
    await step(safe);
    expect(lost).toBe(1);
    expect(texts()).toHaveLength(1);
  });

  test('a comment is cut below what GitHub takes, and says where the whole is', async () => {
    const item = {
      name: 'customers',
      column: 'f_web_client_module',
      to: (code: string) => `${code}\n${`// a *line* | of it ${'x'.repeat(80)}\n`.repeat(1_200)}`,
    };
    const long = await changedZip(zips.v2, join(base, 'long.zip'), { item });
    const ran = await step(await makePullRequest(base, 'long', zips.v1, long));
    expect(ran.outputs.result, ran.stdout).toBe('planned');
    const [text = ''] = texts();
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('This is cut: the whole is the summary of <a href=');
    expect(ran.summary.length).toBeGreaterThan(text.length);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});

describe('code scanning', () => {
  test('gets the findings of two exports as the same alerts, at the zip that the checkout has', async () => {
    const broken = async (name: string, from: string) => {
      const item = { name: 'customers', column: 'f_server_module', to: (code: string) => `${code}\ndef broken(:\n` };
      return changedZip(from, join(base, `${name}.zip`), { item });
    };
    const logs = [];
    for (const [name, from] of [
      ['first', zips.v1],
      ['second', zips.v2],
    ] as const) {
      const pull = await makePullRequest(base, `scanned-${name}`, zips.v1, await broken(name, from));
      const ran = await step(pull, { command: 'validate', comment: 'never', 'sarif-file': 'out/findings.sarif' });
      expect([ran.code, ran.outputs.result], ran.stdout).toEqual([1, 'invalid']);
      const file = join(pull.folder, 'out', 'findings.sarif');
      expect(ran.outputs['sarif-file']).toBe(file);
      const text = await readFile(file, 'utf8');
      expect(sarifErrors(text)).toEqual([]);
      logs.push(JSON.parse(text).runs[0].results);
    }
    expect(logs[0]).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: { text: expect.stringContaining('customers') },
        locations: [
          expect.objectContaining({
            physicalLocation: { artifactLocation: { uri: 'metadata/crm_2.zip' }, region: { startLine: 1 } },
          }),
        ],
      }),
    );
    const prints = (results: { partialFingerprints: unknown }[]) => results.map((each) => each.partialFingerprints);
    expect(prints(logs[1])).toEqual(prints(logs[0]));
  });
});

describe('the base of a pull request', () => {
  test('is asked of GitHub where the checkout can not have it, over a megabyte too', async () => {
    const pull = await makePullRequest(base, 'shallow', zips.v1, zips.v2);
    await rm(pull.origin, { recursive: true });
    const without = await step(pull, { 'github-token': '' });
    expect([without.code, without.outputs.result]).toEqual([1, 'failed']);
    const big = { 'static/big.txt': randomBytes(1_500_000).toString('base64') };
    const bytes = await readFile(await changedZip(zips.v1, join(base, 'big.zip'), { files: big }));
    expect(bytes.length).toBeGreaterThan(1_048_576);
    gitHub.commits.set(
      pull.base,
      new Map([
        ['README.md', Buffer.from('x')],
        ['metadata/crm_1.zip', bytes],
      ]),
    );
    const ran = await step(pull, { comment: 'never' });
    expect([ran.code, ran.outputs.result], ran.stdout).toEqual([0, 'planned']);
    expect(ran.stdout).toContain('GitHub is asked for it');
    expect(ran.outputs['statement-count']).toBe('4');
    gitHub.commits.clear();
    const gone = await step(pull, { comment: 'never' });
    expect([gone.code, gone.outputs.result]).toEqual([1, 'failed']);
    expect(gone.outputs.reason).toMatch(
      /is not in the checkout, and can not be fetched .* GitHub was asked too: Not Found/,
    );
  });
});

describe('the deployment of a promotion', () => {
  let target: NewPlace;
  afterEach(() => target.remove());

  async function promoted(more: Record<string, string> = {}): Promise<ActionRun> {
    const inputs = { ...target.inputs, 'metadata-file': zips.v1, 'github-token': TOKEN, ...more };
    return action.run(inputs, { env: onGitHub() });
  }

  test('is told once a run, with where it went and how it ended; that of the job itself is not doubled', async () => {
    target = await newPlace(servers, '7.0.120', 'sqlite');
    const first = await promoted();
    expect([first.code, first.outputs.result], first.stdout).toEqual([0, 'imported']);
    expect(gitHub.deployments).toMatchObject([
      { sha: 'c'.repeat(40), environment: '127.0.0.1', task: 'deploy:jampy-promote' },
    ]);
    expect(gitHub.deployments[0]?.statuses).toMatchObject([
      {
        state: 'success',
        environment: '127.0.0.1',
        log_url: 'https://github.com/owner/repo/actions/runs/1',
        environment_url: target.service.url,
        description: expect.stringContaining('is in production'),
      },
    ]);
    const again = await promoted();
    expect(again.outputs.result).toBe('unchanged');
    expect(gitHub.deployments).toHaveLength(1);
    expect(gitHub.deployments[0]?.statuses).toHaveLength(2);

    gitHub.deployments.splice(0, 1, {
      id: 1,
      sha: 'c'.repeat(40),
      task: 'deploy',
      environment: 'production',
      payload: {},
      statuses: [{ state: 'in_progress', log_url: 'https://github.com/owner/repo/actions/runs/1/job/5' }],
    });
    await promoted();
    expect(gitHub.deployments).toHaveLength(1);
    expect(gitHub.deployments[0]?.statuses).toHaveLength(1);

    gitHub.deployments.splice(0);
    gitHub.rights = 'read';
    const reading = await promoted();
    expect([reading.code, reading.outputs.result]).toEqual([0, 'unchanged']);
    expect(reading.stdout).toContain(
      '::notice::GitHub has no deployment of this: the token may not write (it needs `permissions: deployments: write`',
    );
    expect(gitHub.deployments).toEqual([]);
  });
});
