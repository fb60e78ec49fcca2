/** A cancelled run (SIGTERM, SIGINT) leaves the service up, migration/ empty, no lock, and says what state is left. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { exists, until } from '../lab/run.ts';
import { type Database, findServers, type Servers } from '../lab/servers.ts';
import { type Installed, installAction } from './action.ts';
import { spread, tellLeft } from './fixture.ts';
import { byFolder, byUrl, ended, makeTarget, promote, type Target } from './target.ts';

let servers: Servers;
let action: Installed;

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});

afterAll(async () => {
  tellLeft();
  await action?.remove();
  await servers?.stop();
});

async function withTarget(
  work: (target: Target & { db: Database }, v1: string, v2: string) => Promise<void>,
): Promise<void> {
  const target = await makeTarget(servers, '7.0.120', 'postgres', { workers: 2, importDelay: 30 });
  try {
    const { v1, v2 } = await exportsOf('7.0.120', 'postgres', servers);
    await work(target as Target & { db: Database }, v1, v2);
  } finally {
    await target.remove();
  }
}

const answers = async (target: Target) => (await fetch(target.service.url)).status;

/** Waits for a line of the run's progress, then sends the signal. */
async function cancelWhen(
  target: Target,
  seen: () => Promise<boolean>,
  pid: () => number,
  signal: NodeJS.Signals,
): Promise<void> {
  await until(`the run of ${target.base} to be where it is cancelled`, 60, async () =>
    (await seen()) ? true : undefined,
  );
  process.kill(pid(), signal);
}

const begun = expect.stringMatching(/^The run was cancelled\. The import had begun, and its outcome is not known/);

/** A shell line that says that it began, and goes on when the gate is opened. */
function gate(target: Target, then: string) {
  const name = join(target.base, 'gate');
  return {
    line: `touch ${name}.reached; while [ -d ${target.base} ] && [ ! -e ${name}.open ]; do sleep 0.1; done; ${then}`,
    reached: () => exists(`${name}.reached`),
    open: () => writeFile(`${name}.open`, ''),
  };
}

/** Holds a table that the import of v2 changes. */
async function lockCustomers(target: Target & { db: Database }) {
  const { default: pg } = await import('pg');
  const locker = new pg.Client({ connectionString: target.db.url });
  await locker.connect();
  await locker.query('BEGIN; LOCK TABLE crm_customers');
  const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return { wanted: async () => (await target.db.query(sql)).length > 0, release: () => locker.end() };
}

/** What Jam.py says to API calls on as many connections as surely meet every worker; 9 is an answer. */
async function statuses(target: Target): Promise<(number | string)[]> {
  const body = JSON.stringify(['load', 1, 0, null, null]);
  const ask = async () => {
    const signal = AbortSignal.timeout(10_000);
    const headers = { connection: 'close' };
    const answer = await fetch(`${target.service.url}api`, { method: 'POST', body, headers, signal });
    if (answer.status !== 200) return `HTTP ${answer.status}`;
    return ((await answer.json()) as { result: { status: number } }).result.status;
  };
  return Promise.all(Array.from({ length: 12 }, () => ask().catch(String)));
}

describe('cancelled', { timeout: 600_000 }, () => {
  test('while it stops the service: nothing is imported, and it serves again', async () => {
    await withTarget(async (target, v1, v2) => {
      const first = await promote(action, byFolder(target, v1));
      expect([first.code, first.result], first.log).toEqual([0, 'imported']);
      const held = gate(target, target.service.stopCommand);
      let pid = 0;
      const running = action.run(byFolder(target, v2, { 'stop-command': held.line }), { onStart: (id) => (pid = id) });
      await cancelWhen(target, held.reached, () => pid, 'SIGTERM');
      await held.open();
      const run = await running;
      const ran = ended(run);
      expect([ran.code, ran.result, ran.outputs.changed], ran.log).toEqual([1, 'failed', 'false']);
      expect(ran.reason).toBe('The run was cancelled. Nothing was imported.');
      expect(await answers(target)).toBe(200);
      expect(await readdir(join(target.dir, 'migration'))).toEqual([]);
      // It put everything in order itself: the step after the job has nothing to do.
      expect(run.state).toEqual({ promotion: '' });
      expect((await action.post(byFolder(target, v2), run.state ?? {})).stdout).toBe('');
    });
  });

  test('and the service does not start again: the reason says so, and how to start it', async () => {
    await withTarget(async (target, v1) => {
      const held = gate(target, 'true');
      const more = { 'stop-command': held.line, 'start-command': 'echo no such unit; exit 7' };
      let pid = 0;
      const running = action.run(byFolder(target, v1, more), { onStart: (id) => (pid = id) });
      await cancelWhen(target, held.reached, () => pid, 'SIGINT');
      await held.open();
      const ran = ended(await running);
      expect([ran.code, ran.result], ran.log).toEqual([1, 'failed']);
      expect(ran.reason).toBe(
        'The run was cancelled. Nothing was imported. The service could not be started again and is down; start it by hand. The start-command failed with exit code 7: echo no such unit; exit 7.',
      );
    });
  });

  test('while a table is locked under the one-process import: the old application serves again', async () => {
    await withTarget(async (target, v1, v2) => {
      const first = await promote(action, byFolder(target, v1));
      expect([first.code, first.result], first.log).toEqual([0, 'imported']);
      const locked = await lockCustomers(target);
      try {
        let pid = 0;
        const running = action.run(byFolder(target, v2), { onStart: (id) => (pid = id) });
        await cancelWhen(target, locked.wanted, () => pid, 'SIGTERM');
        const ran = ended(await running);
        expect([ran.code, ran.result, ran.outputs.changed], ran.log).toEqual([4, 'unknown', 'true']);
        expect(ran.reason).toContain('The run was cancelled. The import had begun');
        expect(ran.reason).toContain('Promote again');
      } finally {
        await locked.release();
      }
      expect(await readdir(join(target.dir, 'migration'))).toEqual([]);
      expect(await answers(target)).toBe(200);
      const again = await promote(action, byFolder(target, v2));
      expect([again.code, again.result, again.verified], again.log).toEqual([0, 'imported', 'full']);
    });
  });

  test.each(spread('7.0.120', 'cancelled beside a service that can only be reloaded'))(
    '%s: during an import beside a service that can only be reloaded: its workers serve again',
    async (version) => {
      const target = (await makeTarget(servers, version, 'postgres', { workers: 2 })) as Target & { db: Database };
      try {
        const { v1, v2 } = await exportsOf(version, 'postgres', servers);
        await target.start();
        const service = `gunicorn:${target.service.pidFile}`;
        const more = { service, 'stop-command': '', 'start-command': '' };
        const first = await promote(action, byFolder(target, v1, more));
        expect([first.code, first.result], first.log).toEqual([0, 'imported']);
        const locked = await lockCustomers(target);
        try {
          let pid = 0;
          const running = action.run(byFolder(target, v2, more), { onStart: (id) => (pid = id) });
          // Its users go on meanwhile, so that every worker hears of the import.
          const waiting = async () => (await statuses(target)).length > 0 && (await locked.wanted());
          await cancelWhen(target, waiting, () => pid, 'SIGTERM');
          const ran = ended(await running);
          expect([ran.code, ran.result], ran.log).toEqual([4, 'unknown']);
        } finally {
          await locked.release();
        }
        expect(new Set(await statuses(target))).toEqual(new Set([9]));
        expect(await readdir(join(target.dir, 'migration'))).toEqual([]);
      } finally {
        await target.remove();
      }
    },
  );

  test('during a live import that has not begun to write, and while waiting for a lock', async () => {
    await withTarget(async (target, v1) => {
      await target.start();
      const backup = await mkdtemp(join(tmpdir(), 'jampy-cancelled-'));
      try {
        let pid = 0;
        const running = action.run(byUrl(target, v1, { 'backup-dir': backup }), { onStart: (id) => (pid = id) });
        const locked = async () => (await readdir(backup)).some((name) => name.endsWith('.lock'));
        await until('the lock', 60, async () => ((await locked()) ? true : undefined));
        let waiter = 0;
        const second = action.run(byUrl(target, v1, { 'backup-dir': backup, 'lock-timeout': '60s' }), {
          onStart: (id) => (waiter = id),
        });
        const uploaded = async () => (await readdir(join(target.dir, 'static', 'internal')).catch(() => [])).length > 0;
        await cancelWhen(target, uploaded, () => pid, 'SIGINT');
        const ran = ended(await running);
        // It is there a moment before it is uploaded as a whole.
        if (ran.code === 4) expect([ran.result, ran.reason], ran.log).toEqual(['unknown', begun]);
        else expect([ran.code, ran.reason], ran.log).toEqual([1, 'The run was cancelled. Nothing was changed.']);
        // The server still waits out its import delay; the second run takes the lock and is cancelled then.
        process.kill(waiter, 'SIGTERM');
        const waited = ended(await second);
        if (waited.code === 4) expect(waited.reason, waited.log).toEqual(begun);
        else
          expect([waited.code, waited.reason], waited.log).toEqual([1, 'The run was cancelled. Nothing was changed.']);
        expect((await readdir(backup)).filter((name) => name.endsWith('.lock'))).toEqual([]);
      } finally {
        await rm(backup, { recursive: true, force: true });
      }
    });
  });
});
