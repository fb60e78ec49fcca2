/** What a killed run leaves behind: the programs it started and its temporary folders. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LocalHost } from '../../../src/hosts/local.ts';
import { ShellFiles } from '../../../src/hosts/shell-files.ts';

const source = (name: string) => fileURLToPath(new URL(`../../../src/hosts/${name}`, import.meta.url));
const host = new LocalHost();
/** As over ssh and by sudo. */
const byShell = new ShellFiles(
  async (text, options = {}) => {
    const { onBytes } = options;
    const argv: ['sh', '-c', string] = ['sh', '-c', text];
    const { code = 1, stdout, stderr } = await host.run({ argv, timeoutMs: 10_000, ...(onBytes ? { onBytes } : {}) });
    return { code, stdout, stderr };
  },
  { where: 'this machine', prefix: [], interpreter: undefined, root: false },
);
const ways = [
  ['by node', host],
  ['by a shell', byShell],
] as const;
let folder = '';
let token = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp('/tmp/jampy left $x '));
  token = randomBytes(8).toString('hex');
});

afterEach(async () => {
  await host.removeLeftovers(token);
  await rm(folder, { recursive: true, force: true });
});

/** Another process that runs a program of this module, killed once it has said something. */
async function killed(program: string): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, RUNNER_TEMP: folder },
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return child.pid as number;
}

const temporary = async () => readdirSync(await realpath(tmpdir())).filter((name) => name.includes(token));

test('a program that a killed run started is found, ended, and its files removed', async () => {
  await killed(`
    import { LocalHost } from ${JSON.stringify(source('local.ts'))};
    const host = new LocalHost({ token: '${token}' });
    await host.shell('sleep 0', { timeoutMs: 0 });
    void host.run({ argv: ['sleep', '600'], detached: true, timeoutMs: 0, onStarted: () => console.log('runs') });
  `);
  expect(await temporary()).toHaveLength(1);
  const [left, ...more] = await host.leftRunning(token);
  expect(more).toEqual([]);
  expect(await host.groupRuns(left!)).toBe(true);
  expect(await host.leftRunning(randomBytes(8).toString('hex'))).toEqual([]);
  await host.endGroup(left!);
  expect(await host.leftRunning(token)).toEqual([]);
  await host.removeLeftovers(token);
  expect(await temporary()).toEqual([]);
});

test('a number that another program has by now is not taken for ours', async () => {
  const left = join(await realpath(tmpdir()), `jampy-promote-${token}-x`);
  await mkdir(left);
  await writeFile(join(left, 'out.group'), `group ${process.pid}\n`);
  expect(await host.leftRunning(token)).toEqual([]);
  await writeFile(join(left, 'out.group'), 'group 1; echo group 1\n');
  expect(await host.leftRunning(token)).toEqual([]);
});

test.each(ways)(
  'names of several folders are asked at once, %s; one that is not there is left out',
  async (_way, files) => {
    await mkdir(join(folder, 'empty'));
    await mkdir(join(folder, 'full'));
    await writeFile(join(folder, 'full', 'a b\n$c'), '');
    const [empty, full, gone] = ['empty', 'full', 'gone'].map((name) => join(folder, name)) as [string, string, string];
    expect(await files.lists([empty, full, gone])).toEqual(
      new Map([
        [empty, []],
        [full, ['a b\n$c']],
      ]),
    );
  },
);

test.each(ways)('the age of a file is that of its last change, %s; setting the mode renews it', async (_way, files) => {
  const path = join(folder, 'file');
  expect(await files.age(path)).toBeUndefined();
  await writeFile(path, '', { mode: 0o600 });
  await utimes(path, 1, 1);
  await new Promise((resolve) => setTimeout(resolve, 2100));
  expect(await files.age(path)).toBeGreaterThan(1);
  await files.changeMode([path], 0o600);
  expect(await files.age(path)).toBeLessThan(1);
});
