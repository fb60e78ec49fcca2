/**
 * One contract, every kind of host: this machine as we are and as another user, and a machine reached by ssh as the
 * login and, by sudo, as the user that owns the files.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../src/hosts/host.ts';
import { LocalHost } from '../../src/hosts/local.ts';
import { SshHost } from '../../src/hosts/ssh.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { giveAll } from '../lab/remote/users.ts';
import { run, tryRun, until } from '../lab/run.ts';

const why = await whyNoRemote();
const PYTHON = '/usr/bin/python3';
const FILE_PROGRAMS = 'find cat dd install mv ln rm chmod chgrp sha256sum readlink kill env sh id sleep python3';

/** Everything that a shell, or a program's options, could take for something else. */
const ODD = [
  'plain',
  'two  blanks ',
  `single' and "double"`,
  '$HOME `id` $(id)',
  'back\\slash \\n',
  'new\nline',
  '-rf',
  '--',
  'a=b',
  '*?[x]{a,b}~!#&|;<>',
  'ünïcödé',
];

let machine: Machine;
let base: string;
const open: Host[] = [];

interface Kind {
  name: string;
  make(): Promise<{ host: Host; dir: string }>;
}

const token = () => randomBytes(8).toString('hex');

async function ssh(): Promise<SshHost> {
  const { sshd, deploy, key } = machine;
  const target = { host: sshd.host, port: sshd.port, user: deploy.name, key: key.private, knownHosts: sshd.knownHosts };
  const host = await SshHost.connect({ ...target, config: undefined }, PYTHON, token());
  open.push(host);
  return host;
}

async function folderOf(account: { uid: number; gid: number; name: string; home: string }): Promise<string> {
  const dir = join(machine.folder, `files-${account.name}-${token()}`);
  await mkdir(dir, { mode: 0o700 });
  await giveAll(account, dir);
  return dir;
}

const KINDS: readonly Kind[] = [
  {
    name: 'this machine',
    make: async () => ({ host: new LocalHost({ interpreter: PYTHON }), dir: await mkdtemp(join(base, 'local-')) }),
  },
  {
    name: 'this machine, as another user',
    make: async () => ({
      host: await new LocalHost({ interpreter: PYTHON }).become(machine.owner.name),
      dir: await folderOf(machine.owner),
    }),
  },
  { name: 'ssh', make: async () => ({ host: await ssh(), dir: await folderOf(machine.deploy) }) },
  {
    name: 'ssh, as another user',
    make: async () => ({ host: await (await ssh()).become(machine.owner.name), dir: await folderOf(machine.owner) }),
  },
];

describe.skipIf(why !== undefined)('hosts', { concurrent: true, timeout: 120_000 }, () => {
  beforeAll(async () => {
    machine = await createMachine();
    base = await mkdtemp(join(tmpdir(), 'jampy-hosts-'));
    const programs = FILE_PROGRAMS.split(' ').map((name) => `/usr/bin/${name}`);
    await machine.permit(
      'hosts',
      `${machine.deploy.name} ALL = (${machine.owner.name}) NOPASSWD: ${programs.join(', ')}\n`,
    );
  });
  afterAll(async () => {
    for (const host of open) await host.close();
    await machine?.remove();
    await rm(base, { recursive: true, force: true });
  });

  describe.each(KINDS)('$name', ({ make }) => {
    let host: Host;
    let dir: string;
    beforeAll(async () => {
      ({ host, dir } = await make());
    });

    test.each(ODD)('a file named %j', async (name) => {
      const folder = join(dir, `of ${name}`);
      const path = join(folder, name);
      const bytes = Buffer.concat([Buffer.from(name), Buffer.from([0, 10, 13, 255, 0])]);
      await host.makeDirectory(folder, { mode: 0o750 });
      expect(await host.list(folder)).toEqual([]);
      await host.writeFile(path, bytes, { mode: 0o640 });
      expect(Buffer.from((await host.readFile(path)) ?? '')).toEqual(bytes);
      expect(await host.stat(path)).toMatchObject({ kind: 'file', size: bytes.length, mode: 0o640 });
      expect(await host.list(folder)).toEqual([name]);
      expect([...(await host.tree(folder)).keys()].sort()).toEqual([folder, path].sort());
      expect([...(await host.digests([path, `${path}x`])).keys()]).toEqual([path]);
      expect(await host.createExclusive(path, bytes, 0o600)).toBe(false);
      expect(await host.createExclusive(`${path}2`, bytes, 0o600)).toBe(true);
      await host.rename(`${path}2`, path);
      await host.changeMode([path], 0o604);
      expect((await host.stat(path))?.mode).toBe(0o604);
      expect(await host.canWrite(path)).toBe(true);
      expect(await host.realPath(join(folder, '.', name))).toBe(path);
      await host.removeEmptyDirectory(folder);
      await host.remove(path);
      await host.remove(path);
      expect(await host.readFile(path)).toBeUndefined();
      await host.removeEmptyDirectory(folder);
      expect(await host.stat(folder)).toBeUndefined();
      expect(await host.list(folder)).toBeUndefined();
    });

    test('arguments, environment and input arrive as they are', async () => {
      const program = 'import os, sys; print(repr([sys.argv[1:], os.environ["ODD"], sys.stdin.read()]))';
      const finished = await host.run({
        argv: [PYTHON, '-c', program, ...ODD],
        env: { ODD: `it's "$x" \\` },
        input: 'in\nput',
        timeoutMs: 20_000,
      });
      const asked = 'import sys, ast; a = ast.literal_eval(sys.stdin.read()); import json; print(json.dumps(a))';
      const { stdout } = await new LocalHost().run({
        argv: [PYTHON, '-c', asked],
        input: finished.stdout,
        timeoutMs: 20_000,
      });
      expect(JSON.parse(stdout)).toEqual([ODD, `it's "$x" \\`, 'in\nput']);
    });

    test('exit codes, streams, and a program that is not there', async () => {
      const said = await host.run({ argv: ['sh', '-c', 'echo out; echo err >&2; exit 7'], timeoutMs: 20_000 });
      expect(said).toMatchObject({ code: 7, stdout: 'out\n', stderr: 'err\n', timedOut: false });
      const detached = await host.run({
        argv: ['sh', '-c', 'echo out; echo err >&2; exit 7'],
        timeoutMs: 20_000,
        detached: true,
      });
      expect(detached).toMatchObject({ code: 7, stdout: 'out\nerr\n' });
      const shell = await host.shell('echo "$0"; exit 3', { timeoutMs: 20_000 });
      expect(shell.code).toBe(3);
    });

    test('the time limit ends everything that was started, also what does not listen', async () => {
      const seconds = `${60_000 + Math.floor(Math.random() * 9999)}`;
      for (const detached of [false, true]) {
        const argv: [string, ...string[]] = [
          'sh',
          '-c',
          `trap '' TERM; sleep ${seconds} & sleep ${seconds}; sleep ${seconds}`,
        ];
        const since = Date.now();
        expect(await host.run({ argv, timeoutMs: 700, detached })).toMatchObject({ code: undefined, timedOut: true });
        expect(Date.now() - since).toBeLessThan(10_000);
        await until('all to end', 10, async () =>
          (await tryRun(['pgrep', '-f', `sleep ${seconds}`])).stdout.trim() === '' ? true : undefined,
        );
      }
    });

    test('a large file arrives whole', async () => {
      const path = join(dir, 'large');
      const bytes = randomBytes(20_000_000);
      await host.writeFile(path, bytes, { mode: 0o600 });
      expect(Buffer.from((await host.readFile(path)) ?? '').equals(bytes)).toBe(true);
      await host.remove(path);
    });

    test('a full disk is told, and nothing half is left', async () => {
      const full = join(dir, 'full');
      await host.makeDirectory(full, { mode: 0o700 });
      await run(['mount', '-t', 'tmpfs', '-o', 'size=300k,mode=777', 'tmpfs', full]);
      try {
        await expect(host.writeFile(join(full, 'x'), randomBytes(1_000_000), { mode: 0o600 })).rejects.toThrow(
          /Could not write .*: no space is left there/,
        );
        expect(await host.list(full)).toEqual([]);
      } finally {
        await run(['umount', full]);
      }
    });

    test('free space is told in bytes and files', async () => {
      const { bytes, files } = (await host.freeSpace(dir)) ?? { bytes: 0, files: 0 };
      expect(bytes).toBeGreaterThan(1_000_000);
      expect(files ?? 1).toBeGreaterThan(0);
    });

    test('of several that create one file exactly one wins', async () => {
      const path = join(dir, 'one');
      const won = await Promise.all(
        Array.from({ length: 12 }, (_, at) => host.createExclusive(path, Buffer.from(`${at}`), 0o600)),
      );
      expect(won.filter(Boolean).length).toBe(1);
      expect(Buffer.from((await host.readFile(path)) ?? '').toString()).toBe(`${won.indexOf(true)}`);
    });

    test('3,000 files in one question', async () => {
      const many = join(dir, 'many');
      await host.makeDirectory(many, { mode: 0o700 });
      const argv: [string, ...string[]] = [
        'sh',
        '-c',
        'for n in $(seq 3000); do echo $n >"$1/a file with a long name $n"; done',
        'sh',
        many,
      ];
      expect((await host.run({ argv, timeoutMs: 30_000 })).code).toBe(0);
      const paths = [...(await host.tree(many)).keys()].filter((path) => path !== many);
      const before = host.roundTrips;
      expect((await host.digests(paths)).size).toBe(3000);
      expect(host.roundTrips - before).toBeLessThan(10);
    });

    test('a database is copied whole while somebody writes to it', async () => {
      const path = join(dir, 'data.sqlite');
      const write =
        'import sqlite3, sys, time\nc = sqlite3.connect(sys.argv[1], timeout=30)\nc.execute("CREATE TABLE t (a, b)")\nc.commit()\nprint("ready", flush=True)\nuntil = time.time() + 2\nwhile time.time() < until:\n  c.execute("DELETE FROM t")\n  c.executemany("INSERT INTO t VALUES (?, ?)", [(1, "x" * 500)] * 200)\n  c.commit()';
      const ready = Promise.withResolvers<void>();
      const writer = host.run({
        argv: [PYTHON, '-u', '-c', write, path],
        timeoutMs: 60_000,
        onLine: () => ready.resolve(),
      });
      await Promise.race([ready.promise, writer]);
      const copy = join(base, `copy-${token()}`);
      await host.snapshotDatabase(path, copy);
      const check = `import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute("PRAGMA integrity_check").fetchone()[0], c.execute("SELECT count(*) FROM t").fetchone()[0] in (0, 200))`;
      expect(await run([PYTHON, '-c', check, copy])).toMatch(/^ok True/);
      expect((await writer).code).toBe(0);
    });
  });
});
