/**
 * This machine as another user: programs and files by `sudo -n`, or by `runuser` where we are root. Root could do it
 * all by itself, and would then follow with its own rights whatever links that user made.
 */
import type { DeadManSwitch } from './dead-man-switch.ts';
import type { Address, Command, Finished, Host, ShellOptions, Started, User } from './host.ts';
import { LocalHost, type LocalOptions } from './local.ts';
import { LocalPrograms } from './local-programs.ts';
import { asUser } from './process-group.ts';
import type { ScriptEnd, ScriptOptions } from './script.ts';
import { ShellFiles } from './shell-files.ts';

const SCRIPT_LIMIT = 10 * 60_000;

export class LocalOtherHost extends ShellFiles implements Host {
  readonly name = 'this machine';
  readonly remote = false;
  readonly roundTrips = 0;
  readonly #we: LocalHost;
  readonly #programs: LocalPrograms;

  constructor(user: string, { interpreter, token }: LocalOptions = {}) {
    const prefix = asUser(user, process.getuid?.() === 0);
    super(runHere, { where: 'this machine', prefix, interpreter });
    this.#we = new LocalHost({ interpreter, token });
    this.#programs = new LocalPrograms(user, token);
  }

  user(): Promise<User | undefined> {
    return this.#we.user();
  }

  become(user: string): Promise<Host> {
    return this.#we.become(user);
  }

  run(command: Command): Promise<Finished> {
    return this.#programs.run(command);
  }

  shell(line: string, options: ShellOptions): Promise<Finished> {
    return this.#programs.shell(line, options);
  }

  endGroup(started: Started): Promise<void> {
    return this.#programs.endGroup(started);
  }

  groupRuns(started: Started): Promise<boolean> {
    return this.#programs.groupRuns(started);
  }

  commandLine(argv: readonly [string, ...string[]]): string {
    return this.#programs.commandLine(argv);
  }

  whenLost(): Promise<DeadManSwitch> {
    return this.#programs.whenLost();
  }

  missingPrograms(names: readonly string[]): Promise<string[]> {
    return this.#programs.missingPrograms(names);
  }

  /** Root needs no Python for it. */
  override async snapshotDatabase(path: string, to: string): Promise<void> {
    if (process.getuid?.() === 0 && (await this.allows(path, 'readable'))) return this.#we.snapshotDatabase(path, to);
    return super.snapshotDatabase(path, to);
  }

  leftRunning(token: string): Promise<Started[]> {
    return this.#programs.leftRunning(token);
  }

  removeLeftovers(token: string): Promise<void> {
    return this.#programs.removeLeftovers(token);
  }

  async reach(address: Address): Promise<Address> {
    return address;
  }

  async close(): Promise<void> {}
}

async function runHere(text: string, options: ScriptOptions = {}): Promise<ScriptEnd> {
  const limit = options.timeoutMs ?? SCRIPT_LIMIT;
  const { code, stdout, stderr, timedOut } = await new LocalPrograms().run({
    argv: ['sh', '-c', text],
    timeoutMs: limit,
    ...(options.input ? { input: options.input } : {}),
    ...(options.onBytes ? { onBytes: options.onBytes } : {}),
  });
  if (timedOut) return { code: 1, stdout, stderr: `it took longer than ${limit / 1000} s` };
  return { code: code ?? 1, stdout, stderr };
}
