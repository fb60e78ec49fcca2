/**
 * The private folder of one ssh connection: the key (mode 600), the known hosts, one configuration that also jump hosts
 * obey, and the socket of the multiplexed connection. Removed when the connection is closed.
 */
import { readdirSync, rmSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usage } from '../errors.ts';
import { runBriefly } from './endable.ts';
import { fileTrouble } from './file-trouble.ts';

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
/** For a master to end, in milliseconds. */
const MASTER_LIMIT = 5000;

/** @throws Stop `ssh-key` and so on: a path is given, and no file is there. */
export async function makeSshFiles(target: SshTarget): Promise<SshFiles> {
  await sweepSshFolders();
  const folder = await fs.mkdtemp(join(await parentOf(), `${PREFIX}${process.pid}-`));
  try {
    return await fill(folder, target);
  } catch (error) {
    removeSshFolder(folder);
    throw error;
  }
}

async function fill(folder: string, target: SshTarget): Promise<SshFiles> {
  const file = async (name: string, input: string, value: string | undefined) => {
    if (value === undefined) return undefined;
    // OpenSSH wants its last line ended.
    const text = `${(await textOf(input, value)).replace(/\r\n/g, '\n').trimEnd()}\n`;
    await fs.writeFile(join(folder, name), text, { mode: 0o600, flag: 'wx' });
    return join(folder, name);
  };
  const key = await file('key', 'ssh-key', target.key);
  const known = await file('known_hosts', 'ssh-known-hosts', target.knownHosts);
  const own = await file('given_config', 'ssh-config', target.config);
  const lines = [
    'Host *',
    // The first value of an option counts: whatever the configurations below say, keys are checked and nobody is asked.
    '  StrictHostKeyChecking yes',
    '  NoHostAuthenticationForLocalhost no',
    '  VerifyHostKeyDNS no',
    '  UpdateHostKeys no',
    '  BatchMode yes',
    '  LogLevel INFO',
    '  ConnectTimeout 15',
    '  ServerAliveInterval 5',
    '  ServerAliveCountMax 3',
    '  ForwardX11 no',
    '  ForwardAgent no',
    '  RequestTTY no',
    '  RemoteCommand none',
    // For jump hosts; the connection itself has its own on the command line.
    '  ControlMaster no',
    '  ControlPath none',
    ...(known ? [`  UserKnownHostsFile "${known}"`, '  GlobalKnownHostsFile /dev/null'] : []),
    ...(key ? [`  IdentityFile "${key}"`, '  IdentitiesOnly yes'] : []),
    ...(own ? [`Include "${own}"`] : ['Include ~/.ssh/config', 'Include /etc/ssh/ssh_config']),
  ];
  const config = join(folder, 'config');
  await fs.writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  return { folder, config, key, socket: join(folder, SOCKET) };
}

/** The value itself, or the content of the file that it names. */
async function textOf(input: string, value: string): Promise<string> {
  const given = value.trim();
  if (given.includes('\n') || given.length > 1000) return value;
  const path = given.replace(/^~(?=\/)/, process.env.HOME ?? '~');
  return fs.readFile(path, 'utf8').catch((error: unknown) => {
    // Known hosts and configurations may be a single line too.
    if (!/^[~.]*\/\S*$/.test(given)) return value;
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = gone ? 'there is no such file' : `it can not be read: ${fileTrouble(error)}`;
    throw usage(input, `${input} is the path ${given}: ${why}.`);
  });
}

/** Where the folder may be, the best first. */
function parents(): string[] {
  return [process.env.RUNNER_TEMP, tmpdir(), '/tmp'].filter((path): path is string => !!path);
}

/** @returns the first of them whose path a socket can have, and OpenSSH's configuration. */
async function parentOf(): Promise<string> {
  for (const parent of parents()) {
    const path = await fs.realpath(parent).catch(() => parent);
    const fits = Buffer.byteLength(path) + PREFIX.length + 20 <= LONGEST_FOLDER;
    // These mean something between quotes, to `Include` or to `ControlPath`.
    if (fits && !/["\\%*?[\]{}]|\p{Cc}/u.test(path)) return path;
  }
  return '/tmp';
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
      if (!(await isOurs(folder))) continue;
      await endMaster(join(folder, SOCKET)).catch(() => undefined);
      removeSshFolder(folder);
    }
  }
}

async function isOurs(folder: string): Promise<boolean> {
  const stat = await fs.lstat(folder).catch(() => undefined);
  return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

/** Ends a connection and what uses it; a master that does not answer is forgotten. */
export async function endMaster(socket: string): Promise<void> {
  if (!(await fs.lstat(socket).catch(() => undefined))) return;
  // The name is asked for and not used: the socket says which connection is meant.
  const argv = ['ssh', '-F', '/dev/null', '-o', controlPath(socket), '-O', 'exit', '--', 'connection'];
  await runBriefly(argv, MASTER_LIMIT).catch(() => undefined);
  await fs.rm(socket, { force: true });
}

/** As an option of ssh, which reads it like a line of its configuration. */
export function controlPath(socket: string): string {
  return `ControlPath="${socket}"`;
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
