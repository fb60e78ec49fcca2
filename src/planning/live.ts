/**
 * The column as the database has it, which some statements go by: from the live catalogue, else as an import would have
 * made it from the metadata.
 */
import type { Line } from '../metadata/model.ts';
import { type Catalogue, findTable } from './catalogue.ts';
import { neededTables } from './schema.ts';
import type { LiveColumn } from './sql/dialect.ts';
import type { Question } from './statements.ts';

/** undefined: the database has no such column. */
export type LiveColumns = (table: string, column: string) => LiveColumn | undefined;

/** Names that MySQL reads without quotes. */
const PLAIN = /^(?!\d+$)[0-9A-Za-z$_\u0080-\uffff]+$/;

export function liveColumns(question: Question, line: Line): LiveColumns {
  const { dialect, databaseName, catalogue } = question;
  // Jam.py 7 does not quote it: whatever it asks then, the server refuses.
  if (line === 7 && dialect === 'mysql' && databaseName !== undefined && !PLAIN.test(databaseName))
    return () => undefined;
  return catalogue ? fromCatalogue(catalogue) : implied(question);
}

function fromCatalogue(catalogue: Catalogue): LiveColumns {
  return (table, name) => {
    const column = findTable(catalogue, table)?.columns.get(name);
    return column && { type: column.declared ?? column.type, size: column.size ?? 0 };
  };
}

/** Types as MariaDB declares them where they differ from Jam.py's word in more than their case. */
const DECLARED: Readonly<Record<string, string>> = { INT: 'int(11)' };

function implied({ before, dialect }: Question): LiveColumns {
  const tables = neededTables(before, dialect);
  return (table, name) => {
    const column = tables.get(table)?.columns.find((each) => each.name === name);
    if (!column) return undefined;
    if (dialect !== 'mysql') return { type: column.type, size: column.size ?? 0 };
    const bare = DECLARED[column.type] ?? column.type.toLowerCase();
    return { type: column.size === undefined ? bare : `${bare}(${column.size})`, size: column.size ?? 0 };
  };
}
