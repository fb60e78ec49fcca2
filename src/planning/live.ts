/** The column as the database has it, which some statements go by. */
import type { Line } from '../metadata/model.ts';
import { type Catalogue, findTable } from './catalogue.ts';
import type { LiveColumn } from './sql/dialect.ts';

/** undefined: the database has no such column. */
export type LiveColumns = (table: string, column: string) => LiveColumn | undefined;

/** Names that MySQL reads without quotes. */
const PLAIN = /^(?!\d+$)[0-9A-Za-z$_\u0080-\uffff]+$/;

/** @param databaseName decides on MySQL whether Jam.py 7, which does not quote it, is told anything. */
export function liveColumns(catalogue: Catalogue, line: Line, databaseName: string | undefined): LiveColumns {
  const unreadable = databaseName !== undefined && !PLAIN.test(databaseName);
  if (line === 7 && catalogue.dialect === 'mysql' && unreadable) return () => undefined;
  return (table, name) => {
    const column = findTable(catalogue, table)?.columns.get(name);
    return column && { type: column.declared ?? column.type, size: column.size ?? 0 };
  };
}
