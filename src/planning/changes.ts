/** What differs between two metadata, record by record and by id: what a reviewer has to know, in a developer's words. */

import { KEPT, type RowName, rowNamer, sameValue } from '../metadata/compare.ts';
import { DATA_TYPE } from '../metadata/enums.ts';
import { firstById, idOf, type Metadata, type Row, rowsOf, text, truthy, type Value } from '../metadata/model.ts';
import { BUILDER_TABLES, type BuilderColumn, type BuilderTableName } from '../metadata/structure.ts';
import { diffLines } from './line-diff.ts';
import type { Change, ChangedObject, KeptParameter, ModuleChange, ValueChange } from './plan.ts';
import { indexFields } from './schema.ts';

const OBJECTS: Readonly<Record<BuilderTableName, ChangedObject>> = {
  sys_items: 'item',
  sys_fields: 'field',
  sys_indices: 'index',
  sys_filters: 'filter',
  sys_report_params: 'report-parameter',
  sys_roles: 'role',
  sys_params: 'parameter',
  sys_privileges: 'privilege',
  sys_field_privileges: 'field-privilege',
  sys_lookup_lists: 'lookup-list',
};

/** The column that a rename changes. */
const NAMES: Readonly<Partial<Record<BuilderTableName, string>>> = {
  sys_items: 'f_item_name',
  sys_fields: 'f_field_name',
  sys_indices: 'f_index_name',
  sys_filters: 'f_filter_name',
  sys_report_params: 'f_param_name',
  sys_roles: 'f_name',
  sys_lookup_lists: 'f_name',
};

const MODULES: Readonly<Record<string, string>> = {
  f_server_module: 'server module',
  f_web_client_module: 'client module',
};

/** Made by Jam.py of other columns, or bookkeeping: told by what they are made of. */
const DERIVED = ['f_js_funcs', 'has_children', 'deleted', 'owner_id', 'task_id', 'owner_item', 'f_record_version'];

/** So much of a value is told. */
const LONGEST_VALUE = 300;

/** Most records have none of something: one list for all of them, as there may be tens of thousands. */
export const NOTHING: readonly never[] = Object.freeze([]);

/** A change whose risk is not told yet. */
export type BareChange = Omit<Change, 'risk' | 'reasons'>;

/** @param before and after: identifiers in one case. */
export function changesOf(before: Metadata, after: Metadata): BareChange[] {
  return BUILDER_TABLES[after.line].flatMap(({ name, columns }) => changesOfTable(name, columns, before, after));
}

function changesOfTable(
  table: BuilderTableName,
  columns: readonly BuilderColumn[],
  before: Metadata,
  after: Metadata,
): BareChange[] {
  const old = firstById(rowsOf(before, table));
  const now = firstById(rowsOf(after, table));
  const nameOld = rowNamer(before.tables, table);
  const nameNew = rowNamer(after.tables, table);
  const shared = columns.filter(
    ({ name }) =>
      !DERIVED.includes(name) &&
      !(name in (KEPT[table] ?? {})) &&
      before.tables[table]?.columns.includes(name) &&
      after.tables[table]?.columns.includes(name),
  );
  const changes: BareChange[] = [];
  const same = new Map<string, ValueChange>();
  const [tellOld, tellNew] = [tellerOf(before, table), tellerOf(after, table)];
  for (const [id, row] of old) {
    if (now.has(id) || isBare(table, row)) continue;
    changes.push({
      kind: 'removed',
      ...recordOf(table, id, nameOld(row)),
      values: NOTHING,
      modules: modulesOf(row, {}),
    });
  }
  for (const [id, row] of now) {
    const was = old.get(id);
    const record = recordOf(table, id, nameNew(row));
    if (!was) {
      if (isBare(table, row)) continue;
      changes.push({
        kind: 'added',
        ...record,
        values: firstValues(table, row, same, tellNew),
        modules: modulesOf({}, row),
      });
      continue;
    }
    const values = shared.flatMap((column) => valueChange(column, was, row, tellOld, tellNew) ?? []);
    const modules = modulesOf(was, row);
    if (values.length === 0 && modules.length === 0) continue;
    const nameColumn = NAMES[table];
    const renamed = nameColumn !== undefined && values.some(({ column }) => column === nameColumn);
    changes.push({
      kind: renamed ? 'renamed' : 'changed',
      ...record,
      ...(renamed ? { from: nameOld(was).name } : {}),
      values,
      modules,
    });
  }
  return changes;
}

/** Rows that every project has, whatever is developed in it. */
function isBare(table: BuilderTableName, row: Row): boolean {
  return table === 'sys_items' && idOf(row) < 0;
}

function recordOf(table: BuilderTableName, id: number, named: RowName) {
  return { object: OBJECTS[table], table, id, ...named };
}

function valueChange(
  { name, kind }: BuilderColumn,
  before: Row,
  after: Row,
  tellOld: Tell,
  tellNew: Tell,
): ValueChange | undefined {
  if (name === 'id' || name in MODULES) return undefined;
  const [left, right] = [before[name] ?? null, after[name] ?? null];
  if (sameValue(kind, left, right)) return undefined;
  if (name === 'f_info') return { column: name, before: 'forms and views', after: 'other forms and views' };
  return { column: name, before: tellOld(name, left), after: tellNew(name, right) };
}

/** What a reviewer asks of something new. */
const TOLD: Readonly<Partial<Record<BuilderTableName, readonly string[]>>> = {
  sys_items: ['f_name', 'f_table_name', 'f_virtual_table', 'f_copy_of'],
  sys_fields: ['f_name', 'f_db_field_name', 'f_data_type', 'f_size', 'f_object', 'f_required', 'f_default_value'],
  sys_indices: ['f_unique_index', 'f_foreign_index', 'f_fields_list'],
  sys_privileges: ['f_can_view', 'f_can_create', 'f_can_edit', 'f_can_delete'],
  sys_field_privileges: ['f_prohibited', 'f_read_only'],
  sys_lookup_lists: ['f_lookup_values_text'],
};

/** @param same those told before, as most new records have a type, a size or a flag that others have too. */
function firstValues(
  table: BuilderTableName,
  row: Row,
  same: Map<string, ValueChange>,
  tell: Tell,
): readonly ValueChange[] {
  const columns = (TOLD[table] ?? NOTHING).filter((column) => truthy(row, column));
  if (columns.length === 0) return NOTHING;
  return columns.map((column) => {
    const after = tell(column, row[column] ?? null);
    const key = `${column} ${after}`;
    const known = same.get(key) ?? { column, before: '', after };
    if (after.length <= SHORT) same.set(key, known);
    return known;
  });
}

const SHORT = 12;

function modulesOf(before: Row, after: Row): readonly ModuleChange[] {
  const changed = Object.entries(MODULES).filter(([column]) => text(before, column) !== text(after, column));
  if (changed.length === 0) return NOTHING;
  return changed.map(([column, title]) => ({
    column: column as ModuleChange['column'],
    title,
    diff: diffLines(text(before, column), text(after, column)),
  }));
}

const TYPE_NAMES = new Map(Object.entries(DATA_TYPE).map(([name, number]) => [Number(number), name]));

/** A value as a developer knows it. */
type Tell = (column: string, value: Value) => string;

function tellerOf(metadata: Metadata, table: BuilderTableName): Tell {
  if (table !== 'sys_indices')
    return (column, value) => (column === 'f_data_type' && TYPE_NAMES.get(Number(value))) || shown(value);
  const fields = firstById(rowsOf(metadata, 'sys_fields'));
  return (column, value) => (column === 'f_fields_list' && fieldList(value, fields)) || shown(value);
}

/** `name, city descending`; '' where it can not be read. */
function fieldList(value: Value, fields: ReadonlyMap<number, Row>): string {
  const names = indexFields({ f_fields_list: value }).map(([id, descending]) => {
    const field = fields.get(id);
    return `${field ? text(field, 'f_field_name') : `field ${id}`}${descending ? ' descending' : ''}`;
  });
  return shown(names.join(', '));
}

function shown(value: Value): string {
  const whole = value === null ? '' : String(value);
  return whole.length > LONGEST_VALUE ? `${whole.slice(0, LONGEST_VALUE - 1)}…` : whole;
}

/** Parameters that an import leaves as the target has them although the zip has others. */
export function keptParameters(before: Metadata, after: Metadata): KeptParameter[] {
  const [old, now] = [rowsOf(before, 'sys_params')[0], rowsOf(after, 'sys_params')[0]];
  if (!old || !now) return [];
  const kinds = new Map(
    (BUILDER_TABLES[after.line].find(({ name }) => name === 'sys_params')?.columns ?? []).map(({ name, kind }) => [
      name,
      kind,
    ]),
  );
  return Object.entries(KEPT.sys_params ?? {})
    .filter(([column, reason]) => reason.startsWith('setting') && column in old && column in now)
    .filter(([column]) => !sameValue(kinds.get(column) ?? 'text', old[column] ?? null, now[column] ?? null))
    .map(([column, reason]) => ({
      column,
      target: shown(old[column] ?? null),
      zip: shown(now[column] ?? null),
      reason,
    }));
}
