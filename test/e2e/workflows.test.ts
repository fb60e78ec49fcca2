/** The example workflows as a user copies them, run by a workflow runner against the lab's servers and GitHub's described API. */
import { copyFile, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { type GitHubStub, startGitHub } from '../lab/github/server.ts';
import { createMachine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { startRemote } from '../lab/remote/site.ts';
import { type Database, findServers, type Servers } from '../lab/servers.ts';
import { type WorkflowOptions, type WorkflowRun, type WorkflowRunner, workflowRunner } from '../lab/workflow-runner.ts';
import { DIST } from './action.ts';
import { makePullRequest, type PullRequest } from './pull-request.ts';
import { readable } from './readable.ts';
import { byService } from './remote.ts';
import { serves, stageOf } from './stage.ts';
import { byFolder, makeTarget } from './target.ts';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const why = await whyNoRemote();

let servers: Servers;
let runner: WorkflowRunner;
let gitHub: GitHubStub;
let base: string;
let zips: Exports;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-workflows-')));
  servers = await findServers(() => {});
  [runner, zips] = [await workflowRunner(DIST), await exportsOf('7.0.120', 'postgres', servers)];
});
beforeEach(async () => {
  gitHub = await startGitHub();
});
afterEach(async () => {
  await gitHub.stop();
  expect(gitHub.mismatches).toEqual([]);
});
afterAll(async () => {
  await runner?.remove();
  await servers?.stop();
  await rm(base, { recursive: true, force: true });
});

async function workflow(options: Omit<WorkflowOptions, 'env'>): Promise<WorkflowRun> {
  const env = { GITHUB_API_URL: gitHub.url, GITHUB_REPOSITORY: 'owner/repo' };
  const ran = await runner.run({ ...options, secrets: { GITHUB_TOKEN: TOKEN, ...options.secrets }, env });
  for (const secret of Object.values({ GITHUB_TOKEN: TOKEN, ...options.secrets }))
    expect(ran.log.replace(/^.*add-mask.*$/gm, ''), 'a secret in the log').not.toContain(secret);
  return ran;
}

describe('pull-request.yml', () => {
  const check = ({ origin, base: sha }: PullRequest, fork = false) => {
    const repository = { full_name: fork ? 'stranger/repo' : 'owner/repo', fork };
    const pull_request = { number: 7, base: { sha, ref: 'main' }, head: { ref: 'change', repo: repository } };
    return workflow({ example: 'pull-request.yml', event: 'pull_request', payload: { pull_request }, folder: origin });
  };

  test('a safe change passes, a destructive one fails; the one comment says what would happen', async () => {
    const safe = await check(await makePullRequest(base, 'safe', zips.v1, zips.v2));
    expect([safe.code, safe.outputs.result, safe.annotations], safe.log).toEqual([0, 'planned', []]);
    expect(safe.summary).toContain('ALTER TABLE "crm_customers" ADD COLUMN "email" TEXT;');
    expect(gitHub.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('ADD COLUMN "email"') }]);
    const losing = await check(await makePullRequest(base, 'losing', zips.v2, zips.v3));
    expect([losing.code, losing.outputs.result, losing.outputs['destructive-count']], losing.log).toEqual([
      1,
      'refused',
      '2',
    ]);
    expect(losing.annotations).toEqual([expect.stringMatching(/^error: .*drop-table: crm_reminders/i)]);
    expect(readable(losing.summary)).toMatch(/What would be destroyed: 2/);
    expect(gitHub.comments).toHaveLength(1);
    expect(readable(gitHub.comments[0]?.body ?? '')).toMatch(
      /^<!--.*-->\n### ⛔ A promotion of Customers 3\.0\.0 would be refused/,
    );
  });

  test('from a fork the same checks, and the summary in place of the comment', async () => {
    gitHub.rights = 'read';
    const safe = await check(await makePullRequest(base, 'fork-safe', zips.v1, zips.v2), true);
    expect([safe.code, safe.outputs.result], safe.log).toEqual([0, 'planned']);
    const untold = 'The pull request has no comment of this: the token may not write';
    expect(safe.annotations).toEqual([expect.stringContaining(`notice: ${untold}`)]);
    expect(readable(safe.summary)).toContain(untold);
    const losing = await check(await makePullRequest(base, 'fork-losing', zips.v2, zips.v3), true);
    expect([losing.code, losing.outputs.result], losing.log).toEqual([1, 'refused']);
    expect(gitHub.comments).toEqual([]);
  });
});

/** A repository with this zip committed. */
async function repository(name: string, zip: string): Promise<string> {
  const { origin } = await makePullRequest(base, name, zip, zip);
  return origin;
}

test.skipIf(why !== undefined)('release-tag.yml puts the zip of a tag into production, by ssh', async () => {
  const machine = await createMachine();
  const remote = await startRemote(servers, {
    version: '7.0.120',
    database: 'postgres',
    front: 'gunicorn',
    machine,
    workers: 1,
  });
  try {
    const { 'ssh-key': key = '', 'ssh-known-hosts': known = '', ...place } = remote.inputs;
    const release = async (name: string, zip: string, more: Record<string, string> = {}) =>
      workflow({
        example: 'release-tag.yml',
        event: 'push',
        payload: { ref: `refs/tags/${name}` },
        folder: await repository(name, zip),
        secrets: { SSH_KEY: key },
        variables: { KNOWN_HOSTS: known },
        inputs: { ...place, ...byService(remote), service: '', 'app-login': '', 'app-password': '', ...more },
      });
    const first = await release('v1', zips.v1);
    expect([first.code, first.outputs.result, first.outputs.verified], first.log).toEqual([0, 'imported', 'full']);
    expect(readable(first.summary)).toContain('Customers 1.0.0 is in production');
    expect(await stageOf(remote.project.dir, remote.database)).toBe('v1');
    expect(gitHub.deployments).toMatchObject([{ statuses: [{ state: 'success', environment_url: remote.url }] }]);
    const next = await release('v2', zips.v2);
    expect([next.code, next.outputs.result], next.log).toEqual([0, 'imported']);
    const losing = await release('v3', zips.v3);
    expect([losing.code, losing.outputs.result, losing.outputs.changed], losing.log).toEqual([1, 'refused', 'false']);
    expect(await stageOf(remote.project.dir, remote.database)).toBe('v2');
    await serves(remote.project, remote.url);
    expect(gitHub.deployments).toHaveLength(2);
  } finally {
    await remote.end();
    await machine.remove();
  }
});

test('manual.yml puts a chosen zip into the running server, with the consent of who starts it; later steps know how it ended', async () => {
  const users = [{ login: 'boss', password: 'b0ss pass', role: 1, admin: true }];
  const target = await makeTarget(servers, '7.0.120', 'postgres', { safeMode: true, users });
  try {
    await target.start();
    const place = { url: target.service.url, 'restart-command': target.service.restartCommand };
    const dispatch = (folder: string, inputs: Record<string, string> = {}) =>
      workflow({
        example: 'manual.yml',
        event: 'workflow_dispatch',
        payload: { inputs },
        folder,
        secrets: { BUILDER_PASSWORD: 'b0ss pass' },
        variables: { BUILDER_LOGIN: 'boss' },
        inputs: { ...place, 'backup-dir': join(target.base, 'backup') },
      });
    const folder = await repository('manual', zips.v2);
    const ran = await dispatch(folder);
    expect([ran.code, ran.outputs.result, ran.outputs.verified], ran.log).toEqual([0, 'imported', 'full']);
    expect(ran.log).toContain('imported, verified full.');
    expect(await stageOf(target.dir, target.db as Database)).toBe('v2');
    expect(gitHub.deployments).toMatchObject([{ environment: '127.0.0.1', statuses: [{ state: 'success' }] }]);
    await copyFile(join(folder, 'README.md'), join(folder, 'metadata', 'crm_2.zip'));
    const broken = await dispatch(folder);
    expect([broken.code, broken.outputs.result], broken.log).toEqual([1, 'invalid']);
    expect(broken.log).toContain('invalid, verified none.');
    expect(broken.annotations[0]).toMatch(/^error: .*is not a zip/i);

    const losing = await repository('manual-losing', zips.v3);
    const refused = await dispatch(losing, { 'allow-destructive': 'drop-table: crm_reminders' });
    expect([refused.code, refused.outputs.result, refused.outputs.changed], refused.log).toEqual([
      1,
      'refused',
      'false',
    ]);
    expect(refused.annotations[0]).toMatch(
      /^error: This would destroy what nobody has accepted: drop-column: crm_customers\.fax \(0 values\)\./,
    );
    expect(await stageOf(target.dir, target.db as Database)).toBe('v2');
    const consent = 'drop-table: crm_reminders, drop-column: crm_customers.fax';
    const agreed = await dispatch(losing, { 'allow-destructive': consent });
    expect([agreed.code, agreed.outputs.result], agreed.log).toEqual([0, 'imported']);
    expect(await stageOf(target.dir, target.db as Database)).toBe('v3');
  } finally {
    await target.remove();
  }
});

test('approved.yml plans, waits, and promotes what was approved; what moved meanwhile is refused; nothing to do asks nobody', async () => {
  const target = await makeTarget(servers, '7.0.120', 'postgres');
  try {
    await target.start();
    const place = { 'ssh-host': '', 'ssh-user': '', 'ssh-known-hosts': '', 'app-login': '', service: '' };
    const { command: _, 'metadata-file': __, ...inputs } = byFolder(target, '', place);
    const database = target.db as Database;
    const dispatch = async (name: string, zip: string, review: () => Promise<unknown>) => {
      let reviews = 0;
      const ran = await workflow({
        example: 'approved.yml',
        event: 'workflow_dispatch',
        payload: { inputs: {} },
        folder: await repository(name, zip),
        inputs,
        review: async () => {
          reviews++;
          await review();
        },
      });
      return { ...ran, reviews };
    };
    const moved = await dispatch('moved', zips.v1, async () => {
      expect(await stageOf(target.dir, database)).not.toBe('v1');
      await database.query('CREATE TABLE crm_by_hand (id INTEGER PRIMARY KEY)');
    });
    expect([moved.code, moved.reviews, moved.outputs.result, moved.outputs.changed], moved.log).toEqual([
      1,
      1,
      'refused',
      'false',
    ]);
    expect(moved.annotations).toContainEqual(
      expect.stringMatching(/^error: This is not what was approved: .*table crm_by_hand in the database is new/),
    );
    expect(readable(moved.summary)).toMatch(/would be promoted[\s\S]*This is not what was approved/);
    expect(gitHub.deployments).toEqual([]);
    expect(await stageOf(target.dir, database)).not.toBe('v1');
    await database.query('DROP TABLE crm_by_hand');

    const first = await dispatch('approved', zips.v1, async () => {});
    expect([first.code, first.reviews, first.outputs.result, first.outputs.verified], first.log).toEqual([
      0,
      1,
      'imported',
      'full',
    ]);
    expect(first.log).toContain('Target and plan are as they were approved.');
    expect(readable(first.summary)).toMatch(/Customers 1.0.0 would be promoted[\s\S]*Customers 1.0.0 is in production/);
    expect(await stageOf(target.dir, database)).toBe('v1');
    expect(gitHub.deployments).toMatchObject([{ environment: '127.0.0.1', statuses: [{ state: 'success' }] }]);
    const again = await dispatch('again', zips.v1, async () => {});
    expect([again.code, again.reviews, again.outputs.result, again.outputs.changed], again.log).toEqual([
      0,
      0,
      'planned',
      'false',
    ]);
    expect(again.log).not.toContain('Target and plan are as they were approved.');
  } finally {
    await target.remove();
  }
});
