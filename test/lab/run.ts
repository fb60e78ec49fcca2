/** Starting programs, waiting for them, and small helpers that every file of the lab needs. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. Never throws because of its exit code; a program that is not there gives code 127. */
export async function tryRun(argv: readonly string[], options: SpawnOptions & { input?: string } = {}): Promise<Ran> {
  const [program, ...args] = argv;
  const { input, ...rest } = options;
  const child = spawn(program ?? '', args, {
    ...rest,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  if (input !== undefined) {
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  }
  return await new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: stderr + error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Runs a program that must succeed; throws with the end of its output. Returns its standard output. */
export async function run(argv: readonly string[], options: SpawnOptions & { input?: string } = {}): Promise<string> {
  const ran = await tryRun(argv, options);
  if (ran.code !== 0) {
    const tail = `${ran.stdout}\n${ran.stderr}`.trim().split('\n').slice(-15).join('\n');
    throw new Error(`${argv.join(' ').slice(0, 300)} ended with ${ran.code}:\n${tail}`);
  }
  return ran.stdout;
}

/** A TCP port of the loopback interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}

export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Asks again until `probe` answers something other than undefined; throws what it was after `seconds`. */
export async function until<T>(what: string, seconds: number, probe: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`gave up after ${seconds} seconds: ${what}`);
    await sleep(50);
  }
}

/** Is a process (or, negative, a process group) alive? */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends a process group that was started detached: asks, waits up to ten seconds, then insists. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch {
      // The group is gone already.
    }
  };
  signal('SIGTERM');
  const gone = async () => (alive(-pid) ? undefined : true);
  await until('process group to end', 10, gone).catch(async () => {
    signal('SIGKILL');
    await until('process group to be killed', 10, gone);
  });
}

/**
 * Runs `work` while holding a lock folder, so that two test runs never build the same thing at once.
 * A lock whose process is dead is taken over.
 */
export async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const owner = join(path, 'pid');
  await until(`the lock ${path} (remove it when no other run of the lab is alive)`, 600, async () => {
    try {
      await mkdir(path);
      await writeFile(owner, String(process.pid));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(await readFile(owner, 'utf8').catch(() => ''));
      const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
      if (pid ? !alive(pid) : age > 5000) await rm(path, { recursive: true, force: true });
      return undefined;
    }
  });
  try {
    return await work();
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Tells one line a step with its time in seconds. */
export type Tell = (line: string) => void;

export async function timed<T>(tell: Tell, what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  tell(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  return result;
}

/** Is this Debian (or a child of it) and are we root, so that apt-get may be used without asking? */
export async function mayInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await exists('/usr/bin/apt-get'));
}

/** Installs Debian packages; only called where `mayInstallPackages`. */
export async function aptInstall(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run(['apt-get', 'update', '-q'], { env });
  await run(['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}
