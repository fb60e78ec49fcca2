/** What goes wrong between a runner and its server, made to happen: disks without room, connections that are cut. */
import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Machine } from '../lab/remote/machine.ts';
import type { Remote } from '../lab/remote/site.ts';
import { run, tryRun, until } from '../lab/run.ts';
import { type CutProxy, startCutProxy } from './cut-proxy.ts';
import { serves, stageOf } from './stage.ts';
import { changedZip, type Ended, type Inputs } from './target.ts';

/** Bytes that do not get smaller in a zip; base64 makes them a third more. */
const LARGE = 12_000_000;

/** What a cell works with. */
export interface Scene {
  machine: Machine;
  remote: Remote;
  /** The version that is to come; v1 is there. */
  v2: string;
  promote(more?: Inputs, zip?: string): Promise<Ended>;
}

/** Answers (or is down as announced), and nothing of ours lies about. Waits for a service that the host itself starts. */
export async function isInOrder(remote: Remote, down: boolean): Promise<void> {
  const { dir } = remote.project;
  if (down) expect(await remote.active()).toBe(false);
  else {
    let said: unknown;
    await until('the application to serve', 90, () =>
      serves(remote.project, remote.url).then(
        () => true,
        (error) => {
          said = error;
          return undefined;
        },
      ),
    ).catch(() => {
      throw said;
    });
  }
  expect(await readdir(join(dir, 'migration')).catch(() => [])).toEqual([]);
  expect((await readdir(dir)).filter((name) => name.includes('jampy-promote'))).toEqual([]);
}

/** The project on a file system with hardly any room left. */
export async function onFullDisk(remote: Remote, work: () => Promise<Ended>): Promise<Ended> {
  const { dir } = remote.project;
  const aside = `${dir}.aside`;
  await remote.stop();
  const used = Number((await run(['du', '-sk', dir])).split('\t')[0]);
  await run(['cp', '-a', dir, aside]);
  await run(['mount', '-t', 'tmpfs', '-o', `size=${used + 40}k,mode=700`, 'tmpfs', dir]);
  try {
    await run(['sh', '-c', `cp -a "$1/." "$2/" && chown --reference="$1" "$2"`, 'sh', aside, dir]);
    await remote.start();
    const ran = await work();
    await isInOrder(remote, false);
    // What lies there now is gone with the file system.
    expect(await stageOf(dir, remote.database), ran.log).toBe('v1');
    await remote.stop();
    return ran;
  } finally {
    await tryRun(['umount', '-l', dir]);
    await remote.start();
  }
}

export async function withProxy({ machine }: Scene, work: (proxy: CutProxy) => Promise<Ended>): Promise<Ended> {
  const proxy = await startCutProxy(machine.sshd.port);
  try {
    return await work(proxy);
  } finally {
    await proxy.close();
  }
}

function throughProxy(machine: Machine, proxy: CutProxy): Inputs {
  const known = machine.sshd.knownHosts.replace(/^\S+/, `[127.0.0.1]:${proxy.port}`);
  return { 'ssh-port': String(proxy.port), 'ssh-known-hosts': known };
}

/** Cuts while the zip is on its way: it is made so large, and the way so slow, that this can be seen. */
export async function whileUploading(
  { machine, remote, v2, promote }: Scene,
  proxy: CutProxy,
  cut: () => void,
): Promise<Ended> {
  const large = join(remote.machine.folder, `large-${randomBytes(4).toString('hex')}.zip`);
  await changedZip(v2, large, { files: { 'static/img/large.txt': randomBytes(LARGE).toString('base64') } });
  proxy.slow(4_000_000);
  const running = promote(throughProxy(machine, proxy), large);
  await whileRunning(running, () =>
    until('the upload', 60, async () => {
      const names = (await readdir(remote.project.dir)).filter((name) => name.includes('jampy-promote'));
      const sizes = await Promise.all(names.map((name) => stat(join(remote.project.dir, name)).catch(() => undefined)));
      return sizes.some((found) => found && found.size > 0 && found.size < LARGE) || undefined;
    }),
  );
  cut();
  proxy.slow(undefined);
  return running;
}

/** Waits for something that a run must do before it ends. */
async function whileRunning(running: Promise<Ended>, wait: () => Promise<unknown>): Promise<void> {
  const early = running.then((ran) => {
    throw new Error(`the run ended too early: ${ran.reason}\n${ran.log}`);
  });
  await Promise.race([wait(), early]);
  early.catch(() => {});
}

/** Cuts while the import waits for a table that somebody reads. */
export async function whileImporting(
  { machine, remote, promote }: Scene,
  proxy: CutProxy,
  cut: () => void,
): Promise<Ended> {
  const { default: pg } = await import('pg');
  const reader = new pg.Client({ connectionString: remote.database.url });
  await reader.connect();
  try {
    await reader.query('BEGIN; LOCK TABLE crm_customers');
    const running = promote(throughProxy(machine, proxy));
    await whileRunning(running, () =>
      until('the import to wait', 60, async () => {
        const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        return (await remote.database.query(waiting)).length > 0 ? true : undefined;
      }),
    );
    cut();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await reader.query('COMMIT');
    return await running;
  } finally {
    await reader.end();
  }
}
