/** A program of this machine that can be ended by itself; @actions/exec does not tell process ids. */
import { execute } from './exec.ts';

export class Endable {
  readonly #argv: readonly string[];
  #pid: number | undefined;
  #ended = false;

  constructor(argv: readonly string[]) {
    this.#argv = argv;
  }

  /** @returns the exit code. @throws when it could not be started. */
  async run(onStdout: (bytes: Buffer) => void, onStderr: (bytes: Buffer) => void): Promise<number | undefined> {
    let held: Buffer | undefined = Buffer.alloc(0);
    return await execute({
      // The shell becomes the program, with its own number.
      argv: ['sh', '-c', 'echo "$$" >&2; exec "$@"', 'sh', ...this.#argv],
      onStdout,
      onStderr: (bytes) => {
        if (held === undefined) return onStderr(bytes);
        held = Buffer.concat([held, bytes]);
        const at = held.indexOf(10);
        if (at < 0) return;
        const rest = held.subarray(at + 1);
        this.#pid = Number(held.subarray(0, at).toString());
        held = undefined;
        if (this.#ended) this.end();
        if (rest.length > 0) onStderr(rest);
      },
    });
  }

  /** At once, also when it has not started yet. */
  end(): void {
    this.#ended = true;
    if (!this.#pid) return;
    try {
      process.kill(this.#pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Runs a program that says little, for at most so many milliseconds. @returns its exit code and standard error. */
export async function runBriefly(
  argv: readonly string[],
  limit: number,
): Promise<{ code: number | undefined; stderr: string }> {
  const program = new Endable(argv);
  let stderr = '';
  const timer = setTimeout(() => program.end(), limit);
  try {
    const code = await program.run(
      () => {},
      (bytes) => {
        stderr = (stderr + bytes.toString('utf8')).slice(-65_536);
      },
    );
    return { code, stderr };
  } finally {
    clearTimeout(timer);
  }
}
