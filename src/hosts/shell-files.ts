/**
 * Files by the programs that every GNU system has (find, cat, dd, install, mv, ln, rm, chmod, chgrp, sha256sum,
 * readlink), through a shell: over ssh, and as another user by sudo. Only these have to be permitted to us.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { fail, type Stop } from '../errors.ts';
import type { FileStat } from './host.ts';
import { quoteWord, quoteWords } from './quote.ts';
import { type RunScript, type ScriptEnd, scriptToBytes, scriptToFile, TRANSFER_LIMIT } from './script.ts';
import {
  beside,
  DAMAGED,
  fileTrouble,
  isMissing,
  linesOf,
  NOT_THERE,
  octal,
  parseStat,
  portions,
  putScript,
  STAT,
  startRefused,
  sudoRefused,
  sudoUser,
  TEMPORARY,
  withoutNoise,
} from './shell-words.ts';
import { SNAPSHOT_PROGRAM } from './snapshot-program.ts';

/** Bytes that the slowest line still carries in a millisecond. */
const SLOWEST = 50;

export class ShellFiles {
  readonly #run: RunScript;
  readonly #where: string;
  readonly #prefix: string;
  readonly #interpreter: string;
  readonly #root: boolean;

  /**
   * @param options.prefix put before every program, to be another user. @param options.where for sentences, e.g.
   * `app.example.com`. @param options.interpreter a Python on that host, for copies of databases.
   */
  constructor(
    run: RunScript,
    options: { where: string; prefix: readonly string[]; interpreter: string | undefined; root?: boolean },
  ) {
    this.#run = async (script, more) => {
      // From a folder that everybody may enter: find wants to go back to where it was started.
      const end = await run(`export LC_ALL=C; umask 077; cd /\n${script}`, more);
      return { ...end, stderr: withoutNoise(end.stderr) };
    };
    this.#where = options.where;
    this.#prefix = options.prefix.length > 0 ? `${quoteWords(options.prefix)} ` : '';
    this.#interpreter = options.interpreter ?? 'python3';
    this.#root = options.root === true;
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    const { end, bytes } = await scriptToBytes(this.#run, `${this.#prefix}cat -- ${quoteWord(path)}`, TRANSFER_LIMIT);
    if (end.code === 0) return bytes;
    if (isMissing(end.stderr)) return undefined;
    throw this.#cannot('read', path, end);
  }

  async digests(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const list of portions(paths)) {
      const end = await this.#text(`${this.#prefix}sha256sum -z -- ${quoteWords(list)}`);
      if (end.code !== 0 && !isMissing(end.stderr)) throw this.#cannot('read', list[0] as string, end);
      for (const entry of end.stdout.split('\0')) {
        const match = /^([0-9a-f]{64}) [ *]([\s\S]+)$/.exec(entry);
        if (match) found.set(match[2] as string, match[1] as string);
      }
    }
    return found;
  }

  async writeFile(path: string, bytes: Uint8Array, { mode }: { mode: number }): Promise<void> {
    const end = await this.#put(path, bytes, mode, `mv -fT -- ${TEMPORARY} ${quoteWord(path)}`);
    if (end.code !== 0) throw this.#cannot('write', path, end);
  }

  async createExclusive(path: string, bytes: Uint8Array, mode: number): Promise<boolean> {
    const end = await this.#put(path, bytes, mode, `ln -T -- ${TEMPORARY} ${quoteWord(path)}`);
    if (end.code === 0) return true;
    if (!/File exists/.test(end.stderr)) throw this.#cannot('write', path, end);
    // Run twice over a broken connection the second finds the file of the first.
    return end.retried && Buffer.from((await this.readFile(path)) ?? '').equals(Buffer.from(bytes));
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const end = await this.#text(`${this.#prefix}find ${quoteWord(path)} -maxdepth 0 -printf '${STAT}\\n'`);
    if (end.code !== 0) {
      if (isMissing(end.stderr)) return undefined;
      throw this.#cannot('look at', path, end);
    }
    return parseStat(end.stdout.trimEnd().split(' '));
  }

  async tree(path: string): Promise<ReadonlyMap<string, FileStat>> {
    const end = await this.#text(`${this.#prefix}find ${quoteWord(path)} -printf '${STAT} %p\\0'`);
    const found = new Map<string, FileStat>();
    for (const entry of end.stdout.split('\0')) {
      const [kind, size, mode, uid, gid, ...rest] = entry.split(' ');
      if (rest.length > 0) found.set(rest.join(' '), parseStat([kind, size, mode, uid, gid]));
    }
    if (found.size === 0 && end.code !== 0 && !isMissing(end.stderr)) throw this.#cannot('look at', path, end);
    return found;
  }

  async realPath(path: string): Promise<string> {
    const end = await this.#run(`${this.#prefix}readlink -f -- ${quoteWord(path)}`);
    const answer = end.stdout.replace(/\n$/, '');
    return end.code === 0 && posix.isAbsolute(answer) ? answer : path;
  }

  async processesIn(path: string, program: RegExp): Promise<number | undefined> {
    const folder = await this.realPath(path);
    const links = `find /proc -mindepth 2 -maxdepth 2 '(' -name cwd -o -name exe ')' -printf '%p %l\\0' 2>/dev/null`;
    const { stdout } = await this.#text(`${this.#prefix}${links}`);
    if (!stdout) return undefined;
    const seen = new Map<string, { cwd?: string; exe?: string }>();
    for (const entry of stdout.split('\0')) {
      const match = /^\/proc\/(\d+)\/(cwd|exe) ([\s\S]*)$/.exec(entry);
      if (match) seen.set(match[1] as string, { ...seen.get(match[1] as string), [match[2] as string]: match[3] });
    }
    return [...seen.values()].filter(({ cwd, exe }) => cwd === folder && program.test(posix.basename(exe ?? '')))
      .length;
  }

  async list(path: string): Promise<string[] | undefined> {
    return (await this.lists([path])).get(path);
  }

  async lists(paths: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const found = new Map<string, string[]>();
    const folders = new Map(paths.map((path) => [`${path.replace(/\/+$/, '')}/.`, path]));
    for (const list of portions([...folders.keys()])) {
      const end = await this.#text(`${this.#prefix}find ${quoteWords(list)} -maxdepth 1 -printf '%d/%f\\0%H\\0'`);
      if (end.code !== 0 && !isMissing(end.stderr)) throw this.#cannot('list', paths.join(' and '), end);
      const parts = end.stdout.split('\0');
      for (let at = 0; at + 1 < parts.length; at += 2) {
        const [entry, path] = [parts[at] as string, folders.get(parts[at + 1] as string)];
        if (path === undefined) continue;
        const names = found.get(path) ?? [];
        found.set(path, names);
        if (entry.startsWith('1/')) names.push(entry.slice(2));
      }
    }
    return found;
  }

  async age(path: string): Promise<number | undefined> {
    const script = `${this.#prefix}find ${quoteWord(path)} -maxdepth 0 -printf '%C@\\n' && date +%s`;
    const end = await this.#text(script);
    const [changed, now] = end.stdout.split('\n').map(Number);
    if (end.code === 0 && changed && now) return Math.max(0, now - changed);
    if (isMissing(end.stderr)) return undefined;
    throw this.#cannot('look at', path, end);
  }

  async makeDirectory(path: string, { mode }: { mode: number }): Promise<void> {
    await this.#do(`install -d -m ${octal(mode)} -- ${quoteWord(path)}`, 'make the folder', path);
  }

  async removeEmptyDirectory(path: string): Promise<void> {
    await this.#run(`${this.#prefix}find ${quoteWord(path)} -maxdepth 0 -type d -empty -delete`);
  }

  async changeMode(paths: readonly string[], mode: number): Promise<void> {
    for (const list of portions(paths)) {
      await this.#do(`chmod -- ${octal(mode)} ${quoteWords(list)}`, 'set the permissions of', list[0] as string);
    }
  }

  async changeOwner(paths: readonly string[], { uid, gid }: { uid: number; gid: number }): Promise<void> {
    const program = this.#root && !this.#prefix ? `chown -h -- ${uid}:${gid}` : `chgrp -h -- ${gid}`;
    for (const list of portions(paths)) {
      await this.#do(`${program} ${quoteWords(list)}`, 'set the group of', list[0] as string);
    }
  }

  async rename(from: string, to: string): Promise<void> {
    let retried = false;
    const end = await this.#run(`${this.#prefix}mv -fT -- ${quoteWord(from)} ${quoteWord(to)}`, {
      onRetry: () => {
        retried = true;
      },
    });
    // Run a second time over a broken connection it finds the work done.
    const done = retried && isMissing(end.stderr) && (await this.stat(to)) !== undefined;
    if (end.code !== 0 && !done) throw this.#cannot(`move ${from} to`, to, end);
  }

  async remove(path: string): Promise<void> {
    await this.#do(`rm -f -- ${quoteWord(path)}`, 'remove', path);
  }

  async canWrite(path: string): Promise<boolean> {
    return this.allows(path, 'writable');
  }

  protected async allows(path: string, what: 'readable' | 'writable'): Promise<boolean> {
    const end = await this.#run(`${this.#prefix}find ${quoteWord(path)} -maxdepth 0 -${what} -printf y`);
    return end.code === 0 && end.stdout === 'y';
  }

  /** Asked as us: it needs no right to the folder itself. */
  async freeSpace(path: string): Promise<{ bytes: number; files: number | undefined } | undefined> {
    const end = await this.#run(`stat -f -c '%a %S %c %d' -- ${quoteWord(path)}`);
    const [blocks = Number.NaN, size = 0, files = 0, free = 0] = end.stdout.trim().split(' ').map(Number);
    if (end.code !== 0 || Number.isNaN(blocks)) return undefined;
    return { bytes: blocks * size, files: files > 0 ? free : undefined };
  }

  async notPermitted(programs: readonly string[]): Promise<{ as: string; programs: string[] } | undefined> {
    const as = sudoUser(this.#prefix);
    if (as === undefined) return undefined;
    const end = await this.#run(
      [
        `for name in ${quoteWords(programs)}; do`,
        `  sudo -n -l -u ${quoteWord(as)} -- "$name" >/dev/null 2>&1 && continue`,
        // A shell answers with the bare name for what it has built in, as kill; sudoers wants the path.
        `  path=$(command -v -- "$name") || path=$name`,
        `  case $path in /*) ;; *) [ -x "/usr/bin/$name" ] && path=/usr/bin/$name ;; esac`,
        `  printf '%s\\0' "$path"`,
        'done',
      ].join('\n'),
    );
    const refused = end.stdout.split('\0').filter(Boolean);
    return refused.length > 0 ? { as, programs: refused } : undefined;
  }

  async snapshotDatabase(path: string, to: string): Promise<void> {
    const argv = [this.#interpreter, '-I', '-c', SNAPSHOT_PROGRAM, path];
    const end = await scriptToFile(this.#run, `${this.#prefix}${quoteWords(argv)}`, to);
    if (end.code === 0) return;
    const trouble = startRefused(end);
    if (trouble === undefined) throw this.#cannot('copy', path, end);
    const what = `Could not copy ${path} on ${this.#where}: the Python that does it, ${this.#interpreter},`;
    throw fail('host-file', `${what} ${trouble}.`);
  }

  /** Writes a temporary file with its final mode, makes sure of what arrived, and puts it in place. */
  async #put(path: string, bytes: Uint8Array, mode: number, place: string): Promise<ScriptEnd & { retried: boolean }> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const script = putScript({ prefix: this.#prefix, temporary: beside(path), sha256, mode, place });
    let retried = false;
    const end = await this.#run(script, {
      input: bytes,
      timeoutMs: TRANSFER_LIMIT + bytes.length / SLOWEST,
      onRetry: () => {
        retried = true;
      },
    });
    if (end.code === DAMAGED) {
      throw fail(
        'upload-damaged',
        `What was written to ${path} on ${this.#where} is not what was sent; it was removed.`,
      );
    }
    return { ...end, retried };
  }

  async #do(command: string, verb: string, path: string): Promise<void> {
    const end = await this.#run(`${this.#prefix}${command}`);
    if (end.code !== 0) throw this.#cannot(verb, path, end);
  }

  /** Output of any length, as text. */
  async #text(script: string): Promise<ScriptEnd> {
    const { end, bytes } = await scriptToBytes(this.#run, script);
    return { ...end, stdout: bytes.toString('utf8') };
  }

  #cannot(verb: string, path: string, end: ScriptEnd): Stop {
    const lines = linesOf(end.stderr);
    const refused = lines.find((line) => /^sudo: /.test(line) || /sudo: (command )?not found/.test(line));
    if (refused !== undefined) return sudoRefused(this.#where, this.#prefix, refused);
    const said = lines.filter((line) => !NOT_THERE.test(line)).at(-1) ?? lines.at(-1) ?? `exit code ${end.code}`;
    const why = verb === 'copy' && isMissing(end.stderr) ? 'it is not there' : fileTrouble(said);
    return fail('host-file', `Could not ${verb} ${path} on ${this.#where}: ${why}.`);
  }
}
