/** A machine that is reached by ssh: three users, their folders, an OpenSSH server and the sudoers files of its sites. */

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod, copyFile, cp, link, mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alive, atEnd, type Ran, run, type Tell } from '../run.ts';
import { installPrograms } from './packages.ts';
import { type KeyPair, newKey, type Sshd, type SshdOptions, startSshd } from './sshd.ts';
import { type Account, addUser, giveAll, newId, type RunAs, removeUser, runAs } from './users.ts';

/** Machines are here, and not below TMPDIR: sshd wants folders that nobody else can write to, and sockets short paths. */
const PLACE = '/srv';
const PREFIX = 'jampy-';
const SUDOERS = '/etc/sudoers.d';

export interface Machine {
  /** In the names of its users, folder and sudoers files. */
  id: string;
  /** Root's, mode 755; everything of this machine is below it. */
  folder: string;
  /** Runs dist/; reaches the other users' files by ssh only. */
  runner: Account;
  /** Logs in by ssh. */
  deploy: Account;
  /** Owns the projects and runs them. */
  owner: Account;
  /** deploy's, and one that opens nothing. */
  key: KeyPair;
  wrongKey: KeyPair;
  /** Where deploy logs in. */
  sshd: Sshd;
  /** PATH of deploy's commands and of sudo; begins with the folder of our own systemctl. */
  path: string;
  /** Another OpenSSH server for deploy, with a host key of its own; stop it, or leave it to `remove`. */
  startSshd(options?: SshdOptions): Promise<Sshd>;
  /** Runs a program as one of the users, with nothing of our environment but what is given. */
  as(account: Account, argv: readonly string[], options?: RunAs): Promise<Ran>;
  /** Arguments of an ssh of the runner's, host included; a shell line may follow. */
  sshCommand(sshd?: Sshd, key?: KeyPair): Promise<string[]>;
  /** A shell line as deploy, from the runner by ssh. */
  ssh(line: string, sshd?: Sshd): Promise<Ran>;
  /** Copies a file or folder to where the runner can read it; returns its path there. */
  forRunner(source: string): Promise<string>;
  /** A Node that the runner can execute, the one of this process. */
  runnerNode(): Promise<string>;
  /** Checks and puts in place `/etc/sudoers.d/jampy-ID-NAME`. Returns what removes it. */
  permit(name: string, text: string): Promise<() => void>;
  /** Called by `remove`, latest first; returns what forgets it. */
  before(work: () => Promise<void>): () => void;
  /** Ends all of its processes, removes users, folders and sudoers files. */
  remove(): Promise<void>;
}

/** Makes a machine; nothing of it is left after `remove`, nor when this process ends before that. */
export async function createMachine(tell: Tell = () => {}): Promise<Machine> {
  await installPrograms(tell);
  removeLeftovers();
  const id = newId();
  const folder = join(PLACE, `${PREFIX}${id}`);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'process'), String(process.pid));
  const forget = atEnd(() => removeAll(id));
  const endings = new Set<() => Promise<void>>();
  const before = (work: () => Promise<void>) => {
    endings.add(work);
    return () => endings.delete(work);
  };
  const remove = async () => {
    try {
      for (const work of [...endings].reverse()) await work();
    } finally {
      removeAll(id);
      forget();
    }
  };
  try {
    return await furnish({ id, folder, before, remove });
  } catch (error) {
    await remove();
    throw error;
  }
}

type Bare = Pick<Machine, 'id' | 'folder' | 'before' | 'remove'>;

async function furnish(bare: Bare): Promise<Machine> {
  const { id, folder } = bare;
  for (const name of ['bin', 'units', 'state', 'run', 'log', 'keys']) await mkdir(join(folder, name));
  await chmod(join(folder, 'keys'), 0o700);
  const systemctl = join(folder, 'bin', 'systemctl');
  await copyFile(fileURLToPath(new URL('systemctl.py', import.meta.url)), systemctl);
  await chmod(systemctl, 0o755);
  const user = (name: string) => addUser(`jp-${name}-${id}`, join(folder, name));
  const runner = await user('runner');
  const deploy = await user('deploy');
  const owner = await user('owner');
  const key = await newKey(join(folder, 'keys', 'deploy'));
  const wrongKey = await newKey(join(folder, 'keys', 'wrong'));
  const path = `${join(folder, 'bin')}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`;
  const login = { user: deploy.name, key: key.public, path };
  const start = async (options?: SshdOptions) => {
    const sshd = await startSshd(folder, login, options);
    bare.before(sshd.stop);
    return sshd;
  };
  const machine: Machine = {
    ...bare,
    runner,
    deploy,
    owner,
    key,
    wrongKey,
    path,
    startSshd: start,
    as: runAs,
    sshd: await start(),
    sshCommand: async (sshd = machine.sshd, pair = key) => await sshCommand(machine, sshd, pair),
    ssh: async (line, sshd) => await runAs(runner, [...(await machine.sshCommand(sshd)), line]),
    forRunner: async (source) => await forRunner(runner, source),
    runnerNode: async () => await runnerNode(folder),
    permit: async (name, text) => await permit(machine, name, text),
  };
  return machine;
}

/** The key and the known hosts are in the runner's home. */
async function sshCommand({ runner, deploy }: Machine, sshd: Sshd, key: KeyPair): Promise<string[]> {
  // One for each: a file that is written anew is empty for a moment, in which another ssh may read it.
  const folder = await mkdtemp(join(runner.home, 'ssh-'));
  await writeFile(join(folder, 'key'), key.private, { mode: 0o600 });
  await writeFile(join(folder, 'known_hosts'), `${sshd.knownHosts}\n`);
  await giveAll(runner, folder);
  const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=yes'];
  options.push(`UserKnownHostsFile=${join(folder, 'known_hosts')}`, `IdentityFile=${join(folder, 'key')}`);
  const argv = ['ssh', '-F', 'none', '-T', '-p', String(sshd.port), ...options.flatMap((option) => ['-o', option])];
  return [...argv, `${deploy.name}@${sshd.host}`];
}

async function forRunner(runner: Account, source: string): Promise<string> {
  const target = join(runner.home, basename(source));
  await cp(source, target, { recursive: true, force: true });
  await giveAll(runner, target);
  return target;
}

async function runnerNode(folder: string): Promise<string> {
  const node = join(folder, 'bin', 'node');
  await link(process.execPath, node).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') await copyFile(process.execPath, node);
  });
  return node;
}

async function permit({ id, folder, deploy, path }: Machine, name: string, text: string): Promise<() => void> {
  const fresh = join(folder, `sudoers-${name}`);
  // Our systemctl is found as the system's would be.
  const all = `Defaults:${deploy.name} secure_path="${path}"\n${text}`;
  await writeFile(fresh, all, { mode: 0o440 });
  await run(['/usr/sbin/visudo', '-cf', fresh]);
  const target = join(SUDOERS, `${PREFIX}${id}-${name}`);
  // A name with a dot is not read: it is whole when it counts.
  await copyFile(fresh, `${target}.new`);
  await chmod(`${target}.new`, 0o440);
  await rename(`${target}.new`, target);
  return () => rmSync(target, { force: true });
}

/** At once, also while this process ends. */
function removeAll(id: string): void {
  for (const name of readdirSync(SUDOERS)) {
    if (name.startsWith(`${PREFIX}${id}`)) rmSync(join(SUDOERS, name), { force: true });
  }
  const folder = join(PLACE, `${PREFIX}${id}`);
  for (const pid of serversIn(folder)) killServer(pid);
  for (const name of ['runner', 'deploy', 'owner']) removeUser(`jp-${name}-${id}`);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Process groups of servers that wrote a file `pid` somewhere in the machine's folder, and still are what wrote it. */
function serversIn(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === 'pid')
    .map((path) => Number(readFileSync(join(folder, path), 'utf8')))
    .filter((pid) => {
      try {
        return pid > 1 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}/`);
      } catch {
        return false;
      }
    });
}

function killServer(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

/** Machines whose process was killed are removed by the next one that is made. */
function removeLeftovers(): void {
  for (const name of readdirSync(PLACE)) {
    if (!name.startsWith(PREFIX)) continue;
    try {
      const pid = Number(readFileSync(join(PLACE, name, 'process'), 'utf8'));
      if (!alive(pid)) removeAll(name.slice(PREFIX.length));
    } catch {
      // Just being made, or just being removed.
    }
  }
}

/** What sshd logged so far. */
export async function logOf(sshd: Sshd): Promise<string> {
  return await readFile(sshd.log, 'utf8');
}
