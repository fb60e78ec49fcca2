/** One virtual environment a Jam.py release, with its database drivers and gunicorn. */

import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, exists, locked, mayInstallPackages, run, type Tell, timed, tryRun } from './run.ts';
import {
  GUNICORN,
  JAM_PACKAGES,
  LabError,
  labFolder,
  MARIADB_DRIVER,
  POSTGRES_DRIVER,
  SHARED_PLACE,
  VERSIONS,
  type Version,
} from './versions.ts';

const OLDEST = 9;
const NEWEST = 12;
/** Jam.py 7 alone. */
const NEWEST_OF_7 = 13;

/** Folder of a release's virtual environment. */
export function environmentFolder(version: Version): string {
  return join(labFolder(), 'python', version);
}

/** The Python interpreter that has this Jam.py release installed. */
export function pythonOf(version: Version): string {
  return join(environmentFolder(version), 'bin', 'python');
}

/**
 * A Python that all releases run on: 3.9 to 3.12 with venv (Jam.py 7 alone: 3.13 too). TEST_PYTHON first, then what PATH
 * offers, then pyenv's. Throws a LabError that says what to install.
 */
export async function findPython(newest = NEWEST): Promise<string> {
  const given = process.env.TEST_PYTHON;
  if (given) {
    const found = await suitable(given, newest);
    if (found) return found;
    throw new LabError(
      `TEST_PYTHON=${given} is not a Python 3.${OLDEST} to 3.${newest} with the venv module: name one that is.`,
    );
  }
  const names = ['python3'];
  for (let minor = newest; minor >= OLDEST; minor--) names.push(`python3.${minor}`);
  const versions = join(homedir(), '.pyenv', 'versions');
  const installed = await readdir(versions).catch(() => []);
  const byNewest = installed.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  for (const candidate of [...names, ...byNewest.map((name) => join(versions, name, 'bin', 'python3'))]) {
    const found = await suitable(candidate, newest);
    if (found) return found;
  }
  throw new LabError(
    `No Python 3.${OLDEST} to 3.${newest} with the venv module was found${newest === NEWEST ? ' (Jam.py 5 does not import on 3.13)' : ''}: run \`apt-get install -y python3 python3-venv\`, or set TEST_PYTHON to one.`,
  );
}

async function suitable(candidate: string, newest: number): Promise<string | undefined> {
  const script = 'import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1], sys.executable)';
  const ran = await tryRun([candidate, '-c', script]);
  const [major, minor, ...path] = ran.stdout.trim().split(' ');
  const number = Number(minor);
  return ran.code === 0 && major === '3' && number >= OLDEST && number <= newest ? path.join(' ') : undefined;
}

/** Makes every missing environment, in parallel; those that are complete (same pinned packages) are kept. */
export async function setUpPython(tell: Tell, versions: readonly Version[] = VERSIONS): Promise<void> {
  await locked(join(labFolder(), 'python.lock'), async () => {
    const missing: Version[] = [];
    for (const version of versions) if (!(await isComplete(version))) missing.push(version);
    if (missing.length === 0) return;
    const python = await findPython();
    const wheels = await timed(tell, `driver for MariaDB (${MARIADB_DRIVER})`, () => mariadbDriver(python));
    await Promise.all(
      missing.map((version) =>
        timed(tell, `Python environment of Jam.py ${version}`, () => makeEnvironment(version, python, wheels)),
      ),
    );
  });
}

/** Jam.py 7 without any database driver, for projects on SQLite: nothing is compiled, no package of the system needed. */
export async function setUpPythonForSqlite(tell: Tell): Promise<Version> {
  const version: Version = '7.0.120';
  const python = await findPython(NEWEST_OF_7);
  await timed(tell, `Python environment of Jam.py ${version}`, async () => {
    await createEnvironment(version, python, [JAM_PACKAGES[version], GUNICORN]);
  });
  return version;
}

function stampOf(version: Version): string {
  return join(environmentFolder(version), 'complete.json');
}

/** What pip installs for a release: Jam.py, drivers and gunicorn. */
export function pinned(version: Version): string[] {
  return [JAM_PACKAGES[version], POSTGRES_DRIVER, MARIADB_DRIVER, GUNICORN];
}

async function isComplete(version: Version): Promise<boolean> {
  const stamp = await readFile(stampOf(version), 'utf8').catch(() => '');
  if (stamp !== JSON.stringify(pinned(version))) return false;
  return (await tryRun([pythonOf(version), '-c', 'import jam'])).code === 0;
}

const PIP = ['-m', 'pip', '--disable-pip-version-check', '-q'];

async function makeEnvironment(version: Version, python: string, wheels: string): Promise<void> {
  await createEnvironment(version, python, ['--find-links', wheels, ...pinned(version)]);
  await run([pythonOf(version), '-c', 'import jam.wsgi, psycopg2, MySQLdb, gunicorn']);
  await writeFile(stampOf(version), JSON.stringify(pinned(version)));
}

/** @param what arguments of `pip install` */
async function createEnvironment(version: Version, python: string, what: readonly string[]): Promise<void> {
  const folder = environmentFolder(version);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run([python, '-m', 'venv', folder]);
  await run([pythonOf(version), ...PIP, 'install', ...what]);
}

/** Builds the wheel of the MariaDB driver once; returns the folder that holds it. */
export async function mariadbDriver(python: string): Promise<string> {
  const tag = (await run([python, '-c', 'import sys; print("cp%d%d" % sys.version_info[:2])'])).trim();
  const folder = join(labFolder(), 'wheels', tag);
  const found = (await readdir(folder).catch(() => [])).some(
    (name) => name.startsWith(MARIADB_DRIVER.replace('==', '-')) && name.endsWith('.whl'),
  );
  if (found) return folder;
  await needCompiler(python);
  await mkdir(folder, { recursive: true });
  await run([python, ...PIP, 'wheel', '--no-deps', '--wheel-dir', folder, MARIADB_DRIVER]);
  return folder;
}

/** Where a Python's own header would be; an interpreter of the system has it in a package of its own. */
const FIND_HEADER = "import sysconfig; print(sysconfig.get_path('include') + '/Python.h')";

/** The MariaDB driver has no ready wheel for Linux: it needs the client's headers, this Python's, pkg-config and gcc. */
async function needCompiler(python: string): Promise<void> {
  const header = (await run([python, '-c', FIND_HEADER])).trim();
  const has = async () =>
    (await exists(header)) &&
    (await tryRun(['gcc', '--version'])).code === 0 &&
    ((await tryRun(['pkg-config', '--exists', 'libmariadb'])).code === 0 ||
      (await tryRun(['pkg-config', '--exists', 'mysqlclient'])).code === 0);
  if (await has()) return;
  const packages = ['libmariadb-dev', 'pkg-config', 'gcc', 'libc6-dev', 'python3-dev'];
  if (await mayInstallPackages()) await aptInstall(packages);
  if (await has()) return;
  const own = (await exists(header))
    ? ''
    : ` If ${header} is still missing then, it belongs to another Python than Debian's.`;
  throw new LabError(
    `The MariaDB driver of Jam.py is built from source and its tools are missing: run \`sudo apt-get install -y ${packages.join(' ')}\`.${own}`,
  );
}

/** Removes what the lab made in its folder, and the folder when nothing else is in it. */
export async function removeLab(): Promise<void> {
  for (const name of ['python', 'python.lock', 'wheels', 'fixtures', 'postgres', 'postgres.lock', 'shared']) {
    await rm(join(labFolder(), name), { recursive: true, force: true });
  }
  await rmdir(labFolder()).catch(() => {});
  if (process.getuid?.() === 0) await rm(SHARED_PLACE, { recursive: true, force: true });
}
