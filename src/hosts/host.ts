/**
 * One contract for the machine where the target's folder is, with two kinds: this machine (`local.ts`) and one that is
 * reached by ssh (`ssh.ts`). Nothing in this folder knows Jam.py.
 */

import type { DeadManSwitch } from './dead-man-switch.ts';

export interface Command {
  /** Program (found on PATH or absolute) and its arguments; never through a shell. Never holds a secret. */
  argv: readonly [string, ...string[]];
  /** Folder to start in; one that only the user of `become` may enter does not do. */
  cwd?: string;
  /**
   * Added to the host's environment, which never holds this program's own inputs. Not for another user by sudo, who would
   * have to be permitted `env`, and by that every program.
   */
  env?: Readonly<Record<string, string>>;
  /**
   * Written to standard input, which is then closed. A promise: the program starts before its input is there, and must
   * read one line instead of to the end.
   */
  input?: string | Uint8Array | Promise<string>;
  /** Milliseconds until the whole process group is ended; 0: no limit. */
  timeoutMs: number;
  /** Ends the process group when aborted, like the time limit does. */
  signal?: AbortSignal;
  /** Called with every line of output as it comes; bounded in length. */
  onLine?: (line: string) => void;
  /** Called with standard output's bytes as they come; `Finished.stdout` is then empty. */
  onBytes?: (bytes: Uint8Array) => void;
  /**
   * Both streams go to a private file on the host, given back as `stdout`: what the program leaves running keeps its
   * output, and a connection that breaks neither ends the program nor loses how it ended.
   */
  detached?: boolean;
  /** Told as soon as the program runs. */
  onStarted?: (started: Started) => void;
}

/** A started program: its process group, or only its process where the host can not make groups. */
export interface Started {
  pid: number;
  ownGroup: boolean;
}

export type ShellOptions = Pick<Command, 'cwd' | 'timeoutMs' | 'signal'>;

export interface Finished {
  /** Exit code; undefined when the process was ended by the time limit, or its end was lost with the connection. */
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

/** Who acts: numeric id and, where it has one, name. */
export interface User {
  uid: number;
  name: string;
}

/** An address as the host sees it: a TCP port or the path of a socket. */
export type Address = { host: string; port: number } | { socket: string };

/** Every path is absolute. What is not permitted, or broken, throws a Stop that names path, host and reason. */
export interface Host {
  /** For sentences: `this machine`, or the name of the remote one. */
  readonly name: string;
  readonly remote: boolean;
  /** How often the remote host was asked something; 0 on this machine. */
  readonly roundTrips: number;
  /** Who we are there; undefined where users have no numbers (Windows). */
  user(): Promise<User | undefined>;
  /**
   * The same host, acting as another user: its files are read and written, and its programs run, as that user. By
   * `runuser` for root, by `sudo -n -u` for others, and not at all when we are that user.
   * @param user name or numeric id.
   */
  become(user: string): Promise<Host>;
  /** Run a program to its end. Throws only when it could not be started. */
  run(command: Command): Promise<Finished>;
  /** A line for the host's shell, as operators write stop and start commands; `stdout` holds both streams. Never as another user. */
  shell(line: string, options: ShellOptions): Promise<Finished>;
  /** Ends a process group that an earlier `run` told in `onStarted`: first politely, then for good. */
  endGroup(started: Started): Promise<void>;
  /** Whether anything of that process group still runs. */
  groupRuns(started: Started): Promise<boolean>;
  /** undefined when there is no such file; throws a Stop when it may not be read. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  /** sha256 (hex) of every one of the files that is there. */
  digests(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Writes a new file or replaces one, whole or not at all (temporary name beside it, then rename). */
  writeFile(path: string, bytes: Uint8Array, options: { mode: number }): Promise<void>;
  /** undefined when nothing is there; does not follow a last symlink. */
  stat(path: string): Promise<FileStat | undefined>;
  /** Everything below a folder and itself, by absolute path; does not follow symlinks. Empty when it is not there. */
  tree(path: string): Promise<ReadonlyMap<string, FileStat>>;
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
  /** Names in each of the folders that are there, asked at once. */
  lists(paths: readonly string[]): Promise<ReadonlyMap<string, string[]>>;
  /**
   * Seconds since anything about a file last changed (changeMode counts, whatever the mode was), by the host's own clock;
   * undefined when it is not there.
   */
  age(path: string): Promise<number | undefined>;
  makeDirectory(path: string, options: { mode: number }): Promise<void>;
  /** Removes a folder when it is empty; nothing happens when it is not, or not there. */
  removeEmptyDirectory(path: string): Promise<void>;
  /** Sets the permission bits. */
  changeMode(paths: readonly string[], mode: number): Promise<void>;
  /** Sets owner (root only; else it stays) and group, of links themselves. */
  changeOwner(paths: readonly string[], owner: { uid: number; gid: number }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Whether we may write there (files and folders). */
  canWrite(path: string): Promise<boolean>;
  /** Bytes and files that may still be written on the file system of a path; undefined when that can not be seen. */
  freeSpace(path: string): Promise<{ bytes: number; files: number | undefined } | undefined>;
  /** Removes a file; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
  /** A consistent copy of the host's SQLite file `path`, taken while it may be in use, to `to` on this machine. */
  snapshotDatabase(path: string, to: string): Promise<void>;
  /** An address that this machine can connect to and that leads to `address` as seen from the host. */
  reach(address: Address): Promise<Address>;
  /** A program as a line for the operator's shell that runs it as this host's user. */
  commandLine(argv: readonly [string, ...string[]]): string;
  /**
   * Has the host run a shell script by itself, as the operator, when it has not heard of us for a while. Nothing on this
   * machine, where no connection can break.
   * @param patienceMs how long programs that were started `detached` may go on first.
   */
  whenLost(script: string, patienceMs: number): Promise<DeadManSwitch>;
  /** Which of these programs the host does not have (searched as the operator's commands are). */
  missingPrograms(names: readonly string[]): Promise<string[]>;
  /**
   * Which of these programs sudo does not let us run as the user that we act as, by their whole path where it is known;
   * undefined when that is none, or nobody has to be asked.
   */
  notPermitted(programs: readonly string[]): Promise<{ as: string; programs: string[] } | undefined>;
  /** What an earlier run started `detached` and what still runs. @param token of that run. */
  leftRunning(token: string): Promise<Started[]>;
  /** Removes the temporary files of an earlier run that is over. @param token of that run. */
  removeLeftovers(token: string): Promise<void>;
  /** Ends connections and removes temporary files. Nothing may be called afterwards. */
  close(): Promise<void>;
}
