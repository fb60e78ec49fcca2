/** Looks again and again at every process of this machine for texts that must not stand in arguments or environments. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Watch {
  /** `arguments of …` or `environment of …`, for every process in which a secret was seen. */
  found(): string[];
  /** Programs (first two arguments) that descended from the watched process. */
  children(): string[];
  /** How often it looked. */
  looks(): number;
  stop(): void;
}

/**
 * @param secrets texts that no process may show.
 * @param root process that was given them: its own environment may hold them, its arguments not; undefined: not known yet.
 */
export function watchProcesses(secrets: readonly string[], root: () => number | undefined): Watch {
  const found = new Set<string>();
  const children = new Set<string>();
  let looks = 0;
  const look = () => {
    looks++;
    const family = new Set([root()]);
    const rootArgs = read(root() ?? 0, 'cmdline');
    for (const pid of readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b)) {
      const args = read(pid, 'cmdline');
      if (args === undefined) continue;
      const parent = Number(
        read(pid, 'stat')
          ?.replace(/^.*\) /s, '')
          .split(' ')[1],
      );
      const name = args.split('\0').slice(0, 3).join(' ').slice(0, 120);
      if (family.has(parent)) {
        family.add(pid);
        children.add(name);
      }
      if (secrets.some((secret) => args.includes(secret))) found.add(`arguments of ${name}`);
      // Between fork and exec a child is still a picture of its parent, environment included.
      if (pid === process.pid || pid === root() || args === rootArgs) continue;
      const environment = read(pid, 'environ') ?? '';
      if (secrets.some((secret) => environment.includes(secret))) found.add(`environment of ${name}`);
    }
  };
  const timer = setInterval(look, 3);
  return {
    found: () => [...found],
    children: () => [...children],
    looks: () => looks,
    stop: () => clearInterval(timer),
  };
}

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
