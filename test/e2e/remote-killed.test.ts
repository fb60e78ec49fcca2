/**
 * Main is killed (SIGKILL) while it promotes over ssh. The step after the job alone, or the next run alone, puts the
 * remote target in order; the key and the connection that a killed main leaves on the runner are gone.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { type Remote, startRemote } from '../lab/remote/site.ts';
import { giveAll } from '../lab/remote/users.ts';
import { exists, run, until } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { DIST, parseOutputs } from './action.ts';
import { ownership, type RemoteRunner, remoteRunner } from './remote.ts';
import { serves } from './stage.ts';
import { type Inputs, parameter } from './target.ts';

const why = await whyNoRemote();

let servers: Servers;
let machine: Machine;
let runner: RemoteRunner;

/** One job: its main and the step after it, which share folders, inputs and state. */
async function makeJob(remote: Remote, zip: string, more: Inputs = {}) {
  const [node, dist] = await Promise.all([machine.runnerNode(), machine.forRunner(DIST)]);
  const work = await mkdtemp(join(machine.runner.home, 'job-'));
  const [temp, state, output] = ['tmp', 'state', 'output'].map((name) => join(work, name)) as [string, string, string];
  await mkdir(temp);
  for (const file of [state, output]) await writeFile(file, '');
  const metadata = join(work, 'metadata.zip');
  await writeFile(metadata, await readFile(zip));
  await giveAll(machine.runner, work);
  const { stopCommand, startCommand, healthUrl } = remote;
  const service = { 'stop-command': stopCommand, 'start-command': startCommand, 'health-url': healthUrl };
  const inputs = { command: 'promote', 'metadata-file': metadata, ...service, ...remote.inputs, ...more };
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const start = (script: string, saved: Record<string, string>) => {
    const states = Object.entries(saved).map(([name, value]) => [`STATE_${name}`, value]);
    const { uid, gid, home } = machine.runner;
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'workflow_dispatch',
      GITHUB_STATE: state,
      GITHUB_OUTPUT: output,
      GITHUB_WORKSPACE: work,
      RUNNER_TEMP: temp,
      ...Object.fromEntries([...given, ...states]),
    };
    const child = spawn(node, [join(dist, script)], { cwd: work, uid, gid, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let log = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const ended = new Promise<{ code: number | null; log: string }>((resolve) =>
      child.on('exit', (code) => setTimeout(() => resolve({ code, log }), 200)),
    );
    return { ended, kill: () => child.kill('SIGKILL') };
  };
  const saved = async () => parseOutputs(await readFile(state, 'utf8'));
  return {
    /** The runner's temporary folder; in the arguments of its ssh. */
    temp,
    /** Kills main where `reached` says. @returns the token of its run. */
    async killMain(reached: () => Promise<boolean>): Promise<string> {
      const main = start('index.js', {});
      const early = main.ended.then(({ log }) => {
        throw new Error(`main ended too early:\n${log}`);
      });
      await Promise.race([until('main to be there', 90, async () => ((await reached()) ? true : undefined)), early]);
      early.catch(() => {});
      main.kill();
      expect((await main.ended).code).toBeNull();
      return (await saved()).promotion ?? '';
    },
    async post(): Promise<string> {
      const { code, log } = await start('post.js', await saved()).ended;
      expect(code, log).toBe(0);
      expect(log).not.toContain('::error');
      return log;
    },
    /** Folders with a key, as they lie on the runner. */
    keys: async () => (await readdir(temp)).filter((name) => name.startsWith('jampy-promote-ssh-')),
  };
}

async function expectInOrder(remote: Remote, token: string, before: ReadonlyMap<string, string>, log: string) {
  expect(await remote.active(), log).toBe(true);
  await serves(remote.project, remote.url, 'tariffs');
  expect(await readdir(join(remote.project.dir, 'migration')).catch(() => []), log).toEqual([]);
  const left = await run(['sh', '-c', `ls -a /tmp "${remote.project.dir}" | grep ${token} || true`]);
  expect(left, log).toBe('');
  const after = await ownership(remote.project.dir);
  for (const [path, was] of before) if (after.has(path)) expect(`${path} ${after.get(path)}`).toBe(`${path} ${was}`);
  // Nor what the host was to do by itself.
  expect(await run(['ps', '-eo', 'args'])).not.toContain(`jampy-promote-${token}`);
}

describe.skipIf(why !== undefined)('killed over ssh', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    servers = await findServers(() => {});
    machine = await createMachine();
    runner = await remoteRunner(machine);
  });
  afterAll(async () => {
    await machine?.remove();
    await servers?.stop();
  });

  test('during the import: the step after the job; while it stops the service: the next run', async () => {
    const remote = await startRemote(servers, {
      workers: 2,
      front: 'gunicorn',
      version: '7.0.120',
      database: 'postgres',
      machine,
    });
    try {
      const zips = await exportsOf(remote.version, remote.database.type);
      const first = await runner.promote(remote, zips.v1);
      expect([first.code, first.result], first.log).toEqual([0, 'imported']);
      const before = await ownership(remote.project.dir);

      const job = await makeJob(remote, zips.v2);
      const locker = new pg.Client({ connectionString: remote.database.url });
      await locker.connect();
      await locker.query('BEGIN; LOCK TABLE crm_customers');
      const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      let token = '';
      try {
        token = await job.killMain(async () => (await remote.database.query(sql)).length > 0);
        expect(await job.keys()).toHaveLength(1);
        const log = await job.post();
        expect(log).toMatch(
          /killed during its import, .* Its import was cut off: the database took it back.* started again\./,
        );
        expect(await job.keys()).toEqual([]);
        expect(await run(['ps', '-eo', 'args'])).not.toContain(job.temp);
        await expectInOrder(remote, token, before, log);
      } finally {
        await locker.end();
      }
      expect(parameter(remote.project.dir, 'F_VERSION')).toBe('1.0.0');

      const begun = `/tmp/jampy-begun-${machine.id}`;
      const second = await makeJob(remote, zips.v2, {
        'stop-command': `touch ${begun}; ${remote.stopCommand}; sleep 3; rm ${begun}`,
      });
      token = await second.killMain(() => exists(begun));
      const next = await runner.promote(remote, zips.v2);
      expect([next.code, next.result, next.verified], `${next.reason}\n${next.log}`).toEqual([0, 'imported', 'full']);
      expect(next.log).toMatch(/killed while it stopped the service, and the target was put in order/);
      await expectInOrder(remote, token, before, next.log);
    } finally {
      await remote.end();
    }
  });
});
