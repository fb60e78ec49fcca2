/** A host that is reached by ssh: programs and files by scripts over one connection (`ssh-connection.ts`). */
import { fail } from '../errors.ts';
import { type DeadManSwitch, standDownScript, switchScript, wordsFor } from './dead-man-switch.ts';
import type { Address, Command, Finished, Host, ShellOptions, Started, User } from './host.ts';
import { leftRunningScript, parseLeftRunning } from './leftovers.ts';
import { asUser } from './process-group.ts';
import { quoteWord, quoteWords } from './quote.ts';
import { ShellFiles } from './shell-files.ts';
import { remoteFolder, SshConnection } from './ssh-connection.ts';
import type { SshTarget } from './ssh-files.ts';
import { runBySsh } from './ssh-program.ts';
import { lastWords } from './ssh-trouble.ts';

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

  /** The private folder on this machine; asked for by tests alone. */
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

  run(command: Command): Promise<Finished> {
    return runBySsh(
      {
        connection: this.#connection,
        prefix: this.#prefix,
        endGroup: (started) => this.endGroup(started),
        groupRuns: (started) => this.groupRuns(started),
      },
      command,
    );
  }

  shell(line: string, options: ShellOptions): Promise<Finished> {
    return new SshHost(this.#connection, this.#interpreter).run({
      ...options,
      argv: ['sh', '-c', line],
      detached: true,
    });
  }

  // `kill -TERM -- -1` is not understood by dash's own kill.
  async endGroup(started: Started): Promise<void> {
    const script = [
      `signal() { ${this.#kill('$1', started)}; }`,
      'patience() { turn=0; while signal 0 && [ $turn -lt 30 ]; do sleep 0.1; turn=$((turn + 1)); done; }',
      'signal TERM; patience',
      'signal 0 || exit 0',
      'signal KILL; patience; true',
    ].join('\n');
    await this.#connection.script(script);
  }

  async groupRuns(started: Started): Promise<boolean> {
    return (await this.#connection.script(this.#kill('0', started))).code === 0;
  }

  /** Shell words that send a signal; they succeed when anybody in the group could be sent it, by us or as the other user. */
  #kill(signal: string, { pid, ownGroup }: Started): string {
    const kill = `kill -s ${signal} -- ${ownGroup ? -pid : pid} 2>/dev/null`;
    if (this.#prefix.length === 0) return kill;
    return `reached=1; ${kill} && reached=0; ${quoteWords(this.#prefix)} ${kill} && reached=0; [ $reached = 0 ]`;
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
    const path = wordsFor(connection.folder);
    // In a session of its own, with nothing of this connection in its hands; it has begun when its number is there.
    const argv = ['setsid', 'sh', '-c', waiting];
    const started = await connection.script(
      [
        `: >${path('alive')} || exit`,
        `${quoteWords(argv)} >/dev/null 2>&1 </dev/null &`,
        `turn=0; while [ ! -s ${path('pid')} ] && [ $turn -lt 30 ]; do sleep 0.1; turn=$((turn + 1)); done`,
        `[ -s ${path('pid')} ]`,
      ].join('\n'),
    );
    if (started.code !== 0) {
      const said = lastWords(started.stderr) || 'setsid, sh and a /tmp that can be written are needed for it';
      throw fail(
        'switch',
        `${this.name} could not be asked to put itself in order if the connection breaks: ${said}. Nothing was changed.`,
      );
    }
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
          if (end.code === 0) heard = Date.now();
        })
        .catch(() => {})
        .finally(() => {
          asking = false;
        });
    }, BEAT);
    beat.unref();
    return {
      fired: async () => {
        if (Date.now() - heard < (SILENT_SECONDS * 1000) / 2) return false;
        return (await connection.script(`${touch}; [ -e ${path('fired')} ]`)).code === 0;
      },
      disarm: async () => {
        clearInterval(beat);
        // Where it has not fired it does nothing any more: without its file it ends by itself.
        const end = `mv -T ${path('alive')} ${path('over')} 2>/dev/null; [ -e ${path('over')} ] || [ ! -e ${path('fired')} ]`;
        return (await connection.script(end)).code === 0;
      },
      done: async () => (await connection.script(`[ -e ${path('done')} ]`)).code === 0,
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
}
