/** What is right on one database and fails on another: severity by the target's database and by whether the table is new. */

import type { Severity } from '../finding.ts';
import { DATA_TYPE, DB_TYPE, databaseName } from '../metadata/enums.ts';
import { int, type Row, text, truthy } from '../metadata/model.ts';
import { type Context, quote, reference, TRIED_DATABASES } from './context.ts';
import { caseOnly } from './letter-case.ts';
import type { Report, Rule } from './rule.ts';

interface Verdict {
  severity: Severity;
  /** `on PostgreSQL and MySQL/MariaDB`, for the sentence. */
  where: string;
}

/**
 * How bad something is that fails on the databases `failing` when the item's table is made: an error where that is
 * sure to happen, a warning where it may, undefined where it does not.
 */
export function judge(context: Context, item: Row, failing: readonly number[]): Verdict | undefined {
  if (failing.length === 0 || context.isNewTable(item) === false) return undefined;
  const where = `on ${failing.map(databaseName).join(' and ')}`;
  const dbType = context.target.dbType;
  if (dbType === undefined) return { severity: 'warning', where };
  if (!failing.includes(dbType)) {
    return TRIED_DATABASES.includes(dbType) ? undefined : { severity: 'warning', where };
  }
  const severity = context.isNewTable(item) === true ? 'error' : 'warning';
  return { severity, where: `on ${databaseName(dbType)}` };
}

function tables(context: Context): Row[] {
  return [...context.items.values()].filter((item) => (int(item, 'id') ?? 0) > 0 && context.hasTable(item));
}

/** Fields of the item's table: its own, on 5 also its group's. */
export function fieldsOfTable(context: Context, item: Row): Row[] {
  const own = context.fieldsByOwner.get(int(item, 'id') ?? Number.NaN) ?? [];
  if (context.metadata.line === 7) return [...own];
  return [...(context.fieldsByOwner.get(reference(item, 'parent') ?? Number.NaN) ?? []), ...own];
}

const WHOLE: readonly (number | undefined)[] = [DATA_TYPE.INTEGER];

function checkKeyTypes(context: Context, report: Report): void {
  // Jam.py 7 makes any key SERIAL on PostgreSQL; MySQL accepts AUTO_INCREMENT on numbers only.
  const failing = context.metadata.line === 7 ? [DB_TYPE.POSTGRESQL, DB_TYPE.MYSQL] : [DB_TYPE.MYSQL];
  for (const item of tables(context)) {
    const key = context.fields.get(reference(item, 'f_primary_key') ?? Number.NaN);
    if (key === undefined || WHOLE.includes(int(key, 'f_data_type'))) continue;
    const verdict = judge(context, item, failing);
    if (verdict === undefined) continue;
    const name = quote(text(key, 'f_field_name'));
    const message = `Primary key ${name} of ${quote(text(item, 'f_item_name'))} is not an integer: its table does not work ${verdict.where}.`;
    report({ ...context.placeOf('sys_fields', key), item: text(item, 'f_item_name') }, message, verdict);
  }
}

function checkColumnNames(context: Context, report: Report): void {
  for (const item of tables(context)) {
    const columns = new Map<string, Row>();
    for (const field of fieldsOfTable(context, item)) {
      // An import also makes columns of calculated fields, so they count here.
      if (reference(field, 'f_master_field') !== undefined) continue;
      const place = { ...context.placeOf('sys_fields', field), item: text(item, 'f_item_name') };
      const name = text(field, 'f_db_field_name');
      const shown = quote(text(field, 'f_field_name'));
      if (name === '') {
        // SQLite makes the table, and then the item does not open.
        const verdict = judge(context, item, TRIED_DATABASES);
        if (verdict)
          report(place, `Field ${shown} has no DB field name: its table does not work ${verdict.where}.`, verdict);
        continue;
      }
      const first = columns.get(name.toLowerCase());
      columns.set(name.toLowerCase(), first ?? field);
      const verdict = first && judge(context, item, TRIED_DATABASES);
      const cased = caseOnly(context, 'column');
      if (!verdict || (text(first, 'f_db_field_name') !== name && cased === undefined)) continue;
      const same = text(first, 'f_db_field_name') === name || cased === 'error';
      const message = `Fields ${quote(text(first, 'f_field_name'))} and ${shown} share the column ${quote(name)}.`;
      report(place, message, same ? verdict : { severity: 'warning' });
    }
  }
}

/** Ids in f_fields_list; what cannot be read is another rule's finding. */
function indexFieldIds(row: Row): number[] {
  try {
    const list: unknown = JSON.parse(text(row, 'f_fields_list'));
    if (!Array.isArray(list)) return [];
    return list.map((pair) => (Array.isArray(pair) ? Number(pair[0]) : Number.NaN)).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function checkIndexes(context: Context, report: Report): void {
  for (const row of context.rows('sys_indices')) {
    const itemId = int(row, 'owner_rec_id') ?? Number.NaN;
    const item = context.items.get(itemId);
    if (item === undefined || !context.hasTable(item) || truthy(row, 'f_foreign_index')) continue;
    for (const id of indexFieldIds(row)) {
      const field = context.ownsField(itemId, id) ? context.fields.get(id) : undefined;
      if (field !== undefined && reference(field, 'f_master_field') === undefined) continue;
      const verdict = judge(context, item, [DB_TYPE.POSTGRESQL, DB_TYPE.MYSQL]);
      if (verdict === undefined) break;
      const what =
        field === undefined
          ? `field ${id}, which its item does not have`
          : `the lookup field ${quote(text(field, 'f_field_name'))}`;
      const message = `Index ${quote(text(row, 'f_index_name'))} is on ${what}: it cannot be made ${verdict.where}.`;
      report(context.placeOf('sys_indices', row), message, verdict);
      break;
    }
  }
}

const DEPENDS =
  'an error when the table is new on a database where it fails; a warning when that is not known; nothing elsewhere';

export const targetRules: readonly Rule[] = [
  {
    id: 'primary-key-type',
    family: 'target',
    title: 'Primary keys are integers',
    severity: 'warning',
    severityDepends: DEPENDS,
    description:
      'Jam.py 7 makes any primary key SERIAL on PostgreSQL, and lookups of a text key then fail; MySQL/MariaDB does not make the table.',
    remedy: 'Use a Primary key field of type INTEGER in the Builder, and keep the text in a field with a unique index.',
    check: checkKeyTypes,
  },
  {
    id: 'column-name',
    family: 'target',
    title: 'Every stored field has its own column',
    severity: 'warning',
    severityDepends: DEPENDS,
    description:
      'An import makes a column of every field that is no lookup, on Jam.py 7 of calculated fields too; without a name, or with the name of another, the table is not made.',
    remedy: 'Give the field its own DB field name in the Builder, then export the application again.',
    check: checkColumnNames,
  },
  {
    id: 'index-field',
    family: 'target',
    title: 'Indexes are on columns',
    severity: 'warning',
    severityDepends: DEPENDS,
    description: 'An index on a lookup field or on a field that is gone becomes SQL on a column named None.',
    remedy: 'Delete the index in the Builder (Indices), or add it on a field with a column, then export again.',
    check: checkIndexes,
  },
];
