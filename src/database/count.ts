/** Counts what a loss would destroy: rows of a table, values of a column. One question after another, each bounded. */
import type { Connection } from './connection.ts';
import { type Query, withQuery } from './query.ts';

export interface Counted {
  table: string;
  /** undefined: the rows of the table. */
  column: string | undefined;
}

/** Numbers in the order of the questions; undefined where the database did not answer. */
export type Counts = readonly (number | undefined)[];

/** Nobody waits long for a number: a table that somebody has locked is told uncounted. */
const LOCK_WAIT: Readonly<Record<Connection['dialect'], string | undefined>> = {
  postgresql: "SET lock_timeout = '5s'",
  mysql: 'SET SESSION lock_wait_timeout = 5',
  sqlite: undefined,
};

/**
 * @param wanted tables and columns as the catalogue names them.
 * @param known see `readCatalogue`.
 */
export async function countIn(connection: Connection, known: Connection, wanted: readonly Counted[]): Promise<Counts> {
  if (wanted.length === 0) return [];
  return withQuery(connection, known, async (query) => {
    const wait = LOCK_WAIT[connection.dialect];
    if (wait !== undefined) await query(wait);
    const counts: (number | undefined)[] = [];
    for (const each of wanted) counts.push(await count(query, each, connection.dialect).catch(() => undefined));
    return counts;
  });
}

async function count(query: Query, { table, column }: Counted, dialect: Connection['dialect']): Promise<number> {
  const name = (text: string) => quoted(text, dialect);
  // knex takes a question mark for the place of a value.
  const what = column === undefined ? '*' : name(column);
  const [row] = await query(`SELECT COUNT(${what}) AS n FROM ${name(table)}`.replaceAll('?', '\\?'));
  return Number(row?.n);
}

function quoted(text: string, dialect: Connection['dialect']): string {
  const mark = dialect === 'mysql' ? '`' : '"';
  return `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;
}
