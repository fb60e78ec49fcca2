/** What an import destroys: tables, columns, values that do not fit, and work that was done in the production Builder. */
import type { Metadata } from '../metadata/model.ts';
import { firstById, idOf, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import { type Catalogue, findTable } from './catalogue.ts';
import type { LiveEdit } from './live-edits.ts';
import type { Loss } from './plan.ts';
import { catalogueWord } from './schema.ts';
import { type Dropped, droppedObjects } from './sides.ts';
import type { PlannedStatement } from './sql/statement.ts';

export interface LossSources {
  before: Metadata;
  /** The zip with identifiers in the case of `before`. */
  after: Metadata;
  statements: readonly PlannedStatement[];
  /** The live database, where it was read: what is not there can not be lost. */
  catalogue: Catalogue | undefined;
  liveEdits: readonly LiveEdit[];
}

export function lossesOf(sources: LossSources): Loss[] {
  const dropped = droppedObjects(sources.before, sources.after)
    .filter((object) => isThere(object, sources.catalogue))
    .map((object) => dropLoss(object, sources.after));
  return [...dropped, ...retypedColumns(sources), ...sources.liveEdits.map(editLoss)];
}

function isThere({ item, field }: Dropped, catalogue: Catalogue | undefined): boolean {
  if (!catalogue) return true;
  const table = findTable(catalogue, text(item, 'f_table_name'));
  if (!table || !field) return table !== undefined;
  const wanted = text(field, 'f_db_field_name').toLowerCase();
  return [...table.columns.keys()].some((name) => name.toLowerCase() === wanted);
}

function names(item: Row, field: Row | undefined): Pick<Loss, 'name' | 'aliases' | 'item' | 'field'> {
  const tables = [text(item, 'f_table_name'), text(item, 'f_item_name')];
  const columns = field ? [text(field, 'f_db_field_name'), text(field, 'f_field_name')] : undefined;
  const all = columns ? tables.flatMap((table) => columns.map((column) => `${table}.${column}`)) : tables;
  return {
    name: all[0] as string,
    aliases: [...new Set(all.map((name) => name.toLowerCase()))],
    item: tables[1] as string,
    field: columns?.[1] ?? '',
  };
}

function dropLoss({ item, field, now }: Dropped, after: Metadata): Loss {
  const [table, column] = [text(item, 'f_table_name'), field ? text(field, 'f_db_field_name') : ''];
  if (!field) {
    const heir = rowsOf(after, 'sys_items').find(
      (row) => text(row, 'f_table_name').toLowerCase() === table.toLowerCase() && !truthy(row, 'f_copy_of'),
    );
    const reason = heir
      ? `The table ${table} is dropped and made anew, empty: the item ${text(heir, 'f_item_name')} of the zip has another id than ${text(item, 'f_item_name')} at the target.`
      : `The table ${table} of the item ${text(item, 'f_item_name')} is dropped with all its rows: the zip has no such item.`;
    return { kind: 'drop-table', ...names(item, undefined), table: 'sys_items', recordId: idOf(item), reason };
  }
  const why = now
    ? `the field ${text(now, 'f_field_name')} becomes ${truthy(now, 'f_master_field') ? 'a lookup through another field' : 'a calculated field'}, which has no column`
    : 'the zip has no such field';
  return {
    kind: 'drop-column',
    ...names(item, field),
    table: 'sys_fields',
    recordId: idOf(field),
    reason: `The column ${table}.${column} is dropped with all its values: ${why}.`,
  };
}

/** Jam.py 5 on MySQL gives a column that is renamed its new type: values that do not fit are cut or become 0. */
function retypedColumns({ before, after, statements }: LossSources): Loss[] {
  const [old, now] = [firstById(rowsOf(before, 'sys_fields')), firstById(rowsOf(after, 'sys_fields'))];
  const items = firstById(rowsOf(after, 'sys_items'));
  return statements.flatMap(({ kind, sql, fieldId = 0, itemId }) => {
    const [was, is, item] = [old.get(fieldId), now.get(fieldId), items.get(itemId)];
    if (kind !== 'rename-column' || !sql.includes(' CHANGE ') || !was || !is || !item) return [];
    const [from, to] = [was, is].map((row) => catalogueWord('mysql', 5, Number(row.f_data_type)));
    if (from === to) return [];
    const loss: Loss = {
      kind: 'change-type',
      ...names(item, was),
      table: 'sys_fields',
      recordId: fieldId,
      reason: `The column ${text(item, 'f_table_name')}.${text(was, 'f_db_field_name')} is converted from ${from} to ${to}: values that do not fit are cut or become 0.`,
    };
    return [loss];
  });
}

function editLoss({ item, itemId, table, details }: LiveEdit): Loss {
  return {
    kind: 'live-edit',
    name: item,
    aliases: [item.toLowerCase()],
    item,
    field: '',
    table,
    recordId: itemId,
    reason: `${item} was edited in the Builder of the target since the last promotion, and the zip does not have that: ${details.slice(0, 3).join('; ')}${details.length > 3 ? `; and ${details.length - 3} more` : ''}.`,
    details,
  };
}
