/** One connection to a database for a few questions; nothing here writes. */
import { existsSync } from 'node:fs';
import type { Connection } from './connection.ts';
import { type Query, withServer } from './server.ts';

export type { Query } from './server.ts';

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
  return withServer({ way: connection, known: known.dialect === 'sqlite' ? connection : known }, work);
}
