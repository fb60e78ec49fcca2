/** This machine as a host, tried with real programs and files. */
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Started } from '../../../src/hosts/host.ts';
import { LocalHost } from '../../../src/hosts/local.ts';

const host = new LocalHost();
const isRoot = process.getuid?.() === 0;
let base: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy host $x ')));
});
afterAll(() => rm(base, { recursive: true, force: true }));

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(what: string, probe: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await probe()) return;
    await sleep(50);
  }
  throw new Error(`gave up: ${what}`);
}

describe('run', () => {
  test('gives both streams and the exit code', async () => {
    const argv = ['sh', '-c', 'echo out; echo err >&2; exit 3'] as const;
    expect(await host.run({ argv, timeoutMs: 10_000 })).toEqual({
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      timedOut: false,
    });
  });

  test('arguments, folder and environment arrive as they are', async () => {
    const odd = ['a b', `it's "quoted"`, '$HOME `id` \\', 'line\nbreak', '', '*', 'Käse'];
    const script = 'import os, sys, json; print(json.dumps([sys.argv[1:], os.getcwd(), os.environ["ODD"]]))';
    const argv: [string, ...string[]] = ['python3', '-c', script, ...odd];
    const finished = await host.run({ argv, cwd: base, env: { ODD: `a 'b' $c` }, timeoutMs: 10_000 });
    expect(JSON.parse(finished.stdout)).toEqual([odd, base, `a 'b' $c`]);
  });

  test('a program whose path has blanks, quotes and a dollar sign', async () => {
    const program = join(base, `a "b" $c 'd'`);
    await writeFile(program, '#!/bin/sh\necho "ran $1"\n', { mode: 0o755 });
    const finished = await host.run({ argv: [program, 'x y'], timeoutMs: 10_000 });
    expect([finished.code, finished.stdout]).toEqual([0, 'ran x y\n']);
  });

  test('input larger than a pipe, read whole or not at all', async () => {
    const input = 'x'.repeat(3_000_000);
    expect((await host.run({ argv: ['wc', '-c'], input, timeoutMs: 10_000 })).stdout.trim()).toBe('3000000');
    expect((await host.run({ argv: ['true'], input, timeoutMs: 10_000 })).code).toBe(0);
  });

  test('of a long output the end is kept, in whole characters', async () => {
    const argv = ['python3', '-c', `print('é' * 200000 + 'end')`] as const;
    const { stdout } = await host.run({ argv, timeoutMs: 10_000 });
    expect(stdout.length).toBe(64 * 1024);
    expect(stdout).toMatch(/^é+end\n$/);
  });

  test('lines are told as they come', async () => {
    const lines: string[] = [];
    const argv = ['sh', '-c', 'printf "one\\ntwo"; printf " more\\nlast"'] as const;
    await host.run({ argv, timeoutMs: 10_000, onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['one', 'two more', 'last']);
  });

  test('a program that is not there', async () => {
    const finished = await host.run({ argv: ['/nowhere/python'], timeoutMs: 10_000 });
    expect(finished.code).toBe(127);
    expect(finished.stderr).toContain('/nowhere/python');
  });

  test('the time limit ends the whole group, also what ignores being asked', async () => {
    const pids = join(base, 'pids');
    const script = `trap '' TERM; sh -c 'trap "" TERM; echo $$ >> "$0"; sleep 60' "$1" & echo $$ >> "$1"; wait; sleep 60`;
    const finished = await host.run({ argv: ['sh', '-c', script, 'sh', pids], timeoutMs: 700 });
    expect([finished.timedOut, finished.code]).toEqual([true, undefined]);
    const started = (await readFile(pids, 'utf8')).trim().split('\n').map(Number);
    expect(started.length).toBe(2);
    await until('both to end', () => !started.some(alive));
  });

  test('it can be ended from outside', async () => {
    const ending = new AbortController();
    const argv = ['sh', '-c', 'echo started; sleep 60'] as const;
    const finished = await host.run({ argv, timeoutMs: 0, signal: ending.signal, onLine: () => ending.abort() });
    expect(finished.timedOut).toBe(true);
  });

  test.runIf(isRoot)('as another user', async () => {
    const argv = ['sh', '-c', 'id -u; id -g'] as const;
    for (const user of ['65534', 'nobody']) {
      const { stdout } = await (await host.become(user)).run({ argv, timeoutMs: 10_000 });
      expect(stdout.split('\n')[0]).toBe('65534');
    }
    let started: Started | undefined;
    const late = await (await host.become('nobody')).run({
      argv: ['sleep', '60'],
      timeoutMs: 300,
      onStarted: (told) => {
        started = told;
      },
    });
    expect(late.timedOut).toBe(true);
    const group = started as Started | undefined;
    await until('its group to end', () => !group || !alive(-group.pid));
  });
});

test('where a program can not be given a group of its own, it alone is ended', async () => {
  const folder = join(base, 'without setsid');
  await mkdir(folder);
  for (const name of ['sh', 'env', 'sleep', 'cat', 'echo']) {
    const found = await host.run({ argv: ['sh', '-c', `command -v ${name}`], timeoutMs: 10_000 });
    if (found.stdout.startsWith('/')) await symlink(found.stdout.trim(), join(folder, name));
  }
  const before = process.env.PATH;
  process.env.PATH = folder;
  try {
    let started: Started | undefined;
    const onStarted = (told: Started) => {
      started = told;
    };
    const said = await host.run({ argv: ['sh', '-c', 'echo x; exit 3'], timeoutMs: 10_000, onStarted });
    expect([said.code, said.stdout, said.stderr]).toEqual([3, 'x\n', '']);
    expect(started).toMatchObject({ ownGroup: false });
    expect(await host.run({ argv: ['sleep', '60'], timeoutMs: 300, onStarted })).toMatchObject({ timedOut: true });
    expect(alive((started as unknown as Started).pid)).toBe(false);
  } finally {
    process.env.PATH = before;
  }
});

test('what the system would not start for its length is told, and does not end this process', async () => {
  await expect(host.run({ argv: ['true', 'x'.repeat(200_000)], timeoutMs: 10_000 })).rejects.toThrow(
    'Could not start true on this machine: one of its arguments is longer than 128 KiB.',
  );
});

describe('the environment of a child', () => {
  // What is ours, the job's tokens, and the files by which a step tells its outputs.
  const hidden = [
    'INPUT_BUILDER_PASSWORD JAMPY_DATABASE_URL GITHUB_TOKEN GH_TOKEN GITHUB_ENTERPRISE_TOKEN GH_ENTERPRISE_TOKEN',
    'ACTIONS_RUNTIME_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_RUNTIME_URL',
    'GITHUB_OUTPUT GITHUB_ENV GITHUB_PATH GITHUB_STATE GITHUB_STEP_SUMMARY',
  ].flatMap((line) => line.split(' '));
  const given: Record<string, string> = {
    ...Object.fromEntries(hidden.map((name, at) => [name, `secret-${at}`])),
    RUNNER_TRACKING_ID: 'github_1',
    GITHUB_WORKSPACE: '/work space',
  };
  const before = { ...process.env };
  const path = process.env.PATH;
  beforeAll(() => Object.assign(process.env, given));
  afterAll(() => {
    for (const name of Object.keys(given)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  test.each([
    ['run', () => host.run({ argv: ['env'], timeoutMs: 10_000 })],
    ['shell', () => host.shell('env', { timeoutMs: 10_000 })],
  ])(
    "%s: never our inputs or the job's tokens and outputs, and no mark by which the runner would end a service",
    async (_name, start) => {
      const { stdout } = await start();
      expect(stdout).toContain('PATH=');
      expect(stdout).toContain('GITHUB_WORKSPACE=/work space');
      expect(stdout).not.toMatch(/INPUT_|JAMPY_|secret-/);
      expect(hidden.filter((name) => stdout.includes(`${name}=`))).toEqual([]);
      expect(stdout).toMatch(/^RUNNER_TRACKING_ID=$/m);
    },
  );

  test('not even the programs that we only try', async () => {
    const folder = join(base, 'bin');
    const seen = join(base, 'seen');
    await mkdir(folder);
    await writeFile(join(folder, 'setsid'), `#!/bin/sh\nenv >> '${seen}'\nshift\nexec "$@"\n`, { mode: 0o755 });
    process.env.PATH = `${folder}${delimiter}${path}`;
    await new LocalHost().run({ argv: ['true'], timeoutMs: 10_000 });
    const environment = await readFile(seen, 'utf8');
    expect(environment).toContain('PATH=');
    expect(environment).not.toMatch(/INPUT_|JAMPY_|secret-/);
  });
});

describe('input that comes after the start', () => {
  const line = [
    'python3',
    '-c',
    'import sys; print("ready", file=sys.stderr, flush=True); print(len(sys.stdin.readline()))',
  ] as const;

  test('is read, however long, by a program that already runs', async () => {
    const input = Promise.withResolvers<string>();
    const running = host.run({
      argv: line,
      input: input.promise,
      timeoutMs: 20_000,
      onLine: (said) => said === 'ready' && input.resolve(`${'x'.repeat(300_000)}\n`),
    });
    expect(await running).toMatchObject({ code: 0, stdout: '300001\n', timedOut: false });
  });

  test('harms nobody when the program is gone, and leaves no pipe behind', async () => {
    const folder = join(base, 'pipes');
    await mkdir(folder);
    const before = process.env.TMPDIR;
    process.env.TMPDIR = folder;
    try {
      const input = Promise.withResolvers<string>();
      const finished = await host.run({ argv: ['sh', '-c', 'exit 7'], input: input.promise, timeoutMs: 20_000 });
      input.resolve('x'.repeat(300_000));
      expect(finished.code).toBe(7);
      const missing = await host.run({ argv: ['/no/such/program'], input: Promise.resolve('x\n'), timeoutMs: 20_000 });
      expect(missing.code).toBe(127);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  test('never comes: the time limit ends the program', async () => {
    const never = new Promise<string>(() => {});
    expect(await host.run({ argv: line, input: never, timeoutMs: 1500 })).toMatchObject({ timedOut: true });
  });
});

describe('shell', () => {
  test('both streams in order, and the exit code', async () => {
    const finished = await host.shell('echo one; echo two >&2; echo "$((1 + 2))"; exit 4', { timeoutMs: 10_000 });
    expect([finished.code, finished.stdout]).toEqual([4, 'one\ntwo\n3\n']);
  });

  test('a service that it starts keeps its output and lives on', async () => {
    const pidFile = join(base, 'daemon.pid');
    const alive2 = join(base, 'daemon.said');
    const loop = `while :; do echo still here; echo x >> '${alive2}'; sleep 0.1; done`;
    const started = await host.shell(`(${loop}) & echo $! > '${pidFile}'`, { timeoutMs: 10_000 });
    expect(started.code).toBe(0);
    const pid = Number(await readFile(pidFile, 'utf8'));
    try {
      const before = (await stat(alive2).catch(() => undefined))?.size ?? 0;
      const size = async () => (await stat(alive2).catch(() => undefined))?.size ?? 0;
      await until('it to write on', async () => (await size()) > before + 4);
      expect(alive(pid)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  });

  test('the time limit counts for it too', async () => {
    expect((await host.shell('sleep 60', { timeoutMs: 300 })).timedOut).toBe(true);
  });

  test('leaves nothing in the temporary folder', async () => {
    const folder = join(base, 'temporary');
    await mkdir(folder);
    const before = process.env.TMPDIR;
    process.env.TMPDIR = folder;
    try {
      expect((await host.shell('ls "$TMPDIR"', { timeoutMs: 10_000 })).stdout).toMatch(/^jampy-promote-/);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});

describe('files', () => {
  test('a file is replaced whole, with its mode', async () => {
    const path = join(base, 'file');
    await host.writeFile(path, Buffer.from('one'), { mode: 0o640 });
    await host.writeFile(path, Buffer.from('two'), { mode: 0o600 });
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await host.stat(path)).toMatchObject({ kind: 'file', size: 3, mode: 0o600 });
    expect((await readdir(base)).filter((name) => name.startsWith('.file'))).toEqual([]);
  });

  test('what can not be written is told, and nothing half is left', async () => {
    await writeFile(join(base, 'plain'), '');
    await expect(host.writeFile(join(base, 'plain', 'x'), Buffer.from('1'), { mode: 0o600 })).rejects.toThrow(
      /^Could not write .*plain\/x on this machine: a part of its path is a file\.$/,
    );
    await mkdir(join(base, 'full', 'inner'), { recursive: true });
    await expect(host.writeFile(join(base, 'full'), Buffer.from('1'), { mode: 0o600 })).rejects.toThrow(
      /Could not write/,
    );
    expect(await readdir(join(base, 'full'))).toEqual(['inner']);
    expect((await readdir(base)).filter((name) => name.startsWith('.full'))).toEqual([]);
  });

  test('of several that create one file exactly one wins, and it is whole', async () => {
    const path = join(base, 'exclusive');
    const tries = Array.from({ length: 20 }, (_, index) =>
      host.createExclusive(path, Buffer.from(`${index}`.repeat(1000)), 0o600),
    );
    const won = (await Promise.all(tries)).flatMap((first, index) => (first ? [index] : []));
    expect(won.length).toBe(1);
    expect(await readFile(path, 'utf8')).toBe(`${won[0]}`.repeat(1000));
    expect((await readdir(base)).filter((name) => name.includes('exclusive.'))).toEqual([]);
  });

  test('what is not there is undefined, not an error', async () => {
    const nowhere = join(base, 'nowhere', 'x');
    expect(await host.readFile(nowhere)).toBeUndefined();
    expect(await host.stat(nowhere)).toBeUndefined();
    expect(await host.list(nowhere)).toBeUndefined();
    expect(await host.canWrite(nowhere)).toBe(false);
    await host.remove(nowhere);
    await host.removeEmptyDirectory(nowhere);
  });

  test('a link is told as a link, and a folder goes only when it is empty', async () => {
    await symlink('/nowhere', join(base, 'link'));
    expect(await host.stat(join(base, 'link'))).toMatchObject({ kind: 'symlink' });
    await host.makeDirectory(join(base, 'made', 'deep'), { mode: 0o700 });
    expect(await host.stat(join(base, 'made', 'deep'))).toMatchObject({ kind: 'directory', mode: 0o700 });
    await host.removeEmptyDirectory(join(base, 'made'));
    expect(await host.list(join(base, 'made'))).toEqual(['deep']);
    await host.removeEmptyDirectory(join(base, 'made', 'deep'));
    expect(await host.list(join(base, 'made'))).toEqual([]);
  });
});

test('the copy of a database is consistent while someone writes', async () => {
  const path = join(base, 'busy.sqlite');
  const busy = new DatabaseSync(path);
  busy.exec('CREATE TABLE a (n INTEGER); CREATE TABLE b (n INTEGER)');
  const writer = join(base, 'writer.py');
  await writeFile(
    writer,
    `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=30)
print('writing', flush=True)
for n in range(100000):
    with db:
        db.execute('INSERT INTO a VALUES (?)', (n,))
        db.execute('INSERT INTO b VALUES (?)', (n,))
`,
  );
  busy.close();
  const ending = new AbortController();
  let began = false;
  const writing = host.run({
    argv: ['python3', writer, path],
    timeoutMs: 60_000,
    signal: ending.signal,
    onLine: () => {
      began = true;
    },
  });
  try {
    await until('the writer to begin', () => began);
    for (let copy = 0; copy < 5; copy++) {
      const to = join(base, `copy-${copy}.sqlite`);
      await host.snapshotDatabase(path, to);
      const db = new DatabaseSync(to, { readOnly: true });
      const counts = db.prepare('SELECT (SELECT count(*) FROM a) AS a, (SELECT count(*) FROM b) AS b').get();
      expect(counts?.a).toBe(counts?.b);
      expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      db.close();
      expect((await stat(to)).mode & 0o777).toBe(0o600);
    }
  } finally {
    ending.abort();
    await writing;
  }
});

test('a file that is no database is told', async () => {
  await writeFile(join(base, 'text'), 'no database at all, only a text. '.repeat(50));
  await expect(host.snapshotDatabase(join(base, 'text'), join(base, 'out'))).rejects.toThrow(
    /Could not copy .*not a database/,
  );
  await expect(host.snapshotDatabase(join(base, 'none'), join(base, 'out'))).rejects.toMatchObject({ name: 'Stop' });
});

test('processes are counted by the folder that they work in', async () => {
  const folder = join(base, 'work');
  await mkdir(folder);
  expect(await host.processesIn(folder, /sleep/)).toBe(0);
  const ending = new AbortController();
  const running = host.run({ argv: ['sleep', '60'], cwd: folder, timeoutMs: 60_000, signal: ending.signal });
  try {
    await until('it to be seen', async () => ((await host.processesIn(folder, /sleep/)) ?? 0) > 0);
    await symlink(folder, join(base, 'work-link'));
    expect(await host.processesIn(join(base, 'work-link'), /sleep/)).toBeGreaterThan(0);
    expect(await host.processesIn(base, /sleep/)).toBe(0);
    expect(await host.processesIn(folder, /python/)).toBe(0);
  } finally {
    ending.abort();
    await running;
  }
  await until('all to end', async () => (await host.processesIn(folder, /sleep/)) === 0);
});

test.runIf(!isRoot)('what may not be read is told', async () => {
  await writeFile(join(base, 'closed'), 'x');
  await chmod(join(base, 'closed'), 0o000);
  await expect(host.readFile(join(base, 'closed'))).rejects.toThrow(/no right to/);
});
