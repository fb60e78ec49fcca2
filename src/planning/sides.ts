/** What planning asks of single rows and of the two sides of a comparison: which tables and columns they stand for. */
import { TYPE } from '../metadata/enums.ts';
import { firstById, idOf, int, type Line, type Metadata, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import type { Column } from './sql/dialect.ts';

/** Does an import make, change and drop the table of such an item? Jam.py 7 leaves copies alone. */
export function isTableItem(line: Line, item: Row): boolean {
  const type = int(item, 'type_id');
  const isTable = type === TYPE.ITEM || type === TYPE.TABLE;
  return isTable && !truthy(item, 'f_virtual_table') && !isCopy(line, item);
}

export function isCopy(line: Line, item: Row): boolean {
  return line === 7 && truthy(item, 'f_copy_of');
}

/** Fields that changes of a table go by: no lookups through a master field, no calculated ones. */
export function isColumnField(line: Line, field: Row): boolean {
  return !truthy(field, 'f_master_field') && !(line === 7 && truthy(field, 'f_calc_item'));
}

/**
 * A field as Jam.py's statements see it.
 * @param item whose primary key it may be; any other record: it is none.
 */
export function columnOf(line: Line, field: Row, item: Row): Column {
  const defaultValue = field.f_default_value;
  return {
    fieldId: idOf(field),
    name: text(field, 'f_db_field_name'),
    dataType: int(field, 'f_data_type') ?? 0,
    size: int(field, 'f_size') ?? 0,
    defaultValue: line === 5 || defaultValue === null || defaultValue === undefined ? null : String(defaultValue),
    primary: idOf(field) === (int(item, 'f_primary_key') ?? 0),
  };
}

export function inIdOrder(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => idOf(a) - idOf(b));
}

/** Rows of a detail table by the id of the item that owns them. */
export function byOwner(rows: readonly Row[]): Map<number, Row[]> {
  return Map.groupBy(rows, (row) => int(row, 'owner_rec_id') ?? 0);
}

/** An item or field that the database loses with an import. */
export interface Dropped {
  item: Row;
  /** undefined: the whole table. */
  field: Row | undefined;
  /** The field as it will be, where it stays without a column. */
  now: Row | undefined;
}

/**
 * Tables and columns that an import drops, whatever the database; in the order in which it does.
 * @param before and after: identifiers in one case.
 */
export function droppedObjects(before: Metadata, after: Metadata): Dropped[] {
  const { line } = after;
  const newItems = firstById(rowsOf(after, 'sys_items'));
  const newFields = byOwner(rowsOf(after, 'sys_fields'));
  const oldFields = byOwner(inIdOrder(rowsOf(before, 'sys_fields')));
  const items = inIdOrder(rowsOf(before, 'sys_items'));
  const tables = items
    .filter((item) => !newItems.has(idOf(item)) && isTableItem(line, item))
    .map((item): Dropped => ({ item, field: undefined, now: undefined }));
  const columns = items.flatMap((item) => {
    const kept = newItems.get(idOf(item));
    if (!kept || !isTableItem(line, kept)) return [];
    const fields = new Map((newFields.get(idOf(item)) ?? []).map((field) => [idOf(field), field]));
    return (oldFields.get(idOf(item)) ?? [])
      .filter((field) => isColumnField(line, field))
      .map((field): Dropped => ({ item, field, now: fields.get(idOf(field)) }))
      .filter(({ now }) => now === undefined || !isColumnField(line, now));
  });
  return [...tables, ...columns];
}
