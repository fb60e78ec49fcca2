/** Reads the catalogue of a real database. Read-only: nothing here writes. */
import { fail, reasonOf } from '../errors.ts';
import type { Catalogue, Dialect } from '../planning/catalogue.ts';
import { type Connection, connectionName } from './connection.ts';
import { type Query, withQuery } from './query.ts';

export type { Query } from './query.ts';

/** One dialect: reads its own catalogue through `query`. */
export interface DialectReader {
  read(query: Query): Promise<Catalogue>;
}

async function readerOf(dialect: Dialect): Promise<DialectReader> {
  if (dialect === 'sqlite') return (await import('./sqlite.ts')).reader;
  if (dialect === 'postgresql') return (await import('./postgresql.ts')).reader;
  return (await import('./mysql.ts')).reader;
}

/**
 * Connect, read the whole catalogue, disconnect.
 * @param known the database under the name that it has for its users, where `connection` is a way around: that name is
 * told, and its certificate must be for it.
 * @throws Stop `database-unreadable`; the sentence names the database without its login.
 */
export async function readCatalogue(connection: Connection, known: Connection = connection): Promise<Catalogue> {
  const reader = await readerOf(connection.dialect);
  try {
    if (connection.dialect !== 'sqlite' && connection.trouble !== undefined) throw new Error(connection.trouble);
    return await withQuery(connection, known, (query) => reader.read(query));
  } catch (error) {
    throw fail(
      'database-unreadable',
      `The ${connectionName(known)} can not be looked at from here: ${reasonOf(error)}. If it is reached under another address from here, give that as database-url.`,
      error,
    );
  }
}
