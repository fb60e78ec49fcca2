/**
 * One promotion of a target at a time. The lock is a file that tells who holds it; it is made whole or not at all, and
 * its holder renews it while it runs, so that also another machine can tell that a holder is dead.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail, reasonOf, refuse } from '../errors.ts';
import { isDeadHere, isOfThisMachine, ownIdentity, type ProcessIdentity } from '../hosts/process-identity.ts';
import { pause, type Run } from './run.ts';
import { PRIVATE, type StateFolder } from './state-folder.ts';

interface Holder extends ProcessIdentity {
  who: string;
  run: string;
  /** ISO time. */
  since: string;
  /** Of the run; older locks have none. */
  token?: string;
  /** How it promotes; older locks do not tell. */
  method?: string;
  /** The holder renews its lock every so many seconds; older locks are not renewed. */
  renewed?: number;
}

const POLL = 500;
const POLL_REMOTE = 2000;
const TELL_EVERY = 10_000;
/** Between two renewals, in seconds. */
const RENEW = 30;
/** So many renewals must be missing until a holder on another machine is taken for dead: five minutes. */
const MOST_MISSING = 10;
/** How often the folder may vanish between being made and being written to. */
const MOST_TRIES = 5;

/** Who held the lock before us and is dead. */
export type Dead = Pick<Holder, 'who' | 'run' | 'since' | 'token' | 'method'>;

export interface Lock {
  /** Undefined when nobody had left it. */
  readonly takenFrom: Dead | undefined;
  /** Asked before what can not be undone. @throws Stop when somebody took the lock, or removed it. */
  confirm(): Promise<void>;
  /** False when the lock is seen to be somebody else's, or gone; true too when it can not be seen. */
  isOurs(): Promise<boolean>;
  /** Never removes another's. @returns false when it could not be removed. */
  release(): Promise<boolean>;
}

/**
 * Take the lock, waiting up to `lock-timeout`.
 * @param renew seconds between two renewals.
 * @throws Stop (refused) that tells who holds it.
 */
export async function takeLock(run: Run, folder: StateFolder, renew = RENEW): Promise<Lock> {
  const path = join(folder.path, `${folder.slug}.lock`);
  const own: Holder = {
    who: run.caller.who,
    run: run.caller.run,
    since: new Date().toISOString(),
    token: run.token,
    method: run.inputs.method,
    ...(await ownIdentity()),
    renewed: renew,
  };
  const bytes = Buffer.from(`${JSON.stringify(own, null, 2)}\n`);
  const deadline = Date.now() + run.inputs.lockTimeoutMs;
  let told = 0;
  let takenFrom: Dead | undefined;
  while (!(await create(folder, path, bytes))) {
    const holder = parseHolder(await folder.host.readFile(path));
    if (holder === 'gone') continue;
    if (holder !== undefined && (await isDead(folder, path, holder))) {
      takenFrom = (await removeDead(run, folder, path, holder)) ? holder : takenFrom;
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
    await pause(run, folder.host.remote ? POLL_REMOTE : POLL);
  }
  return hold(run, folder, path, renew, takenFrom);
}

/** Whoever held it may remove the empty folder at this moment, which is then made anew. */
async function create(folder: StateFolder, path: string, bytes: Uint8Array): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await folder.host.createExclusive(path, bytes, 0o600);
    } catch (error) {
      if (tries === MOST_TRIES || !folder.ours || (await folder.host.stat(folder.path))) throw error;
      await folder.host.makeDirectory(folder.path, PRIVATE);
    }
  }
}

/** Keeps the lock renewed until it is released. */
function hold(run: Run, folder: StateFolder, path: string, renew: number, takenFrom: Dead | undefined): Lock {
  const holderNow = async () => parseHolder(await folder.host.readFile(path));
  const isMine = (holder: Holder | 'gone' | undefined) => typeof holder === 'object' && holder.token === run.token;
  let beating = Promise.resolve();
  let lost = false;
  const beat = async () => {
    try {
      lost = !isMine(await holderNow());
      // The mode that it has: what counts is that the host's clock dates the change.
      if (!lost) await folder.host.changeMode([path], 0o600);
      else run.log.warning(`The lock of this promotion, ${path}, was taken by another or removed while it runs.`);
    } catch (error) {
      run.log.debug(`The lock was not renewed: ${reasonOf(error)}`);
    }
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy || lost) return;
    busy = true;
    beating = beat().finally(() => {
      busy = false;
    });
  }, renew * 1000);
  timer.unref();
  return {
    takenFrom,
    async confirm() {
      const holder = await holderNow();
      if (isMine(holder)) return;
      const how = typeof holder === 'object' ? `was taken by another one (${holderText(holder)})` : 'is gone';
      throw fail(
        'lock-lost',
        `The lock of this promotion, ${path}, ${how}: it does not go on, since two at once would spoil the target. Nothing was changed. Promote again when no other promotion runs.`,
      );
    },
    isOurs: () => holderNow().then(isMine, () => !lost),
    async release() {
      clearInterval(timer);
      await beating;
      try {
        if (isMine(await holderNow())) await folder.host.remove(path);
        return true;
      } catch (error) {
        run.log.warning(`The lock could not be released: ${reasonOf(error)} The next promotion takes it over.`);
        return false;
      }
    },
  };
}

/**
 * Moves the lock aside before it goes: of several that wait, only one finds the dead one there.
 * @returns whether we are the one.
 */
async function removeDead(run: Run, folder: StateFolder, path: string, dead: Holder): Promise<boolean> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const moved = await folder.host.rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return false;
  const bytes = await folder.host.readFile(aside);
  const holder = parseHolder(bytes);
  const isTheDeadOne = typeof holder === 'object' && holder.pid === dead.pid && holder.since === dead.since;
  if (bytes && !isTheDeadOne) await folder.host.createExclusive(path, bytes, 0o600);
  else run.log.notice(`The lock of a promotion that ended without releasing it is taken over (${holderText(dead)}).`);
  await folder.host.remove(aside);
  return isTheDeadOne;
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

export function holderText(holder: Pick<Holder, 'who' | 'run' | 'since'> & Partial<Holder>): string {
  const process = holder.pid === undefined ? '' : `, process ${holder.pid} on ${holder.host}`;
  return `${holder.who}, ${holder.run}, since ${holder.since}${process}`;
}

/** A process of this machine is asked for; one of another machine is dead when it no longer renews its lock. */
async function isDead(folder: StateFolder, path: string, holder: Holder): Promise<boolean> {
  if (await isOfThisMachine(holder)) return isDeadHere(holder);
  if (typeof holder.renewed !== 'number' || !(holder.renewed > 0)) return false;
  const age = await folder.host.age(path);
  return age !== undefined && age > holder.renewed * MOST_MISSING;
}
