/** The tables that an import touches, with their columns and references, for the diagram of the report. */
import type { Metadata } from '../metadata/model.ts';
import { firstById, idOf, type Row, rowsOf, text } from '../metadata/model.ts';
import type { Dialect } from './catalogue.ts';
import type { Entity } from './plan.ts';
import { byOwner, isColumnField, isTableItem } from './sides.ts';
import { SQL } from './sql/dialects.ts';

type Column = Entity['columns'][number];

/** @param before and after: identifiers in one case. */
export function entitiesOf(before: Metadata, after: Metadata, dialect: Dialect): Entity[] {
  const { line } = after;
  const [oldItems, newItems] = [before, after].map((side) => firstById(rowsOf(side, 'sys_items')));
  const [oldFields, newFields] = [before, after].map((side) => byOwner(rowsOf(side, 'sys_fields')));
  const type = (field: Row) => SQL[dialect].typeWord(line, Number(field.f_data_type));
  const same = (left: Row, right: Row) =>
    ['f_db_field_name', 'f_data_type', 'f_size', 'f_default_value'].every(
      (name) => text(left, name) === text(right, name),
    );
  const columnsOf = (old: Row | undefined, now: Row | undefined): Column[] => {
    const item = (now ?? old) as Row;
    const left = new Map(columns(line, oldFields, old));
    const right = new Map(columns(line, newFields, now));
    return [...new Set([...left.keys(), ...right.keys()])].map((id) => {
      const [was, is] = [left.get(id), right.get(id)];
      const field = (is ?? was) as Row;
      const kind = !was ? 'added' : !is ? 'dropped' : same(was, is) ? 'same' : 'changed';
      return { name: text(field, 'f_db_field_name'), type: type(field), kind, key: id === Number(item.f_primary_key) };
    });
  };
  const all = new Map<number, Entity>();
  for (const id of new Set([...(oldItems?.keys() ?? []), ...(newItems?.keys() ?? [])])) {
    const [old, now] = [oldItems?.get(id), newItems?.get(id)];
    const [was, is] = [old, now].map((item) => item !== undefined && isTableItem(line, item));
    if (!was && !is) continue;
    const item = (now ?? old) as Row;
    const list = columnsOf(was ? old : undefined, is ? now : undefined);
    const kind = !was
      ? 'created'
      : !now
        ? 'dropped'
        : list.every((column) => column.kind === 'same')
          ? 'referenced'
          : 'altered';
    all.set(id, {
      table: text(item, 'f_table_name'),
      item: text(item, 'f_item_name'),
      kind,
      columns: list,
      references: [],
    });
  }
  return withReferences(all, after, newFields ?? new Map());
}

function columns(
  line: Metadata['line'],
  fields: ReadonlyMap<number, readonly Row[]> | undefined,
  item: Row | undefined,
) {
  if (!item) return [];
  const group = line === 5 ? (fields?.get(Number(item.parent)) ?? []) : [];
  return [...group, ...(fields?.get(idOf(item)) ?? [])]
    .filter((field) => isColumnField(line, field))
    .map((field) => [idOf(field), field] as const);
}

/** Only what is touched, and what that refers to. */
function withReferences(
  all: ReadonlyMap<number, Entity>,
  { line }: Metadata,
  fields: ReadonlyMap<number, readonly Row[]>,
): Entity[] {
  const referenced = new Set<number>();
  const linked = new Map<number, Entity>();
  for (const [id, entity] of all) {
    const references = (fields.get(id) ?? [])
      .filter((field) => isColumnField(line, field) && all.has(Number(field.f_object)))
      .map((field) => ({ id: Number(field.f_object), column: text(field, 'f_db_field_name') }));
    if (entity.kind !== 'referenced') for (const reference of references) referenced.add(reference.id);
    linked.set(id, {
      ...entity,
      references: references.map(({ id: target, column }) => ({ column, table: all.get(target)?.table ?? '' })),
    });
  }
  return [...linked]
    .filter(([id, { kind }]) => kind !== 'referenced' || referenced.has(id))
    .map(([, entity]) => entity);
}
