/**
 * The private folder of one ssh connection: the key (mode 600), the known hosts, one configuration that also jump hosts
 * obey, and the socket of the multiplexed connection. Removed when the connection is closed.
 */
import { readdirSync, rmSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from './exec.ts';

/** How an ssh host is reached, as given. */
export interface SshTarget {
  host: string;
  port: number | undefined;
  user: string | undefined;
  /** Private key, known hosts and configuration: their text, or the path of a file that holds it. */
  key: string | undefined;
  knownHosts: string | undefined;
  config: string | undefined;
}

export interface SshFiles {
  folder: string;
  config: string;
  /** Undefined: OpenSSH's own keys. */
  key: string | undefined;
  socket: string;
}

const PREFIX = 'jampy-promote-ssh-';
const SOCKET = 'c';
/** A socket's path has at most 107 bytes, and ssh appends 17 to the one it makes first. */
const LONGEST_FOLDER = 80;

export async function makeSshFiles(target: SshTarget): Promise<SshFiles> {
  await sweepSshFolders();
  const parent = parents()[0] as string;
  const folder = await fs.mkdtemp(join(await fs.realpath(parent), `${PREFIX}${process.pid}-`));
  const file = async (name: string, value: string) => {
    const path = join(folder, name);
    // OpenSSH wants its last line ended.
    await fs.writeFile(path, `${(await textOf(value)).replace(/\r\n/g, '\n').trimEnd()}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    return path;
  };
  const key = target.key === undefined ? undefined : await file('key', target.key);
  const known = target.knownHosts === undefined ? undefined : await file('known_hosts', target.knownHosts);
  const own = target.config === undefined ? undefined : await file('given_config', target.config);
  const quoted = (path: string) => `"${path}"`;
  const lines = [
    'Host *',
    // The first value of an option counts: whatever the configurations below say, keys are checked and nobody is asked.
    '  StrictHostKeyChecking yes',
    '  UpdateHostKeys no',
    '  BatchMode yes',
    '  ConnectTimeout 15',
    '  ServerAliveInterval 5',
    '  ServerAliveCountMax 3',
    '  ForwardX11 no',
    '  ForwardAgent no',
    '  RequestTTY no',
    ...(known ? [`  UserKnownHostsFile ${quoted(known)}`, '  GlobalKnownHostsFile /dev/null'] : []),
    ...(key ? [`  IdentityFile ${quoted(key)}`, '  IdentitiesOnly yes'] : []),
    ...(own ? [`Include ${quoted(own)}`] : ['Include ~/.ssh/config', 'Include /etc/ssh/ssh_config']),
  ];
  const config = join(folder, 'config');
  await fs.writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  return { folder, config, key, socket: join(folder, SOCKET) };
}

/** The value itself, or the content of the file that it names. */
async function textOf(value: string): Promise<string> {
  if (value.trim().includes('\n') || value.length > 1000) return value;
  const path = value.trim().replace(/^~(?=\/)/, process.env.HOME ?? '~');
  return fs.readFile(path, 'utf8').catch(() => value);
}

/** Where the folder may be, the best first. */
function parents(): string[] {
  return [process.env.RUNNER_TEMP, tmpdir(), '/tmp'].filter(
    (path): path is string => path !== undefined && Buffer.byteLength(path) + PREFIX.length + 20 <= LONGEST_FOLDER,
  );
}

/**
 * Removes what earlier runs of this machine left that were killed: the folder with the key, and the connection that
 * outlives them.
 */
export async function sweepSshFolders(): Promise<void> {
  for (const parent of new Set(parents())) {
    for (const name of namesIn(parent)) {
      const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
      if (!(pid > 0) || isAlive(pid)) continue;
      const folder = join(parent, name);
      // One that is not ours can not be entered, and says nothing.
      if (await isOurs(folder)) await endConnection(folder).catch(() => undefined);
      removeSshFolder(folder);
    }
  }
}

async function isOurs(folder: string): Promise<boolean> {
  const stat = await fs.lstat(folder).catch(() => undefined);
  return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

/** Where no connection is left, this ends at once. */
async function endConnection(folder: string): Promise<void> {
  const socket = join(folder, SOCKET);
  // The name is asked for and not used: the socket says which connection is meant.
  const argv = ['ssh', '-F', '/dev/null', '-o', `ControlPath=${socket}`, '-O', 'exit', '--', 'left'];
  if (await fs.lstat(socket).catch(() => undefined)) await execute({ argv, onStdout: () => {}, onStderr: () => {} });
}

/** @param folder of a run that is over. */
export function removeSshFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's.
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
