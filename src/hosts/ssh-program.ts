/** A program on a host that is reached by ssh, from its start to its end; across broken connections where it is detached. */
import { randomBytes } from 'node:crypto';
import { fail } from '../errors.ts';
import type { Command, Finished, Started } from './host.ts';
import { groupArgv, markerFilter } from './process-group.ts';
import { quoteWord, quoteWords } from './quote.ts';
import { sudoTrouble } from './shell-words.ts';
import type { SshConnection } from './ssh-connection.ts';
import type { Session } from './ssh-session.ts';
import { lastWords } from './ssh-trouble.ts';

/** Between two looks at a program whose connection was lost, in milliseconds. */
const POLL = 500;
/** How often it is looked at again once it was ended, or is just being started. */
const LAST_LOOKS = 6;
/** How often a program is started that surely never ran. */
const MOST_STARTS = 3;
/** Past its time a program is ended there, and its session follows; only a host that hangs is left alone. */
const SESSION_GRACE = 30_000;
const NO_LIMIT = 7 * 24 * 3_600_000;

export interface ProgramsHost {
  readonly connection: SshConnection;
  /** What `asUser` gave. */
  readonly prefix: readonly string[];
  endGroup(started: Started): Promise<void>;
  groupRuns(started: Started): Promise<boolean>;
}

/** @throws Stop: it could not be started, or (`ssh-lost`) nobody knows how it ended. */
export async function runBySsh(host: ProgramsHost, command: Command): Promise<Finished> {
  const input = await command.input;
  const deadline = command.timeoutMs > 0 ? Date.now() + command.timeoutMs : undefined;
  for (let start = 1; ; start++) {
    const program = new SshProgram(host, command, deadline);
    const end = await program.run(input);
    if (end !== 'never started') return end;
    if (start === MOST_STARTS || program.isOver) throw host.connection.lost(program.session, start);
  }
}

class SshProgram {
  session: Session | undefined;
  readonly #host: ProgramsHost;
  readonly #command: Command;
  readonly #deadline: number | undefined;
  readonly #marker = `group-${randomBytes(8).toString('hex')}`;
  /** Path of the file that a detached program writes to. */
  readonly #output: string | undefined;
  #started: Started | undefined;
  #timedOut = false;
  #ending: Promise<void> | undefined;

  constructor(host: ProgramsHost, command: Command, deadline: number | undefined) {
    this.#host = host;
    this.#command = command;
    this.#deadline = deadline;
    this.#output = command.detached ? `${host.connection.folder}/${this.#marker}` : undefined;
  }

  get isOver(): boolean {
    const late = this.#deadline !== undefined && Date.now() >= this.#deadline;
    return late || this.#command.signal?.aborted === true;
  }

  async run(input: string | Uint8Array | undefined): Promise<Finished | 'never started'> {
    const { signal, onBytes, onLine } = this.#command;
    const left = this.#deadline === undefined ? NO_LIMIT : Math.max(1, this.#deadline - Date.now());
    const end = () => this.#end();
    const timer = this.#deadline === undefined ? undefined : setTimeout(end, left);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    try {
      this.session = await this.#host.connection.once(this.#script(), {
        ...(input === undefined ? {} : { input: Buffer.from(input) }),
        ...(onBytes ? { onBytes } : {}),
        ...(onLine ? { onLine } : {}),
        filter: markerFilter(this.#marker, (told) => this.#onStarted(told)),
        timeoutMs: left + SESSION_GRACE,
      });
      await this.#ending;
      if (this.session.code === undefined) return await this.#found();
      return await this.#finished(this.session, this.session.code);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  }

  #script(): string {
    const { argv, env, cwd: given } = this.#command;
    const { prefix } = this.#host;
    // Our own home may be closed to another user.
    const cwd = given ?? (prefix.length > 0 ? '/' : undefined);
    const words = quoteWords(groupArgv(argv, this.#marker, { env, prefix, output: this.#output }));
    return cwd === undefined ? words : `cd -- ${quoteWord(cwd)} && ${words}`;
  }

  #onStarted(told: Started): void {
    if (this.#started) return;
    this.#started = told;
    this.#command.onStarted?.(told);
    if (this.#timedOut) this.#end();
  }

  #end(): void {
    this.#timedOut = true;
    if (this.#started) this.#ending ??= this.#host.endGroup(this.#started).catch(() => {});
  }

  async #finished({ stdout, stderr }: Session, code: number): Promise<Finished> {
    const { connection, prefix } = this.#host;
    if (!this.#started && !this.#timedOut && code !== 0) {
      const said = lastWords(stderr) || `exit code ${code}`;
      throw fail('host-run', `Could not start ${this.#command.argv[0]} on ${connection.name}: ${said}.`);
    }
    const said = this.#output === undefined ? stdout : await this.#takeOutput(this.#output);
    const refused = sudoTrouble(connection.name, prefix, this.#output === undefined ? stderr : said);
    if (refused) throw refused;
    return { code: this.#timedOut ? undefined : code, stdout: said, stderr, timedOut: this.#timedOut };
  }

  /** How a program ended whose connection was lost. */
  async #found(): Promise<Finished | 'never started'> {
    if (this.#output === undefined) throw this.#host.connection.lost(this.session);
    const code = await this.#codeOf(this.#output);
    if (code === 'never started') return code;
    const stdout = await this.#takeOutput(this.#output);
    return { code: this.#timedOut ? undefined : code, stdout, stderr: '', timedOut: this.#timedOut };
  }

  async #codeOf(output: string): Promise<number | 'never started' | undefined> {
    const file = quoteWord(output);
    const never = `never-${this.#marker}`;
    // Whoever makes the file first decides whether it runs.
    const look = [
      `[ -e ${file}.code ] && exec cat -- ${file}.code`,
      `(umask 077; set -C; echo ${never} >${file}) 2>/dev/null`,
      `[ "$(head -c 100 -- ${file})" = ${never} ] && { echo never; exit; }`,
      `cat -- ${file}.group 2>/dev/null; true`,
    ].join('\n');
    for (let looks = LAST_LOOKS; ; ) {
      const said = (await this.#host.connection.script(look)).stdout.trim();
      if (said === 'never') return 'never started';
      if (/^\d+$/.test(said)) return Number(said);
      const [kind, pid] = said.split(' ');
      if (pid) this.#onStarted({ pid: Number(pid), ownGroup: kind === 'group' });
      const runs = this.#started !== undefined && (await this.#host.groupRuns(this.#started));
      if (this.isOver) this.#end();
      await this.#ending;
      // The end of its group and its exit code are not seen at once.
      if (!runs || this.#ending) looks--;
      if (looks === 0 || (this.#ending && !runs)) return undefined;
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }

  /** Left where it is: what the program left running goes on writing to it, and its folder is removed at the end. */
  async #takeOutput(output: string): Promise<string> {
    return (await this.#host.connection.script(`tail -c 65536 -- ${quoteWord(output)} 2>/dev/null`)).stdout;
  }
}
