/** What starts programs, at its edges: listeners that throw, odd words. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
