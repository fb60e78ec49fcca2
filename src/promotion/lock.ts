/** One promotion of a target at a time. The lock is a file that tells who holds it; it is made whole or not at all. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../errors.ts';
import { pause, type Run } from './run.ts';
import type { StateFolder } from './state-folder.ts';

interface Holder {
  who: string;
  run: string;
  /** ISO time. */
  since: string;
  host: string;
  pid: number;
  /** Start of the process in clock ticks since boot, where the system tells: process ids are used again. */
  started: string | undefined;
}

const POLL = 500;
const TELL_EVERY = 10_000;

export interface Lock {
  release(): Promise<void>;
}

/**
 * Take the lock, waiting up to `lock-timeout`.
 * @throws Stop (refused) that tells who holds it.
 */
export async function takeLock(run: Run, folder: StateFolder): Promise<Lock> {
  const path = join(folder.path, `${folder.slug}.lock`);
  const own: Holder = {
    who: run.caller.who,
    run: run.caller.run,
    since: new Date().toISOString(),
    host: hostname(),
    pid: process.pid,
    started: await processStart(process.pid),
  };
  const bytes = Buffer.from(`${JSON.stringify(own, null, 2)}\n`);
  const deadline = Date.now() + run.inputs.lockTimeoutMs;
  let told = 0;
  while (!(await folder.host.createExclusive(path, bytes, 0o600))) {
    const holder = parseHolder(await folder.host.readFile(path));
    if (holder === 'gone') continue;
    if (holder !== undefined && (await isDead(holder))) {
      await removeDead(run, folder, path, holder);
      continue;
    }
    const who = holder ? holderText(holder) : 'its owner can not be read';
    if (Date.now() >= deadline) {
      throw refuse(
        'locked',
        `Another promotion of this target is under way (${who}). Nothing was touched. Try again when it has ended, or set lock-timeout to wait; if it surely no longer runs, remove ${path}.`,
      );
    }
    if (Date.now() - told >= TELL_EVERY) {
      told = Date.now();
      run.log.info(`Waiting for another promotion of this target (${who}).`);
    }
    await pause(run, POLL);
  }
  return { release: () => folder.host.remove(path) };
}

/** Moves the lock aside before it goes: of several that wait, only one finds the dead one there. */
async function removeDead(run: Run, folder: StateFolder, path: string, dead: Holder): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const moved = await folder.host.rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const bytes = await folder.host.readFile(aside);
  const holder = parseHolder(bytes);
  const isTheDeadOne = typeof holder === 'object' && holder.pid === dead.pid && holder.since === dead.since;
  if (bytes && !isTheDeadOne) await folder.host.createExclusive(path, bytes, 0o600);
  else run.log.notice(`The lock of a promotion that ended without releasing it is taken over (${holderText(dead)}).`);
  await folder.host.remove(aside);
}

function parseHolder(bytes: Uint8Array | undefined): Holder | 'gone' | undefined {
  if (!bytes) return 'gone';
  try {
    const holder = JSON.parse(Buffer.from(bytes).toString('utf8')) as Holder;
    return typeof holder.pid === 'number' && typeof holder.host === 'string' ? holder : undefined;
  } catch {
    return undefined;
  }
}

function holderText(holder: Holder): string {
  return `${holder.who}, ${holder.run}, since ${holder.since}, process ${holder.pid} on ${holder.host}`;
}

/** Only a process of this machine can be known to be dead. */
async function isDead(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const started = await processStart(holder.pid);
  return holder.started !== undefined && started !== undefined && started !== holder.started;
}

/** Field 22 of /proc/PID/stat; undefined where there is no such file. */
async function processStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the program's name in brackets and may hold blanks.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
