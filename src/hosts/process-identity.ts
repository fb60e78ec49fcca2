/** Which process of which machine something belongs to: its number alone may be another's by now, or of another container. */
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  host: string;
  /** Boot and process namespace, where the system tells: only there the process id means something. */
  machine?: string;
  pid: number;
  /** Start of the process in clock ticks since boot, where the system tells: process ids are used again. */
  started?: string | undefined;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  return { host: hostname(), ...(await machine()), pid: process.pid, started: await processStart(process.pid) };
}

/** Whether its process id means something here. */
export async function isOfThisMachine(other: ProcessIdentity): Promise<boolean> {
  const here = await machine();
  return (
    other.host === hostname() &&
    (other.machine === undefined || here.machine === undefined || other.machine === here.machine)
  );
}

/** @param other of this machine. */
export async function isDeadHere(other: Pick<ProcessIdentity, 'pid' | 'started'>): Promise<boolean> {
  try {
    process.kill(other.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const started = await processStart(other.pid);
  return other.started !== undefined && started !== undefined && started !== other.started;
}

/** Field 22 of /proc/PID/stat; undefined where there is no such file, `ended` for a process that was not reaped yet. */
async function processStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the program's name in brackets and may hold blanks.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields && /^[ZX]/.test(fields[0] ?? '') ? 'ended' : fields?.[19];
}

/** Containers may share a host's name, and a machine that was started anew its process ids. */
async function machine(): Promise<{ machine?: string }> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    return { machine: `${boot} ${await readlink('/proc/self/ns/pid')}` };
  } catch {
    return {};
  }
}
