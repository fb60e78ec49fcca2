/** Reads single inputs by their kind and collects what is wrong with them. */
import { posix, resolve } from 'node:path';
import { parseDatabaseUrl } from './database/connection.ts';
import { reasonOf, usage } from './errors.ts';

export interface Login {
  login: string;
  password: string;
}

/** `90s`, `30m`, `2h` or plain seconds, in milliseconds; undefined when it is none of them. */
export function parseDuration(value: string): number | undefined {
  const match = /^(\d{1,9})\s*(ms|s|m|h)?$/i.exec(value.trim());
  if (!match) return undefined;
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[(match[2] ?? 's').toLowerCase()] ?? 1000;
  return Number(match[1]) * factor;
}

/** Far below what Node's timers hold (2^31 milliseconds): a longer one would end at once. */
const LONGEST_WAIT = 7 * 24 * 3_600_000;

/** Collects problems while values are read, so that all are told at once. */
export class InputReader {
  readonly problems: string[] = [];
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** An address of a database, of which no part is repeated: it holds a password. */
  databaseUrl(projectDir: string | undefined): string | undefined {
    const value = this.get('database-url');
    if (value === undefined) return undefined;
    try {
      parseDatabaseUrl(value, projectDir);
    } catch (error) {
      this.problems.push(reasonOf(error));
    }
    return value;
  }

  flag(name: string): boolean {
    const value = this.get(name) ?? 'false';
    if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
    this.problems.push(`${name}: "${value}" is neither true nor false.`);
    return false;
  }

  /** @param shortest and the result in milliseconds. */
  duration(name: string, shortest = 0): number {
    const value = this.get(name) ?? '';
    const parsed = parseDuration(value);
    if (parsed === undefined)
      this.problems.push(`${name}: "${value}" is not a time. Write for example 90s, 30m or 2h.`);
    else if (parsed < shortest)
      this.problems.push(`${name}: "${value}" is shorter than ${shortest / 1000} s. Write for example 90s, 30m or 2h.`);
    else if (parsed > LONGEST_WAIT)
      this.problems.push(`${name}: "${value}" is longer than 7 days. Write a shorter time.`);
    return parsed ?? 0;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.get(name) ?? '';
    if ((allowed as readonly string[]).includes(value)) return value as T;
    this.problems.push(`${name}: "${value}" is not known. Write one of: ${allowed.join(', ')}.`);
    return allowed[0] as T;
  }

  /** An http(s) address; the value is not repeated, it may hold a login. */
  address(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    try {
      const url = new URL(value);
      if (url.protocol === 'http:' || url.protocol === 'https:') return value;
    } catch {
      // Told below.
    }
    this.problems.push(`${name} is not an address. Write it as https://app.example.com/.`);
    return undefined;
  }

  login(prefix: 'builder' | 'app'): Login | undefined {
    const login = this.get(`${prefix}-login`);
    const password = this.get(`${prefix}-password`);
    if (login !== undefined && password !== undefined) return { login, password };
    if (login !== undefined) this.problems.push(`${prefix}-password is missing: ${prefix}-login is given.`);
    if (password !== undefined) this.problems.push(`${prefix}-login is missing: ${prefix}-password is given.`);
    return undefined;
  }

  stopOnProblems(): void {
    if (this.problems.length === 0) return;
    throw usage(
      'input',
      this.problems.length === 1
        ? (this.problems[0] as string)
        : `${this.problems.length} inputs are wrong:\n- ${this.problems.join('\n- ')}`,
    );
  }

  /** A value of a certain form; what it must be is told in `kind`. */
  matching(name: string, form: RegExp, kind: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || form.test(value)) return value;
    this.problems.push(`${name}: ${JSON.stringify(value.slice(0, 100))} is not ${kind}.`);
    return undefined;
  }

  /** A path on another machine, which knows no workspace. */
  hostPath(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (!value.startsWith('/') || value.includes('\0')) {
      this.problems.push(`${name}: with ssh-host it is a path on that machine: write it absolute, e.g. /srv/app.`);
    }
    return posix.normalize(value).replace(/(?<=.)\/$/, '');
  }

  /** A program on another machine: its path, or a name that is searched for there. */
  hostProgram(name: string): string | undefined {
    const value = this.get(name);
    return value?.includes('/') ? this.hostPath(name) : value;
  }

  /** Absolute, or relative to the workspace. */
  folder(name: string, workspace: string): string | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : resolve(workspace, value);
  }
}
