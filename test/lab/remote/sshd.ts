/** An OpenSSH server of its own on a free port of 127.0.0.1. */

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { atEnd, endGroup, freePort, killGroup, run, tryRun, until } from '../run.ts';

export interface SshdOptions {
  /** Default: a free one. Give the port of a stopped one to see a host that changed its key. */
  port?: number;
  /** Default yes: forwarded ports and sockets are allowed. */
  forwarding?: boolean;
  /** More lines of its configuration. */
  settings?: readonly string[];
}

export interface Sshd {
  host: '127.0.0.1';
  port: number;
  /** Line for known_hosts. */
  knownHosts: string;
  /** As ssh prints it, `SHA256:…`. */
  fingerprint: string;
  /** Path of what it logged, by level VERBOSE. */
  log: string;
  /** Process id of the listening process, which leads its own process group. */
  pid: number;
  /** Ends it and every connection to it. */
  stop(): Promise<void>;
}

/** A key pair without a passphrase. */
export interface KeyPair {
  /** In OpenSSH's format. */
  private: string;
  public: string;
}

/** Makes an ed25519 key pair at `path` and `path.pub`. */
export async function newKey(path: string): Promise<KeyPair> {
  await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]);
  return { private: await readFile(path, 'utf8'), public: (await readFile(`${path}.pub`, 'utf8')).trim() };
}

/**
 * @param folder of the machine; the server gets a folder of its own below it.
 * @param login the only user who may log in, the public key that it does so with, and the PATH of its commands.
 */
export async function startSshd(
  folder: string,
  login: { user: string; key: string; path: string },
  options: SshdOptions = {},
): Promise<Sshd> {
  const place = await mkdtemp(join(folder, 'sshd-'));
  const hostKey = join(place, 'host_key');
  const { public: publicKey } = await newKey(hostKey);
  const fingerprint = (await run(['ssh-keygen', '-l', '-f', hostKey])).split(' ')[1] ?? '';
  const port = options.port ?? (await freePort());
  const log = join(place, 'log');
  await writeFile(join(place, 'authorized_keys'), `${login.key}\n`);
  await writeFile(log, '');
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    `PidFile ${join(place, 'pid')}`,
    `AuthorizedKeysFile ${join(place, 'authorized_keys')}`,
    `AllowUsers ${login.user}`,
    'AuthenticationMethods publickey',
    'UsePAM no',
    `SetEnv PATH=${login.path}`,
    `AllowTcpForwarding ${options.forwarding === false ? 'no' : 'yes'}`,
    `AllowStreamLocalForwarding ${options.forwarding === false ? 'no' : 'yes'}`,
    'PrintMotd no',
    'LogLevel VERBOSE',
    'Subsystem sftp internal-sftp',
    ...(options.settings ?? []),
  ];
  const configuration = join(place, 'sshd_config');
  await writeFile(configuration, `${lines.join('\n')}\n`);
  await mkdir('/run/sshd', { recursive: true });
  // sshd reads authorized_keys as the user who logs in: the folder is open, its keys are not.
  await run(['chmod', '755', place]);
  await run(['/usr/sbin/sshd', '-t', '-f', configuration]);
  const child = spawn('/usr/sbin/sshd', ['-D', '-f', configuration, '-E', log], { detached: true, stdio: 'ignore' });
  const forget = atEnd(() => killGroup(child));
  const stop = async () => {
    forget();
    // Each connection leads a process group of its own.
    const connections = await childrenOf(child.pid ?? 0);
    await endGroup(child);
    for (const pid of connections) endProcess(pid);
  };
  try {
    await until(`sshd to listen on port ${port}`, 20, async () => {
      if (child.exitCode !== null)
        throw new Error(`sshd ended with ${child.exitCode}:\n${await readFile(log, 'utf8')}`);
      return (await listens(port)) || undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const knownHosts = `[127.0.0.1]:${port} ${publicKey}`;
  return { host: '127.0.0.1', port, knownHosts, fingerprint, log, pid: child.pid ?? 0, stop };
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await tryRun(['pgrep', '-P', String(pid)]);
  return stdout.split('\n').filter(Boolean).map(Number);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It ended by itself.
  }
}

async function listens(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
