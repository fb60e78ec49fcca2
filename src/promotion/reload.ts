/** Servers that reload by a sign from the project's owner: gunicorn by SIGHUP, others by the time of a file. */
import { fail } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import { type Run, sleep } from './run.ts';

const POLL = 300;
/** One signal, one look. */
const LIMIT = 30_000;

/**
 * The process id of gunicorn's master.
 * @param host acting as the project's owner.
 * @throws Stop: no such file, no number in it, no such process, or one that is not gunicorn.
 */
export async function gunicornMaster(host: Host, pidFile: string): Promise<number> {
  const trouble = (what: string) =>
    fail(
      'gunicorn-pid',
      `service gunicorn: ${pidFile} on ${host.name} ${what}; start gunicorn with --pid ${pidFile}, or correct the path`,
    );
  const bytes = await host.readFile(pidFile);
  if (!bytes) throw trouble('is not there, so that gunicorn does not run or writes its process id elsewhere');
  const text = Buffer.from(bytes.subarray(0, 40)).toString('latin1').trim();
  const pid = Number(text);
  if (!/^\d{1,10}$/.test(text) || pid <= 1) throw trouble('holds no process id');
  if (!(await host.groupRuns({ pid, ownGroup: false }))) throw trouble(`names process ${pid}, which does not run`);
  // A file that was left behind may name a process that has nothing to do with it.
  const command = await host.readFile(`/proc/${pid}/cmdline`).catch(() => undefined);
  if (command && !Buffer.from(command).includes('gunicorn'))
    throw trouble(`names process ${pid}, which is not gunicorn`);
  return pid;
}

/** Process ids of its workers; undefined where they can not be seen. */
export async function gunicornWorkers(host: Host, master: number): Promise<number[] | undefined> {
  const bytes = await host.readFile(`/proc/${master}/task/${master}/children`).catch(() => undefined);
  return bytes && Buffer.from(bytes).toString('latin1').split(/\s+/).filter(Boolean).map(Number);
}

/** gunicorn replaces its workers; ended when those of before are gone. @throws Stop */
export async function hangUp(run: Run, pidFile: string): Promise<void> {
  const { host } = run;
  const limit = run.inputs.serviceTimeoutMs;
  const master = await gunicornMaster(host, pidFile);
  const before = await gunicornWorkers(host, master);
  const { code, stderr } = await host.run({ argv: ['kill', '-s', 'HUP', String(master)], timeoutMs: LIMIT });
  if (code !== 0) {
    throw fail('restart-command', `gunicorn's process ${master} could not be told to reload: ${oneLine(stderr, code)}`);
  }
  for (const deadline = Date.now() + limit; ; ) {
    await sleep(POLL);
    const now = await gunicornWorkers(host, master);
    if (!(await host.groupRuns({ pid: master, ownGroup: false }))) {
      throw fail('restart-command', `gunicorn (${pidFile}) ended when it was told to reload; its own log says why`);
    }
    if (!before || !now) return;
    if (now.length > 0 && now.every((pid) => !before.includes(pid))) return;
    if (Date.now() < deadline) continue;
    throw fail(
      'restart-command',
      `gunicorn (${pidFile}) was told to reload, and within ${limit / 1000} s (service-timeout) not all of its old workers ended`,
    );
  }
}

/** The server loads the application anew when it sees the new time. @throws Stop */
export async function touch(run: Run, path: string): Promise<void> {
  const { code, stderr } = await run.host.run({ argv: ['touch', '-c', '--', path], timeoutMs: LIMIT });
  if (code === 0 && (await run.host.stat(path))) return;
  const why = code === 0 ? 'it is not there' : oneLine(stderr, code);
  throw fail('restart-command', `${path} on ${run.host.name} could not be touched: ${why}`);
}

function oneLine(stderr: string, code: number | undefined): string {
  return stderr.trim().split('\n').at(-1)?.slice(0, 300) || `exit code ${code}`;
}
