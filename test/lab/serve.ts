/** Serving projects with gunicorn through their wsgi.py, as production does; never with Jam.py's own server.py. */

import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from './project.ts';
import { atEnd, endGroup, freePort, killGroup, type Ran, tryRun, until } from './run.ts';

type Servable = Pick<Project, 'dir' | 'python'>;

export interface ServeOptions {
  /** serviceCommands: started as soon as the port answers, though workers may still start or fail; default false. */
  early?: boolean;
  /** Worker processes; default 1. */
  workers?: number;
  /** Threads a worker; default none (a sync worker). */
  threads?: number;
  /** Load the application once, before the workers are made. */
  preload?: boolean;
  /** Seconds after which gunicorn kills a silent worker; default 120. */
  timeout?: number;
  /** Default: a free one. */
  port?: number;
  /** Added to the environment. */
  env?: Record<string, string>;
}

export interface Served {
  /** `http://127.0.0.1:port/`. */
  url: string;
  port: number;
  /** Process id of gunicorn's master, which leads its own process group. */
  pid: number;
  /** What gunicorn and Jam.py wrote so far. */
  output(): string;
  /** Ends the whole process group. */
  stop(): Promise<void>;
}

function gunicorn(project: Servable, port: number, options: ServeOptions): string[] {
  const argv = [project.python, '-m', 'gunicorn', 'wsgi:application', '--chdir', project.dir];
  argv.push(
    '--bind',
    `127.0.0.1:${port}`,
    '--workers',
    String(options.workers ?? 1),
    '--timeout',
    String(options.timeout ?? 120),
  );
  argv.push('--graceful-timeout', '5');
  if (options.threads) argv.push('--threads', String(options.threads));
  if (options.preload) argv.push('--preload');
  return argv;
}

/** Serves a project and waits until it answers. Throws with gunicorn's words when it ends instead. */
export async function serve(project: Servable, options: ServeOptions = {}): Promise<Served> {
  const port = options.port ?? (await freePort());
  const [program, ...args] = gunicorn(project, port, options);
  let output = '';
  const child = spawn(program ?? '', args, {
    cwd: project.dir,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-65_536);
    });
  }
  const forget = atEnd(() => killGroup(child));
  const stop = async () => {
    forget();
    await endGroup(child);
  };
  const url = `http://127.0.0.1:${port}/`;
  try {
    await until(`gunicorn to answer at ${url}`, 60, async () => {
      if (child.exitCode !== null) throw new Error(`gunicorn ended with ${child.exitCode}:\n${output}`);
      // Somebody else's server may answer there while ours still tries to get the port.
      if (/Connection in use/.test(output)) throw new Error(`port ${port} is taken:\n${output}`);
      return /Listening at/.test(output) ? await answers(url) : undefined;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, pid: child.pid ?? 0, output: () => output, stop };
}

async function answers(url: string): Promise<true | undefined> {
  try {
    await (await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(30_000) })).arrayBuffer();
    return true;
  } catch {
    return undefined;
  }
}

const READY_HOOK = `import os

def post_worker_init(worker):
    open(os.path.join(FOLDER, str(worker.pid)), 'w').close()
`;

export interface ServiceCommands {
  url: string;
  port: number;
  /** Shell lines, as an operator would give them to the action. */
  startCommand: string;
  stopCommand: string;
  restartCommand: string;
  /** gunicorn's master writes its process id here. */
  pidFile: string;
}

/**
 * Writes `start.sh` and `stop.sh` into `folder`, which must be outside the project. Start daemonises gunicorn and ends
 * when the port answers; stop ends it and waits until it is gone. Both succeed when there is nothing to do.
 */
export async function serviceCommands(
  project: Servable,
  folder: string,
  options: ServeOptions = {},
): Promise<ServiceCommands> {
  const port = options.port ?? (await freePort());
  const pidFile = join(folder, 'gunicorn.pid');
  await mkdir(folder, { recursive: true });
  const line = [
    ...gunicorn(project, port, options),
    '--daemon',
    '--pid',
    pidFile,
    '--error-logfile',
    join(folder, 'gunicorn.log'),
    '--config',
    join(folder, 'gunicorn.conf.py'),
  ];
  // A worker that is still starting while somebody imports may end, and gunicorn with it, or write old settings back:
  // started means that all of them are ready.
  const ready = join(folder, 'ready');
  await writeFile(join(folder, 'gunicorn.conf.py'), READY_HOOK.replace('FOLDER', JSON.stringify(ready)));
  const variables = Object.entries(options.env ?? {}).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  // A process that nobody has reaped yet is gone too: some systems take seconds for it.
  const alive = `kill -0 "$pid" 2>/dev/null && ! grep -q "^State:.Z" "/proc/$pid/status" 2>/dev/null`;
  const running = `pid=$(cat ${quote(pidFile)} 2>/dev/null) && ${alive}`;
  const start = join(folder, 'start.sh');
  const stop = join(folder, 'stop.sh');
  await writeFile(
    start,
    `#!/bin/sh
# Started services outlive the step that starts them: nothing of ours may stay open in them.
if ${running}; then exit 0; fi
rm -rf ${quote(ready)} && mkdir ${quote(ready)} || exit 1
${variables.join('')}${line.map(quote).join(' ')} </dev/null >/dev/null 2>&1 || exit 1
for attempt in $(seq 1500); do
  if [ "$(ls ${quote(ready)} | wc -l)" -ge ${options.early ? 0 : (options.workers ?? 1)} ] && ${running} && ${quote(project.python)} -c 'import socket; socket.create_connection(("127.0.0.1", ${port}), 1)' 2>/dev/null; then exit 0; fi
  sleep 0.1
done
echo "gunicorn did not start, see ${join(folder, 'gunicorn.log')}" >&2
exit 1
`,
  );
  await writeFile(
    stop,
    `#!/bin/sh
if ! { ${running}; }; then exit 0; fi
kill -TERM "$pid"
for attempt in $(seq 300); do
  if ! { ${alive}; }; then rm -f ${quote(pidFile)}; exit 0; fi
  sleep 0.1
done
kill -KILL "$pid"
`,
  );
  await Promise.all([chmod(start, 0o755), chmod(stop, 0o755)]);
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    startCommand: quote(start),
    stopCommand: quote(stop),
    restartCommand: `${quote(stop)} && ${quote(start)}`,
    pidFile,
  };
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The first load completes the admin.sqlite that jam-project.py made, column by column: of several workers at once one may
 * find a column that another has just added, and end.
 */
export async function loadOnce(project: Servable): Promise<void> {
  const { code, stderr } = await bareImport(project);
  if (code !== 0) throw new Error(`Jam.py does not load ${project.dir}:\n${stderr}`);
}

/**
 * Jam.py alone: one process that starts the application once, which imports whatever lies in `migration/`, and ends.
 * Its exit code says nothing about the import; its words are on standard error.
 */
export async function bareImport(project: Servable): Promise<Ran> {
  const script = 'import sys; from jam.wsgi import create_application; create_application(sys.argv[1])';
  return await tryRun([project.python, '-c', script, join(project.dir, 'wsgi.py')], { cwd: project.dir });
}
