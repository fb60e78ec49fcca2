/**
 * Database servers for tests, found in this order: the addresses in TEST_POSTGRES_URL and TEST_MARIADB_URL; the usual
 * ports of this machine; installed binaries, started in a temporary folder; PostgreSQL from a Python package that
 * carries its binaries; as root on Debian, apt-get; else one sentence with the command to run. Never a silent skip.
 */

import { randomBytes } from 'node:crypto';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { aptInstall, mayInstallPackages, type Tell, timed } from './run.ts';
import {
  findMariadbBinaries,
  findPostgresBinaries,
  installPostgresBinaries,
  type Started,
  startMariadb,
  startPostgres,
} from './started-servers.ts';
import { LabError } from './versions.ts';

export interface Servers {
  /** `postgres://user[:password]@host:port/database`; the user may create databases. */
  postgres: string;
  /** `mysql://user[:password]@host:port/`; the user may create databases. */
  mariadb: string;
  /** Ends the servers that the lab started itself and removes their folders; found ones are left alone. */
  stop(): Promise<void>;
}

/** An empty database of its own on one of the servers. */
export interface Database {
  type: 'postgres' | 'mariadb';
  name: string;
  host: string;
  port: number;
  user: string;
  password: string;
  /** `postgres://…/name` or `mysql://…/name`. */
  url: string;
  /** Rows of one statement, as objects. */
  query(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Ends every connection to it and drops it. */
  drop(): Promise<void>;
}

type Kind = Database['type'];

const DEFAULT_URLS = {
  postgres: 'postgres://postgres@127.0.0.1:5432/postgres',
  mariadb: 'mysql://root@127.0.0.1:3306/',
};
const VARIABLES = { postgres: 'TEST_POSTGRES_URL', mariadb: 'TEST_MARIADB_URL' };
const NAMES = { postgres: 'PostgreSQL', mariadb: 'MariaDB' };
const DEBIAN_PACKAGES = { postgres: 'postgresql', mariadb: 'mariadb-server' };

/** Finds or starts both servers. Throws a LabError with the command to run when one cannot be had. */
export async function findServers(tell: Tell): Promise<Servers> {
  const started: Started[] = [];
  const stop = async () => {
    await Promise.all(started.splice(0).map((server) => server.stop()));
  };
  const find = (kind: Kind) =>
    timed(tell, `${NAMES[kind]} server`, async () => {
      const found = await findServer(kind);
      if (typeof found === 'string') return found;
      started.push(found);
      return found.url;
    });
  const [postgres, mariadb] = await Promise.allSettled([find('postgres'), find('mariadb')]);
  if (postgres.status === 'fulfilled' && mariadb.status === 'fulfilled') {
    return { postgres: postgres.value, mariadb: mariadb.value, stop };
  }
  await stop();
  throw postgres.status === 'rejected' ? postgres.reason : (mariadb as PromiseRejectedResult).reason;
}

async function findServer(kind: Kind): Promise<string | Started> {
  const given = process.env[VARIABLES[kind]];
  if (given) {
    const problem = await whyUnusable(kind, given);
    if (problem === undefined) return given;
    throw new LabError(
      `${VARIABLES[kind]} names a ${NAMES[kind]} server where no database can be created: ${problem}.`,
    );
  }
  if ((await whyUnusable(kind, DEFAULT_URLS[kind])) === undefined) return DEFAULT_URLS[kind];
  const startInstalled = async () => {
    if (kind === 'postgres') {
      const folder = await findPostgresBinaries();
      return folder && (await startPostgres(folder));
    }
    const binaries = await findMariadbBinaries();
    return binaries && (await startMariadb(binaries));
  };
  const installed = await startInstalled();
  if (installed) return installed;
  if (kind === 'postgres') {
    const folder = await installPostgresBinaries();
    if (folder) return await startPostgres(folder);
  }
  if (await mayInstallPackages()) {
    await aptInstall([DEBIAN_PACKAGES[kind]]);
    const fresh = await startInstalled();
    if (fresh) return fresh;
  }
  throw new LabError(
    `No ${NAMES[kind]} server was found on 127.0.0.1 and none is installed: run \`sudo apt-get install -y ${DEBIAN_PACKAGES[kind]}\`, or set ${VARIABLES[kind]} to a server where databases may be created.`,
  );
}

/** undefined when a database can be created there; else why not. */
async function whyUnusable(kind: Kind, url: string): Promise<string | undefined> {
  try {
    const database = await createDatabase({ postgres: url, mariadb: url }, kind);
    await database.drop();
    return undefined;
  } catch (error) {
    return error instanceof Error
      ? error.message || ('code' in error ? String(error.code) : error.name)
      : String(error);
  }
}

/** Creates an empty database named `jp_<random>`; whoever creates it drops it. */
export async function createDatabase(servers: Pick<Servers, 'postgres' | 'mariadb'>, type: Kind): Promise<Database> {
  const name = `jp_${randomBytes(6).toString('hex')}`;
  const server = new URL(servers[type]);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const execute = (target: string, sql: string, parameters: unknown[] = []) =>
    type === 'postgres' ? queryPostgres(target, sql, parameters) : queryMariadb(target, sql, parameters);
  const tail = type === 'postgres' ? "ENCODING 'UTF8' TEMPLATE template0" : 'CHARACTER SET utf8mb4';
  await execute(server.href, `CREATE DATABASE ${name} ${tail}`);
  return {
    type,
    name,
    host: server.hostname,
    port: Number(server.port || (type === 'postgres' ? 5432 : 3306)),
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
    url: url.href,
    query: (sql, parameters) => execute(url.href, sql, parameters),
    drop: async () => {
      await execute(server.href, `DROP DATABASE IF EXISTS ${name}${type === 'postgres' ? ' WITH (FORCE)' : ''}`);
    },
  };
}

async function queryPostgres(url: string, sql: string, parameters: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql, parameters)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

async function queryMariadb(url: string, sql: string, parameters: unknown[]): Promise<Record<string, unknown>[]> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const connection = await mysql.createConnection({
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1) || undefined,
    connectTimeout: 5000,
  });
  try {
    const [rows] = await connection.query(sql, parameters);
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
  } finally {
    await connection.end().catch(() => {});
  }
}
