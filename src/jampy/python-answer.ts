/** One question to a Python program on the host, which answers with JSON in its last line. */
import type { Finished, Host } from '../hosts/host.ts';

export interface Question {
  /** Interpreter on the host. */
  python: string;
  program: string;
  /** Handed over on standard input as one line of JSON: it may hold a secret. */
  given?: unknown;
  timeoutMs: number;
}

export interface Answer<T> {
  /** Undefined where there was none. */
  value: T | undefined;
  /** Why there was none, in a few words. */
  trouble: string;
}

/** @returns the answer as the program claims it to be: to be checked. */
export async function askPython<T>(host: Host, { python, program, given, timeoutMs }: Question): Promise<Answer<T>> {
  const input = given === undefined ? {} : { input: `${JSON.stringify(given)}\n` };
  const finished = await host.run({ argv: [python, '-c', program], ...input, timeoutMs });
  const value = lastLine(finished) as T | undefined;
  const trouble = finished.timedOut ? `no end within ${timeoutMs / 1000} s` : lastWords(finished);
  return { value, trouble };
}

function lastLine({ stdout }: Finished): unknown {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}

function lastWords({ stderr, code }: Finished): string {
  return stderr.trim().split('\n').at(-1)?.slice(0, 300) || `exit code ${code}`;
}
