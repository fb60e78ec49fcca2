/** What filters, foreign keys and privileges point at. */
import { int, type Row, text, truthy } from '../metadata/model.ts';
import { type Context, quote, reference } from './context.ts';
import type { Report, Rule } from './rule.ts';

function checkFilters(context: Context, report: Report): void {
  for (const row of context.rows('sys_filters')) {
    const owner = context.items.get(int(row, 'owner_rec_id') ?? Number.NaN);
    const field = int(row, 'f_field');
    if (owner === undefined) continue;
    // Filters of a group are given to each of its items.
    const known = context.isGroup(owner) ? context.fields.has(field ?? 0) : ownsField(context, owner, field);
    if (known) continue;
    const name = quote(text(row, 'f_filter_name'));
    const item = quote(text(owner, 'f_item_name'));
    report(
      context.placeOf('sys_filters', row),
      `Filter ${name} is for field ${field ?? 'none'}, which ${item} does not have.`,
    );
  }
}

function ownsField(context: Context, owner: Row, field: number | undefined): boolean {
  return field !== undefined && context.ownsField(int(owner, 'id') ?? 0, field);
}

/** What is wrong with a foreign key, undefined when Jam.py can make it. */
function brokenForeignKey(context: Context, row: Row): string | undefined {
  const fieldId = reference(row, 'f_foreign_field');
  const field = context.fields.get(fieldId ?? Number.NaN);
  const owner = int(row, 'owner_rec_id') ?? Number.NaN;
  if (fieldId === undefined || field === undefined || !context.ownsField(owner, fieldId)) {
    return `is for field ${fieldId ?? 'none'}, which its item does not have`;
  }
  const name = quote(text(field, 'f_field_name'));
  const object = reference(field, 'f_object');
  const item = context.items.get(object ?? Number.NaN);
  if (item === undefined) return `is for field ${name}, which looks up no item of the zip`;
  const key = reference(item, 'f_primary_key');
  if (key === undefined || !context.ownsField(object as number, key)) {
    return `leads to ${quote(text(item, 'f_item_name'))}, which has no primary key`;
  }
  return undefined;
}

function checkForeignKeys(context: Context, report: Report): void {
  for (const row of context.rows('sys_indices')) {
    if (!truthy(row, 'f_foreign_index')) continue;
    const owner = context.items.get(int(row, 'owner_rec_id') ?? Number.NaN);
    const broken = brokenForeignKey(context, row);
    if (owner === undefined || broken === undefined) continue;
    const severity = context.hasTable(owner) ? 'error' : 'note';
    const message = `Foreign key ${quote(text(row, 'f_index_name'))} ${broken}.`;
    report(context.placeOf('sys_indices', row), message, { severity });
  }
}

const PRIVILEGE_TABLES = ['sys_privileges', 'sys_field_privileges'] as const;

function checkRoles(context: Context, report: Report): void {
  const severity = context.metadata.line === 7 ? 'error' : 'warning';
  for (const table of PRIVILEGE_TABLES) {
    const lost = new Map<number | undefined, number>();
    for (const row of context.rows(table)) {
      const role = int(row, 'owner_rec_id');
      if (role === undefined || !context.roles.has(role)) lost.set(role, (lost.get(role) ?? 0) + 1);
    }
    for (const [role, count] of lost) {
      report({ table }, `${count} privileges are for role ${role ?? 'none'}, which is not in the zip.`, { severity });
    }
  }
}

function checkPrivilegedItems(context: Context, report: Report): void {
  const lost =
    context.rows('sys_privileges').filter((row) => !context.items.has(int(row, 'item_id') ?? 0)).length +
    context
      .rows('sys_field_privileges')
      .filter((row) => !context.items.has(int(row, 'item') ?? 0) || !context.fields.has(int(row, 'field') ?? 0)).length;
  if (lost > 0) report({ table: 'sys_privileges' }, `${lost} privileges are for items that are not in the zip.`);
}

export const rowReferenceRules: readonly Rule[] = [
  {
    id: 'filter-field-missing',
    family: 'references',
    title: 'Filtered fields exist',
    severity: 'error',
    description: 'The import succeeds, then the application stops loading halfway.',
    remedy: 'Delete the filter in the Builder (Filters), or add it again, then export the application again.',
    check: checkFilters,
  },
  {
    id: 'foreign-key-broken',
    family: 'references',
    title: 'Foreign keys lead to a table with a primary key',
    severity: 'error',
    severityDepends: 'a note where the item has no table of its own',
    description: 'Jam.py makes such a foreign key to a wrong table, without any error.',
    remedy: 'Delete the key in the Builder (Foreign keys), or add it again, then export the application again.',
    check: checkForeignKeys,
  },
];

export const accessRules: readonly Rule[] = [
  {
    id: 'privilege-role-missing',
    family: 'access',
    title: 'Privileges are for roles that exist',
    severity: 'error',
    severityDepends: 'an error on Jam.py 7, a warning on 5',
    description: 'Jam.py 7 stops answering in safe mode when a privilege is for a role that is not there.',
    remedy: 'Add the role again in the Builder (Roles) and delete it there, then export the application again.',
    check: checkRoles,
  },
  {
    id: 'privilege-item-missing',
    family: 'access',
    title: 'Privileges of items that are gone',
    severity: 'note',
    description: 'The Builder leaves privileges behind when an item is deleted; Jam.py ignores them.',
    remedy: 'Nothing has to be done.',
    check: checkPrivilegedItems,
  },
];
