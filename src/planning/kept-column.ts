/** What Jam.py leaves as it is in the database when a field changes, though its import succeeds. */
import { int, type Line, type Row, text } from '../metadata/model.ts';
import type { Dialect } from './catalogue.ts';
import { catalogueWord } from './schema.ts';

/**
 * One clause, or undefined when nothing of the kind is left. An existing SQLite project takes no import, and what Jam.py
 * 5 refuses on PostgreSQL is told elsewhere.
 */
export function keptColumn(dialect: Dialect, line: Line, before: Row, after: Row): string | undefined {
  if (dialect === 'sqlite') return undefined;
  const word = (row: Row) => catalogueWord(dialect, line, int(row, 'f_data_type') ?? 0);
  if (word(before) !== word(after)) {
    const renamed = text(before, 'f_db_field_name') !== text(after, 'f_db_field_name');
    // Jam.py 5 renames there by giving the column its new type.
    if (dialect === 'mysql' && line === 5 && renamed) return undefined;
    return `Jam.py does not change the type of a column: it stays ${word(before)} in the database`;
  }
  const [was, is] = [int(before, 'f_size') ?? 0, int(after, 'f_size') ?? 0];
  if (was === is || dialect !== 'mysql') return undefined;
  if (line === 5) return 'Jam.py 5 does not change the size of a column on MySQL';
  if (is < was && word(before) === 'VARCHAR') return `a column never becomes smaller: it keeps ${was} characters`;
  return undefined;
}
