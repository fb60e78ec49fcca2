/** SQL that Jam.py writes and the server refuses, told field by field: the same judges as a plan's statements have. */
import { DATA_TYPE, DB_TYPE } from '../metadata/enums.ts';
import { firstById, idOf, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import { type Dialect, dialectOf } from '../planning/catalogue.ts';
import { defaultTrouble, sizeTrouble } from '../planning/column-failures.ts';
import { columnOf, isColumnField, isCopy, isTableItem } from '../planning/sides.ts';
import type { Column } from '../planning/sql/dialect.ts';
import { changingDialects, fieldName, keptColumns, keptTables, nameOf, sidesOf } from './against-base.ts';
import { type Context, quote, reference } from './context.ts';
import type { Report, Rule } from './rule.ts';
import { fieldsOfTable, judge } from './target-decides.ts';

/** A column that the import makes. */
interface MadeColumn {
  field: Row;
  item: Row;
  where: 'create' | 'add';
  /** Is it sure that it is made? */
  sure: boolean;
}

function madeColumns(context: Context): MadeColumn[] {
  const { line } = context.metadata;
  const sides = sidesOf(context);
  const old = sides && firstById(rowsOf(sides.before, 'sys_items'));
  const kept = new Set(sides && keptTables(sides).map(({ after }) => idOf(after)));
  const were = new Set(sides && keptColumns(sides).map(({ after }) => idOf(after)));
  return [...context.items.values()].flatMap((item): MadeColumn[] => {
    if (!isTableItem(line, item) || text(item, 'f_table_name') === '') return [];
    if (kept.has(idOf(item))) {
      const added = (context.fieldsByOwner.get(idOf(item)) ?? []).filter(
        (field) => isColumnField(line, field) && !were.has(idOf(field)),
      );
      return added.map((field) => ({ field, item, where: 'add', sure: true }));
    }
    // An item of that id without a table, or another one: no table is made for it.
    if (old?.has(idOf(item))) return [];
    const isNew = old ? true : context.isNewTable(item);
    if (isNew === false) return [];
    // An import also makes columns of calculated fields, so they count here.
    const fields = fieldsOfTable(context, item).filter((field) => !truthy(field, 'f_master_field'));
    return fields.map((field) => ({ field, item, where: 'create', sure: isNew === true }));
  });
}

/** Dialects that may make the column. */
function makingDialects(where: MadeColumn['where'], dbType: number | undefined): Dialect[] {
  if (where === 'add') return changingDialects(dbType);
  const dialect = dbType === undefined ? undefined : dialectOf(dbType);
  if (dbType === undefined) return ['postgresql', 'mysql', 'sqlite'];
  return dialect ? [dialect] : [];
}

function checkSizes(context: Context, report: Report): void {
  const { dbType } = context.target;
  const { line } = context.metadata;
  for (const { field, item, where, sure } of madeColumns(context)) {
    // Without a target a new table says nothing: exports of other databases have texts without a size.
    if (where === 'create' && dbType === undefined) continue;
    for (const dialect of makingDialects(where, dbType)) {
      const trouble = sizeTrouble(columnOf(line, field, item), dialect, line, where);
      if (trouble === undefined) continue;
      const message = `The column of ${fieldName(field, item)} cannot be made on ${nameOf(dialect)}: ${trouble}.`;
      const severity = sure && dbType !== undefined ? 'error' : 'warning';
      report({ ...context.placeOf('sys_fields', field), item: text(item, 'f_item_name') }, message, { severity });
      break;
    }
  }
}

function checkDefaults(context: Context, report: Report): void {
  const { line } = context.metadata;
  const { dbType } = context.target;
  // Jam.py 5 writes no default values.
  if (line === 5) return;
  const say = (field: Row, item: Row, dialects: readonly Dialect[], column: Column, sure: boolean) => {
    const failing = dialects.filter((dialect) => defaultTrouble(column, dialect, line) !== undefined);
    const [first] = failing;
    if (first === undefined) return;
    const where = `on ${failing.map(nameOf).join(' and ')}`;
    const message = `${fieldName(field, item)} fails ${where}: ${defaultTrouble(column, first, line)}.`;
    const severity = sure && dbType !== undefined ? 'error' : 'warning';
    report({ ...context.placeOf('sys_fields', field), item: text(item, 'f_item_name') }, message, { severity });
  };
  for (const { field, item, where, sure } of madeColumns(context)) {
    // The key is one only where its table is made.
    const column = columnOf(line, field, where === 'create' ? item : {});
    say(field, item, makingDialects(where, dbType), column, sure);
  }
  const sides = sidesOf(context);
  for (const { before, after, item } of sides ? keptColumns(sides) : []) {
    const [left, right] = [columnOf(line, before, {}), columnOf(line, after, {})];
    if (left.defaultValue === right.defaultValue) continue;
    // The column keeps its old type, which decides how large a number may be; a size says nothing of it.
    const isOther = left.dataType !== right.dataType && right.dataType === DATA_TYPE.INTEGER;
    const dataType = isOther ? DATA_TYPE.CURRENCY : right.dataType;
    say(after, item, changingDialects(dbType), { ...right, dataType, size: 0 }, true);
  }
}

function checkVirtualIndexes(context: Context, report: Report): void {
  if (context.metadata.line === 5) return;
  const base = context.target.base;
  const old = firstById(base ? rowsOf(base, 'sys_items') : []);
  const known = firstById(base ? rowsOf(base, 'sys_indices') : []);
  const tables = new Set(
    [...context.items.values()]
      .filter((item) => context.hasTable(item))
      .map((item) => text(item, 'f_table_name').toLowerCase()),
  );
  for (const row of context.rows('sys_indices')) {
    const item = context.items.get(reference(row, 'owner_rec_id') ?? Number.NaN);
    if (!item || !truthy(item, 'f_virtual_table') || isCopy(7, item) || known.has(idOf(row))) continue;
    const table = text(item, 'f_table_name').toLowerCase();
    // Without a table name nothing is written; with that of another item the index is made there.
    if (table === '' || tables.has(table) || old.has(idOf(item))) continue;
    const isForeign = truthy(row, 'f_foreign_index');
    const failing = [DB_TYPE.POSTGRESQL, DB_TYPE.MYSQL, ...(isForeign ? [] : [DB_TYPE.SQLITE])];
    const verdict = judge(context, item, failing);
    if (!verdict) continue;
    const message = `Index ${quote(text(row, 'f_index_name'))} is one of the virtual item ${quote(text(item, 'f_item_name'))}, which has no table: it cannot be made ${verdict.where}.`;
    report(context.placeOf('sys_indices', row), message, verdict);
  }
}

export const trapRules: readonly Rule[] = [
  {
    id: 'virtual-item-index',
    family: 'traps',
    title: 'Virtual items have no indexes',
    severity: 'warning',
    severityDepends: 'an error for a new item on a known database; only on Jam.py 7',
    description:
      'An import of Jam.py 7 makes the indexes of a new virtual item that has a table name, on a table that does not exist.',
    remedy:
      'Delete the index in the Builder (Indices), or clear the Table name of the virtual item, then export again.',
    check: checkVirtualIndexes,
  },
  {
    id: 'column-size',
    family: 'traps',
    title: 'New columns have the size that their type takes',
    severity: 'warning',
    severityDepends: 'an error where it is sure that the column is made, on a known database',
    description:
      'Jam.py writes the size of a field behind the type of a column that it adds, whatever the type; and a text without size is no column on MySQL/MariaDB.',
    remedy: 'Set the Size of the field in the Builder: 0 for all but TEXT, more for TEXT; then export again.',
    check: checkSizes,
  },
  {
    id: 'column-default',
    family: 'traps',
    title: 'Default values are such that the server takes them',
    severity: 'warning',
    severityDepends:
      'an error where it is sure that the column is made or changed, on a known database; only on Jam.py 7',
    description:
      'Jam.py 7 writes the Default value of a field into the SQL as it is: a quotation mark in a text, or a word for a number, makes the statement fail.',
    remedy: 'Change or clear the Default value of the field in the Builder, then export the application again.',
    check: checkDefaults,
  },
];
