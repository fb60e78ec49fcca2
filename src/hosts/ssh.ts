/** A host that is reached by ssh: programs and files by scripts over one connection (`ssh-connection.ts`). */
import { randomBytes } from 'node:crypto';
import { fail } from '../errors.ts';
import { type DeadManSwitch, SWITCH_FILES, standDownScript, switchScript } from './dead-man-switch.ts';
import type { Address, Command, Finished, Host, ShellOptions, Started, User } from './host.ts';
import { leftRunningScript, parseLeftRunning } from './leftovers.ts';
import { asUser, groupArgv, markerFilter } from './process-group.ts';
import { quoteWord, quoteWords } from './quote.ts';
import { ShellFiles } from './shell-files.ts';
import { sudoRefused } from './shell-words.ts';
import { isBroken, remoteFolder, SshConnection } from './ssh-connection.ts';
import type { SshTarget } from './ssh-files.ts';

/** Between two looks at a program whose connection was lost, in milliseconds. */
const POLL = 500;
/** How long we may be silent until the host helps itself: longer than a connection takes to be made anew. */
const SILENT_SECONDS = 45;
const BEAT = 5000;

export class SshHost extends ShellFiles implements Host {
  readonly remote = true;
  readonly name: string;
  readonly #connection: SshConnection;
  readonly #prefix: readonly string[];
  readonly #interpreter: string | undefined;

  private constructor(connection: SshConnection, interpreter: string | undefined, user?: string) {
    const root = connection.user.uid === 0;
    const prefix = asUser(user, root);
    super((text, options) => connection.script(text, options), { where: connection.name, prefix, interpreter, root });
    this.name = connection.name;
    this.#connection = connection;
    this.#prefix = prefix;
    this.#interpreter = interpreter;
  }

  /**
   * @param interpreter a Python on the host, for copies of databases. @param token of this run: letters and digits.
   * @throws Stop: it can not be reached, or refuses us.
   */
  static async connect(target: SshTarget, interpreter: string | undefined, token: string): Promise<SshHost> {
    return new SshHost(await SshConnection.open(target, token), interpreter);
  }

  get roundTrips(): number {
    return this.#connection.roundTrips;
  }

  /** What must be removed on this machine when the run is killed. */
  get localFolder(): string {
    return this.#connection.localFolder;
  }

  async user(): Promise<User> {
    return this.#connection.user;
  }

  async become(user: string): Promise<Host> {
    const { uid, name } = this.#connection.user;
    if (user === name || user === String(uid)) return new SshHost(this.#connection, this.#interpreter);
    const known = await this.#connection.script(`id -un -- ${quoteWord(user)}`);
    if (known.code !== 0 && !/^\d+$/.test(user))
      throw fail('run-as', `There is no user ${user} on ${this.name}. Nothing was changed.`);
    return new SshHost(this.#connection, this.#interpreter, known.code === 0 ? known.stdout.trim() : user);
  }

  async run(command: Command): Promise<Finished> {
    const marker = `group-${randomBytes(8).toString('hex')}`;
    const output = command.detached ? `${this.#connection.folder}/${marker}` : undefined;
    const argv = groupArgv(command.argv, marker, { env: command.env, prefix: this.#prefix, output });
    // Our own home may be closed to another user.
    const cwd = command.cwd ?? (this.#prefix.length > 0 ? '/' : undefined);
    const text = `${cwd === undefined ? '' : `cd -- ${quoteWord(cwd)} && `}${quoteWords(argv)}`;
    const input = await command.input;
    const deadline = command.timeoutMs > 0 ? Date.now() + command.timeoutMs : undefined;
    let started: Started | undefined;
    let timedOut = false;
    const end = () => {
      timedOut = true;
      if (started) void this.endGroup(started).catch(() => {});
    };
    const onStarted = (told: Started) => {
      started = told;
      command.onStarted?.(told);
      if (timedOut) end();
    };
    const timer = deadline === undefined ? undefined : setTimeout(end, command.timeoutMs);
    command.signal?.addEventListener('abort', end, { once: true });
    if (command.signal?.aborted) end();
    try {
      const finished = await this.#connection.once(text, {
        ...(input === undefined ? {} : { input: Buffer.from(input) }),
        ...(command.onBytes ? { onBytes: command.onBytes } : {}),
        ...(command.onLine ? { onLine: command.onLine } : {}),
        filter: markerFilter(marker, onStarted),
        // Past its time the program is ended there, and this follows; only a host that hangs is left alone.
        timeoutMs: (command.timeoutMs || 7 * 24 * 3_600_000) + 30_000,
      });
      if (isBroken(finished)) {
        if (output === undefined) throw this.#connection.lost(finished.stderr);
        const code = await this.#codeOf(output, command, started, deadline, finished.stderr);
        return { code: timedOut ? undefined : code, stdout: await this.#takeOutput(output), stderr: '', timedOut };
      }
      const { code, stdout, stderr } = finished;
      this.#checkPrefix(stderr);
      const said = output === undefined ? stdout : await this.#takeOutput(output);
      if (output !== undefined) this.#checkPrefix(said);
      return { code: timedOut ? undefined : code, stdout: said, stderr, timedOut };
    } finally {
      clearTimeout(timer);
      command.signal?.removeEventListener('abort', end);
    }
  }

  shell(line: string, options: ShellOptions): Promise<Finished> {
    return new SshHost(this.#connection, this.#interpreter).run({
      ...options,
      argv: ['sh', '-c', line],
      detached: true,
    });
  }

  // `kill -TERM -- -1` is not understood by dash's own kill.
  async endGroup({ pid, ownGroup }: Started): Promise<void> {
    const target = ownGroup ? -pid : pid;
    const script = [
      `signal() { kill -s $1 -- ${target} 2>/dev/null; ${this.#prefix.length > 0 ? `${quoteWords(this.#prefix)} kill -s $1 -- ${target} 2>/dev/null;` : ''} }`,
      'signal TERM; turn=0',
      'while signal 0 && [ $turn -lt 30 ]; do sleep 0.1; turn=$((turn + 1)); done',
      'signal KILL; true',
    ].join('\n');
    await this.#connection.script(script);
  }

  async groupRuns({ pid, ownGroup }: Started): Promise<boolean> {
    const target = ownGroup ? -pid : pid;
    const other = this.#prefix.length > 0 ? ` || ${quoteWords(this.#prefix)} kill -s 0 -- ${target} 2>/dev/null` : '';
    return (await this.#connection.script(`kill -s 0 -- ${target} 2>/dev/null${other}`)).code === 0;
  }

  reach(address: Address): Promise<Address> {
    return this.#connection.forward(address);
  }

  commandLine(argv: readonly [string, ...string[]]): string {
    return quoteWords([...this.#prefix, ...argv]);
  }

  async whenLost(script: string, patienceMs: number): Promise<DeadManSwitch> {
    const connection = this.#connection;
    const token = connection.folder.replace(/^.*-/, '');
    const waiting = switchScript(connection.folder, token, script, {
      silentSeconds: SILENT_SECONDS,
      patienceSeconds: Math.ceil(patienceMs / 1000),
    });
    const path = (name: keyof typeof SWITCH_FILES) => quoteWord(`${connection.folder}/${SWITCH_FILES[name]}`);
    // In a session of its own, with nothing of this connection in its hands.
    const argv = ['setsid', 'sh', '-c', waiting];
    const started = await connection.script(
      `: >${path('alive')}; ${quoteWords(argv)} >/dev/null 2>&1 </dev/null & sleep 0.2; true`,
    );
    let heard = Date.now();
    // Never made anew: once it has another name, the host has taken over.
    const touch = `[ -e ${path('alive')} ] && touch -c -- ${path('alive')}`;
    let asking = false;
    const beat = setInterval(() => {
      if (asking) return;
      asking = true;
      connection
        .once(touch)
        .then((end) => {
          if (!isBroken(end) && end.code === 0) heard = Date.now();
        })
        .catch(() => {})
        .finally(() => {
          asking = false;
        });
    }, BEAT);
    beat.unref();
    if (started.code !== 0) clearInterval(beat);
    return {
      fired: async () => {
        if (Date.now() - heard < (SILENT_SECONDS * 1000) / 2) return false;
        return (await connection.script(touch)).code !== 0;
      },
      disarm: async () => {
        clearInterval(beat);
        return (await connection.script(`[ -e ${path('over')} ] || mv -T ${path('alive')} ${path('over')}`)).code === 0;
      },
    };
  }

  async missingPrograms(names: readonly string[]): Promise<string[]> {
    if (names.length === 0) return [];
    const look = `for name in ${quoteWords(names)}; do command -v -- "$name" >/dev/null 2>&1 || printf '%s\\0' "$name"; done`;
    return (await this.#connection.script(look)).stdout.split('\0').filter(Boolean);
  }

  async leftRunning(token: string): Promise<Started[]> {
    return parseLeftRunning((await this.#connection.script(leftRunningScript('/tmp', token))).stdout);
  }

  async removeLeftovers(token: string): Promise<void> {
    const folder = remoteFolder(token);
    await this.#connection.script(`${standDownScript(folder)}\nrm -rf -- ${quoteWord(folder)}`);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** How a detached program ended whose connection was lost. */
  async #codeOf(
    output: string,
    command: Command,
    told: Started | undefined,
    deadline: number | undefined,
    stderr: string,
  ): Promise<number | undefined> {
    const file = quoteWord(output);
    let ending = false;
    for (;;) {
      const look = `cat ${file}.code 2>/dev/null || { echo; cat ${file}.group 2>/dev/null; }`;
      const [code, group] = (await this.#connection.script(look)).stdout.split('\n');
      if (code) return Number(code);
      const [word, pid] = (group ?? '').split(' ');
      const started = told ?? (pid ? { pid: Number(pid), ownGroup: word === 'group' } : undefined);
      if (!started) throw this.#connection.lost(stderr);
      if (!(await this.groupRuns(started))) return undefined;
      const over = command.signal?.aborted || (deadline !== undefined && Date.now() >= deadline);
      if (over && !ending) {
        ending = true;
        await this.endGroup(started);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }

  async #takeOutput(output: string): Promise<string> {
    const file = quoteWord(output);
    const { stdout } = await this.#connection.script(
      `tail -c 65536 -- ${file} 2>/dev/null; rm -f -- ${file} ${file}.*`,
    );
    return stdout;
  }

  /** A program that sudo did not let through has not failed: it never ran. */
  #checkPrefix(stderr: string): void {
    if (this.#prefix[0] !== 'sudo') return;
    const refused = stderr
      .split('\n')
      .find((line) =>
        /^sudo: (a password|a terminal|.*not allowed|sorry|.*may not run|.*not in the sudoers)/i.test(line),
      );
    if (refused !== undefined) throw sudoRefused(this.name, `${quoteWords(this.#prefix)} `, refused);
  }
}
