/**
 * The tables, columns and indexes that metadata needs in a database, as an import makes them
 * (docs/jampy.md, "What an import makes in the database"). Pure: the real catalogue comes from `database/`.
 */

import { DATA_TYPE } from '../metadata/enums.ts';
import { int, type Line, type Metadata, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import type { Dialect } from './catalogue.ts';
import { byOwner, isTableItem } from './sides.ts';

export interface NeededColumn {
  name: string;
  fieldId: number;
  /** Type word as the catalogue tells it. */
  type: string;
  /** Characters; undefined where the type has none. */
  size: number | undefined;
}

export interface NeededIndex {
  kind: 'index';
  name: string;
  indexId: number;
  unique: boolean;
  columns: readonly { name: string; descending: boolean }[];
}

export interface NeededForeignKey {
  kind: 'foreign-key';
  name: string;
  indexId: number;
  column: string;
  references: { table: string; column: string };
}

export interface NeededTable {
  name: string;
  itemId: number;
  itemName: string;
  columns: readonly NeededColumn[];
  primaryKey: string | undefined;
  indexes: readonly (NeededIndex | NeededForeignKey)[];
  /** Columns that may or may not be there: v7's calculated fields get one only when an import made the table. */
  tolerated: readonly string[];
}

type Words = Readonly<Record<number, string>>;

/** Type words in the order TEXT INTEGER FLOAT CURRENCY DATE DATETIME BOOLEAN LONGTEXT KEYS FILE IMAGE. */
function words(list: string): Words {
  return Object.fromEntries(list.split(', ').map((word, position) => [position + 1, word]));
}

// As the catalogue tells them, which is not always as Jam.py writes them (VARCHAR, TIMESTAMP, SERIAL).
const TYPE_WORDS: Readonly<Record<Dialect, Readonly<Record<Line, Words>>>> = {
  sqlite: {
    5: words('TEXT, INTEGER, REAL, REAL, TEXT, TEXT, INTEGER, TEXT, TEXT, TEXT, TEXT'),
    7: words('TEXT, INTEGER, REAL, REAL, TEXT, TEXT, INTEGER, TEXT, TEXT, TEXT, TEXT'),
  },
  postgresql: {
    5: words(
      'CHARACTER VARYING, INTEGER, NUMERIC, NUMERIC, DATE, TIMESTAMP WITHOUT TIME ZONE, INTEGER, TEXT, TEXT, TEXT, TEXT',
    ),
    7: words('TEXT, INTEGER, NUMERIC, NUMERIC, DATE, TIMESTAMP WITHOUT TIME ZONE, INTEGER, TEXT, TEXT, TEXT, TEXT'),
  },
  mysql: {
    5: words('VARCHAR, INT, DOUBLE, DOUBLE, DATE, DATETIME, INT, LONGTEXT, LONGTEXT, LONGTEXT, LONGTEXT'),
    7: words('VARCHAR, INT, DOUBLE, DOUBLE, DATE, DATETIME, INT, LONGTEXT, TEXT, VARCHAR, VARCHAR'),
  },
};

/** Type word as the catalogue tells it, '' for an unknown data type. */
export function catalogueWord(dialect: Dialect, line: Line, dataType: number): string {
  return TYPE_WORDS[dialect][line][dataType] ?? '';
}

function sizeOf(dialect: Dialect, line: Line, dataType: number, size: number): number | undefined {
  if (dialect === 'mysql' && line === 7 && dataType === DATA_TYPE.FILE) return 512;
  if (dialect === 'mysql' && line === 7 && dataType === DATA_TYPE.IMAGE) return 256;
  const sized = dialect === 'mysql' || (dialect === 'postgresql' && line === 5);
  return sized && dataType === DATA_TYPE.TEXT && size > 0 ? size : undefined;
}

/** PostgreSQL keeps 63 bytes of a name. */
export function keptName(dialect: Dialect, name: string): string {
  return dialect === 'postgresql' ? Buffer.from(name).subarray(0, 63).toString('utf8').replace(/�$/, '') : name;
}

/** Items that have a table of their own: real items and detail prototypes, neither virtual nor (v7) copies. */
function hasTable(line: Line, item: Row): boolean {
  return isTableItem(line, item) && text(item, 'f_table_name') !== '';
}

/**
 * Every table that the metadata needs, by name.
 * @param metadata with identifiers in the target's case (see metadata/compare.ts, recased).
 */
export function neededTables(metadata: Metadata, dialect: Dialect): Map<string, NeededTable> {
  const items = new Map(rowsOf(metadata, 'sys_items').map((item) => [int(item, 'id'), item]));
  const fields = new Map(rowsOf(metadata, 'sys_fields').map((field) => [int(field, 'id'), field]));
  const owned = byOwner(rowsOf(metadata, 'sys_fields'));
  const indices = byOwner(rowsOf(metadata, 'sys_indices'));
  const tables = new Map<string, NeededTable>();
  for (const [itemId, item] of items) {
    if (itemId === undefined || !hasTable(metadata.line, item)) continue;
    // v5: the common fields belong to the group; v7: every item owns all its fields.
    const all = [
      ...(metadata.line === 5 ? (owned.get(int(item, 'parent') ?? 0) ?? []) : []),
      ...(owned.get(itemId) ?? []),
    ];
    const own = all.filter((field) => !truthy(field, 'f_master_field'));
    const primaryField = fields.get(int(item, 'f_primary_key'));
    const primaryKey = primaryField && keptName(dialect, text(primaryField, 'f_db_field_name'));
    const name = keptName(dialect, text(item, 'f_table_name'));
    const columns = own
      .filter((field) => !truthy(field, 'f_calc_item'))
      .map((field) => neededColumn(field, dialect, metadata.line, field === primaryField));
    tables.set(name, {
      name,
      itemId,
      itemName: text(item, 'f_item_name'),
      columns,
      primaryKey,
      indexes: (indices.get(itemId) ?? []).flatMap((index) => neededIndex(index, dialect, items, fields) ?? []),
      tolerated: own.filter((field) => truthy(field, 'f_calc_item')).map((field) => text(field, 'f_db_field_name')),
    });
  }
  return tables;
}

function neededColumn(field: Row, dialect: Dialect, line: Line, primary: boolean): NeededColumn {
  const dataType = int(field, 'f_data_type') ?? 0;
  const serial = primary && dialect === 'postgresql' && line === 7;
  return {
    name: keptName(dialect, text(field, 'f_db_field_name')),
    fieldId: int(field, 'id') ?? 0,
    type: serial ? 'INTEGER' : (TYPE_WORDS[dialect][line][dataType] ?? ''),
    size: sizeOf(dialect, line, dataType, int(field, 'f_size') ?? 0),
  };
}

/** undefined for an index that no database can have (a field without a column, a target without a key). */
function neededIndex(
  index: Row,
  dialect: Dialect,
  items: ReadonlyMap<number | undefined, Row>,
  fields: ReadonlyMap<number | undefined, Row>,
): NeededIndex | NeededForeignKey | undefined {
  const name = keptName(dialect, text(index, 'f_index_name'));
  const indexId = int(index, 'id') ?? 0;
  const column = (fieldId: number | undefined) => {
    const field = fields.get(fieldId);
    return field && !truthy(field, 'f_master_field') ? keptName(dialect, text(field, 'f_db_field_name')) : undefined;
  };
  if (truthy(index, 'f_foreign_index')) {
    if (dialect === 'sqlite') return undefined;
    const field = fields.get(int(index, 'f_foreign_field'));
    const target = field && items.get(int(field, 'f_object'));
    const own = column(int(index, 'f_foreign_field'));
    const key = target && column(int(target, 'f_primary_key'));
    if (!own || !target || !key) return undefined;
    const references = { table: keptName(dialect, text(target, 'f_table_name')), column: key };
    return { kind: 'foreign-key', name, indexId, column: own, references };
  }
  const columns = indexFields(index).map(([fieldId, descending]) => ({ name: column(fieldId) ?? '', descending }));
  if (columns.length === 0 || columns.some((part) => part.name === '')) return undefined;
  return { kind: 'index', name, indexId, unique: truthy(index, 'f_unique_index'), columns };
}

/** f_fields_list: JSON `[[field id, descending], …]`; anything else counts as none. */
export function indexFields(index: Row): [number, boolean][] {
  try {
    const list: unknown = JSON.parse(text(index, 'f_fields_list'));
    if (!Array.isArray(list)) return [];
    return list.filter(Array.isArray).map((part) => [Number(part[0]), Boolean(part[1])]);
  } catch {
    return [];
  }
}
