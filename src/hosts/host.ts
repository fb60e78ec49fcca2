/**
 * One contract for the machine where the target's folder is. Nothing in this folder knows Jam.py.
 * Today there is one kind, this machine (`local.ts`); others answer the same calls.
 */

export interface Command {
  /** Program (found on PATH or absolute) and its arguments; never through a shell. Never holds a secret. */
  argv: readonly [string, ...string[]];
  cwd?: string;
  /** Added to the host's environment, which never holds this program's own inputs. */
  env?: Readonly<Record<string, string>>;
  /**
   * Written to standard input, which is then closed. A promise: the program starts before its input is there, and must
   * read one line instead of to the end.
   */
  input?: string | Uint8Array | Promise<string>;
  /** Run as this user (name or numeric id); default: the user we are. */
  user?: string;
  /** Milliseconds until the whole process group is ended; 0: no limit. */
  timeoutMs: number;
  /** Ends the process group when aborted, like the time limit does. */
  signal?: AbortSignal;
  /** Called with every line of output as it comes; bounded in length. */
  onLine?: (line: string) => void;
}

export type ShellOptions = Pick<Command, 'cwd' | 'timeoutMs'>;

export interface Finished {
  /** Exit code; undefined when the process was ended by the time limit. */
  code: number | undefined;
  /** Last 64 KiB of each stream, UTF-8. */
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

export interface FileStat {
  kind: 'file' | 'directory' | 'symlink' | 'other';
  size: number;
  /** Permission bits, e.g. 0o640. */
  mode: number;
  uid: number;
  gid: number;
}

export interface Host {
  /** For sentences: `this machine`, or the name of the remote one. */
  readonly name: string;
  /** Run a program to its end. Throws only when it could not be started. */
  run(command: Command): Promise<Finished>;
  /** A line for the host's shell, as operators write stop and start commands; `stdout` holds both streams. */
  shell(line: string, options: ShellOptions): Promise<Finished>;
  /** undefined when there is no such file; throws a Stop when it may not be read. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  /** Writes a new file or replaces one, whole or not at all (temporary name beside it, then rename). */
  writeFile(
    path: string,
    bytes: Uint8Array,
    options: { mode: number; owner?: { uid: number; gid: number } },
  ): Promise<void>;
  /** undefined when nothing is there; does not follow a last symlink. */
  stat(path: string): Promise<FileStat | undefined>;
  /** The path without symbolic links; as it is where nothing is there or it may not be followed. */
  realPath(path: string): Promise<string>;
  /**
   * Writes a new file that appears whole, or not at all.
   * @returns false when a file of that name is already there.
   */
  createExclusive(path: string, bytes: Uint8Array, mode: number): Promise<boolean>;
  /**
   * How many processes of programs with such a name have this folder as their working directory; undefined when that
   * can not be seen.
   */
  processesIn(path: string, program: RegExp): Promise<number | undefined>;
  /** Names in a folder; undefined when there is no such folder. */
  list(path: string): Promise<string[] | undefined>;
  makeDirectory(path: string, options: { mode: number; owner?: { uid: number; gid: number } }): Promise<void>;
  /** Removes a folder when it is empty; nothing happens when it is not, or not there. */
  removeEmptyDirectory(path: string): Promise<void>;
  /** Sets the permission bits. */
  changeMode(path: string, mode: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Whether we may write there (files and folders). */
  canWrite(path: string): Promise<boolean>;
  /** Removes a file; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
  /** A consistent copy of an SQLite file on this machine, taken while it may be in use. */
  snapshotDatabase(path: string, to: string): Promise<void>;
}
