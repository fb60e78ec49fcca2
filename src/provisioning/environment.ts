/** The virtual environment of a new project: exactly the wanted Jam.py, and the driver of its database. */
import { dirname, join } from 'node:path';
import type { Connection } from '../database/connection.ts';
import { fail, refuse } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import { installedJamVersion, lineOfVersion } from '../jampy/installed.ts';
import type { Log } from '../log.ts';
import type { Line } from '../metadata/model.ts';

export interface PlannedEnvironment {
  python: string;
  folder: string;
  version: string;
  line: Line;
  /** Interpreter that makes it. */
  base: string;
}

/** Ours and half-made as long as this is in it. */
const MARK = '.jampy-provision';
/** Minor versions of Python 3 that a line runs on (docs/jampy.md, "Python"). */
const PYTHONS: Readonly<Record<Line, { oldest: number; newest: number }>> = {
  5: { oldest: 9, newest: 12 },
  7: { oldest: 9, newest: 13 },
};
const LIMIT = 600_000;
const SHOWN_LINES = 6;

const CAN_MAKE = 'import sys, venv, ensurepip; print(sys.version_info[1] if sys.version_info[0] == 3 else 0)';
const REMOVE = 'import shutil, sys; shutil.rmtree(sys.argv[1], ignore_errors=True)';

/** Where Jam.py is published under another name for each of its releases. */
function packageOf(version: string): string {
  if (version.startsWith('7.')) return 'jam-py-v7';
  return version.startsWith('5.4.') ? 'jam-py' : 'jam-py-v5';
}

/** Whether there is no such interpreter yet, or only that of a half-made environment of ours. */
export async function isMissingOrOurs(host: Host, python: string): Promise<boolean> {
  if ((await host.stat(python)) === undefined) return true;
  return (await host.stat(join(dirname(dirname(python)), MARK))) !== undefined;
}

/**
 * @param python where the interpreter is to be: `FOLDER/bin/python`.
 * @throws Stop (refused): it can not be made there, or by no Python of the host.
 */
export async function planEnvironment(host: Host, python: string, version: string): Promise<PlannedEnvironment> {
  const line = lineOfVersion(version);
  if (line === undefined)
    throw refuse('jam-version', `jam-version ${version} is neither of Jam.py 5 nor of 7. Nothing was changed.`);
  if (!/^\/.+\/bin\/python3?$/.test(python))
    throw refuse(
      'python',
      `python (${python}) is not there on ${host.name}, and a virtual environment is made for jam-version only where python is written as FOLDER/bin/python. Nothing was changed.`,
    );
  const folder = dirname(dirname(python));
  const names = (await host.list(folder)) ?? [];
  if (names.length > 0 && !names.includes(MARK))
    throw refuse(
      'python',
      `python (${python}) is not there on ${host.name}, and its folder ${folder} is not empty: give another folder for the virtual environment, or the right interpreter. Nothing was changed.`,
    );
  return { python, folder, version, line, base: await findBase(host, line) };
}

async function findBase(host: Host, line: Line): Promise<string> {
  const { oldest, newest } = PYTHONS[line];
  const names = ['python3'];
  for (let minor = newest; minor >= oldest; minor--) names.push(`python3.${minor}`);
  const missing = new Set(await host.missingPrograms(names));
  for (const name of names.filter((each) => !missing.has(each))) {
    const { code, stdout } = await host.run({ argv: [name, '-c', CAN_MAKE], timeoutMs: 30_000 });
    const minor = Number(stdout.trim());
    if (code === 0 && minor >= oldest && minor <= newest) return name;
  }
  throw refuse(
    'python-missing',
    `${host.name} has no Python 3.${oldest} to 3.${newest} with venv, which Jam.py ${line} needs: install it (on Debian: apt-get install python3 python3-venv). Nothing was changed.`,
  );
}

/**
 * Makes it; what an interrupted run left of it is removed first.
 * @returns the driver that Jam.py 7 is to use for MySQL: 1 mysqlclient, 2 mysql-connector-python.
 * @throws Stop (failed); then nothing is left of it.
 */
export async function makeEnvironment(
  host: Host,
  planned: PlannedEnvironment,
  dialect: Connection['dialect'],
  log: Log,
): Promise<1 | 2> {
  const { folder, python, version, base } = planned;
  await removeEnvironment(host, planned);
  try {
    await host.makeDirectory(folder, { mode: 0o755 });
    await host.writeFile(join(folder, MARK), new Uint8Array(), { mode: 0o600 });
    await run(host, [base, '-m', 'venv', folder], 'make the virtual environment', log);
    // Jam.py 5 copies files by distutils, which Python 3.12 has no more and setuptools brings.
    const more = planned.line === 5 ? ['setuptools'] : [];
    await pip(host, planned, [`${packageOf(version)}==${version}`, ...more], log);
    const library = await installDriver(host, planned, dialect, log);
    await run(host, [python, '-c', 'import jam.wsgi'], `start Jam.py ${version}`, log);
    const installed = await installedJamVersion(host, python);
    if (installed !== version)
      throw fail(
        'jam-version',
        `Jam.py ${installed} was installed for jam-version ${version}: write the version as its package has it.`,
      );
    await host.remove(join(folder, MARK));
    return library;
  } catch (error) {
    await removeEnvironment(host, planned);
    throw error;
  }
}

/** A few thousand files: by the Python that made them, not one by one. */
export async function removeEnvironment(host: Host, { folder, base }: PlannedEnvironment): Promise<void> {
  if ((await host.stat(folder)) === undefined) return;
  await host.run({ argv: [base, '-c', REMOVE, folder], timeoutMs: LIMIT });
}

async function installDriver(
  host: Host,
  planned: PlannedEnvironment,
  dialect: Connection['dialect'],
  log: Log,
): Promise<1 | 2> {
  if (dialect === 'sqlite') return 1;
  if (dialect === 'postgresql') {
    await pip(host, planned, ['psycopg2-binary'], log);
    return 1;
  }
  try {
    await pip(host, planned, ['mysqlclient'], log);
    return 1;
  } catch (error) {
    if (planned.line === 7) {
      log.info('mysqlclient can not be built here: Jam.py 7 gets mysql-connector-python in its place.');
      await pip(host, planned, ['mysql-connector-python'], log);
      return 2;
    }
    throw fail(
      'driver-missing',
      `mysqlclient, the only driver of Jam.py 5 for MySQL and MariaDB, can not be built on ${host.name}: install what it needs (on Debian: apt-get install gcc pkg-config libmariadb-dev python3-dev).`,
      error,
    );
  }
}

async function pip(host: Host, { python }: PlannedEnvironment, packages: readonly string[], log: Log): Promise<void> {
  const argv = [
    python,
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--no-input',
    '--quiet',
    ...packages,
  ] as const;
  await run(host, argv, `install ${packages.join(' ')}`, log);
}

async function run(host: Host, argv: readonly [string, ...string[]], what: string, log: Log): Promise<void> {
  const finished = await host.run({ argv, timeoutMs: LIMIT, onLine: (line) => log.debug(line) });
  if (finished.code === 0) return;
  const said = `${finished.stdout}\n${finished.stderr}`.trim().split('\n').filter(Boolean).slice(-SHOWN_LINES);
  for (const line of said) log.info(`| ${line}`);
  const why = finished.timedOut ? `no end within ${LIMIT / 1000} s` : (said.at(-1) ?? `exit code ${finished.code}`);
  throw fail('environment', `${host.name} could not ${what}: ${why.slice(0, 300)}.`);
}
