/** Users of this machine that are there for the time of a test run. */

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { locked, type Ran, run, tryRun } from '../run.ts';

export interface Account {
  name: string;
  uid: number;
  gid: number;
  /** Mode 700. */
  home: string;
}

/** Accounts are added and removed one at a time: the system's own lock does not wait. */
const LOCK = '/var/lib/jampy-promote-lab.lock';

/** @returns six characters that no other run has. */
export function newId(): string {
  return randomBytes(3).toString('hex');
}

/** Makes a user with a group and a home of its own and no password, whom sshd lets in by key all the same. */
export async function addUser(name: string, home: string): Promise<Account> {
  await locked(LOCK, async () => {
    await run(['useradd', '--no-create-home', '--home-dir', home, '--shell', '/bin/sh', '--user-group', name]);
    // Without PAM sshd takes a user without a password for a locked one.
    await run(['usermod', '-p', '*', name]);
  });
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number(await run(['id', flag, name]))));
  await mkdir(home, { recursive: true });
  await chown(home, uid as number, gid as number);
  await chmod(home, 0o700);
  return { name, uid: uid as number, gid: gid as number, home };
}

/** Ends what a user still runs and removes it, at once: also called while this process ends. */
export function removeUser(name: string): void {
  const quiet = { stdio: 'ignore' as const };
  if (spawnSync('id', [name], quiet).status !== 0) return;
  for (let attempt = 0; attempt < 20; attempt++) {
    spawnSync('/usr/bin/pkill', ['-KILL', '-u', name], quiet);
    if (spawnSync('/usr/sbin/userdel', ['--force', name], quiet).status === 0) break;
    spawnSync('sleep', ['0.1'], quiet);
  }
  spawnSync('/usr/sbin/groupdel', [name], quiet);
}

export interface RunAs {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
}

/** Runs a program as a user, with nothing of our environment. */
export async function runAs(account: Account, argv: readonly string[], options: RunAs = {}): Promise<Ran> {
  const { uid, gid, home, name } = account;
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, USER: name, LOGNAME: name, ...options.env };
  return await tryRun(argv, { uid, gid, cwd: home, ...options, env });
}

/** Gives a folder and all in it to a user. */
export async function giveAll(account: Account, path: string): Promise<void> {
  await run(['chown', '-R', `${account.uid}:${account.gid}`, path]);
}
