/** This machine as another user, where we are not root: programs and files by `sudo -n`. */
import type { DeadManSwitch } from './dead-man-switch.ts';
import type { Address, Command, Finished, Host, ShellOptions, Started, User } from './host.ts';
import { LocalHost, type LocalOptions } from './local.ts';
import { LocalPrograms } from './local-programs.ts';
import { asUser } from './process-group.ts';
import { ShellFiles } from './shell-files.ts';

const SCRIPT_LIMIT = 10 * 60_000;

export class LocalSudoHost extends ShellFiles implements Host {
  readonly name = 'this machine';
  readonly remote = false;
  readonly roundTrips = 0;
  readonly #we: LocalHost;
  readonly #programs: LocalPrograms;

  constructor(user: string, { interpreter, token }: LocalOptions = {}) {
    const script = new LocalPrograms();
    super(
      async (text, options = {}) => {
        const {
          code = 1,
          stdout,
          stderr,
        } = await script.run({
          argv: ['sh', '-c', text],
          timeoutMs: options.timeoutMs ?? SCRIPT_LIMIT,
          ...(options.input ? { input: options.input } : {}),
          ...(options.onBytes ? { onBytes: options.onBytes } : {}),
        });
        return { code, stdout, stderr };
      },
      { where: 'this machine', prefix: asUser(user, false), interpreter, root: false },
    );
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
