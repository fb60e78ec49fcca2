/** What items point at: their group, the table behind a detail, the item behind a copy, their system fields. */
import { TYPE } from '../metadata/enums.ts';
import { int, type Row, text, truthy } from '../metadata/model.ts';
import { type Context, quote, reference } from './context.ts';
import type { Report, Rule } from './rule.ts';

/** Fields of an item that Jam.py itself works with, and what the Builder calls them. */
const SYSTEM_FIELDS: Readonly<Record<string, string>> = {
  f_primary_key: 'Primary key field',
  f_deleted_flag: 'Deleted flag field',
  f_record_version: 'Record version',
  f_master_id: 'Master ID field',
  f_master_rec_id: 'Master record id field',
};

/** Columns of the project parameters that name an item, and what the Builder calls them. */
const PARAMETER_ITEMS: Readonly<Record<string, string>> = {
  f_history_item: 'the history item',
  f_lock_item: 'the locks item',
  f_sys_group: 'the System group',
};

/** Items that a developer made (the Builder's own rows and the task have no group). */
function ownItems(context: Context): Row[] {
  return context.rows('sys_items').filter((row) => (int(row, 'id') ?? 0) > 0 && int(row, 'type_id') !== TYPE.TASK);
}

function checkParents(context: Context, report: Report): void {
  for (const item of ownItems(context)) {
    const parent = int(item, 'parent');
    if (parent !== undefined && context.items.has(parent)) continue;
    const name = quote(text(item, 'f_item_name'));
    report(
      context.placeOf('sys_items', item),
      `${name} belongs to item ${parent ?? 'nothing'}, which is not in the zip.`,
    );
  }
}

/** Why Jam.py does not find the item where it hangs, undefined when it does. */
function misplaced(context: Context, item: Row, parent: Row): string | undefined {
  const type = int(item, 'type_id') ?? 0;
  const above = int(parent, 'type_id') ?? 0;
  if (context.isGroup(item)) return above === TYPE.TASK ? undefined : 'a group must be directly below the task';
  if (type === TYPE.DETAIL) {
    const master = [TYPE.ITEM, TYPE.JOURNAL, TYPE.TABLE, TYPE.DETAIL].includes(above as 10);
    return master ? undefined : 'a detail must be below an item';
  }
  if (type >= TYPE.ITEM) return context.isGroup(parent) ? undefined : 'an item must be below a group';
  return undefined;
}

function checkPlacement(context: Context, report: Report): void {
  for (const item of ownItems(context)) {
    const parent = context.items.get(int(item, 'parent') ?? Number.NaN);
    const reason = parent && misplaced(context, item, parent);
    if (reason === undefined) continue;
    const id = int(item, 'id');
    const needed = context.rows('sys_fields').some((field) => id !== undefined && reference(field, 'f_object') === id);
    const message = `Jam.py does not find ${quote(text(item, 'f_item_name'))}: ${reason}.`;
    report(context.placeOf('sys_items', item), message, { severity: needed ? 'error' : 'warning' });
  }
}

function checkDetails(context: Context, report: Report): void {
  for (const item of ownItems(context)) {
    if (int(item, 'type_id') !== TYPE.DETAIL) continue;
    const place = context.placeOf('sys_items', item);
    const name = quote(text(item, 'f_item_name'));
    const table = reference(item, 'table_id');
    if (table === undefined || !context.items.has(table)) {
      report(place, `Detail ${name} shows table ${table ?? 'nothing'}, which is not in the zip.`);
      continue;
    }
    const master = context.metadata.line === 7 ? reference(item, 'f_master_field') : undefined;
    if (master !== undefined && !context.ownsField(table, master)) {
      report(place, `Master field ${master} of detail ${name} is not a field of the table it shows.`);
    }
  }
}

function checkCopies(context: Context, report: Report): void {
  if (context.metadata.line !== 7) return;
  for (const item of ownItems(context)) {
    const source = reference(item, 'f_copy_of');
    if (source === undefined || context.items.has(source)) continue;
    const message = `${quote(text(item, 'f_item_name'))} is a copy of item ${source}, which is not in the zip.`;
    report(context.placeOf('sys_items', item), message);
  }
}

function checkSystemFields(context: Context, report: Report): void {
  for (const item of ownItems(context)) {
    const type = int(item, 'type_id');
    const id = int(item, 'id');
    if (id === undefined || (type !== TYPE.ITEM && type !== TYPE.TABLE && type !== TYPE.DETAIL)) continue;
    for (const [column, caption] of Object.entries(SYSTEM_FIELDS)) {
      const field = reference(item, column);
      if (field === undefined || context.ownsField(id, field)) continue;
      const message = `${caption} of ${quote(text(item, 'f_item_name'))} is field ${field}, which is not one of its fields.`;
      const severity = type === TYPE.DETAIL ? 'warning' : 'error';
      report(context.placeOf('sys_items', item), message, { severity });
    }
  }
}

function checkPrimaryKeys(context: Context, report: Report): void {
  for (const item of ownItems(context)) {
    if (!context.hasTable(item) || reference(item, 'f_primary_key') !== undefined || int(item, 'sys_id') === 1)
      continue;
    const message = `Item ${quote(text(item, 'f_item_name'))} has no primary key: its records can be read, not changed.`;
    report(context.placeOf('sys_items', item), message);
  }
}

function checkParameterItems(context: Context, report: Report): void {
  const params = context.params;
  if (params === undefined) return;
  for (const [column, name] of Object.entries(PARAMETER_ITEMS)) {
    const id = reference(params, column);
    if (id === undefined || context.items.has(id)) continue;
    const message = `The project names item ${id} as ${name}, which is not in the zip.`;
    const severity = column === 'f_history_item' ? 'error' : 'warning';
    report({ table: 'sys_params', field: column }, message, { severity });
  }
}

function checkHistory(context: Context, report: Report): void {
  if (context.params === undefined || reference(context.params, 'f_history_item') !== undefined) return;
  const keeping = ownItems(context).filter((item) => truthy(item, 'f_keep_history') && context.hasTable(item));
  const first = keeping[0];
  if (first === undefined) return;
  const message = `${keeping.length} items have History on, but the project has no history item: no history is kept.`;
  report(context.placeOf('sys_items', first), message);
}

export const itemReferenceRules: readonly Rule[] = [
  {
    id: 'item-parent-missing',
    family: 'references',
    title: 'Groups and masters exist',
    severity: 'error',
    description: 'The import succeeds and the item is gone from the application.',
    remedy: 'Export the application again with the Builder; when it is there too, delete the item and add it again.',
    check: checkParents,
  },
  {
    id: 'item-misplaced',
    family: 'references',
    title: 'Items are where Jam.py looks for them',
    severity: 'warning',
    severityDepends: 'an error for an item that fields look up, without which the application does not load',
    description: 'The import succeeds and the item is not part of the application.',
    remedy: 'Move the item into a group of its kind in the Builder, then export the application again.',
    check: checkPlacement,
  },
  {
    id: 'detail-table-missing',
    family: 'references',
    title: 'The table behind a detail exists',
    severity: 'error',
    description: 'The import succeeds and the detail is gone, or its records do not follow their master.',
    remedy:
      'Open Details of the master item in the Builder, choose the table again, then export the application again.',
    check: checkDetails,
  },
  {
    id: 'copy-source-missing',
    family: 'references',
    title: 'The item behind a copy exists',
    severity: 'error',
    description: 'A copy has no table of its own; without the item that it shows it cannot be opened.',
    remedy: 'Delete the copy in the Builder, or make it again, then export the application again.',
    check: checkCopies,
  },
  {
    id: 'system-field-missing',
    family: 'references',
    title: 'Key, flag and master fields exist',
    severity: 'error',
    severityDepends: 'a warning on details, which take these from their table',
    description: 'A table is made without its primary key, or records cannot be deleted, locked or joined to a master.',
    remedy: 'Open the item in the Builder, choose the field again, then export the application again.',
    check: checkSystemFields,
  },
  {
    id: 'primary-key-missing',
    family: 'references',
    title: 'Tables have a primary key',
    severity: 'warning',
    description: 'Without a primary key Jam.py cannot change or delete a record. Its own history table has none.',
    remedy: 'Choose a Primary key field for the item in the Builder, then export the application again.',
    check: checkPrimaryKeys,
  },
  {
    id: 'parameter-item-missing',
    family: 'references',
    title: 'History and locks items exist',
    severity: 'error',
    severityDepends: 'a warning for the locks item',
    description:
      'Without its history item the application stops loading; without its locks item no record can be locked.',
    remedy: 'Create the history or locks item again in the Builder (Project, Parameters), then export again.',
    check: checkParameterItems,
  },
  {
    id: 'history-item-absent',
    family: 'references',
    title: 'History without a history item',
    severity: 'note',
    description: 'Items keep a history only when the project has a history item; this is common and harmless.',
    remedy: 'Create the history item in the Builder (Project, Parameters) if history is wanted.',
    check: checkHistory,
  },
];
