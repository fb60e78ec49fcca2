/** What starts programs, at its edges: listeners that throw, odd words, much output, input that nobody reads. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute } from '../../../src/hosts/exec.ts';
import { LocalHost } from '../../../src/hosts/local.ts';

const host = new LocalHost();
let base: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-exec-')));
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('what a listener throws comes out of the run, once the program has ended', () => {
  const boom = () => {
    throw new Error('no room for this line');
  };
  test.each([
    ['lines', { onLine: boom }],
    ['bytes', { onBytes: boom }],
    ['the start', { onStarted: boom }],
  ])('%s', async (name, listener) => {
    const path = join(base, `after-${name}`);
    const argv = ['sh', '-c', `echo one; sleep 0.2; echo two; echo three >&2; echo whole >'${path}'`] as const;
    await expect(host.run({ argv, timeoutMs: 10_000, ...listener })).rejects.toThrow(/^no room for this line$/);
    expect(await readFile(path, 'utf8')).toBe('whole\n');
  });
});

test('one that throws before anything else was heard does not keep the time limit from ending the program', async () => {
  const onBytes = () => {
    throw new Error('no room for this');
  };
  const argv = ['sh', '-c', 'echo one; exec sleep 60'] as const;
  const since = Date.now();
  await expect(host.run({ argv, timeoutMs: 1000, onBytes })).rejects.toThrow('no room for this');
  expect(Date.now() - since).toBeLessThan(30_000);
});

test.each([
  ['an argument', { argv: ['true', 'a\0b'] as const }],
  ['a variable', { argv: ['true'] as const, env: { ODD: 'a\0b' } }],
])('a NUL byte in %s is told, and does not end this process', async (_name, command) => {
  await expect(host.run({ ...command, timeoutMs: 10_000 })).rejects.toThrow(
    'Could not start true on this machine: one of its arguments holds a NUL byte.',
  );
});

test('a NUL byte in the name of a folder is told too', async () => {
  await expect(host.run({ argv: ['true'], cwd: '/tmp\0', timeoutMs: 10_000 })).rejects.toThrow(/holds a NUL byte/);
});

test.each(['back\\slash', 'two\\\\', '\\first', 'all "three" \\ $x'])('a program with the name %s', async (name) => {
  const program = join(base, name);
  await writeFile(program, '#!/bin/sh\necho "ran $1"\n', { mode: 0o755 });
  let said = '';
  const onStdout = (bytes: Buffer) => {
    said += bytes.toString();
  };
  expect(await execute({ argv: [program, 'x \\ y'], onStdout, onStderr: () => {} })).toBe(0);
  expect(said).toBe('ran x \\ y\n');
});

describe('of a detached program', () => {
  test('the end of the output is kept, in whole characters', async () => {
    const argv = ['python3', '-c', `print('é' * 200000 + 'end!')`] as const;
    const { stdout } = await host.run({ argv, detached: true, timeoutMs: 10_000 });
    expect(stdout.length).toBeGreaterThan(32_000);
    expect(stdout).toMatch(/^é+end!\n$/);
  });

  test('of more than fits into memory too', async () => {
    // A file with a hole: as long, without what it would take to write it.
    const argv = ['sh', '-c', 'truncate -s 3G /proc/self/fd/1 && echo end'] as const;
    const { code, stdout } = await host.run({ argv, detached: true, timeoutMs: 10_000 });
    expect([code, stdout.slice(-4)]).toEqual([0, 'end\n']);
  });
});

describe('input for a program that is gone before it can be written keeps nobody from ending', () => {
  /** Returns once it has let go of all that it held. */
  const killed = `({ pid }) => {
    process.kill(-pid, 'SIGKILL');
    while (!/\\) Z/.test(readFileSync('/proc/' + pid + '/stat', 'utf8')))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }`;
  test.each([
    ['cancelled before the start', '{ input: Promise.resolve("x"), signal: AbortSignal.abort() }', 'true undefined'],
    ['killed at the start', `{ input: Promise.resolve("x"), onStarted: ${killed} }`, 'false undefined'],
    ['killed, and the input never comes', `{ input: new Promise(() => {}), onStarted: ${killed} }`, 'false undefined'],
  ])('%s', async (_name, command, said) => {
    const folder = await mkdtemp(join(base, 'gone-'));
    const script = join(folder, 'gone.ts');
    const source = fileURLToPath(new URL('../../../src/hosts/local.ts', import.meta.url));
    await writeFile(
      script,
      `import { readFileSync } from 'node:fs';
import { LocalHost } from ${JSON.stringify(source)};
const { timedOut, code } = await new LocalHost().run({ argv: ['cat'], timeoutMs: 0, ...${command} });
console.log(timedOut, code);
process.exit(0);
`,
    );
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    const argv = ['--disable-warning=ExperimentalWarning', script];
    const env = { ...process.env, TMPDIR: temporary };
    const ended = spawnSync(process.execPath, argv, { encoding: 'utf8', timeout: 15_000, killSignal: 'SIGKILL', env });
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([0, `${said}\n`, '']);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('one that runs but does not read', async () => {
    const folder = await mkdtemp(join(base, 'deaf-'));
    const script = join(folder, 'deaf.ts');
    const source = fileURLToPath(new URL('../../../src/hosts/local.ts', import.meta.url));
    const text = `import { LocalHost } from ${JSON.stringify(source)};
const input = Promise.resolve('x'.repeat(300_000));
void new LocalHost().run({ argv: ['sh', '-c', 'echo $$; exec sleep 60'], input, timeoutMs: 0, onLine: (pid) => {
  console.log(pid);
  setTimeout(() => process.exit(0), 300);
} });
`;
    await writeFile(script, text);
    const argv = ['--disable-warning=ExperimentalWarning', script];
    const env = { ...process.env, TMPDIR: folder };
    const ended = spawnSync(process.execPath, argv, { encoding: 'utf8', timeout: 15_000, killSignal: 'SIGKILL', env });
    process.kill(Number(ended.stdout), 'SIGKILL');
    expect([ended.status, ended.stderr]).toEqual([0, '']);
  });
});
