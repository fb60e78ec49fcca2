/** What a host does by itself when it is not heard of: exactly once, and only then. */
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SshHost } from '../../src/hosts/ssh.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { exists, run, tryRun, until } from '../lab/run.ts';
import { useSshLab } from './hosts/ssh-lab.ts';

const why = await whyNoRemote();

describe.skipIf(why !== undefined)('a host that is to help itself', { timeout: 600_000 }, () => {
  const lab = useSshLab();
  let marks = 0;

  /** A connection, its folder on the host, and a script that leaves a mark there. */
  async function scene(): Promise<{ host: SshHost; folder: string; mark: string; script: string }> {
    const host = await lab.connect();
    const found = await run([
      'find',
      '/tmp',
      '-maxdepth',
      '1',
      '-user',
      lab.machine.deploy.name,
      '-name',
      'jampy-promote-*',
    ]);
    const folder = found.trim().split('\n').at(-1) as string;
    const mark = join(folder, `mark-${++marks}`);
    return { host, folder, mark, script: `echo done >>${mark}` };
  }

  /** As if we had been silent: the file that we renew gets an old time, again and again, since we do renew it. */
  async function silence(folder: string, mark: string): Promise<void> {
    await until('the host to help itself', 60, async () => {
      await utimes(join(folder, 'switch-alive'), 1, 1).catch(() => {});
      return (await exists(mark)) || undefined;
    });
  }

  const waiting = async (folder: string) =>
    (await tryRun(['ps', '-eo', 'args'])).stdout.includes(`${folder}/switch-alive`);

  test('it does when we are silent, and says so when we come back', async () => {
    const { host, folder, mark, script } = await scene();
    const whenLost = await host.whenLost(script, 0);
    await silence(folder, mark);
    expect(await whenLost.disarm()).toBe(false);
    await until('all of it to be done', 30, async () => (await whenLost.done()) || undefined);
  });

  test('it does nothing any more when it was told that we go on by ourselves', async () => {
    const { host, folder, mark, script } = await scene();
    const whenLost = await host.whenLost(script, 0);
    expect(await waiting(folder)).toBe(true);
    expect(await whenLost.fired()).toBe(false);
    expect(await whenLost.disarm()).toBe(true);
    expect(await whenLost.disarm()).toBe(true);
    await until('it to end', 30, async () => !(await waiting(folder)) || undefined);
    expect(await exists(mark)).toBe(false);
    expect(await whenLost.done()).toBe(false);
  });

  test('a folder that somebody removed is no sign that it did: it is up to us', async () => {
    const { host, folder, script } = await scene();
    const whenLost = await host.whenLost(script, 0);
    await rm(folder, { recursive: true });
    await until('it to end', 30, async () => !(await waiting(folder)) || undefined);
    expect(await whenLost.fired()).toBe(false);
    expect(await whenLost.disarm()).toBe(true);
  });

  test('what it goes by stays when the connection is closed while it may act', async () => {
    const { host, folder, mark, script } = await scene();
    await host.whenLost(script, 0);
    await host.close();
    expect(await exists(join(folder, 'switch-alive'))).toBe(true);
    await silence(folder, mark);
    await rm(folder, { recursive: true });
  });

  test('programs that still run are waited for', async () => {
    const { host, folder, mark, script } = await scene();
    const end = join(folder, 'end');
    const running = host.run({
      argv: ['sh', '-c', `while [ ! -e ${end} ]; do sleep 0.1; done`],
      detached: true,
      timeoutMs: 0,
    });
    const whenLost = await host.whenLost(script, 60_000);
    await until('it to fire', 60, async () => {
      await utimes(join(folder, 'switch-alive'), 1, 1).catch(() => {});
      return (await exists(join(folder, 'switch-fired'))) || undefined;
    });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await exists(mark)).toBe(false);
    await writeFile(end, '');
    await running;
    await until('it to go on', 30, async () => (await exists(mark)) || undefined);
    expect(await whenLost.disarm()).toBe(false);
  });

  test('where it can not be asked for, nothing begins', async () => {
    const { host, folder, script } = await scene();
    await mkdir(join(folder, 'switch-alive'));
    await expect(host.whenLost(script, 0)).rejects.toMatchObject({
      id: 'switch',
      message: expect.stringMatching(
        /could not be asked to put itself in order if the connection breaks: .*Nothing was changed\.$/,
      ),
    });
    await rm(join(folder, 'switch-alive'), { recursive: true });
  });
});
