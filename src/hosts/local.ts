/** This machine as a host: @actions/exec for programs, node:fs for files. The only place that starts processes here. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { fail, reasonOf } from '../errors.ts';
import type { Command, FileStat, Finished, Host, ShellOptions } from './host.ts';
import { asUser, groupArgv, markerFilter } from './process-group.ts';

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

export class LocalHost implements Host {
  readonly name = 'this machine';
  readonly #posix = process.platform !== 'win32';
  readonly #root = process.getuid?.() === 0;
  #setsid: Promise<boolean> | undefined;

  prepare(): void {
    if (this.#posix) void this.#ownSession();
  }

  async run(command: Command): Promise<Finished> {
    const { exec } = await import('@actions/exec');
    const marker = `group-${randomBytes(8).toString('hex')}`;
    let group: number | undefined;
    let timedOut = false;
    const argv = this.#posix ? groupArgv(command, marker, await this.#ownSession(), this.#root) : [...command.argv];
    const out = collector(command.onLine, (text) => text);
    const err = collector(command.onLine, this.#posix ? markerFilter(marker, (pid) => (group = pid)) : (text) => text);
    const end = () => {
      timedOut = true;
      if (group !== undefined) void this.#end(group, command.user);
    };
    const timer = command.timeoutMs > 0 ? setTimeout(end, command.timeoutMs) : undefined;
    command.signal?.addEventListener('abort', end, { once: true });
    try {
      const code: number | null = await exec(quoted(argv[0] as string), argv.slice(1), {
        silent: true,
        ignoreReturnCode: true,
        cwd: command.cwd ?? process.cwd(),
        env: { ...childEnvironment(), ...command.env },
        input: Buffer.from(command.input ?? ''),
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

  async readFile(path: string): Promise<Uint8Array | undefined> {
    return orUndefined(path, () => fs.readFile(path));
  }

  async writeFile(
    path: string,
    bytes: Uint8Array,
    options: { mode: number; owner?: { uid: number; gid: number } },
  ): Promise<void> {
    const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
    try {
      const file = await fs.open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, options.mode);
      try {
        await file.writeFile(bytes);
        await file.chmod(options.mode);
        if (options.owner && this.#root) await file.chown(options.owner.uid, options.owner.gid);
        await file.sync();
      } finally {
        await file.close();
      }
      await fs.rename(temporary, path);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw this.#cannot('write', path, error);
    }
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const found = await orUndefined(path, () => fs.lstat(path));
    if (!found) return undefined;
    const kind = found.isFile()
      ? 'file'
      : found.isDirectory()
        ? 'directory'
        : found.isSymbolicLink()
          ? 'symlink'
          : 'other';
    return { kind, size: found.size, mode: found.mode & 0o7777, uid: found.uid, gid: found.gid };
  }

  async createExclusive(path: string, bytes: Uint8Array, mode: number): Promise<boolean> {
    const temporary = `${path}.${randomBytes(6).toString('hex')}`;
    try {
      await fs.writeFile(temporary, bytes, { mode, flag: 'wx' });
      await fs.link(temporary, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw this.#cannot('write', path, error);
    } finally {
      await fs.rm(temporary, { force: true });
    }
  }

  async processesIn(path: string): Promise<number | undefined> {
    const folder = await fs.realpath(path).catch(() => path);
    const pids = await fs.readdir('/proc').catch(() => undefined);
    if (!pids) return undefined;
    const folders = await Promise.all(
      pids.filter((name) => /^\d+$/.test(name)).map((pid) => fs.readlink(`/proc/${pid}/cwd`).catch(() => undefined)),
    );
    return folders.filter((found) => found === folder).length;
  }

  list(path: string): Promise<string[] | undefined> {
    return orUndefined(path, () => fs.readdir(path));
  }

  async makeDirectory(path: string, options: { mode: number; owner?: { uid: number; gid: number } }): Promise<void> {
    try {
      await fs.mkdir(path, { recursive: true, mode: options.mode });
      await fs.chmod(path, options.mode);
      if (options.owner && this.#root) await fs.chown(path, options.owner.uid, options.owner.gid);
    } catch (error) {
      throw this.#cannot('make the folder', path, error);
    }
  }

  async removeEmptyDirectory(path: string): Promise<void> {
    await fs.rmdir(path).catch(() => {});
  }

  async changeMode(path: string, mode: number): Promise<void> {
    try {
      await fs.chmod(path, mode);
    } catch (error) {
      throw this.#cannot('set the permissions of', path, error);
    }
  }

  async rename(from: string, to: string): Promise<void> {
    try {
      await fs.rename(from, to);
    } catch (error) {
      throw this.#cannot(`move ${from} to`, to, error);
    }
  }

  async remove(path: string): Promise<void> {
    try {
      await fs.rm(path, { force: true });
    } catch (error) {
      throw this.#cannot('remove', path, error);
    }
  }

  async canWrite(path: string): Promise<boolean> {
    return fs.access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
  }

  async snapshotDatabase(path: string, to: string): Promise<void> {
    const { DatabaseSync, backup } = await import('node:sqlite');
    let source: InstanceType<typeof DatabaseSync> | undefined;
    try {
      source = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
      // All pages in one step: with the default rate a copy never ends while someone writes.
      await backup(source, to, { rate: 1_000_000 });
      await fs.chmod(to, 0o600);
    } catch (error) {
      throw this.#cannot('copy', path, error);
    } finally {
      source?.close();
    }
  }

  /** Ends a process group: first politely, then for good. */
  async #end(group: number, user: string | undefined): Promise<void> {
    const target = (await this.#ownSession()) ? -group : group;
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

  #ownSession(): Promise<boolean> {
    this.#setsid ??= (async () => {
      const { exec } = await import('@actions/exec');
      const options = { silent: true, ignoreReturnCode: true, delay: OUTPUT_GRACE, env: childEnvironment() };
      return exec('setsid', ['--wait', 'true'], options).then(
        (code) => code === 0,
        () => false,
      );
    })();
    return this.#setsid;
  }

  #cannot(verb: string, path: string, error: unknown) {
    return fail('host-file', `Could not ${verb} ${path} on ${this.name}: ${fileTrouble(error)}.`, error);
  }
}

/** What a file error means, without Node's codes. */
function fileTrouble(error: unknown): string {
  const known: Record<string, string> = {
    EACCES: 'the user of this run has no right to',
    EPERM: 'the user of this run has no right to',
    EROFS: 'it is on a file system that is read-only',
    ENOSPC: 'no space is left there',
    EDQUOT: "the user's quota is used up",
    ENOTDIR: 'a part of its path is a file',
    ENOENT: 'its folder is not there',
    EMFILE: 'too many files are open',
  };
  return known[String((error as NodeJS.ErrnoException)?.code)] ?? reasonOf(error);
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

async function orUndefined<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fail('host-file', `Could not read ${path} on this machine: ${fileTrouble(error)}.`, error);
  }
}
