/**
 * Does a target hold what the zip says? Row by row, by id, over the columns that an import takes from the zip.
 * The columns that Jam.py keeps or rewrites stand in KEPT, each with its reason, and nowhere else.
 */
import { DB_TYPE, keepsLowerCase } from './enums.ts';
import {
  type BuilderTable,
  type BuilderTables,
  int,
  type Metadata,
  type Row,
  rowsOf,
  text,
  type Value,
} from './model.ts';
import { BUILDER_TABLES, type BuilderTableName, type ColumnKind } from './structure.ts';

/** Columns whose value in the target is not the zip's after a good import (docs/jampy.md, "What an import keeps"). */
export const KEPT: Readonly<Partial<Record<BuilderTableName, Readonly<Record<string, string>>>>> = {
  sys_items: { f_gen_name: 'the target makes its own sequence names' },
  sys_params: {
    f_safe_mode: 'setting of the target',
    f_debugging: 'setting of the target',
    f_import_delay: 'setting of the target',
    f_production: 'setting of the target',
    f_modification: 'counter of the target',
    f_build_version: 'counter of the target',
    f_params_version: 'counter of the target',
    f_client_modified: 'flag of the running target',
    f_server_modified: 'flag of the running target',
    f_maintenance: 'flag of the running target',
    f_jam_version: 'the next start writes the installed version',
    f_field_id_gen: 'the next start sets it to the highest field id',
  },
};

/** Columns that an import writes in the target database's case when the zip comes from another database type. */
const RECASED: Readonly<Partial<Record<BuilderTableName, readonly string[]>>> = {
  sys_items: ['f_table_name', 'f_gen_name'],
  sys_fields: ['f_db_field_name'],
  sys_indices: ['f_index_name'],
};

/** One difference, told by names. */
export interface MetadataDifference {
  table: BuilderTableName;
  id: number;
  kind: 'missing' | 'extra' | 'changed';
  /** `changed` only. */
  column?: string;
  /** The row by name, e.g. `customers.phone`. */
  name: string;
}

/** The value an import writes for `value` into a target of `dbType`. */
function imported(zip: Metadata, dbType: number, table: BuilderTableName, column: string, value: Value): Value {
  if (zip.dbType === dbType || !RECASED[table]?.includes(column)) return value;
  const name = value === null || value === undefined ? '' : String(value);
  return keepsLowerCase(dbType) ? name.toLowerCase() : name.toUpperCase();
}

/** Firebird keeps one direction for a whole index: its importer rewrites both columns. */
function rewrittenForFirebird(zip: Metadata, dbType: number, table: BuilderTableName, column: string): boolean {
  const crosses = (zip.dbType === DB_TYPE.FIREBIRD) !== (dbType === DB_TYPE.FIREBIRD);
  return crosses && table === 'sys_indices' && (column === 'f_fields_list' || column === 'descending');
}

/** The metadata with identifiers as an import into a database of `dbType` writes them. */
export function recased(metadata: Metadata, dbType: number): Metadata {
  if (metadata.dbType === dbType) return metadata;
  const tables: Partial<Record<BuilderTableName, BuilderTable>> = { ...metadata.tables };
  for (const name of Object.keys(RECASED) as BuilderTableName[]) {
    const table = metadata.tables[name];
    if (!table) continue;
    const rows = table.rows.map((row) => {
      const copy: Record<string, Value> = { ...row };
      for (const column of RECASED[name] ?? []) {
        if (column in copy) copy[column] = imported(metadata, dbType, name, column, copy[column] ?? null);
      }
      return copy;
    });
    tables[name] = { columns: table.columns, rows };
  }
  return { ...metadata, dbType, tables };
}

/** Are two values of a column the same to an import? */
export function sameValue(kind: ColumnKind, left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || right === null) return emptyAs(kind, left) === emptyAs(kind, right);
  if (typeof left === 'boolean' || typeof right === 'boolean') return Number(left) === Number(right);
  return String(left) === String(right);
}

/** Text columns hold NULL and '' for the same thing, and flags NULL and 0. */
function emptyAs(kind: ColumnKind, value: Value): Value {
  if (value !== null) return kind === 'bool' && typeof value === 'boolean' ? Number(value) : value;
  return kind === 'bool' ? 0 : kind === 'int' ? null : '';
}

/**
 * What differs between a zip and the builder tables of a target, worst first: rows missing, rows too many, values.
 * @param dbType database type of the target.
 * @param hidden rows of the zip that this way of reading the target never shows.
 */
export function compareMetadata(
  zip: Metadata,
  target: BuilderTables,
  dbType: number,
  hidden: (table: BuilderTableName, row: Row) => boolean = () => false,
): MetadataDifference[] {
  const differences: MetadataDifference[] = [];
  for (const { name: table, columns } of BUILDER_TABLES[zip.line]) {
    const kept = KEPT[table] ?? {};
    const source = zip.tables[table];
    const there = new Map(rowsOf({ tables: target }, table).map((row) => [int(row, 'id'), row]));
    const present = columns.filter(
      (column) =>
        !(column.name in kept) && source?.columns.includes(column.name) && target[table]?.columns.includes(column.name),
    );
    for (const row of source?.rows ?? []) {
      if (hidden(table, row)) continue;
      const id = int(row, 'id') ?? Number.NaN;
      const other = there.get(id);
      there.delete(id);
      const at = (): { table: BuilderTableName; id: number; name: string } => ({
        table,
        id,
        name: rowName(zip.tables, table, row),
      });
      if (!other) {
        differences.push({ ...at(), kind: 'missing' });
        continue;
      }
      for (const column of present) {
        if (rewrittenForFirebird(zip, dbType, table, column.name)) continue;
        const wanted = imported(zip, dbType, table, column.name, row[column.name] ?? null);
        if (!sameValue(column.kind, wanted, other[column.name] ?? null)) {
          differences.push({ ...at(), kind: 'changed', column: column.name });
        }
      }
    }
    for (const [id, row] of there)
      differences.push({ table, id: id ?? Number.NaN, kind: 'extra', name: rowName(target, table, row) });
  }
  const order = { missing: 0, extra: 1, changed: 2 };
  return differences.sort((a, b) => order[a.kind] - order[b.kind]);
}

/** A row as a developer knows it: `customers`, `customers.phone`, or its own name. */
export function rowName(tables: BuilderTables, table: BuilderTableName, row: Row): string {
  return rowNamer(tables, table)(row).name;
}

export interface RowName {
  /** `customers.phone` */
  name: string;
  /** The item that it belongs to, or is; '' and 0 where there is none. */
  item: string;
  itemId: number;
}

/** Names the rows of one table; the items are looked up once. */
export function rowNamer(tables: BuilderTables, table: BuilderTableName): (row: Row) => RowName {
  const byId = (name: BuilderTableName) => new Map(rowsOf({ tables }, name).map((row) => [int(row, 'id'), row]));
  const items = byId('sys_items');
  const roles = table === 'sys_privileges' || table === 'sys_field_privileges' ? byId('sys_roles') : undefined;
  const fields = table === 'sys_field_privileges' ? byId('sys_fields') : undefined;
  return (row) => {
    const own = ownName(row);
    if (table === 'sys_items') return { name: own, item: own, itemId: int(row, 'id') ?? 0 };
    if (table === 'sys_roles' || table === 'sys_lookup_lists') return { name: own, item: '', itemId: 0 };
    if (table === 'sys_params') return { name: 'project parameters', item: '', itemId: 0 };
    const itemId = int(row, 'item_id') ?? int(row, 'item') ?? int(row, 'owner_rec_id') ?? 0;
    const found = items.get(itemId);
    const item = found ? text(found, 'f_item_name') : `item ${itemId || '?'}`;
    if (!roles) return { name: [item, own].filter(Boolean).join('.'), item, itemId };
    const role = roles.get(int(row, 'owner_rec_id'));
    const field = fields?.get(int(row, 'field'));
    const what = [item, field ? text(field, 'f_field_name') : ''].filter(Boolean).join('.');
    return { name: role ? `${what} for ${text(role, 'f_name')}` : what, item, itemId };
  };
}

function ownName(row: Row): string {
  return (
    text(row, 'f_item_name') ||
    text(row, 'f_field_name') ||
    text(row, 'f_index_name') ||
    text(row, 'f_filter_name') ||
    text(row, 'f_param_name') ||
    text(row, 'f_name')
  );
}

/** One difference as words for a sentence. */
export function differenceText(difference: MetadataDifference): string {
  const row = `${difference.name || 'row'} (${difference.table} ${difference.id})`;
  if (difference.kind === 'missing') return `${row} is not in the target`;
  if (difference.kind === 'extra') return `${row} is in the target but not in the zip`;
  return `${row}: ${difference.column} differs`;
}
