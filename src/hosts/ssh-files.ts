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
import { isDeadHere, isOfThisMachine, ownIdentity, type ProcessIdentity } from './process-identity.ts';

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
  /** The version of this machine's ssh; undefined when it is none that we can read. */
  client: Version | 'missing' | undefined;
  /** To be called when the connection has ended; when the process ends before that it is done by itself. */
  remove(): void;
}

type Version = readonly [major: number, minor: number];

const PREFIX = 'jampy-promote-ssh-';
const SOCKET = 'c';
/** Whose folder it is. */
const OWNER = 'owner';
/** After that a folder is removed whose owner can not be asked for, in milliseconds: no run takes so long. */
const LONGEST_RUN = 24 * 60 * 60_000;
/** A socket's path has at most 107 bytes, and ssh appends 17 to the one it makes first. */
const LONGEST_FOLDER = 80;
/** For a master to end, in milliseconds. */
const MASTER_LIMIT = 5000;
/** For ssh to tell its version, in milliseconds. */
const ASK_LIMIT = 10_000;

/** @throws Stop `ssh-key` and so on: a path is given, and no file is there. */
export async function makeSshFiles(target: SshTarget): Promise<SshFiles> {
  await sweepSshFolders();
  const [parent, client, owner] = await Promise.all([parentOf(), clientVersion(), ownIdentity()]);
  const folder = await fs.mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  const atExit = () => removeSshFolder(folder);
  process.once('exit', atExit);
  const remove = () => {
    process.off('exit', atExit);
    removeSshFolder(folder);
  };
  try {
    // Before the key: whoever sweeps meanwhile must know that we live.
    await fs.writeFile(join(folder, OWNER), JSON.stringify(owner), { mode: 0o600, flag: 'wx' });
    return { folder, ...(await fill(folder, target, client)), client, socket: join(folder, SOCKET), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What `ssh -V` says. */
async function clientVersion(): Promise<SshFiles['client']> {
  const { code, stderr } = await runBriefly(['ssh', '-V'], ASK_LIMIT);
  if (code === 127) return 'missing';
  const [, major, minor] = /OpenSSH_(\d+)\.(\d+)/.exec(stderr) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

async function fill(
  folder: string,
  target: SshTarget,
  client: SshFiles['client'],
): Promise<Pick<SshFiles, 'config' | 'key'>> {
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
    ...optionsFor(client).map((option) => `  ${option}`),
    ...(known ? [`  UserKnownHostsFile "${known}"`, '  GlobalKnownHostsFile /dev/null'] : []),
    ...(key ? [`  IdentityFile "${key}"`, '  IdentitiesOnly yes'] : []),
    ...(own ? [`Include "${own}"`] : ['Include ~/.ssh/config', 'Include /etc/ssh/ssh_config']),
  ];
  const config = join(folder, 'config');
  await fs.writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
  return { config, key };
}

/**
 * What holds whatever the configurations after it say, since the first value of an option counts: keys are checked,
 * nobody is asked, and the session is ours.
 */
function optionsFor(client: SshFiles['client']): string[] {
  const since = (major: number, minor: number, ...options: string[]) => {
    if (!Array.isArray(client)) return options;
    const [ofClient, under] = client as Version;
    return ofClient > major || (ofClient === major && under >= minor) ? options : [];
  };
  return [
    'StrictHostKeyChecking yes',
    'NoHostAuthenticationForLocalhost no',
    'VerifyHostKeyDNS no',
    'UpdateHostKeys no',
    // It could name any key that is offered as a known one.
    ...since(8, 5, 'KnownHostsCommand none'),
    // As ssh-keygen tells it, and as we look for it.
    'FingerprintHash sha256',
    'BatchMode yes',
    'LogLevel INFO',
    'ConnectTimeout 15',
    'ServerAliveInterval 5',
    'ServerAliveCountMax 3',
    // The key is not to outlive the run in somebody's agent.
    'AddKeysToAgent no',
    'ForwardX11 no',
    'ForwardAgent no',
    // Ports and tunnels for somebody at a terminal: a busy one would be in the way, and none is to be opened there.
    'ClearAllForwardings yes',
    'RequestTTY no',
    'RemoteCommand none',
    // It would be given the input of our script.
    'PermitLocalCommand no',
    // As `ssh -n`, `-N`, `-s` and `-f`: no input, no shell, and an end before the script's own.
    ...since(8, 7, 'StdinNull no', 'SessionType default', 'ForkAfterAuthentication no'),
    // For jump hosts; the connection itself has its own on the command line.
    'ControlMaster no',
    'ControlPath none',
  ];
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

/**
 * @returns the first of them whose path a socket can have, OpenSSH's configuration, and a shell: ssh writes the path of the
 * configuration into the command that leads through a jump host, without quotes.
 */
async function parentOf(): Promise<string> {
  for (const parent of parents()) {
    const path = await fs.realpath(parent).catch(() => parent);
    const fits = Buffer.byteLength(path) + PREFIX.length + 20 <= LONGEST_FOLDER;
    if (fits && /^[\w./@+-]+$/.test(path)) return path;
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
      const folder = join(parent, name);
      if (!(pid > 0) || !(await isOurs(folder)) || !(await isOver(folder, pid))) continue;
      await endMaster(join(folder, SOCKET)).catch(() => undefined);
      removeSshFolder(folder);
    }
  }
}

/** @param pid of its name, which is all that is known where a run was killed at once, or was an older version's. */
async function isOver(folder: string, pid: number): Promise<boolean> {
  const owner = await ownerOf(folder);
  if (owner === undefined) return isDeadHere({ pid });
  if (await isOfThisMachine(owner)) return isDeadHere(owner);
  // Containers share folders, and not their processes. A run makes files in there until it ends.
  const stat = await fs.lstat(folder).catch(() => undefined);
  return stat !== undefined && Date.now() - stat.mtimeMs > LONGEST_RUN;
}

async function ownerOf(folder: string): Promise<ProcessIdentity | undefined> {
  try {
    const owner = JSON.parse(await fs.readFile(join(folder, OWNER), 'utf8')) as ProcessIdentity;
    return Number.isInteger(owner.pid) && owner.pid > 0 && typeof owner.host === 'string' ? owner : undefined;
  } catch {
    return undefined;
  }
}

async function isOurs(folder: string): Promise<boolean> {
  const stat = await fs.lstat(folder).catch(() => undefined);
  return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

/** Ends a connection and what uses it; a master that does not answer is forgotten. */
export async function endMaster(socket: string): Promise<void> {
  if (!(await fs.lstat(socket).catch(() => undefined))) return;
  await runBriefly(ofMaster(socket, ['-O', 'exit']), MASTER_LIMIT).catch(() => undefined);
  await fs.rm(socket, { force: true });
}

/** Asks a master for something, and for nothing that a configuration may add to it. */
export function ofMaster(socket: string, request: readonly string[]): string[] {
  // The name has to be there and is not used: the socket says which connection is meant.
  return ['ssh', '-F', '/dev/null', '-o', controlPath(socket), ...request, '--', 'connection'];
}

/** As an option of ssh, which reads it like a line of its configuration. */
export function controlPath(socket: string): string {
  return `ControlPath="${socket}"`;
}

function removeSshFolder(folder: string): void {
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
