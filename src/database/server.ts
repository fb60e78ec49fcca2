/** One connection to a database server, which whoever opens it may also write through. */
import { existsSync } from 'node:fs';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { ServerConnection } from './connection.ts';

/** Rows of a query as plain objects, with the column names of the query. */
export type Query = (sql: string, bindings?: readonly (string | number)[]) => Promise<Record<string, unknown>[]>;

/** `way` leads to the server from here, `known` is what its users call it: its certificate must be for that. */
export interface Reached {
  way: ServerConnection;
  known: ServerConnection;
}

/**
 * Run `work` with a query function on one connection; a way without a database leads to the server's own.
 * @throws what the driver says, without the statement.
 */
export async function withServer<T>({ way, known }: Reached, work: (query: Query) => Promise<T>): Promise<T> {
  const { default: knex } = await import('knex');
  const { dialect, host, port, user, password, ssl } = way;
  const database = way.database || (dialect === 'postgresql' ? 'postgres' : undefined);
  const socket = host?.startsWith('/') ? host : undefined;
  const tls = ssl && {
    rejectUnauthorized: ssl === 'verify',
    ...(socket && known.host
      ? {
          checkServerIdentity: (_: string, certificate: PeerCertificate) =>
            checkServerIdentity(known.host as string, certificate),
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
    compileSqlOnError: false,
    // knex writes errors to the console with their stack, past our log: what we need comes as the thrown error.
    log: { warn() {}, error() {}, deprecate() {}, debug() {} },
  });
  db.on('query-error', (error: Error & { sql?: unknown }, { sql }: { sql: string }) => {
    // knex puts the statement before the message, and mysql2 keeps it with its values: it may hold a password.
    error.message = error.message.replace(`${sql} - `, () => '');
    delete error.sql;
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
