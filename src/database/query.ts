/** One connection to a database for a few questions; nothing here writes. */
import { existsSync } from 'node:fs';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { Connection } from './connection.ts';

/** Rows of a query as plain objects, with the column names of the query. */
export type Query = (sql: string, bindings?: readonly (string | number)[]) => Promise<Record<string, unknown>[]>;

/**
 * Run `work` with a query function on one connection of the database.
 * @param known the database under the name that it has for its users: its certificate must be for it.
 */
export async function withQuery<T>(
  connection: Connection,
  known: Connection,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  if (connection.dialect === 'sqlite') {
    // A project that was never opened has no file yet; opening it would make one.
    const { DatabaseSync } = await import('node:sqlite');
    const db = existsSync(connection.path)
      ? new DatabaseSync(connection.path, { readOnly: true, timeout: 5000 })
      : new DatabaseSync(':memory:');
    try {
      return await work(async (sql, bindings = []) => db.prepare(sql).all(...bindings));
    } finally {
      db.close();
    }
  }
  const { default: knex } = await import('knex');
  const { dialect, host, port, user, password, database, ssl } = connection;
  const socket = host?.startsWith('/') ? host : undefined;
  const serverName = known.dialect === 'sqlite' ? undefined : known.host;
  const tls = ssl && {
    rejectUnauthorized: ssl === 'verify',
    ...(socket && serverName
      ? {
          checkServerIdentity: (_: string, certificate: PeerCertificate) =>
            checkServerIdentity(serverName, certificate),
        }
      : {}),
  };
  const db = knex({
    client: dialect === 'postgresql' ? 'pg' : 'mysql2',
    connection:
      dialect === 'postgresql'
        ? {
            host: host ?? postgresSocket(port ?? 5432),
            port: port ?? 5432,
            user,
            password,
            database,
            ssl: tls ?? false,
            connectionTimeoutMillis: 10_000,
            query_timeout: 60_000,
          }
        : {
            ...(socket ? { socketPath: socket } : { host: host ?? '127.0.0.1', port: port ?? 3306 }),
            user,
            password,
            database,
            ...(tls ? { ssl: tls } : {}),
            connectTimeout: 10_000,
            charset: 'utf8mb4',
          },
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: 15_000,
    // knex writes errors to the console with their stack, past our log: what we need comes as the thrown error.
    log: { warn() {}, error() {}, deprecate() {}, debug() {} },
  });
  try {
    return await work(async (sql, bindings = []) => {
      const result = await db.raw(sql, bindings as (string | number)[]);
      return (dialect === 'postgresql' ? result.rows : result[0]) as Record<string, unknown>[];
    });
  } finally {
    await db.destroy();
  }
}

/** Where PostgreSQL's own clients look when no host is set: a socket, on most systems in one of these folders. */
function postgresSocket(port: number): string {
  return ['/var/run/postgresql', '/tmp'].find((folder) => existsSync(`${folder}/.s.PGSQL.${port}`)) ?? 'localhost';
}
