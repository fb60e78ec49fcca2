/**
 * Which database, and how to reach it: the project's own connection as SYS_TASKS has it (docs/jampy.md, "The project's
 * connection"), or a database URL that overrides it. Holds secrets: never log one of these values.
 */
import { resolve } from 'node:path';
import { refuse, usage } from '../errors.ts';
import { databaseName } from '../metadata/enums.ts';
import { int, type Row, text } from '../metadata/model.ts';
import { dialectOf } from '../planning/catalogue.ts';

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
}

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
  const dsn = dialect === 'postgresql' ? parseDsn(text(task, 'f_dsn')) : {};
  const port = Number(dsn.port ?? text(task, 'f_port'));
  return {
    dialect,
    database: dsn.dbname ?? text(task, 'f_alias'),
    user: dsn.user ?? (text(task, 'f_login') || undefined),
    password: dsn.password ?? (text(task, 'f_password') || undefined),
    host: dsn.host ?? (text(task, 'f_host') || undefined),
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    ssl: sslOf(dsn.sslmode),
  };
}

/** PostgreSQL's `key=value` connection string, or nothing. */
function parseDsn(dsn: string): Record<string, string> {
  if (/^postgres(ql)?:\/\//.test(dsn)) {
    // One that libpq alone understands (several hosts, say) is as good as none: the database is then not looked at.
    if (!URL.canParse(dsn)) return {};
    const url = new URL(dsn);
    const from = (value: string) => (value ? (decode(value) ?? value) : undefined);
    const parts = {
      dbname: from(url.pathname.slice(1)),
      user: from(url.username),
      password: from(url.password),
      host: from(url.hostname),
      port: from(url.port),
      sslmode: url.searchParams.get('sslmode') ?? undefined,
    };
    return Object.fromEntries(
      Object.entries(parts).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  }
  const parts: Record<string, string> = {};
  for (const match of dsn.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))/g)) {
    parts[match[1] as string] = (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1');
  }
  return parts;
}

/** undefined when the percent-encoding is broken. */
function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
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
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const parts = url && [url.username, url.password, url.pathname].map(decode);
  // An @ behind the host means that a password with / ? or # was not encoded: host and database would be parts of it.
  if (!url || !parts || parts.includes(undefined) || /@/.test(url.pathname + url.search + url.hash)) {
    throw usage(
      'database-url',
      'database-url is not an address: write postgres://user:password@host:port/database, mysql://… or sqlite:PATH, with special characters in the password percent-encoded.',
    );
  }
  const dialect = /^postgres(ql)?:$/.test(url.protocol)
    ? 'postgresql'
    : /^(mysql|mariadb):$/.test(url.protocol)
      ? 'mysql'
      : undefined;
  if (!dialect)
    throw usage(
      'database-url',
      `database-url begins with ${url.protocol}, which is none of postgres:, mysql: and sqlite:.`,
    );
  const decoded = (part: string) => (part ? decode(part) : undefined);
  const database = decoded(url.pathname.slice(1));
  if (!database)
    throw usage(
      'database-url',
      'database-url names no database: it stands behind the host, as in postgres://user:password@host/database.',
    );
  const sslmode = url.searchParams.get('sslmode') ?? url.searchParams.get('ssl-mode') ?? undefined;
  return {
    dialect,
    database,
    user: decoded(url.username),
    password: decoded(url.password),
    host: url.searchParams.get('host') ?? (url.hostname ? url.hostname.replace(/^\[|\]$/g, '') : undefined),
    port: url.port ? Number(url.port) : undefined,
    ssl: sslOf(sslmode),
  };
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
  return `${server} database ${connection.database} on ${connection.host ?? 'this machine'}${connection.port ? `:${connection.port}` : ''}`;
}
