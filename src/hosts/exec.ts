/** The only place that starts processes: @actions/exec, its output bounded and handed out by lines or bytes. */
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { reasonOf } from '../errors.ts';

const KEPT_OUTPUT = 64 * 1024;
const LONGEST_LINE = 2000;
/** How long after a program's end we wait for programs it left behind that still hold its output, in milliseconds. */
const OUTPUT_GRACE = 1000;

export interface Execution {
  argv: readonly string[];
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /**
   * A program that ends without reading it breaks the run, even an empty one: give such programs a file. Without it
   * standard input stays open and empty.
   */
  input?: Buffer;
  onStdout: (bytes: Buffer) => void;
  onStderr: (bytes: Buffer) => void;
}

/** Bytes that Linux takes as one argument, its end included. */
const LONGEST_ARGUMENT = 128 * 1024;

/**
 * @returns the exit code. @throws when it could not be started; see startTrouble. What a listener threw comes once the
 * program has ended, and that listener is told no more; the other one may have to tell how to end it.
 */
export async function execute(execution: Execution): Promise<number | undefined> {
  const { exec } = await import('@actions/exec');
  const { argv, cwd = process.cwd() } = execution;
  // What the system refuses to start for its words @actions/exec never answers, and it ends our process.
  if (argv.some((word) => Buffer.byteLength(word) >= LONGEST_ARGUMENT)) {
    throw new Error('one of its arguments is longer than 128 KiB');
  }
  if (argv.some((word) => word.includes('\0'))) throw new Error('one of its arguments holds a NUL byte');
  if (cwd.includes('\0')) throw new Error('the name of its folder holds a NUL byte');
  const [program = '', ...args] = argv;
  let thrown: { error: unknown } | undefined;
  // Thrown inside of @actions/exec it would end our process.
  const kept = (onBytes: (bytes: Buffer) => void) => {
    let deaf = false;
    return (bytes: Buffer) => {
      if (deaf) return;
      try {
        onBytes(bytes);
      } catch (error) {
        deaf = true;
        thrown ??= { error };
      }
    };
  };
  const code: number | null = await exec(quoted(program), args, {
    silent: true,
    ignoreReturnCode: true,
    cwd,
    env: { ...childEnvironment(), ...execution.env },
    ...(execution.input ? { input: execution.input } : {}),
    delay: OUTPUT_GRACE,
    listeners: { stdout: taken(kept(execution.onStdout)), stderr: taken(kept(execution.onStderr)) },
  });
  if (thrown) throw (thrown as { error: unknown }).error;
  return code ?? undefined;
}

/**
 * @actions/exec goes on to look for lines in what its listeners have seen, and keeps all that has none: 100 MB of zeros
 * took it two minutes. So they get a copy, and what is left for it is one short line.
 */
function taken(onBytes: (bytes: Buffer) => void): (bytes: Buffer) => void {
  return (bytes) => {
    onBytes(Buffer.from(bytes));
    bytes.fill(0);
    bytes[bytes.length - 1] = 10;
  };
}

/**
 * What no child gets: our own inputs (which may be secrets), the job's tokens, and the files by which a step tells its
 * outputs: what an application's code wrote there would pass for our word.
 */
const HIDDEN =
  /^(INPUT_.*|JAMPY_.*|ACTIONS_.*|(GITHUB|GH)(_ENTERPRISE)?_TOKEN|GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY))$/i;

/** Of what we were given; a service that is started here must outlive the job. */
function childEnvironment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !HIDDEN.test(name)) env[name] = value;
  }
  // GitHub's runner ends every process that carries this mark when the job is over.
  if (env.RUNNER_TRACKING_ID !== undefined) env.RUNNER_TRACKING_ID = '';
  return env;
}

/** @actions/exec splits its first argument at blanks, so the program's path is quoted. It knows no escape but `\"`. */
function quoted(program: string): string {
  return `"${program.replaceAll('"', '\\"')}"`;
}

/** What @actions/exec says about a program that it does not find is three sentences about PATH. */
export function startTrouble(error: unknown, program: string): string {
  const said = reasonOf(error).replace(/\.$/, '');
  return /^Unable to locate executable file/.test(said) ? `${program} is not there` : said;
}

export interface Collector {
  data: (chunk: Uint8Array) => void;
  /** @returns the end of the stream, at most 64 KiB. */
  end: () => string;
}

/** Collects the end of a stream and hands out whole lines. @param filter sees the text first; at the end nothing. */
export function collector(
  onLine?: (line: string) => void,
  filter: (text?: string) => string = (text = '') => text,
): Collector {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  let line = '';
  const take = (raw?: string) => {
    const text = filter(raw);
    kept = (kept + text).slice(-KEPT_OUTPUT);
    if (!onLine) return;
    line += text;
    const lines = line.split(/\r?\n/);
    line = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const whole of lines) onLine(whole.slice(0, LONGEST_LINE));
  };
  return {
    data: (chunk) => take(decoder.write(Buffer.from(chunk))),
    end: () => {
      take(decoder.end());
      take();
      if (onLine && line) onLine(line);
      return kept;
    },
  };
}

/** Hands the bytes on instead of keeping them. */
export function passOn(onBytes: (bytes: Uint8Array) => void): Collector {
  return { data: onBytes, end: () => '' };
}

/** The end of a file of output, as text; nothing where there is none. */
export async function endOfFile(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - KEPT_OUTPUT);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const bytes = buffer.subarray(0, bytesRead);
    // The rest of a character whose beginning is left out.
    const first = from === 0 ? 0 : bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
    return bytes.subarray(Math.max(0, first)).toString('utf8');
  } finally {
    await file.close();
  }
}
