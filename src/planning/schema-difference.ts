/**
 * What a database lacks of what metadata needs, and whose fault that is: a difference that comes with this import means
 * it failed, an older one that Jam.py itself never mends is a warning, anything extra a note.
 */

import { isDeepStrictEqual } from 'node:util';
import { int, type Metadata, rowsOf } from '../metadata/model.ts';
import { type Catalogue, type CatalogueTable, findTable } from './catalogue.ts';
import {
  type NeededColumn,
  type NeededForeignKey,
  type NeededIndex,
  type NeededTable,
  neededTables,
} from './schema.ts';

export type SchemaDifferenceKind =
  | 'table-missing'
  | 'column-missing'
  | 'column-type'
  | 'column-size'
  | 'primary-key'
  | 'index-missing'
  | 'index-differs'
  | 'table-left'
  | 'column-left'
  | 'index-left';

export interface SchemaDifference {
  kind: SchemaDifferenceKind;
  severity: 'failed' | 'warning';
  /** `customers`, `customers.phone`, `customers: index customers_idx`. */
  object: string;
  /** One clause: what is needed and what is there. */
  detail: string;
}

export interface SchemaComparison {
  differences: SchemaDifference[];
  /** Tables, columns and indexes that the metadata does not know, by name. */
  extra: string[];
  tableCount: number;
  columnCount: number;
  indexCount: number;
}

/** What was there before an import; undefined where none ran. */
export type Before = Metadata | undefined;

const caseless = (catalogue: Catalogue, name: string) =>
  catalogue.dialect === 'postgresql' ? name : name.toLowerCase();

type Add = (kind: SchemaDifferenceKind, severity: 'failed' | 'warning', object: string, detail: string) => void;

/** What one comparison knows: both sides, and what was needed before by the ids that Jam.py goes by. */
interface Sides {
  catalogue: Catalogue;
  /** Undefined: no import ran. */
  before: Before;
  oldItems: ReadonlySet<number>;
  oldColumns: ReadonlyMap<number, NeededColumn>;
  oldIndexes: ReadonlyMap<number, NeededIndex | NeededForeignKey>;
  /** Ids of every index row of before, also of those that no database can have. */
  oldIndexIds: ReadonlySet<number>;
  add: Add;
}

/**
 * Compare the database with what the metadata needs.
 * @param zip metadata in the target's case (metadata/compare.ts, recased).
 * @param before the target's metadata before the import, to tell older differences; undefined: no import ran.
 */
export function compareSchema(zip: Metadata, catalogue: Catalogue, before: Before): SchemaComparison {
  const needed = neededTables(zip, catalogue.dialect);
  const result: SchemaComparison = {
    differences: [],
    extra: [],
    tableCount: needed.size,
    columnCount: 0,
    indexCount: 0,
  };
  const old = before ? [...neededTables(before, catalogue.dialect).values()] : [];
  const sides: Sides = {
    catalogue,
    before,
    oldItems: idsOf(before, 'sys_items'),
    oldColumns: new Map(old.flatMap((table) => table.columns).map((column) => [column.fieldId, column])),
    oldIndexes: new Map(old.flatMap((table) => table.indexes).map((index) => [index.indexId, index])),
    oldIndexIds: idsOf(before, 'sys_indices'),
    add: (kind, severity, object, detail) => result.differences.push({ kind, severity, object, detail }),
  };
  for (const table of needed.values()) {
    result.columnCount += table.columns.length;
    result.indexCount += table.indexes.length;
    const there = findTable(catalogue, table.name);
    if (!there) {
      const detail = `the table of item ${table.itemName} is not in the database`;
      sides.add('table-missing', 'failed', table.name, detail);
      continue;
    }
    compareColumns(table, there, sides);
    comparePrimaryKey(table, there, sides);
    for (const index of table.indexes) compareIndex(index, table, there, sides);
    result.extra.push(...extraIn(table, there, catalogue));
  }
  leftovers(zip, before, catalogue, needed, sides.add);
  const known = new Set([...needed.keys()].map((name) => (catalogue.ignoresCase ? name.toLowerCase() : name)));
  for (const name of catalogue.tables.keys()) {
    if (!known.has(catalogue.ignoresCase ? name.toLowerCase() : name)) result.extra.push(`table ${name}`);
  }
  return result;
}

function idsOf(metadata: Before, table: 'sys_items' | 'sys_fields' | 'sys_indices'): Set<number> {
  return new Set(metadata ? rowsOf(metadata, table).map((row) => int(row, 'id') ?? 0) : []);
}

/** Texts with and without a size are the same to PostgreSQL: projects that came from v5 have both. */
function sameType(wanted: string, type: string): boolean {
  if (wanted === type || wanted === '') return true;
  const texts = ['TEXT', 'CHARACTER VARYING', 'CHARACTER'];
  return texts.includes(wanted) && texts.includes(type);
}

function compareColumns(table: NeededTable, there: CatalogueTable, sides: Sides): void {
  const { catalogue, add } = sides;
  const columns = new Map([...there.columns.values()].map((column) => [caseless(catalogue, column.name), column]));
  for (const column of table.columns) {
    const found = columns.get(caseless(catalogue, column.name));
    const object = `${table.name}.${column.name}`;
    if (!found) {
      add('column-missing', 'failed', object, 'the column is not in the database');
      continue;
    }
    // Jam.py changes few columns; a difference is this import's when it brought the column or changed just that.
    const old = sides.oldColumns.get(column.fieldId);
    const mine = (changed: (was: NeededColumn) => boolean) => sides.before !== undefined && (!old || changed(old));
    if (!sameType(column.type, found.type)) {
      const severity = mine((was) => !sameType(was.type, column.type)) ? 'failed' : 'warning';
      add('column-type', severity, object, `the metadata need ${column.type}, the column is ${found.type}`);
    } else if (column.size !== undefined && found.size !== undefined && found.size < column.size) {
      const severity = mine((was) => (was.size ?? 0) < (column.size ?? 0)) ? 'failed' : 'warning';
      const detail = `the metadata need ${column.size} characters, the column holds ${found.size}`;
      add('column-size', severity, object, detail);
    }
  }
}

function comparePrimaryKey(
  table: NeededTable,
  there: CatalogueTable,
  { catalogue, before, oldItems, add }: Sides,
): void {
  const { primaryKey } = table;
  if (!primaryKey) return;
  if (there.primaryKey.some((name) => caseless(catalogue, name) === caseless(catalogue, primaryKey))) return;
  const isNew = before !== undefined && !oldItems.has(table.itemId);
  add('primary-key', isNew ? 'failed' : 'warning', table.name, `${primaryKey} is not its primary key`);
}

function compareIndex(
  index: NeededIndex | NeededForeignKey,
  table: NeededTable,
  there: CatalogueTable,
  { catalogue, before, oldIndexes, oldIndexIds, add }: Sides,
): void {
  const trouble = indexTrouble(index, there, catalogue);
  if (!trouble) return;
  const old = oldIndexes.get(index.indexId);
  const mine =
    before !== undefined && (!oldIndexIds.has(index.indexId) || (old !== undefined && !isDeepStrictEqual(old, index)));
  const missing = trouble === 'missing';
  const severity = mine || (missing && before === undefined) ? 'failed' : 'warning';
  const object = `${table.name}: ${index.kind === 'index' ? 'index' : 'foreign key'} ${index.name}`;
  add(missing ? 'index-missing' : 'index-differs', severity, object, missing ? 'it is not in the database' : trouble);
}

/** undefined: good; `missing`; or what differs. An index of another name over the same columns counts as renamed. */
function indexTrouble(
  index: NeededIndex | NeededForeignKey,
  table: CatalogueTable,
  catalogue: Catalogue,
): string | undefined {
  const same = (left: string, right: string) => caseless(catalogue, left) === caseless(catalogue, right);
  if (index.kind === 'foreign-key') {
    const matches = (key: CatalogueTable['foreignKeys'][number]) =>
      key.columns.length === 1 &&
      same(key.columns[0] as string, index.column) &&
      same(key.references.table, index.references.table) &&
      same(key.references.columns[0] ?? '', index.references.column);
    const named = table.foreignKeys.find((key) => same(key.name, index.name));
    if (named)
      return matches(named) ? undefined : `it refers to ${named.references.table}, not to ${index.references.table}`;
    const other = table.foreignKeys.find(matches);
    return other ? `it is there as ${other.name}` : 'missing';
  }
  const text = (columns: readonly { name: string; descending?: boolean }[]) =>
    columns.map((column) => `${column.name}${column.descending ? ' DESC' : ''}`).join(', ');
  const matches = (found: CatalogueTable['indexes'][number]) =>
    found.unique === index.unique &&
    found.columns.length === index.columns.length &&
    found.columns.every((part, position) => {
      const wanted = index.columns[position] as { name: string; descending: boolean };
      return same(part.name, wanted.name) && (part.descending === undefined || part.descending === wanted.descending);
    });
  const named = table.indexes.find((found) => same(found.name, index.name));
  if (named) {
    return matches(named)
      ? undefined
      : `it is ${named.unique ? 'unique ' : ''}(${text(named.columns)}), the metadata say ${index.unique ? 'unique ' : ''}(${text(index.columns)})`;
  }
  const other = table.indexes.find(matches);
  return other ? `it is there as ${other.name}` : 'missing';
}

function extraIn(table: NeededTable, there: CatalogueTable, catalogue: Catalogue): string[] {
  const fold = (name: string) => caseless(catalogue, name);
  const columns = new Set([...table.columns.map((column) => column.name), ...table.tolerated].map(fold));
  // MySQL makes an index of its own for a foreign key, with the same name.
  const indexes = new Set(table.indexes.map((index) => fold(index.name)));
  return [
    ...[...there.columns.keys()]
      .filter((name) => !columns.has(fold(name)))
      .map((name) => `column ${table.name}.${name}`),
    ...there.indexes
      .filter((index) => !indexes.has(fold(index.name)))
      .map((index) => `index ${index.name} of ${table.name}`),
  ];
}

/** What the import should have dropped and did not: tables of removed items, columns and indexes of removed ids. */
function leftovers(
  zip: Metadata,
  before: Before,
  catalogue: Catalogue,
  needed: ReadonlyMap<string, NeededTable>,
  add: Add,
): void {
  if (!before) return;
  const zipItems = idsOf(zip, 'sys_items');
  const old = neededTables(before, catalogue.dialect);
  const byItem = new Map([...needed.values()].map((table) => [table.itemId, table]));
  for (const table of old.values()) {
    const there = findTable(catalogue, table.name);
    if (!there) continue;
    if (!zipItems.has(table.itemId)) {
      if (!needed.has(table.name))
        add('table-left', 'failed', table.name, 'the import should have dropped this table and did not');
      continue;
    }
    const now = byItem.get(table.itemId);
    if (!now) continue;
    const columns = new Set(
      [...now.columns.map((column) => column.name), ...now.tolerated].map((name) => caseless(catalogue, name)),
    );
    const zipFields = idsOf(zip, 'sys_fields');
    for (const column of table.columns) {
      const gone = !zipFields.has(column.fieldId) && !columns.has(caseless(catalogue, column.name));
      const stays = [...there.columns.keys()].some(
        (name) => caseless(catalogue, name) === caseless(catalogue, column.name),
      );
      if (gone && stays)
        add(
          'column-left',
          'failed',
          `${table.name}.${column.name}`,
          'the import should have dropped this column and did not',
        );
    }
    const zipIndices = idsOf(zip, 'sys_indices');
    for (const index of table.indexes) {
      const names = new Set(now.indexes.map((other) => caseless(catalogue, other.name)));
      const list: readonly { name: string }[] = index.kind === 'index' ? there.indexes : there.foreignKeys;
      const stays = list.some((found) => caseless(catalogue, found.name) === caseless(catalogue, index.name));
      if (!zipIndices.has(index.indexId) && !names.has(caseless(catalogue, index.name)) && stays) {
        add('index-left', 'failed', `${table.name}: ${index.name}`, 'the import should have dropped it and did not');
      }
    }
  }
}
