/** Programs, and copies of databases: one contract, every kind of host. */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command, Started } from '../../src/hosts/host.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { giveAll } from '../lab/remote/users.ts';
import { alive, atEnd, exists, run, tryRun, until } from '../lab/run.ts';
import { type HostsLab, KINDS, newToken, PYTHON, type Subject, startHostsLab } from './hosts/kinds.ts';

const why = await whyNoRemote();
const ODD = [
  'a b',
  `it's "quoted"`,
  '$HOME `id` $(id) \\',
  'line\nbreak',
  '',
  '*',
  '-n',
  '--',
  'Käse',
  '!#&|;<>~{a,b}',
];
const LIMIT = 30_000;

let lab: HostsLab;

/** A number of seconds that no other sleep of this machine has. */
const seconds = () => `${60_000 + Math.floor(Math.random() * 9_999_999)}`;
const sleeping = async (time: string) => (await tryRun(['pgrep', '-fc', `sleep ${time}$`])).stdout.trim() !== '0';

describe.skipIf(why !== undefined)('programs of hosts', { concurrent: true, timeout: 600_000 }, () => {
  beforeAll(async () => {
    lab = await startHostsLab();
  });
  afterAll(() => lab?.close());

  describe.each(KINDS)('$name', (kind) => {
    let subject: Subject;
    const inside = (name = newToken()) => join(subject.dir, name);
    const sh = (script: string, more: Partial<Command> = {}) =>
      subject.host.run({ argv: ['sh', '-c', script], timeoutMs: LIMIT, ...more });

    beforeAll(async () => {
      subject = await lab.subject(kind);
    });

    test('arguments, environment and input arrive as they are', async () => {
      const program =
        'import json, os, sys; print(json.dumps([sys.argv[1:], os.environ["ODD"], sys.stdin.buffer.read().decode()]))';
      const { stdout } = await subject.host.run({
        argv: [PYTHON, '-c', program, ...ODD],
        env: { ODD: `it's "$x" \\\n` },
        input: 'in\nput ü',
        timeoutMs: LIMIT,
      });
      expect(JSON.parse(stdout)).toEqual([ODD, `it's "$x" \\\n`, 'in\nput ü']);
      const bytes = randomBytes(3_000_000);
      expect((await subject.host.run({ argv: ['sha256sum'], input: bytes, timeoutMs: LIMIT })).stdout).toContain(
        createHash('sha256').update(bytes).digest('hex'),
      );
      expect((await subject.host.run({ argv: ['true'], input: bytes, timeoutMs: LIMIT })).code).toBe(0);
      const late = sleep(100).then(() => 'a line\n');
      expect((await sh('read -r line; echo "got $line"', { input: late })).stdout).toBe('got a line\n');
    });

    test('exit codes and both streams, whole and apart', async () => {
      const script = 'echo out; echo err >&2; exit 7';
      expect(await sh(script)).toEqual({ code: 7, stdout: 'out\n', stderr: 'err\n', timedOut: false });
      expect(await sh('printf out; printf err >&2')).toEqual({
        code: 0,
        stdout: 'out',
        stderr: 'err',
        timedOut: false,
      });
      expect(await sh(script, { detached: true })).toMatchObject({ code: 7, stdout: 'out\nerr\n', timedOut: false });
      const noisy = await sh('head -c 200000 /dev/zero | tr "\\0" x >&2; echo; exit 9');
      expect(noisy.code).toBe(9);
      expect(noisy.stderr.length).toBe(65_536);
      expect(await subject.host.run({ argv: ['sh', '-c', 'kill -9 $$'], timeoutMs: LIMIT })).toMatchObject({
        code: 137,
      });
    });

    test('lines of both streams as they come, bytes as they are', async () => {
      const lines: string[] = [];
      await sh('echo one; echo two >&2; printf "th"; sleep 0.2; printf "ree\\nlast"', {
        onLine: (line) => lines.push(line),
      });
      expect(lines.sort()).toEqual(['last', 'one', 'three', 'two']);
      const chunks: Uint8Array[] = [];
      const argv = [PYTHON, '-c', 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 20000)'] as const;
      const finished = await subject.host.run({ argv, timeoutMs: LIMIT, onBytes: (bytes) => chunks.push(bytes) });
      expect(finished).toMatchObject({ code: 0, stdout: '' });
      const all = Buffer.concat(chunks);
      expect(all.length).toBe(5_120_000);
      expect(all.equals(Buffer.alloc(5_120_000, Buffer.from(Array.from({ length: 256 }, (_, n) => n))))).toBe(true);
    });

    test('as the right user, with all groups; the shell is always the operator', async () => {
      const { account, operator, host } = subject;
      const groups = (await tryRun(['id', '-G', account.name])).stdout.trim().split(' ').sort();
      expect(groups.length).toBe(2);
      const said = (await sh('id -u; id -G; pwd')).stdout.trim().split('\n');
      expect(said[0]).toBe(String(account.uid));
      expect(said[1]?.split(' ').sort()).toEqual(groups);
      if (kind.other) expect(said[2]).toBe('/');
      expect((await host.user())?.uid).toBe(operator.uid);
      const shell = await host.shell('id -u; echo "$((1 + 2))" >&2; exit 3', { timeoutMs: LIMIT });
      expect(shell).toMatchObject({ code: 3, stdout: `${operator.uid}\n3\n` });
      // Far away it answers by a promise.
      const line = await Promise.resolve(host.commandLine([PYTHON, '-c', 'import os; print(os.getuid())']));
      expect((await host.shell(`cd / && ${line}`, { timeoutMs: LIMIT })).stdout).toBe(`${account.uid}\n`);
    });

    test('a program that is not there, or can not be started', async () => {
      const gone = await subject.host.run({ argv: ['/nowhere/python'], timeoutMs: LIMIT }).catch((stop) => stop);
      if (kind.bySudo) {
        expect(gone).toMatchObject({ name: 'Stop', id: 'sudo-refused' });
      } else {
        // 1 by runuser.
        expect(gone.code).toBe(kind.other ? 1 : 127);
        expect(gone.stderr).toContain('/nowhere/python');
      }
      await expect(sh('true', { cwd: '/nowhere' })).rejects.toThrow(
        new RegExp(`^Could not start sh on ${subject.host.name}: .*/nowhere`),
      );
      expect(await subject.host.missingPrograms(['sh', 'no-such-program', '/usr/bin/find'])).toEqual([
        'no-such-program',
      ]);
    });

    const bothWays = (work: (detached: boolean) => Promise<void>) => Promise.all([work(false), work(true)]);

    test('the time limit ends the whole group, detached or not', () =>
      bothWays(async (detached) => {
        const time = seconds();
        const script = `trap '' TERM; sleep ${time} & sleep ${time}; sleep ${time}`;
        const since = Date.now();
        expect(await sh(script, { timeoutMs: 700, detached })).toMatchObject({ code: undefined, timedOut: true });
        expect(Date.now() - since).toBeLessThan(20_000);
        // It has ended, not: it is about to.
        expect(await sleeping(time)).toBe(false);
      }));

    test('it can be ended from outside, detached or not', () =>
      bothWays(async (detached) => {
        const [first, second] = [seconds(), seconds()];
        const ending = new AbortController();
        const { promise, resolve } = Promise.withResolvers<Started>();
        const more = { detached, timeoutMs: 0, signal: ending.signal };
        const running = sh(`sleep ${first}`, { ...more, onStarted: resolve });
        const group = await promise;
        expect(await subject.host.groupRuns(group)).toBe(true);
        ending.abort();
        expect(await running).toMatchObject({ code: undefined, timedOut: true });
        expect(await sleeping(first)).toBe(false);
        expect(await subject.host.groupRuns(group)).toBe(false);
        await subject.host.endGroup(group);
        // Already ended when it is started.
        expect(await sh(`sleep ${second}`, more)).toMatchObject({ timedOut: true });
        expect(await sleeping(second)).toBe(false);
      }));

    test('a group that was told can be ended by its number', async () => {
      const time = seconds();
      const started = Promise.withResolvers<Started>();
      const running = sh(`sleep ${time}`, { onStarted: started.resolve });
      await subject.host.endGroup(await started.promise);
      expect((await running).timedOut).toBe(false);
      expect(await sleeping(time)).toBe(false);
    });

    test('what a program leaves running keeps nobody waiting', async () => {
      const time = seconds();
      const since = Date.now();
      try {
        expect(await sh(`sleep ${time} & echo left; exit 4`)).toMatchObject({ code: 4, stdout: 'left\n' });
        expect(Date.now() - since).toBeLessThan(10_000);
        expect(await sleeping(time)).toBe(true);
        // It may still say something after the end.
        const late = await sh(`(sleep 0.3; echo late >&2; sleep ${time}) & exit 5`);
        expect(late.code).toBe(5);
      } finally {
        await tryRun(['pkill', '-KILL', '-f', `sleep ${time}`]);
      }
    });

    test('a started service lives on, and what it says is not lost to a closed pipe', async () => {
      const said = `/tmp/jampy-said-${newToken()}`;
      const loop = `while :; do echo here; echo x >>${said}; sleep 0.1; done`;
      const { code, stdout } = await subject.host.shell(`(${loop}) & echo "pid $!"`, { timeoutMs: LIMIT });
      const pid = Number(/pid (\d+)/.exec(stdout)?.[1]);
      try {
        expect(code).toBe(0);
        const size = async () => (await stat(said).catch(() => undefined))?.size ?? 0;
        const before = await size();
        await until('it to go on', 20, async () => ((await size()) > before + 6 ? true : undefined));
        expect(alive(pid)).toBe(true);
      } finally {
        process.kill(pid, 'SIGKILL');
        await tryRun(['rm', '-f', said]);
      }
    });

    test('a database that is in use is copied whole, in both journal modes', async () => {
      const { host, account } = subject;
      for (const mode of ['DELETE', 'WAL']) {
        const path = inside('data $x.sqlite');
        await tryRun(['rm', '-f', path]);
        const write = `
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], timeout=30)
c.execute("PRAGMA journal_mode=${mode}")
c.execute("CREATE TABLE t (a, b)")
c.commit()
print("ready", flush=True)
until = time.time() + 1
while time.time() < until:
  c.execute("DELETE FROM t")
  c.executemany("INSERT INTO t VALUES (?, ?)", [(1, "x" * 500)] * 200)
  c.commit()`;
        const ready = Promise.withResolvers<void>();
        const writer = host.run({
          argv: [PYTHON, '-u', '-c', write, path],
          timeoutMs: 60_000,
          onLine: () => ready.resolve(),
        });
        await Promise.race([ready.promise, writer]);
        // Whoever asks may write there.
        const to = join(lab.machine.deploy.home, newToken());
        await host.snapshotDatabase(path, to);
        expect((await stat(to)).mode & 0o777).toBe(0o600);
        const db = new DatabaseSync(to);
        expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
        expect([0, 200]).toContain(db.prepare('SELECT count(*) AS n FROM t').get()?.n);
        db.close();
        expect(await writer).toMatchObject({ code: 0 });
        for (const name of (await host.list(subject.dir)) ?? []) {
          if (name.startsWith('data')) expect((await host.stat(inside(name)))?.uid, name).toBe(account.uid);
        }
      }
    });

    test('no database, and none there', async () => {
      const { host } = subject;
      await writeFile(inside('text'), 'no database at all, only a text. '.repeat(50));
      await giveAll(subject.account, inside('text'));
      const to = join(lab.machine.deploy.home, newToken());
      await expect(host.snapshotDatabase(inside('text'), to)).rejects.toThrow(
        `Could not copy ${inside('text')} on ${host.name}: file is not a database.`,
      );
      expect(await exists(to)).toBe(false);
      await expect(host.snapshotDatabase(inside('none'), to)).rejects.toThrow(
        `Could not copy ${inside('none')} on ${host.name}: it is not there.`,
      );
      expect(await exists(to)).toBe(false);
    });

    test('a copy that finds no room on this machine is told, and leaves nothing', async () => {
      const { host } = subject;
      const path = inside();
      const make =
        'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute("CREATE TABLE t AS SELECT zeroblob(3000000)")';
      expect((await host.run({ argv: [PYTHON, '-c', make, path], timeoutMs: LIMIT })).code).toBe(0);
      const full = join(lab.machine.folder, `full-${newToken()}`);
      await mkdir(full);
      await run(['mount', '-t', 'tmpfs', '-o', 'size=300k,mode=777', 'tmpfs', full]);
      // A folder that something is mounted on can not be removed.
      const forget = atEnd(() => spawnSync('/usr/bin/umount', ['-l', full]));
      try {
        await expect(host.snapshotDatabase(path, join(full, 'copy'))).rejects.toMatchObject({
          id: 'host-file',
          message: expect.stringMatching(
            /^Could not (write .*\/copy on this machine: no space is left there|copy .* on this machine: .*full)\.$/,
          ),
        });
        expect(await readdir(full)).toEqual([]);
        // This process lives on, and so does what it reaches.
        expect((await sh('echo still here')).stdout).toBe('still here\n');
      } finally {
        await run(['umount', full]);
        forget();
      }
    });
  });
});
