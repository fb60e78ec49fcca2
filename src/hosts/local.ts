/** This machine as a host: programs by `local-programs.ts`, files by node:fs. As another user: `local-other.ts`. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { userInfo } from 'node:os';
import nodePath, { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail } from '../errors.ts';
import { collector, execute } from './exec.ts';
import { fileTrouble } from './file-trouble.ts';
import type { Address, FileStat, Host, User } from './host.ts';
import { LocalPrograms } from './local-programs.ts';
import { beside } from './shell-words.ts';

/** How long a copy of a database waits for a pause of those who write to it, in milliseconds. */
const BUSY_LIMIT = 30_000;

export interface LocalOptions {
  /** A Python that another user may run, for copies of databases. */
  interpreter?: string | undefined;
  /** Of this run: names its temporary folders. */
  token?: string | undefined;
}

export class LocalHost extends LocalPrograms implements Host {
  readonly remote = false;
  readonly roundTrips = 0;
  readonly #options: LocalOptions;

  constructor(options: LocalOptions = {}) {
    super(undefined, options.token);
    this.#options = options;
  }

  async user(): Promise<User | undefined> {
    const uid = process.getuid?.();
    if (uid === undefined) return undefined;
    // An id without a name is a user too.
    const name = await Promise.resolve()
      .then(() => userInfo().username)
      .catch(() => String(uid));
    return { uid, name };
  }

  async become(user: string): Promise<Host> {
    const we = await this.user();
    if (!we || user === we.name || user === String(we.uid)) return this;
    const known = await nameOf(user);
    if (known === undefined && !/^\d+$/.test(user)) {
      throw fail('run-as', `There is no user ${user} on this machine. Nothing was changed.`);
    }
    const { LocalOtherHost } = await import('./local-other.ts');
    return new LocalOtherHost(known ?? user, this.#options);
  }

  async readFile(path: string): Promise<Uint8Array | undefined> {
    return orUndefined(path, () => fs.readFile(path));
  }

  async digests(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const path of paths) {
      const hash = createHash('sha256');
      const there = await orUndefined(path, async () => {
        await pipeline(createReadStream(path), hash);
        return true;
      });
      if (there) found.set(path, hash.digest('hex'));
    }
    return found;
  }

  async writeFile(path: string, bytes: Uint8Array, options: { mode: number }): Promise<void> {
    const temporary = beside(path, nodePath);
    try {
      const file = await fs.open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, options.mode);
      try {
        await file.writeFile(bytes);
        await file.chmod(options.mode);
        await file.sync();
      } finally {
        await file.close();
      }
      await fs.rename(temporary, path);
    } catch (error) {
      await fs.rm(temporary, { force: true }).catch(() => {});
      throw this.#cannot('write', path, error);
    }
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const found = await orUndefined(path, () => fs.lstat(path), 'look at');
    if (!found) return undefined;
    const kind = found.isFile()
      ? 'file'
      : found.isDirectory()
        ? 'directory'
        : found.isSymbolicLink()
          ? 'symlink'
          : 'other';
    return { kind, size: found.size, mode: found.mode & 0o7777, uid: found.uid, gid: found.gid };
  }

  async tree(path: string): Promise<ReadonlyMap<string, FileStat>> {
    const found = new Map<string, FileStat>();
    // Not by a recursive readdir, which follows links to folders.
    for (const todo = [path]; todo.length > 0; ) {
      const at = todo.pop() as string;
      const stat = await this.stat(at);
      if (stat) found.set(at, stat);
      if (stat?.kind !== 'directory') continue;
      for (const name of await fs.readdir(at).catch(() => [])) todo.push(join(at, name));
    }
    return found;
  }

  realPath(path: string): Promise<string> {
    return fs.realpath(path).catch(() => path);
  }

  async createExclusive(path: string, bytes: Uint8Array, mode: number): Promise<boolean> {
    const temporary = beside(path, nodePath);
    try {
      await fs.writeFile(temporary, bytes, { mode: 0o600, flag: 'wx' });
      await fs.chmod(temporary, mode);
      await fs.link(temporary, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw this.#cannot('write', path, error);
    } finally {
      await fs.rm(temporary, { force: true }).catch(() => {});
    }
  }

  async processesIn(path: string, program: RegExp): Promise<number | undefined> {
    const folder = await fs.realpath(path).catch(() => path);
    const pids = await fs.readdir('/proc').catch(() => undefined);
    if (!pids) return undefined;
    const link = (pid: string, name: string) => fs.readlink(`/proc/${pid}/${name}`).catch(() => '');
    const matching = await Promise.all(
      pids
        .filter((name) => /^\d+$/.test(name))
        .map(async (pid) => (await link(pid, 'cwd')) === folder && program.test(basename(await link(pid, 'exe')))),
    );
    return matching.filter(Boolean).length;
  }

  list(path: string): Promise<string[] | undefined> {
    return orUndefined(path, () => fs.readdir(path), 'list');
  }

  async lists(paths: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const found = await Promise.all(paths.map(async (path) => [path, await this.list(path)] as const));
    return new Map(found.filter((entry): entry is [string, string[]] => entry[1] !== undefined));
  }

  async age(path: string): Promise<number | undefined> {
    const found = await orUndefined(path, () => fs.lstat(path), 'look at');
    return found && Math.max(0, (Date.now() - found.ctimeMs) / 1000);
  }

  async makeDirectory(path: string, options: { mode: number }): Promise<void> {
    try {
      await fs.mkdir(path, { recursive: true, mode: options.mode });
      await fs.chmod(path, options.mode);
    } catch (error) {
      throw this.#cannot('make the folder', path, error);
    }
  }

  async removeEmptyDirectory(path: string): Promise<void> {
    await fs.rmdir(path).catch(() => {});
  }

  async changeMode(paths: readonly string[], mode: number): Promise<void> {
    for (const path of paths) {
      await fs.chmod(path, mode).catch((error: unknown) => {
        throw this.#cannot('set the permissions of', path, error);
      });
    }
  }

  async changeOwner(paths: readonly string[], owner: { uid: number; gid: number }): Promise<void> {
    const uid = process.getuid?.() === 0 ? owner.uid : -1;
    for (const path of paths) {
      await fs.lchown(path, uid, owner.gid).catch((error: unknown) => {
        throw this.#cannot('set the owner of', path, error);
      });
    }
  }

  async rename(from: string, to: string): Promise<void> {
    try {
      await fs.rename(from, to);
    } catch (error) {
      throw this.#cannot(`move ${from} to`, to, error);
    }
  }

  async remove(path: string): Promise<void> {
    try {
      await fs.unlink(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw this.#cannot('remove', path, error);
    }
  }

  async canWrite(path: string): Promise<boolean> {
    return fs.access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
  }

  async freeSpace(path: string): Promise<{ bytes: number; files: number | undefined } | undefined> {
    const space = await fs.statfs(path).catch(() => undefined);
    if (!space) return undefined;
    // Some file systems have no fixed number of files, and say 0 of 0.
    return { bytes: space.bavail * space.bsize, files: space.files > 0 ? space.ffree : undefined };
  }

  async snapshotDatabase(path: string, to: string): Promise<void> {
    const { DatabaseSync, backup } = await import('node:sqlite');
    let source: InstanceType<typeof DatabaseSync> | undefined;
    const deadline = Date.now() + BUSY_LIMIT;
    let made = false;
    try {
      // SQLite says only that it can not.
      await fs.access(path, constants.R_OK);
      // Short waits, often: SQLite's own grow so long that beside a busy writer its turn hardly comes.
      source = new DatabaseSync(path, { readOnly: true, timeout: 200 });
      await fs.writeFile(to, '', { mode: 0o600, flag: 'wx' });
      made = true;
      for (;;) {
        try {
          // All pages in one step: with the default rate a copy never ends while someone writes.
          await backup(source, to, { rate: 1_000_000 });
          break;
        } catch (error) {
          if (!isBusy(error)) throw error;
          if (Date.now() >= deadline) throw new Error(`it was in use for ${BUSY_LIMIT / 1000} s without a pause`);
        }
      }
    } catch (error) {
      // SQLite leaves its journal where it could not end its work.
      if (made) for (const name of [to, `${to}-journal`]) await fs.rm(name, { force: true });
      throw this.#cannot('copy', path, error);
    } finally {
      source?.close();
    }
  }

  async reach(address: Address): Promise<Address> {
    return address;
  }

  /** Root and the user that we are ask nobody. */
  async notPermitted(): Promise<undefined> {
    return undefined;
  }

  async close(): Promise<void> {}

  #cannot(verb: string, path: string, error: unknown) {
    const gone = verb === 'copy' && (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = gone ? 'it is not there' : fileTrouble(error);
    return fail('host-file', `Could not ${verb} ${path} on ${this.name}: ${why}.`, error);
  }
}

/** node:sqlite tells a lock that it did not get as code 0, "not an error"; SQLite's own codes are 5 and 6. */
function isBusy(error: unknown): boolean {
  return [0, 5, 6].includes((error as { errcode?: number }).errcode ?? -1);
}

/** The name of a user that is given by name or number; undefined when there is none. */
async function nameOf(user: string): Promise<string | undefined> {
  const out = collector();
  const code = await execute({ argv: ['id', '-un', '--', user], onStdout: out.data, onStderr: () => {} });
  return (code === 0 && out.end().trim()) || undefined;
}

async function orUndefined<T>(path: string, work: () => Promise<T>, verb = 'read'): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fail('host-file', `Could not ${verb} ${path} on this machine: ${fileTrouble(error)}.`, error);
  }
}
