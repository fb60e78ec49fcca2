/** One builder table of task.dat: `{"fields": [names], "records": [[values, …], …]}` into rows by column name. */
import { type FindingList, visible } from './finding-list.ts';
import { type BuilderTable, firstById, idOf, type Row, truthy, type Value } from './model.ts';
import type { BuilderTableStructure } from './structure.ts';

const EXPORT_AGAIN = 'Export the metadata again in the Builder and commit that file unchanged.';
const NUL = '\0';

/**
 * The table, or undefined when its shape does not hold. Rows that can not be read are left out, with a finding each.
 * @param like the same table of another export: rows that are the same on both sides are held once.
 */
export function readTable(
  source: unknown,
  structure: BuilderTableStructure,
  found: FindingList,
  like?: BuilderTable,
): BuilderTable | undefined {
  const place = { entry: 'task.dat', table: structure.name };
  const { fields, records } = (source ?? {}) as { fields?: unknown; records?: unknown };
  if (!Array.isArray(fields) || !fields.every((field) => typeof field === 'string') || !Array.isArray(records)) {
    const message = `${structure.name} in task.dat is not a list of fields and a list of records.`;
    found.error('task-dat-table', place, message, EXPORT_AGAIN);
    return undefined;
  }
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) {
    const message = `${structure.name} in task.dat has the column "${visible(twice)}" twice.`;
    found.error('task-dat-duplicate-column', place, message, EXPORT_AGAIN);
    return undefined;
  }
  compareColumns(fields, structure, found);
  const known = new Set(structure.columns.map((column) => column.name));
  // Unknown columns are left out, as an import leaves them out.
  const columns = fields.flatMap((name, index) => (known.has(name) ? [{ name, index }] : []));
  // Copies of one whole row share its shape; rows that grow name by name become hash tables, several times as large.
  const empty: Row = JSON.parse(JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, null]))));
  const rows: Row[] = [];
  const others = firstById(like?.rows ?? []);
  records.forEach((record: unknown, index) => {
    // It is not needed twice, and a large application is too large to be held twice.
    records[index] = null;
    const row = readRow(record, index, { width: fields.length, columns, empty }, structure, found);
    const other = row && others.get(idOf(row));
    if (row) rows.push(other && sameRow(row, other) ? other : row);
  });
  return { columns: columns.map((column) => column.name), rows };
}

function sameRow(left: Row, right: Row): boolean {
  const columns = Object.keys(left);
  if (columns.length !== Object.keys(right).length) return false;
  return columns.every((column) => Object.hasOwn(right, column) && left[column] === right[column]);
}

function compareColumns(fields: readonly string[], structure: BuilderTableStructure, found: FindingList): void {
  const place = { entry: 'task.dat', table: structure.name };
  const present = new Set(fields);
  const missing = structure.columns.filter((column) => !present.has(column.name));
  const needed = missing.filter((column) => !column.newer).map((column) => column.name);
  if (needed.length > 0) {
    const message = `${structure.name} in task.dat lacks ${columnList(needed)}, which every release of Jam.py's line has.`;
    found.error('task-dat-columns', place, message, EXPORT_AGAIN);
  }
  const newer = missing.filter((column) => column.newer).map((column) => column.name);
  if (newer.length > 0) {
    const message = `${structure.name} in task.dat lacks ${columnList(newer)}: an older release of Jam.py exported it.`;
    const remedy = 'Nothing to do: an import keeps what the server has there.';
    found.note('task-dat-older-columns', place, message, remedy);
  }
  const known = new Set(structure.columns.map((column) => column.name));
  const unknown = fields.filter((field) => !known.has(field));
  if (unknown.length > 0) {
    const message = `${structure.name} in task.dat has ${columnList(unknown.map(visible))}, unknown to the releases of Jam.py that were looked at.`;
    found.note(
      'task-dat-unknown',
      place,
      message,
      'Nothing to do: what the server does not know, an import leaves out.',
    );
  }
}

function columnList(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  const more = names.length > 12 ? ` and ${names.length - 12} more` : '';
  return `the ${names.length === 1 ? 'column' : 'columns'} ${shown}${more}`;
}

function readRow(
  record: unknown,
  index: number,
  { width, columns, empty }: { width: number; columns: readonly { name: string; index: number }[]; empty: Row },
  structure: BuilderTableStructure,
  found: FindingList,
): Row | undefined {
  const where = `Record ${index + 1} of ${structure.name} in task.dat`;
  if (!Array.isArray(record) || record.length < width) {
    const what = Array.isArray(record) ? `has ${record.length} values for ${width} fields` : 'is not a list of values';
    const place = { entry: 'task.dat', table: structure.name };
    found.error('task-dat-record', place, `${where} ${what}: an import would stop in the middle.`, EXPORT_AGAIN);
    return undefined;
  }
  // Behind the fields stand the display values of lookups; they are no part of the row.
  // Names are known columns only, so no name of the zip's choosing becomes a property.
  const row: Record<string, Value> = { ...empty };
  const id = idOfRecord(record, columns);
  for (const column of columns) {
    const value: unknown = record[column.index];
    const trouble = valueTrouble(value);
    if (trouble) {
      const place = { entry: 'task.dat', table: structure.name, ...id };
      found.error('task-dat-value', place, `${where}: ${column.name} ${trouble}.`, EXPORT_AGAIN);
      return undefined;
    }
    row[column.name] = value as Value;
  }
  if (truthy(row, 'deleted')) {
    const place = { entry: 'task.dat', table: structure.name, ...id };
    const remedy = 'Export again: Jam.py leaves deleted rows out, so the zip was changed by hand.';
    found.warning('task-dat-deleted-row', place, `${where} is marked as deleted.`, remedy);
  }
  return row;
}

function idOfRecord(record: readonly unknown[], columns: readonly { name: string; index: number }[]): { id?: number } {
  const column = columns.find((each) => each.name === 'id');
  const id = column && record[column.index];
  return typeof id === 'number' && Number.isSafeInteger(id) ? { id } : {};
}

function valueTrouble(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') {
    const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
    return exact ? undefined : 'is a number too large to be read exactly';
  }
  if (typeof value !== 'string') return 'is a list or an object, not a single value';
  if (value.includes(NUL)) return 'holds a NUL character, which cuts the text off in a database';
  return value.isWellFormed()
    ? undefined
    : 'holds half of a Unicode character (a lone surrogate), which can not be stored';
}
