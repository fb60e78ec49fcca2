/**
 * One multiplexed connection of the system's OpenSSH. Everything is a shell script for the login shell there; each tells
 * its own beginning and end, so that neither a greeting nor a broken connection is ever taken for an answer.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { fail, reasonOf, Stop } from '../errors.ts';
import { type Collector, collector, execute, passOn, startTrouble } from './exec.ts';
import type { Address, User } from './host.ts';
import { quoteWord } from './quote.ts';
import type { ScriptEnd, ScriptOptions } from './script.ts';
import { makeSshFiles, removeSshFolder, type SshFiles, type SshTarget } from './ssh-files.ts';
import { connectionTrouble, isAboutHostKey, lastWords, offeredKey } from './ssh-trouble.ts';

/** sshd allows ten sessions on one connection. */
const MOST_AT_ONCE = 8;
/** For one file; what may take longer says so. In milliseconds. */
const SCRIPT_LIMIT = 2 * 60_000;
/** Waits before a connection is tried again, in milliseconds. */
const AGAIN = [0, 1000, 3000, 6000];
/** How long the connection outlives a killed run without being used, in seconds. */
const PERSIST = 60;
/** A word that a shell which is none would get wrong. */
const CANARY = `a b'c"d$e\\f`;

/** The connection broke before the script told its end. */
export const BROKEN = Symbol('broken');

export interface OnceOptions extends ScriptOptions {
  /** Sees standard error's text before the lines are made. */
  filter?: (text?: string) => string;
  onLine?: (line: string) => void;
}

export class SshConnection {
  readonly name: string;
  /** Who we are there. */
  readonly user: User;
  /** A private folder there, made by us; removed at the end. */
  readonly folder: string;
  readonly #target: SshTarget;
  readonly #files: SshFiles;
  #asked = 0;
  #inputs = 0;
  #forwards = 0;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #closed = false;
  #lost = false;

  private constructor(target: SshTarget, files: SshFiles, folder: string) {
    this.name = target.host;
    this.#target = target;
    this.#files = files;
    this.folder = folder;
    this.user = { uid: -1, name: '' };
  }

  /**
   * @param token names the folder there: `/tmp/jampy-promote-TOKEN`.
   * @throws Stop: the host can not be reached, its key is not known, the login is refused, its shell is none.
   */
  static async open(target: SshTarget, token: string): Promise<SshConnection> {
    const files = await makeSshFiles(target);
    const connection = new SshConnection(target, files, remoteFolder(token));
    try {
      await connection.#checkKey();
      await connection.#connect();
      return connection;
    } catch (error) {
      await connection.close();
      if (error instanceof Stop && error.outcome === 'failed')
        throw fail(error.id, `${error.message} Nothing was changed.`, error);
      throw error;
    }
  }

  get roundTrips(): number {
    return this.#asked;
  }

  /** What must be removed on this machine when the run is killed. */
  get localFolder(): string {
    return this.#files.folder;
  }

  /** Runs a script that may be run twice without harm. @throws Stop when the connection stays broken. */
  async script(text: string, options: ScriptOptions = {}): Promise<ScriptEnd> {
    let trouble = '';
    // What was lost a moment ago is tried once: everything that follows would wait as long again.
    for (const [attempt, wait] of (this.#lost ? [0] : AGAIN).entries()) {
      if (attempt > 0) {
        options.onRetry?.();
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
      const end = await this.once(text, options);
      if (!isBroken(end)) {
        this.#lost = false;
        return end;
      }
      trouble = end.stderr;
    }
    this.#lost = true;
    throw this.lost(trouble);
  }

  /** Runs a script a single time. @throws Stop when it can not have run: the login or the host key is refused. */
  async once(text: string, options: OnceOptions = {}): Promise<ScriptEnd | { broken: typeof BROKEN; stderr: string }> {
    const word = randomBytes(9).toString('hex');
    const remote = `printf '%s\\n' b${word}; ( ${text}\n); printf '\\n%s %d\\n' e${word} "$?" >&2`;
    const out = afterMarker(`b${word}\n`, options.onBytes ? passOn(options.onBytes) : collector());
    const onLine = options.onLine;
    const err = collector(onLine && ((line) => line.includes(`e${word}`) || onLine(line)), options.filter);
    const sent = await this.#exchange(remote, options, out, err);
    const [stdout, stderr] = [out.end(), err.end()];
    const end = new RegExp(`\\r?\\n?e${word} (\\d+)\\s*$`).exec(stderr);
    if (end) return { code: Number(end[1]), stdout, stderr: stderr.slice(0, end.index) };
    if (sent === 255) await this.#throwPermanent(stderr);
    return { broken: BROKEN, stderr };
  }

  /** For a connection that can not be brought back. */
  lost(stderr: string): Stop {
    const trouble = connectionTrouble(this.name, this.#target.user, stderr);
    const why = trouble ? trouble.message : `The connection to ${this.name} broke: ${lastWords(stderr)}.`;
    return fail('ssh-lost', `${why} It was tried ${AGAIN.length} times.`);
  }

  /** A socket on this machine that leads to an address as the host sees it. */
  async forward(address: Address): Promise<Address> {
    const socket = join(this.#files.folder, `.s.PGSQL.${++this.#forwards}`);
    const to =
      'socket' in address
        ? address.socket
        : `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    // Makes sure that there is a connection.
    await this.script(':');
    const err = collector();
    const argv = this.#argv(['-O', 'forward', '-L', `${socket}:${to}`], []);
    const code = await execute({ argv, onStdout: () => {}, onStderr: err.data });
    const said = err.end();
    if (code !== 0) throw fail('ssh-forward', `${this.name} can not be asked to lead to ${to}: ${lastWords(said)}.`);
    return { socket };
  }

  /** Ends the connection and removes what it made on both machines. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.user.uid >= 0) await this.once(`rm -rf -- ${quoteWord(this.folder)}`, { timeoutMs: 10_000 });
    } catch {
      // A host that can not be reached any more keeps an empty private folder.
    }
    await this.#end();
    removeSshFolder(this.#files.folder);
  }

  #argv(options: readonly string[], command: readonly string[]): string[] {
    const { host, port, user } = this.#target;
    const { config, socket } = this.#files;
    const login = [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)])];
    return ['ssh', '-F', config, '-o', `ControlPath=${socket}`, ...options, ...login, '--', host, ...command];
  }

  /** @returns ssh's own exit code. */
  async #exchange(remote: string, options: OnceOptions, out: Collector, err: Collector): Promise<number | undefined> {
    await this.#turn();
    this.#asked++;
    // From a file: a connection that breaks in the middle would break a pipe that we write to.
    const input =
      options.input && options.input.length > 0 ? join(this.#files.folder, `in${++this.#inputs}`) : undefined;
    const multiplex = ['-o', 'ControlMaster=auto', '-o', `ControlPersist=${PERSIST}`];
    const ssh = this.#argv(multiplex, [remote]);
    // Bytes come by a file too: lines are looked for in what comes by a pipe, and large files may hold none.
    const output = options.onBytes ? join(this.#files.folder, `out${++this.#inputs}`) : undefined;
    const timer = setTimeout(() => void this.#end(), options.timeoutMs ?? SCRIPT_LIMIT);
    try {
      if (input) await fs.writeFile(input, options.input as Uint8Array, { mode: 0o600, flag: 'wx' });
      if (output) await fs.writeFile(output, '', { mode: 0o600, flag: 'wx' });
      const script = output ? 'out=$1; shift; exec "$@" <"$0" >"$out"' : 'exec "$@" <"$0"';
      const argv = ['sh', '-c', script, input ?? '/dev/null', ...(output ? [output] : []), ...ssh];
      const code = await execute({ argv, onStdout: out.data, onStderr: err.data });
      if (output) for await (const chunk of createReadStream(output)) out.data(chunk as Uint8Array);
      return code;
    } catch (error) {
      throw fail(
        'ssh-missing',
        `ssh can not be started on this machine (${startTrouble(error, 'ssh')}): install the OpenSSH client.`,
        error,
      );
    } finally {
      clearTimeout(timer);
      for (const file of [input, output]) if (file) await fs.rm(file, { force: true });
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
  }

  /** What ssh-key is not, before anybody is asked. */
  async #checkKey(): Promise<void> {
    const { key } = this.#files;
    if (key === undefined) return;
    const err = collector();
    const argv = ['ssh-keygen', '-y', '-P', '', '-f', key];
    const code = await execute({ argv, onStdout: () => {}, onStderr: err.data }).catch((error) => {
      throw fail(
        'ssh-missing',
        `ssh-keygen can not be started on this machine (${reasonOf(error)}): install the OpenSSH client.`,
      );
    });
    if (code === 0) return;
    const locked = /passphrase/i.test(err.end());
    throw new Stop(
      'usage',
      'ssh-key',
      locked
        ? 'ssh-key is protected by a passphrase, and nobody is there to type it: give a key of its own for deployment, without one.'
        : 'ssh-key is not a private key that OpenSSH can read: give the whole text of the file, from its BEGIN line to its END line.',
    );
  }

  async #connect(): Promise<void> {
    const folder = quoteWord(this.folder);
    const probe = `umask 077; mkdir ${folder} && id -u && id -un && printf '%s\\n' ${quoteWord(CANARY)}`;
    const end = await this.once(probe, { timeoutMs: 60_000 });
    if (isBroken(end)) {
      const trouble = connectionTrouble(this.name, this.#target.user, end.stderr);
      throw (
        trouble ??
        fail('ssh-unreachable', `${this.name} does not answer by ssh as a shell would: ${lastWords(end.stderr)}.`)
      );
    }
    const [uid, name, canary] = end.stdout.split('\n');
    if (end.code !== 0 || canary !== CANARY || !/^\d+$/.test(uid ?? '')) {
      throw fail(
        'ssh-shell',
        `The login at ${this.name} does not give a POSIX shell in which /tmp can be written (sh, bash, dash or zsh): ${lastWords(end.stderr || end.stdout)}.`,
      );
    }
    Object.assign(this.user, { uid: Number(uid), name });
  }

  /** A login or a host key that is refused is refused the next time too. */
  async #throwPermanent(stderr: string): Promise<void> {
    const aboutKey = isAboutHostKey(stderr);
    const offered = aboutKey ? await this.#offeredKey() : undefined;
    const trouble = connectionTrouble(this.name, this.#target.user, stderr, offered);
    if (trouble && trouble.id !== 'ssh-unreachable') throw trouble;
  }

  /** The key that the host offers, through jump hosts too; nothing is accepted by asking. */
  async #offeredKey(): Promise<string | undefined> {
    const err = collector();
    const argv = this.#argv(['-v', '-o', 'ControlPath=none'], ['true']);
    await execute({ argv, onStdout: () => {}, onStderr: err.data }).catch(() => undefined);
    return offeredKey(err.end());
  }

  /** Ends the connection, and with it every session. */
  async #end(): Promise<void> {
    const argv = this.#argv(['-O', 'exit'], []);
    await execute({ argv, onStdout: () => {}, onStderr: () => {} }).catch(() => undefined);
  }
}

export function isBroken<T extends object>(
  end: T | { broken: typeof BROKEN },
): end is Extract<T, { broken: typeof BROKEN }> {
  return 'broken' in end;
}

/** Where a run keeps its temporary files on the host. @param token letters and digits. */
export function remoteFolder(token: string): string {
  return `/tmp/jampy-promote-${token}`;
}

/** Passes on what comes after the marker: what a login shell says of its own is not ours. */
function afterMarker(marker: string, inner: Collector): Collector {
  let held: Buffer | undefined = Buffer.alloc(0);
  return {
    data(chunk) {
      if (held === undefined) return inner.data(chunk);
      held = Buffer.concat([held, chunk]);
      const at = held.indexOf(marker);
      if (at < 0) return;
      const rest = held.subarray(at + marker.length);
      held = undefined;
      if (rest.length > 0) inner.data(rest);
    },
    end: () => inner.end(),
  };
}
