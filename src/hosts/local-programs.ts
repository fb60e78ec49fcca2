/** Programs on this machine, as us or as another user. */
import { randomBytes } from 'node:crypto';
import { constants, openSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, Stop } from '../errors.ts';
import { type DeadManSwitch, NO_SWITCH } from './dead-man-switch.ts';
import { collector, endOfFile, execute, passOn, startTrouble } from './exec.ts';
import type { Command, Finished, ShellOptions, Started } from './host.ts';
import { folderName, leftRunningScript, parseLeftRunning } from './leftovers.ts';
import { asUser, groupArgv, markerFilter } from './process-group.ts';
import { quoteWords } from './quote.ts';
import { sudoTrouble } from './shell-words.ts';
import { endTree, windowsArgv, windowsShell } from './windows.ts';

/** Between asking a process group to end and forcing it, and until that has worked, in milliseconds. */
const TERM_GRACE = 3000;

const POSIX = process.platform !== 'win32';
const ROOT = process.getuid?.() === 0;

export class LocalPrograms {
  readonly name = 'this machine';
  readonly #user: string | undefined;
  readonly #token: string | undefined;

  /**
   * @param user name or numeric id; undefined: the user we are. @param token of this run: names its temporary folders, so
   * that they are found when it is killed.
   */
  constructor(user?: string, token?: string) {
    this.#user = user;
    this.#token = token;
  }

  async run(command: Command): Promise<Finished> {
    if (!command.detached || !POSIX) return this.#run(command, undefined);
    // To a file, not a pipe: a service that is started keeps its output, and must not die of a closed pipe when we end.
    const folder = await fs.mkdtemp(join(await temporary(), `${this.#ourName}-`));
    try {
      const output = join(folder, 'out');
      const finished = await this.#run(command, output);
      const stdout = await endOfFile(output);
      const refused = sudoTrouble(this.name, asUser(this.#user, ROOT), stdout);
      if (refused) throw refused;
      return { ...finished, stdout };
    } finally {
      await fs.rm(folder, { recursive: true, force: true });
    }
  }

  async #run(command: Command, output: string | undefined): Promise<Finished> {
    const marker = `group-${randomBytes(8).toString('hex')}`;
    let started: Started | undefined;
    let ran = false;
    let timedOut = false;
    let ending: Promise<void> | undefined;
    const late = POSIX && command.input instanceof Promise ? command.input : undefined;
    const pipe = late && join(await temporary(), `${this.#ourName}-${randomBytes(8).toString('hex')}.in`);
    const prefix = asUser(this.#user, ROOT);
    // Our own folder may be closed to another user.
    const cwd = command.cwd ?? (prefix.length > 0 ? '/' : undefined);
    const argv = POSIX
      ? groupArgv(command.argv, marker, { env: command.env, prefix, pipe, output })
      : windowsArgv(command.argv, marker);
    const out = command.onBytes ? passOn(command.onBytes) : collector(command.onLine);
    const end = () => {
      timedOut = true;
      if (started) ending ??= this.endGroup(started);
    };
    const onStarted = (told: Started) => {
      started = told;
      ran = true;
      command.onStarted?.(told);
      if (timedOut) end();
      if (late && pipe) void feed(pipe, late);
    };
    const err = collector(command.onLine, markerFilter(marker, onStarted));
    const timer = command.timeoutMs > 0 ? setTimeout(end, command.timeoutMs) : undefined;
    command.signal?.addEventListener('abort', end, { once: true });
    if (command.signal?.aborted) end();
    try {
      const code = await execute({
        argv,
        ...(cwd === undefined ? {} : { cwd }),
        ...(POSIX ? {} : { env: command.env ?? {} }),
        input: late ? Buffer.alloc(0) : Buffer.from((await command.input) ?? ''),
        onStdout: (bytes) => {
          // May be heard before the word of its start, which comes by the other way.
          ran = true;
          out.data(bytes);
        },
        onStderr: err.data,
      });
      const [stdout, stderr] = [out.end(), err.end()];
      if (!started && !timedOut && code !== 0) throw new Error(stderr.trim() || `exit code ${code}`);
      await ending;
      const refused = sudoTrouble(this.name, prefix, stderr);
      if (refused) throw refused;
      return { code: timedOut ? undefined : code, stdout, stderr, timedOut };
    } catch (error) {
      // Once it has started, what is thrown comes from whoever listens to it.
      if (error instanceof Stop || ran) throw error;
      throw fail(
        'host-run',
        `Could not start ${command.argv[0]} on ${this.name}: ${startTrouble(error, String(argv[0]))}.`,
        error,
      );
    } finally {
      clearTimeout(timer);
      command.signal?.removeEventListener('abort', end);
      if (pipe) await fs.rm(pipe, { force: true });
    }
  }

  shell(line: string, options: ShellOptions): Promise<Finished> {
    const argv: Command['argv'] = POSIX ? ['sh', '-c', line] : windowsShell(line);
    return new LocalPrograms(undefined, this.#token).run({ ...options, argv, detached: true });
  }

  async endGroup(started: Started): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await (POSIX ? this.#signal(started, signal) : endTree(started.pid));
      const deadline = Date.now() + TERM_GRACE;
      while (Date.now() < deadline) {
        if (!(await this.groupRuns(started))) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async groupRuns({ pid, ownGroup }: Started): Promise<boolean> {
    try {
      process.kill(ownGroup ? -pid : pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  async #signal({ pid, ownGroup }: Started, name: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const target = ownGroup ? -pid : pid;
    try {
      process.kill(target, name);
    } catch {
      // It ended by itself meanwhile.
    }
    if (this.#user === undefined || ROOT) return;
    // The program itself belongs to the other user; sudo's own process ends with it.
    const argv: Command['argv'] = ['kill', `-${name.slice(3)}`, '--', String(target)];
    await this.run({ argv, timeoutMs: 10_000 }).catch(() => {});
  }

  async leftRunning(token: string): Promise<Started[]> {
    if (!POSIX) return [];
    const argv: Command['argv'] = ['sh', '-c', leftRunningScript(await temporary(), token)];
    return parseLeftRunning((await new LocalPrograms().run({ argv, timeoutMs: 60_000 })).stdout);
  }

  async removeLeftovers(token: string): Promise<void> {
    const parent = await temporary();
    const ours = (await fs.readdir(parent)).filter((name) => name.startsWith(`${folderName(token)}-`));
    // Another user's stay.
    for (const name of ours) await fs.rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }

  get #ourName(): string {
    return this.#token === undefined ? 'jampy-promote-run' : folderName(this.#token);
  }

  commandLine(argv: readonly [string, ...string[]]): string {
    return quoteWords([...asUser(this.#user, ROOT), ...argv]);
  }

  async whenLost(): Promise<DeadManSwitch> {
    return NO_SWITCH;
  }

  async missingPrograms(names: readonly string[]): Promise<string[]> {
    if (!POSIX || names.length === 0) return [];
    const { stdout } = await this.run({
      argv: [
        'sh',
        '-c',
        'for name; do command -v -- "$name" >/dev/null 2>&1 || printf "%s\\0" "$name"; done',
        'sh',
        ...names,
      ],
      timeoutMs: 10_000,
    });
    return stdout.split('\0').filter(Boolean);
  }
}

/** Without links, since it is compared with what stands among a process's arguments. */
function temporary(): Promise<string> {
  return fs.realpath(tmpdir());
}

/**
 * Writes into a named pipe that its reader holds open; a reader that is gone wants nothing more. Never waits inside of the
 * system: for a reader that was ended, or one that does not read, that would keep our own process from ending.
 */
async function feed(pipe: string, input: Promise<string>): Promise<void> {
  try {
    const text = await input;
    // Opened without a reader this fails at once.
    const fd = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    // How the program ended says what went wrong.
    new Socket({ fd, readable: false }).on('error', () => {}).end(text);
  } catch {
    // So does it here.
  }
}
