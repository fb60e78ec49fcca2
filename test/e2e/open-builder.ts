/**
 * Asks, over and over while something runs, whether anybody could get into a Builder: every port on which a process of
 * the watched run listens is asked as a stranger would, without a login and with the administrator that everybody knows.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { JamClient } from '../lab/builder.ts';

const MARK = 'WATCHED_FOR_OPEN_BUILDERS';

export interface Watched {
  /** Ports that processes of the run listened on. */
  ports: number[];
  /** Answers of Jam.py. */
  answers: number;
  /** How a stranger got in; none: never. */
  open: string[];
}

export interface BuilderWatch {
  /** Environment of what is watched; its children inherit it. */
  env: Record<string, string>;
  stop(): Promise<Watched>;
}

export function watchBuilders(line: 5 | 7): BuilderWatch {
  const mark = randomBytes(8).toString('hex');
  const ports = new Set<number>();
  const open: string[] = [];
  let [answers, over] = [0, false];
  const watching = (async () => {
    while (!over) {
      for (const port of await portsOf(`${MARK}=${mark}`)) {
        ports.add(port);
        const said = await strangerAt(port, line);
        if (said === undefined) continue;
        answers++;
        if (said) open.push(`${said} on port ${port}`);
      }
      await sleep(10);
    }
  })();
  return {
    env: { [MARK]: mark },
    stop: async () => {
      over = true;
      await watching;
      return { ports: [...ports], answers, open };
    },
  };
}

/** How a stranger gets into the Builder at this port: '' not at all; undefined: nobody answered. */
async function strangerAt(port: number, line: 5 | 7): Promise<string | undefined> {
  const url = `http://127.0.0.1:${port}/`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  if (!answer) return undefined;
  await answer.arrayBuffer().catch(() => undefined);
  const attempt = <T>(work: Promise<T>) =>
    Promise.race([work.catch(() => undefined), sleep(2000, undefined, { ref: false })]);
  if ((await attempt(new JamClient(url, line, 0).server('server_get_task_info'))) !== undefined)
    return 'without a login';
  if (await attempt(new JamClient(url, line, 0).login('admin', '111'))) return 'as admin with 111';
  return '';
}

/** TCP ports (IPv4 and IPv6) on which processes with this in their environment listen. */
async function portsOf(mark: string): Promise<number[]> {
  const sockets = new Set<string>();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(mark)) continue;
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode) sockets.add(inode);
    }
  }
  if (sockets.size === 0) return [];
  const LISTEN = '0A';
  const found = new Set<number>();
  for (const table of ['tcp', 'tcp6']) {
    for (const row of (await readFile(`/proc/net/${table}`, 'utf8').catch(() => '')).split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
      if (state === LISTEN && sockets.has(inode)) found.add(Number.parseInt(local.split(':')[1] ?? '', 16));
    }
  }
  return [...found];
}
