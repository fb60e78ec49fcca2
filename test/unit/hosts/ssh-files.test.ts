/** The private folder of an ssh connection: what its configuration says, whose it is, and that it goes with its process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownIdentity } from '../../../src/hosts/process-identity.ts';
import { makeSshFiles, sweepSshFolders } from '../../../src/hosts/ssh-files.ts';

const source = (name: string) => fileURLToPath(new URL(`../../../src/${name}`, import.meta.url));
const TARGET = { host: 'far', port: undefined, user: undefined, key: 'KEY', knownHosts: undefined, config: undefined };
const DAYS = 2 * 24 * 60 * 60;

let folder: string;
const before = { PATH: process.env.PATH, RUNNER_TEMP: process.env.RUNNER_TEMP };

beforeEach(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), 'jp-'));
  process.env.RUNNER_TEMP = folder;
});

afterEach(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await rm(folder, { recursive: true, force: true });
});

const left = () => readdirSync(folder).filter((name) => name.startsWith('jampy-promote-ssh-'));

test.each([
  ['OpenSSH_8.4p1 Debian-5+deb11u3, OpenSSL 1.1.1n', false, false],
  ['OpenSSH_8.5p1', true, false],
  ['OpenSSH_8.7p1', true, true],
  ['OpenSSH_10.0p2', true, true],
  ['another one', true, true],
])('an option is only written for an ssh that knows it: %s', async (version, keys, session) => {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'ssh'), `#!/bin/sh\necho '${version}' >&2\n`, { mode: 0o755 });
  process.env.PATH = `${bin}:${before.PATH}`;
  const files = await makeSshFiles(TARGET);
  const config = await readFile(files.config, 'utf8');
  expect(config.includes('  KnownHostsCommand none\n')).toBe(keys);
  for (const option of ['StdinNull no', 'SessionType default', 'ForkAfterAuthentication no'])
    expect(config.includes(`  ${option}\n`)).toBe(session);
  expect(config).toContain('  AddKeysToAgent no\n');
  files.remove();
  expect(left()).toEqual([]);
});

describe.runIf(process.platform === 'linux')('a folder that is swept', () => {
  /** Makes a folder as a run does. @param age of its last change, in seconds. */
  const make = async (pid: number, owner: object | undefined, age = 0) => {
    const path = await mkdtemp(join(folder, `jampy-promote-ssh-${pid}-`));
    if (owner) await writeFile(join(path, 'owner'), JSON.stringify(owner), { mode: 0o600 });
    await utimes(path, Date.now() / 1000, Date.now() / 1000 - age);
    return path;
  };
  const gone = async () => {
    const child = spawn('true');
    await once(child, 'close');
    return child.pid ?? 0;
  };

  test("of this boot and namespace is removed when its process is gone, or its number another's", async () => {
    const [own, dead] = [await ownIdentity(), await gone()];
    const lives = await make(own.pid, own, DAYS);
    const ended = await make(dead, { ...own, pid: dead });
    const reused = await make(own.pid, { ...own, started: '1' });
    await sweepSshFolders();
    expect([lives, ended, reused].map(existsSync)).toEqual([true, false, false]);
  });

  test.each([
    ['of another namespace', (machine: string) => machine.replace(/pid:.*/, 'pid:[1]')],
    ['of another boot', (machine: string) => machine.replace(/^\S+/, 'another-boot')],
  ])('%s is left alone, whatever its number is here, until it is older than a day', async (_what, changed) => {
    const [own, dead] = [await ownIdentity(), await gone()];
    const machine = changed(own.machine ?? '');
    expect(machine).not.toBe(own.machine);
    const young = [await make(dead, { ...own, pid: dead, machine }), await make(own.pid, { ...own, machine })];
    const old = [
      await make(dead, { ...own, pid: dead, machine }, DAYS),
      await make(own.pid, { ...own, machine }, DAYS),
    ];
    await sweepSshFolders();
    expect([...young, ...old].map(existsSync)).toEqual([true, true, false, false]);
  });

  test('does not say whose it is: its number decides', async () => {
    const dead = await gone();
    const folders = [await make(dead, undefined), await make(dead, { pid: 'x' }), await make(process.pid, undefined)];
    await sweepSshFolders();
    expect(folders.map(existsSync)).toEqual([false, false, true]);
  });

  test('is told whose it is by nobody but us', async () => {
    const files = await makeSshFiles(TARGET);
    const owner = join(files.folder, 'owner');
    expect(JSON.parse(await readFile(owner, 'utf8'))).toEqual(await ownIdentity());
    expect((await stat(owner)).mode & 0o777).toBe(0o600);
    files.remove();
  });
});

describe('goes with its process', () => {
  /** @param end what the process does once it has said `made`. */
  const start = (end: string) => {
    const program = `
      import { appendFileSync } from 'node:fs';
      import { cancelledBySignal } from ${JSON.stringify(source('cancellation.ts'))};
      import { makeSshFiles } from ${JSON.stringify(source('hosts/ssh-files.ts'))};
      const say = (text) => appendFileSync(${JSON.stringify(join(folder, 'said'))}, text + '\\n');
      const cancelled = cancelledBySignal({ warning: (text) => { console.log(text); say(text); } });
      const files = await makeSshFiles(${JSON.stringify(TARGET)});
      console.log('made');
      setInterval(() => {}, 1000);
      ${end}
    `;
    return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
  };
  const said = () => readFile(join(folder, 'said'), 'utf8').catch(() => '');

  test.each([
    ['that ends in the middle', 'process.exit(3)', 3],
    ['that meets an error', 'throw new Error("unforeseen")', 1],
  ])('%s', async (_how, end, code) => {
    const child = start(end);
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(left()).toEqual([]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('that is sent %s twice: the first is heard, the second ends it', async (signal, code) => {
    const child = start('');
    await once(child.stdout, 'data');
    expect(left()).toHaveLength(1);
    child.kill(signal);
    await expect.poll(said, { timeout: 10_000 }).toMatch(new RegExp(`^${signal}: the run is cancelled`));
    expect(left()).toHaveLength(1);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(left()).toEqual([]);
  });

  test('that is killed: with the next one', async () => {
    const child = start('');
    await once(child.stdout, 'data');
    const [name = ''] = left();
    expect(await readFile(join(folder, name, 'key'), 'utf8')).toBe('KEY\n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await sweepSshFolders();
    expect(left()).toEqual([]);
  });

  test('whose terminal is closed: it goes on to its end', async () => {
    const child = start(`
      cancelled.addEventListener('abort', async () => {
        for (let time = 0; time < 5; time++) {
          console.log('still here');
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        say('in order');
        process.exit(0);
      });`);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.kill('SIGHUP');
    const [code] = await once(child, 'exit');
    expect([code, await said()]).toEqual([0, expect.stringContaining('in order')]);
    expect(left()).toEqual([]);
  });
});
