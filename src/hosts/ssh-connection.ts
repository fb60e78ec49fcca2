/**
 * One multiplexed connection of the system's OpenSSH. Everything is a shell script for the login shell there; each tells
 * its own beginning and end, so that neither a greeting nor a broken connection is ever taken for an answer.
 */
import { join } from 'node:path';
import { fail, Stop } from '../errors.ts';
import { stillArmed } from './dead-man-switch.ts';
import { runBriefly } from './endable.ts';
import type { Address, User } from './host.ts';
import { quoteWord } from './quote.ts';
import type { ScriptEnd, ScriptOptions } from './script.ts';
import { controlPath, endMaster, makeSshFiles, ofMaster, type SshFiles, type SshTarget } from './ssh-files.ts';
import { runSession, type Session, type SessionOptions } from './ssh-session.ts';
import { aloud, connectionTrouble, isAboutHostKey, isClosed, lastWords } from './ssh-trouble.ts';

/** sshd allows ten sessions on one connection. */
const MOST_AT_ONCE = 8;
/** For one file; what may take longer says so. In milliseconds. */
const SCRIPT_LIMIT = 2 * 60_000;
/** For a connection and a login, through jump hosts too. */
const CONNECT_LIMIT = 60_000;
/** For what programs of this machine answer among themselves. */
const ASK_LIMIT = 10_000;
/** Waits before a connection is tried again, in milliseconds. */
const AGAIN = [0, 1000, 3000, 6000];
/** How long the connection outlives a killed run without being used, in seconds. */
const PERSIST = 60;
/** A word that a shell which is none would get wrong. */
const CANARY = `a b'c"d$e\\f`;

export class SshConnection {
  readonly name: string;
  /** Who we are there. */
  readonly user: User;
  /** A private folder there, made by us; removed at the end. */
  readonly folder: string;
  readonly #target: SshTarget;
  readonly #files: SshFiles;
  #asked = 0;
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
      await connection.#checkHere();
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

  /** The private folder on this machine; asked for by tests alone. */
  get localFolder(): string {
    return this.#files.folder;
  }

  /**
   * Runs a script that may be run twice without harm.
   * @throws Stop when the connection stays broken, or the host does not come to its end in time.
   */
  async script(text: string, options: ScriptOptions = {}): Promise<ScriptEnd> {
    // What was lost a moment ago is tried once: everything that follows would wait as long again.
    const waits = this.#lost ? [0] : AGAIN;
    const { timeoutMs = SCRIPT_LIMIT } = options;
    let end: Session | undefined;
    for (const [attempt, wait] of waits.entries()) {
      if (attempt > 0) {
        options.onRetry?.();
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
      end = await this.once(text, options);
      if (end.code !== undefined) {
        this.#lost = false;
        return { ...end, code: end.code };
      }
      // The connection is there, its host has other trouble: a folder of the network that does not answer.
      if (end.began && end.timedOut)
        throw fail('ssh-time', `${this.name} did not answer within ${timeoutMs / 1000} s.`);
    }
    this.#lost = true;
    throw this.lost(end, waits.length);
  }

  /**
   * Runs a script a single time. Without a code in its end the connection broke, and what became of it is not known.
   * @throws Stop when it can not have run: the login or the host key is refused.
   */
  async once(text: string, options: SessionOptions = {}): Promise<Session> {
    const { timeoutMs = SCRIPT_LIMIT } = options;
    const ssh = this.#argv(['-o', 'ControlMaster=auto', '-o', `ControlPersist=${PERSIST}`]);
    await this.#turn();
    this.#asked++;
    try {
      const end = await runSession(ssh, text, this.#files.folder, timeoutMs, options);
      if (!end.began && end.sshCode === 255) await this.#throwPermanent(end.before);
      // A master that does not answer either is given up; the next call makes a new one.
      if (!end.began && end.timedOut) await this.#end();
      return end;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  /** For a connection that can not be brought back. @param end the last that was seen of it. */
  lost(end: Session | undefined, times = 1): Stop {
    const said = end?.before ?? '';
    const trouble = connectionTrouble(this.name, this.#target.user, said);
    const last = lastWords(said) || lastWords(end?.stderr ?? '');
    const why = trouble?.message ?? `The connection to ${this.name} broke${last ? `: ${last}` : ''}.`;
    return fail('ssh-lost', times > 1 ? `${why} It was tried ${times} times.` : why);
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
    const ask = ofMaster(this.#files.socket, ['-O', 'forward', '-L', `${socket}:${to}`]);
    const { code, stderr } = await runBriefly(ask, ASK_LIMIT);
    if (code !== 0) throw fail('ssh-forward', `${this.name} can not be asked to lead to ${to}: ${lastWords(stderr)}.`);
    return { socket };
  }

  /** Ends the connection and removes what it made on both machines. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      const remove = `${stillArmed(this.folder)} || rm -rf -- ${quoteWord(this.folder)}`;
      if (this.user.uid >= 0) await this.once(remove, { timeoutMs: 10_000 });
    } catch {
      // A host that can not be reached any more keeps an empty private folder.
    }
    await this.#end();
    this.#files.remove();
  }

  #argv(options: readonly string[], command: readonly string[] = []): string[] {
    const { host, port, user } = this.#target;
    const { config, socket } = this.#files;
    const login = [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)])];
    return ['ssh', '-F', config, '-o', controlPath(socket), ...options, ...login, '--', host, ...command];
  }

  /** Waits until one of the sessions is free; whoever ends hands its own on. */
  async #turn(): Promise<void> {
    if (this.#running < MOST_AT_ONCE) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** What is missing on this machine, and what ssh-key is not, before anybody is asked. */
  async #checkHere(): Promise<void> {
    const { key, client } = this.#files;
    // A host that does not find its own command may say the same: so ssh itself is asked, and not what comes of it.
    if (client === 'missing') throw missing('ssh');
    if (key === undefined) return;
    const { code, stderr } = await runBriefly(['ssh-keygen', '-y', '-P', '', '-f', key], ASK_LIMIT);
    if (code === 0) return;
    if (code === 127) throw missing('ssh-keygen');
    const locked = /passphrase/i.test(stderr);
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
    const probe = `umask 077; mkdir ${folder} && id -u && id -un && printf '%s\n' ${quoteWord(CANARY)}`;
    const end = await this.once(probe, { timeoutMs: CONNECT_LIMIT });
    if (end.code === undefined) throw await this.#noLogin(end);
    const [uid, name, canary] = end.stdout.split('\n');
    if (end.code !== 0 || canary !== CANARY || !/^\d+$/.test(uid ?? '')) {
      throw fail(
        'ssh-shell',
        `The login at ${this.name} does not give a POSIX shell in which /tmp can be written (sh, bash, dash or zsh): ${lastWords(end.stderr) || lastWords(end.stdout) || 'it said nothing'}.`,
      );
    }
    Object.assign(this.user, { uid: Number(uid), name });
  }

  /** Why the first script was not run. */
  async #noLogin(end: Session): Promise<Stop> {
    const { user } = this.#target;
    const trouble = connectionTrouble(this.name, user, end.before);
    if (trouble && !isClosed(end.before)) return trouble;
    if (end.timedOut)
      return fail('ssh-unreachable', `${this.name} can not be reached by ssh: it does not answer in time.`);
    if (!trouble) {
      const said = lastWords(end.before) || lastWords(end.stderr) || 'it said nothing';
      return fail(
        'ssh-shell',
        `The login at ${this.name} gives no shell, which is needed to do anything there: ${said}.`,
      );
    }
    // Beside a master what a jump host said is not shown.
    const { words, key } = await this.#askAloud();
    return connectionTrouble(this.name, user, words, key) ?? trouble;
  }

  /** A login or a host key that is refused is refused the next time too. */
  async #throwPermanent(stderr: string): Promise<void> {
    const { key } = isAboutHostKey(stderr) ? await this.#askAloud() : {};
    const trouble = connectionTrouble(this.name, this.#target.user, stderr, key);
    if (trouble && trouble.id !== 'ssh-unreachable') throw trouble;
  }

  /** What ssh says, and the key that the last host offers, through jump hosts too; nothing is accepted by asking. */
  async #askAloud(): Promise<{ words: string; key: string | undefined }> {
    const argv = this.#argv(['-v', '-o', 'ControlPath=none'], ['true']);
    return aloud((await runBriefly(argv, CONNECT_LIMIT)).stderr);
  }

  /** Ends the connection, and with it every session. */
  async #end(): Promise<void> {
    await endMaster(this.#files.socket);
  }
}

/** Where a run keeps its temporary files on the host. @param token letters and digits. */
export function remoteFolder(token: string): string {
  return `/tmp/jampy-promote-${token}`;
}

function missing(program: string): Stop {
  return fail('ssh-missing', `${program} is not on this machine: install the OpenSSH client.`);
}
