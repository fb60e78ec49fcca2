/** The package and its look-ups, built once, so that a rule never searches through rows. */

import type { Place } from '../finding.ts';
import { DB_TYPE, TYPE } from '../metadata/enums.ts';
import { int, type MetadataPackage, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import type { BuilderTableName } from '../metadata/structure.ts';
import type { Target } from './rule.ts';

const GROUP_TYPES: ReadonlySet<number> = new Set([TYPE.ITEMS, TYPE.JOURNALS, TYPE.TABLES, TYPE.REPORTS]);

/** Column that holds the name a developer knows a row by. */
const NAME_COLUMN: Readonly<Record<BuilderTableName, string | undefined>> = {
  sys_items: 'f_item_name',
  sys_fields: 'f_field_name',
  sys_indices: 'f_index_name',
  sys_filters: 'f_filter_name',
  sys_report_params: 'f_param_name',
  sys_roles: 'f_name',
  sys_lookup_lists: 'f_name',
  sys_params: undefined,
  sys_privileges: undefined,
  sys_field_privileges: undefined,
};

export interface Context {
  readonly metadata: MetadataPackage;
  readonly target: Target;
  /** Rows of a builder table. */
  rows(table: BuilderTableName): readonly Row[];
  readonly items: ReadonlyMap<number, Row>;
  readonly fields: ReadonlyMap<number, Row>;
  readonly fieldsByOwner: ReadonlyMap<number, readonly Row[]>;
  readonly roles: ReadonlySet<number>;
  readonly lists: ReadonlySet<number>;
  /** The one sys_params row; undefined when there is none. */
  readonly params: Row | undefined;
  /** Is the item a group (docs/jampy.md, "Enumerations")? */
  isGroup(item: Row): boolean;
  /** Does Jam.py keep a table for it: an item or detail table that is neither virtual nor a copy. */
  hasTable(item: Row): boolean;
  /**
   * Does the field belong to the item: its own, of its group (5: common fields), of the table behind a detail,
   * or of the item it is a copy of (7)?
   */
  ownsField(itemId: number, fieldId: number): boolean;
  /** Fields that Jam.py keeps a column for: no lookups through a master field, no calculated ones. */
  hasColumn(field: Row): boolean;
  /** Is the table of this item new to the target? undefined when that is not known. */
  isNewTable(item: Row): boolean | undefined;
  placeOf(table: BuilderTableName, row: Row): Place;
}

/** A reference column: 0, null and '' mean "none". */
export function reference(row: Row, column: string): number | undefined {
  return int(row, column) || undefined;
}

/** A name from the package inside a sentence: in quotes, shortened, so that it cannot be mistaken for our own words. */
export function quote(value: unknown): string {
  const name = String(value);
  const shown = name.length > 80 ? `${name.slice(0, 79)}…` : name;
  return `'${shown}'`;
}

function byId(rows: readonly Row[]): Map<number, Row> {
  const map = new Map<number, Row>();
  for (const row of rows) {
    const id = int(row, 'id');
    if (id !== undefined && !map.has(id)) map.set(id, row);
  }
  return map;
}

export function groupBy<K>(rows: readonly Row[], key: (row: Row) => K | undefined): Map<K, Row[]> {
  const map = new Map<K, Row[]>();
  for (const row of rows) {
    const value = key(row);
    if (value === undefined) continue;
    const list = map.get(value);
    if (list === undefined) map.set(value, [row]);
    else list.push(row);
  }
  return map;
}

/** Items whose fields count as fields of the given one, itself first. */
function fieldSources(metadata: MetadataPackage, items: ReadonlyMap<number, Row>, start: number): readonly number[] {
  const sources = [start];
  for (let at = 0; at < sources.length; at++) {
    const item = items.get(sources[at] as number);
    if (item === undefined) continue;
    const next: (number | undefined)[] = [];
    if (int(item, 'type_id') === TYPE.DETAIL) next.push(reference(item, 'table_id'));
    if (metadata.line === 7) next.push(reference(item, 'f_copy_of'));
    const parent = reference(item, 'parent');
    const group = parent === undefined ? undefined : items.get(parent);
    if (metadata.line === 5 && group !== undefined && GROUP_TYPES.has(int(group, 'type_id') ?? 0)) next.push(parent);
    for (const id of next) if (id !== undefined && !sources.includes(id)) sources.push(id);
  }
  return sources;
}

/** Builds the look-ups. Where an id is given twice, the first row counts (the duplicate is a finding of its own). */
export function buildContext(metadata: MetadataPackage, target: Target = {}): Context {
  const items = byId(rowsOf(metadata, 'sys_items'));
  const fields = byId(rowsOf(metadata, 'sys_fields'));
  const sources = new Map<number, readonly number[]>();
  const existing = target.existingTables && new Set([...target.existingTables].map((name) => name.toLowerCase()));

  return {
    metadata,
    target,
    rows: (table) => rowsOf(metadata, table),
    items,
    fields,
    fieldsByOwner: groupBy(rowsOf(metadata, 'sys_fields'), (row) => int(row, 'owner_rec_id')),
    roles: new Set(byId(rowsOf(metadata, 'sys_roles')).keys()),
    lists: new Set(byId(rowsOf(metadata, 'sys_lookup_lists')).keys()),
    params: rowsOf(metadata, 'sys_params')[0],
    isGroup: (item) => GROUP_TYPES.has(int(item, 'type_id') ?? 0),
    hasTable(item) {
      const type = int(item, 'type_id');
      if (type !== TYPE.ITEM && type !== TYPE.TABLE) return false;
      const copy = metadata.line === 7 && reference(item, 'f_copy_of') !== undefined;
      return !copy && !truthy(item, 'f_virtual_table') && text(item, 'f_table_name') !== '';
    },
    ownsField(itemId, fieldId) {
      const field = fields.get(fieldId);
      if (field === undefined) return false;
      let owners = sources.get(itemId);
      if (owners === undefined) {
        owners = fieldSources(metadata, items, itemId);
        sources.set(itemId, owners);
      }
      const owner = int(field, 'owner_rec_id');
      return owner !== undefined && owners.includes(owner);
    },
    hasColumn: (field) =>
      reference(field, 'f_master_field') === undefined &&
      (metadata.line === 5 || reference(field, 'f_calc_item') === undefined),
    isNewTable(item) {
      if (existing === undefined) return undefined;
      return !existing.has(String(int(item, 'id'))) && !existing.has(text(item, 'f_table_name').toLowerCase());
    },
    placeOf(table, row) {
      const place: Place = { table };
      const id = int(row, 'id');
      if (id !== undefined) place.id = id;
      const column = NAME_COLUMN[table];
      const name = column === undefined ? '' : text(row, column);
      const owner = items.get(int(row, 'owner_rec_id') ?? Number.NaN);
      if (table === 'sys_items') {
        if (name !== '') place.item = name;
      } else {
        if (owner !== undefined && column !== 'f_name' && column !== undefined) place.item = text(owner, 'f_item_name');
        if (name !== '') place.field = name;
      }
      return place;
    },
  };
}

/** Databases that were really tried; of any other nothing is claimed. */
export const TRIED_DATABASES: readonly number[] = [DB_TYPE.SQLITE, DB_TYPE.POSTGRESQL, DB_TYPE.MYSQL];
