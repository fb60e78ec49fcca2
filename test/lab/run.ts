/** Starting programs, waiting for them, and small helpers that every file of the lab needs. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

const FIRST_PORT = 15_000;
/** Ports a process: each of vitest's workers has a range of its own, as a port may be used a good while after the look. */
const PORTS = 900;
const RANGES = 16;
const given = new Set<number>();

/**
 * A port of this machine that nothing listens on and that this process was not given before. Below the ports that
 * outgoing connections are given, and picked by chance among those of this worker: other runs look for theirs too.
 */
export async function freePort(): Promise<number> {
  const range = Number(process.env.VITEST_POOL_ID ?? 0) % RANGES;
  for (;;) {
    const port = FIRST_PORT + range * PORTS + Math.floor(Math.random() * PORTS);
    if (given.size < PORTS / 2 && given.has(port)) continue;
    given.add(port);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Machines are of any speed: what takes a second on one is waited for this many times as long. */
const PATIENCE = 4;

/**
 * Asks again until `probe` answers something other than undefined; throws what it was when it did not.
 * @param seconds that it may take on a fast machine.
 */
export async function until<T>(what: string, seconds: number, probe: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + seconds * 1000 * PATIENCE;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`gave up after ${seconds * PATIENCE} seconds: ${what}`);
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
 * Runs `work` while holding a lock file, so that two test runs never build the same thing at once. The lock is SQLite's
 * own on that file: it ends with its process, however that ends.
 */
export async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const file = await until(`another run of the lab to finish with ${path}`, 600, async () => {
    const candidate = new DatabaseSync(path);
    try {
      candidate.exec('BEGIN EXCLUSIVE');
      return candidate;
    } catch (error) {
      candidate.close();
      if (/locked/.test(String(error))) return undefined;
      throw error;
    }
  });
  try {
    return await work();
  } finally {
    file.close();
  }
}

const cleanups = new Set<() => void>();

/**
 * Runs `cleanup` (synchronous) when this process ends before the returned function was called: also by Ctrl-C or by a
 * test runner that is told to stop, so that no started server outlives it.
 */
export function atEnd(cleanup: () => void): () => void {
  if (cleanups.size === 0 && process.listenerCount('exit', runCleanups) === 0) {
    process.on('exit', runCleanups);
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      process.once(signal, () => process.exit(code));
    }
  }
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

function runCleanups(): void {
  for (const cleanup of cleanups) cleanup();
  cleanups.clear();
}

/** Kills a process group at once; nothing happens when it is gone. */
export function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Ended already.
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
