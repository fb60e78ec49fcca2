/**
 * Which database, and how to reach it: the project's own connection as SYS_TASKS has it (docs/jampy.md, "The project's
 * connection"), or a database URL that overrides it. Holds secrets: never log one of these values.
 */
import { resolve } from 'node:path';
import { reasonOf, refuse, usage } from '../errors.ts';
import { databaseName } from '../metadata/enums.ts';
import { int, type Row, text } from '../metadata/model.ts';
import { dialectOf } from '../planning/catalogue.ts';
import { type DatabaseAddress, type Parts, readDsn, readUri } from './address.ts';

export type Connection = { dialect: 'sqlite'; path: string } | ServerConnection;

export interface ServerConnection {
  dialect: 'postgresql' | 'mysql';
  database: string;
  user?: string;
  password?: string;
  /** Host name, or the folder (PostgreSQL) or file (MySQL) of a socket when it starts with a slash. */
  host?: string;
  port?: number;
  /** `encrypt`: any certificate (libpq's `require`); `verify`: a certificate that is trusted for this name. */
  ssl?: 'encrypt' | 'verify';
  /** Why nobody may look: what else is here would not surely lead to the right database. */
  trouble?: string;
}

const SCHEMES: Readonly<Record<string, ServerConnection['dialect']>> = {
  postgres: 'postgresql',
  postgresql: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
};

/** Parameters of libpq and of MySQL's drivers that neither lead to another database nor show another part of it. */
const HARMLESS =
  /^(charset|collation|(fallback_)?application_name|client_encoding|connect_timeout|keepalives(_\w+)?|tcp_user_timeout|target_session_attrs|load_balance_hosts|channel_binding|gss\w+|krbsrvname|require_auth|requirepeer|ssl\w+)$/;

/**
 * The project's own connection.
 * @param task the SYS_TASKS row.
 * @param projectDir folder that SQLite paths are relative to; undefined when it is not on this machine.
 * @returns undefined when the database can not be reached from here (SQLite without its folder, another type).
 */
export function projectConnection(task: Row, projectDir: string | undefined): Connection | undefined {
  const dialect = dialectOf(int(task, 'f_db_type') ?? 0);
  if (!dialect) return undefined;
  if (dialect === 'sqlite') {
    return projectDir === undefined ? undefined : { dialect, path: resolve(projectDir, text(task, 'f_alias')) };
  }
  const dsn = dialect === 'postgresql' ? text(task, 'f_dsn').trim() : '';
  // It takes the place of everything else.
  if (dsn) return dsnConnection(dsn);
  const port = Number(text(task, 'f_port'));
  return {
    dialect,
    database: text(task, 'f_alias'),
    user: text(task, 'f_login') || undefined,
    password: text(task, 'f_password') || undefined,
    host: text(task, 'f_host') || undefined,
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    ssl: undefined,
  };
}

/** Where a connection string leads; libpq asks nothing else then, and calls a database without a name after its user. */
function dsnConnection(dsn: string): ServerConnection {
  const address = readDsn(dsn);
  const connection = serverConnection('postgresql', { ...address?.parts, dbname: nameIn(address) });
  const understood = address?.others.every((name) => HARMLESS.test(name)) && connection.database !== '';
  return understood
    ? connection
    : {
        ...connection,
        trouble: "in the project's own connection string there is something that is not understood here",
      };
}

function nameIn(address: DatabaseAddress | undefined): string {
  return address?.parts.dbname ?? address?.parts.user ?? '';
}

function serverConnection(dialect: ServerConnection['dialect'], parts: Parts & { dbname: string }): ServerConnection {
  const { dbname: database, user, password, host, port, sslmode } = parts;
  return {
    dialect,
    database,
    user,
    password,
    host,
    port: port === undefined ? undefined : Number(port),
    ssl: sslOf(sslmode),
  };
}

/**
 * The value of `database-url`: `postgres://`, `mysql://`, `sqlite:PATH` (relative to the project's folder).
 * @throws Stop (usage) that never repeats the value, since it holds a password.
 */
export function parseDatabaseUrl(value: string, projectDir: string | undefined): Connection {
  if (/^sqlite:/i.test(value)) {
    const path = value.replace(/^sqlite:(\/\/)?/i, '');
    if (!path) throw usage('database-url', 'database-url names no file: write sqlite:PATH, relative to project-dir.');
    return { dialect: 'sqlite', path: resolve(projectDir ?? '.', path) };
  }
  const address = readUri(value);
  if (!address) {
    throw usage(
      'database-url',
      'database-url is not an address: write postgres://user:password@host:port/database, mysql://… or sqlite:PATH, with special characters in the password percent-encoded.',
    );
  }
  const scheme = value.slice(0, value.indexOf(':')).toLowerCase();
  const dialect = SCHEMES[scheme];
  if (!dialect)
    throw usage('database-url', `database-url begins with ${scheme}:, which is none of postgres:, mysql: and sqlite:.`);
  if (!address.others.every((name) => HARMLESS.test(name)))
    throw usage(
      'database-url',
      'database-url has a parameter behind its ? that may lead to another database and is not understood here: write host, port, user, password, dbname or sslmode, and leave others out.',
    );
  const { dbname } = address.parts;
  if (!dbname)
    throw usage(
      'database-url',
      'database-url names no database: it stands behind the host, as in postgres://user:password@host/database.',
    );
  return serverConnection(dialect, { ...address.parts, dbname });
}

/** A database that every server has, for an administrator that names none. */
const ALWAYS_THERE = { postgresql: 'postgres', mysql: 'information_schema' } as const;

/**
 * The value of `database-admin-url`: as `database-url`, and the database may be left out.
 * @throws Stop (usage) that never repeats the value.
 */
export function parseAdminUrl(value: string): ServerConnection {
  const [, start, rest = ''] = /^([a-z]+:\/\/[^/?#]*)\/?(\?.*)?$/i.exec(value) ?? [];
  const scheme = value.slice(0, Math.max(0, value.indexOf(':'))).toLowerCase();
  const dialect = SCHEMES[scheme];
  const whole = start !== undefined && dialect ? `${start}/${ALWAYS_THERE[dialect]}${rest}` : value;
  let connection: Connection;
  try {
    connection = parseDatabaseUrl(whole, undefined);
  } catch (error) {
    throw usage('database-admin-url', reasonOf(error).replaceAll('database-url', 'database-admin-url'));
  }
  if (connection.dialect !== 'sqlite') return connection;
  throw usage(
    'database-admin-url',
    'database-admin-url is for PostgreSQL, MySQL and MariaDB: an SQLite database needs none.',
  );
}

/** libpq's sslmode and MySQL's ssl-mode alike. */
function sslOf(mode: string | undefined): 'encrypt' | 'verify' | undefined {
  if (mode === undefined || /^(disable|disabled|prefer|preferred|allow)$/i.test(mode)) return undefined;
  return /^verify/i.test(mode) ? 'verify' : 'encrypt';
}

/** @throws Stop when the URL is for another database than the project's. */
export function checkSameDialect(connection: Connection, dbType: number): void {
  if (dialectOf(dbType) !== connection.dialect) {
    throw refuse(
      'database-url-type',
      `database-url is for ${connection.dialect}, but the project is set to ${databaseName(dbType)}: it would look at another database. Nothing was touched.`,
    );
  }
}

/** Address without login, for sentences. */
export function connectionName(connection: Connection): string {
  if (connection.dialect === 'sqlite') return `SQLite file ${connection.path}`;
  const server = connection.dialect === 'postgresql' ? 'PostgreSQL' : 'MySQL/MariaDB';
  if (connection.database === '') return `${server} database of the project's own connection string`;
  return `${server} database ${connection.database} on ${connection.host ?? 'this machine'}${connection.port ? `:${connection.port}` : ''}`;
}
