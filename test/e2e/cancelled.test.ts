/** A cancelled run (SIGTERM, SIGINT) leaves the service up, migration/ empty, no lock, and says what state is left. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { exists, until } from '../lab/run.ts';
import { type Database, findServers, type Servers } from '../lab/servers.ts';
import { type Installed, installAction } from './action.ts';
import { byFolder, byUrl, ended, makeTarget, promote, type Target } from './target.ts';

let servers: Servers;
let action: Installed;

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});

afterAll(async () => {
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

describe('cancelled', { timeout: 120_000 }, () => {
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
      const { default: pg } = await import('pg');
      const locker = new pg.Client({ connectionString: target.db.url });
      await locker.connect();
      await locker.query('BEGIN; LOCK TABLE crm_customers');
      try {
        let pid = 0;
        const running = action.run(byFolder(target, v2), { onStart: (id) => (pid = id) });
        const waiting = async () =>
          (
            await target.db.query(
              `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            )
          ).length > 0;
        await cancelWhen(target, waiting, () => pid, 'SIGTERM');
        const ran = ended(await running);
        expect([ran.code, ran.result, ran.outputs.changed], ran.log).toEqual([4, 'unknown', 'true']);
        expect(ran.reason).toContain('The run was cancelled. The import had begun');
        expect(ran.reason).toContain('Promote again');
      } finally {
        await locker.end();
      }
      expect(await readdir(join(target.dir, 'migration'))).toEqual([]);
      expect(await answers(target)).toBe(200);
      const again = await promote(action, byFolder(target, v2));
      expect([again.code, again.result, again.verified], again.log).toEqual([0, 'imported', 'full']);
    });
  });

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
