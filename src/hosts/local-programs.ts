/** Programs on this machine, through @actions/exec: the only place that starts processes. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { fail, reasonOf } from '../errors.ts';
import type { Command, Finished, ShellOptions } from './host.ts';
import { asUser, groupArgv, markerFilter, type Started } from './process-group.ts';

const KEPT_OUTPUT = 64 * 1024;
const LONGEST_LINE = 2000;
/** How long after a program's end we wait for programs it left behind that still hold its output, in milliseconds. */
const OUTPUT_GRACE = 1000;
/** Between asking a process group to end and forcing it, in milliseconds. */
const TERM_GRACE = 3000;

/** Our own inputs (which may be secrets) never reach a child; a service that is started here must outlive the job. */
function childEnvironment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(INPUT_|JAMPY_)/i.test(name)) env[name] = value;
  }
  // GitHub's runner ends every process that carries this mark when the job is over.
  if (env.RUNNER_TRACKING_ID !== undefined) env.RUNNER_TRACKING_ID = '';
  return env;
}

/** Collects the end of a stream and hands out whole lines. */
function collector(onLine: ((line: string) => void) | undefined, filter: (text: string) => string) {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  let line = '';
  const take = (raw: string) => {
    const text = filter(raw);
    kept = (kept + text).slice(-KEPT_OUTPUT);
    if (!onLine) return;
    line += text;
    const lines = line.split(/\r?\n/);
    line = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const whole of lines) onLine(whole.slice(0, LONGEST_LINE));
  };
  return {
    data: (chunk: Buffer) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end());
      if (onLine && line) onLine(line);
      return kept;
    },
  };
}

export class LocalPrograms {
  readonly name = 'this machine';
  readonly #posix = process.platform !== 'win32';
  readonly #root = process.getuid?.() === 0;

  async run(command: Command): Promise<Finished> {
    const { exec } = await import('@actions/exec');
    const marker = `group-${randomBytes(8).toString('hex')}`;
    let started: Started | undefined;
    let timedOut = false;
    const late = this.#posix && command.input instanceof Promise ? command.input : undefined;
    const pipe = late && join(await fs.realpath(tmpdir()), `jampy-promote-${randomBytes(8).toString('hex')}.in`);
    const argv = this.#posix ? groupArgv(command, marker, this.#root, pipe) : [...command.argv];
    const out = collector(command.onLine, (text) => text);
    const onStarted = (told: Started) => {
      started = told;
      if (late && pipe) void feed(pipe, late);
    };
    const err = collector(command.onLine, this.#posix ? markerFilter(marker, onStarted) : (text) => text);
    const end = () => {
      timedOut = true;
      if (started) void this.#end(started, command.user);
    };
    const timer = command.timeoutMs > 0 ? setTimeout(end, command.timeoutMs) : undefined;
    command.signal?.addEventListener('abort', end, { once: true });
    try {
      const code: number | null = await exec(quoted(argv[0] as string), argv.slice(1), {
        silent: true,
        ignoreReturnCode: true,
        cwd: command.cwd ?? process.cwd(),
        env: { ...childEnvironment(), ...command.env },
        input: late ? Buffer.alloc(0) : Buffer.from((await command.input) ?? ''),
        delay: OUTPUT_GRACE,
        listeners: { stdout: out.data, stderr: err.data },
      });
      return { code: timedOut ? undefined : (code ?? undefined), stdout: out.end(), stderr: err.end(), timedOut };
    } catch (error) {
      const as = command.user === undefined ? '' : ` as user ${command.user}`;
      const first = String(argv[0]);
      const missing = first === command.argv[0] ? '' : ` (through ${first})`;
      throw fail(
        'host-run',
        `Could not start ${command.argv[0]}${as}${missing} on ${this.name}: ${startTrouble(error, first)}.`,
        error,
      );
    } finally {
      clearTimeout(timer);
      command.signal?.removeEventListener('abort', end);
      if (pipe) await fs.rm(pipe, { force: true });
    }
  }

  async shell(line: string, options: ShellOptions): Promise<Finished> {
    if (!this.#posix) return this.run({ ...options, argv: ['cmd.exe', '/d', '/s', '/c', line] });
    // To a file, not a pipe: a service started by the line keeps its output, and must not die of a closed pipe
    // when we end.
    const output = join(await fs.realpath(tmpdir()), `jampy-promote-${randomBytes(8).toString('hex')}.out`);
    await fs.writeFile(output, '', { mode: 0o600, flag: 'wx' });
    try {
      const argv: Command['argv'] = ['sh', '-c', 'exec sh -c "$2" >"$1" 2>&1', 'sh', output, line];
      const finished = await this.run({ ...options, argv });
      const said = await fs.readFile(output);
      return { ...finished, stdout: said.subarray(-KEPT_OUTPUT).toString('utf8') };
    } finally {
      await fs.rm(output, { force: true });
    }
  }

  /** Ends a process group: first politely, then for good. */
  async #end({ pid, ownGroup }: Started, user: string | undefined): Promise<void> {
    const target = ownGroup ? -pid : pid;
    const signal = async (name: 'SIGTERM' | 'SIGKILL') => {
      if (user !== undefined && !this.#root) {
        const argv = [...asUser(user, false), 'kill', `-${name.slice(3)}`, '--', String(target)];
        await this.run({ argv: argv as [string, ...string[]], timeoutMs: 10_000 }).catch(() => {});
        return;
      }
      try {
        process.kill(target, name);
      } catch {
        // It ended by itself meanwhile.
      }
    };
    await signal('SIGTERM');
    setTimeout(() => void signal('SIGKILL'), TERM_GRACE).unref();
  }
}

/** Writes into a named pipe that its reader holds open; a reader that is gone wants nothing more. */
async function feed(pipe: string, input: Promise<string>): Promise<void> {
  try {
    const handle = await fs.open(pipe, constants.O_WRONLY);
    try {
      await handle.writeFile(await input);
    } finally {
      await handle.close();
    }
  } catch {
    // How the program ended says it.
  }
}

/** @actions/exec splits its first argument at blanks, so the program's path is quoted. */
function quoted(program: string): string {
  return `"${program.replace(/(["\\])/g, '\\$1')}"`;
}

/** What @actions/exec says about a program that it does not find is three sentences about PATH. */
function startTrouble(error: unknown, program: string): string {
  const said = reasonOf(error).replace(/\.$/, '');
  return /^Unable to locate executable file/.test(said) ? `${program} is not there` : said;
}
