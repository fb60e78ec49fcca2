/** What a zip changes of the tables that are there (Target.base), and Jam.py refuses, leaves as it is, or drops. */
import type { Severity } from '../finding.ts';
import { DB_TYPE } from '../metadata/enums.ts';
import { firstById, idOf, int, type Line, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import type { Dialect } from '../planning/catalogue.ts';
import { identityTrouble } from '../planning/identity.ts';
import { keptColumn } from '../planning/kept-column.ts';
import { columnOf, isColumnField, isTableItem } from '../planning/sides.ts';
import type { Column } from '../planning/sql/dialect.ts';
import { SQL } from '../planning/sql/dialects.ts';
import { typeAfterChange } from '../planning/statement-failures.ts';
import { changingDialects, fieldName, keptColumns, keptFields, keptTables, nameOf, sidesOf } from './against-base.ts';
import { type Context, quote } from './context.ts';
import type { Report, Rule } from './rule.ts';

function checkIdentity(context: Context, report: Report): void {
  const sides = sidesOf(context);
  if (!sides) return;
  const old = firstById(rowsOf(sides.before, 'sys_items'));
  const kept = firstById(rowsOf(sides.after, 'sys_items'));
  const gone = rowsOf(sides.before, 'sys_items').filter(
    (item) => !kept.has(idOf(item)) && isTableItem(sides.after.line, item) && text(item, 'f_table_name') !== '',
  );
  const dropped = new Map(gone.map((item) => [text(item, 'f_table_name').toLowerCase(), item]));
  for (const item of rowsOf(sides.after, 'sys_items')) {
    const was = old.get(idOf(item));
    const name = quote(text(item, 'f_item_name'));
    const place = context.placeOf('sys_items', item);
    const trouble = was && identityTrouble(was, item);
    if (was && trouble) {
      report(place, `The id of ${name} is that of ${quote(text(was, 'f_item_name'))} there, and ${trouble}.`);
      continue;
    }
    const former = was ? undefined : dropped.get(text(item, 'f_table_name').toLowerCase());
    if (!former || !isTableItem(sides.after.line, item)) continue;
    const message = `${name} is a new item for the table of ${quote(text(former, 'f_item_name'))}: an import drops the table and makes it anew, empty.`;
    report(place, message, { severity: 'warning' });
  }
}

interface Trouble {
  reason: string;
  severity: Severity;
}

/** What becomes of a column whose type or size differs. */
function typeTrouble(dialect: Dialect, line: Line, table: string, before: Row, after: Row): Trouble | undefined {
  const [left, right] = [columnOf(line, before, {}), columnOf(line, after, {})];
  // Jam.py 5 never asks for the live column.
  const change = line === 5 ? SQL[dialect].changeColumn(5, table, left, right, () => undefined) : undefined;
  if (change && 'refusal' in change) return { reason: change.refusal, severity: 'error' };
  const kept = keptColumn(dialect, line, before, after);
  if (kept !== undefined) return { reason: kept, severity: 'warning' };
  const word = ({ dataType }: Column) => SQL[dialect].typeWord(line, dataType);
  if (!change || word(left) === word(right)) return undefined;
  const failing = change.drafts.map(({ sql }) => typeAfterChange(sql)).find((failure) => failure !== undefined);
  if (failing) return { reason: failing.reason, severity: 'error' };
  const reason = 'it is renamed too, and Jam.py 5 then gives it the new type with the old size; the server converts it';
  return { reason, severity: 'warning' };
}

function checkTypes(context: Context, report: Report): void {
  const sides = sidesOf(context);
  if (!sides) return;
  const { dbType } = context.target;
  const { line } = sides.after;
  for (const { before, after, item } of keptColumns(sides)) {
    for (const dialect of changingDialects(dbType)) {
      const trouble = typeTrouble(dialect, line, text(item, 'f_table_name'), before, after);
      if (!trouble) continue;
      const what = int(before, 'f_data_type') === int(after, 'f_data_type') ? 'size' : 'type';
      const where = dbType === undefined ? `on ${nameOf(dialect)}: ` : '';
      const message = `The ${what} of ${fieldName(after, item)} changes; ${where}${trouble.reason}.`;
      const severity = dbType === undefined ? 'warning' : trouble.severity;
      report(context.placeOf('sys_fields', after), message, { severity });
      break;
    }
  }
}

function checkKinds(context: Context, report: Report): void {
  const sides = sidesOf(context);
  // An existing SQLite project takes no import.
  if (!sides || context.target.dbType === DB_TYPE.SQLITE) return;
  const { line } = sides.after;
  const kind = (field: Row) => (truthy(field, 'f_master_field') ? 'a lookup field' : 'a calculated field');
  for (const { before, after, item } of keptFields(sides)) {
    const [was, is] = [isColumnField(line, before), isColumnField(line, after)];
    if (was === is) continue;
    const place = context.placeOf('sys_fields', after);
    const name = fieldName(after, item);
    if (was) {
      report(place, `${name} becomes ${kind(after)}: an import drops its column with all that is in it.`);
    } else if (truthy(before, 'f_master_field')) {
      const message = `${name} was a lookup field and becomes a column: it is empty at first.`;
      report(place, message, { severity: 'note' });
    } else {
      const message = `${name} was a calculated field and becomes a column: the import fails where the table was made by an import, which gave it that column already.`;
      report(place, message);
    }
  }
}

function checkSpelling(context: Context, report: Report): void {
  const sides = sidesOf(context);
  const { dbType } = context.target;
  // SQLite knows names in any case.
  if (!sides || dbType === DB_TYPE.SQLITE) return;
  for (const { before, after } of keptTables(sides)) {
    const [was, is] = [before, after].map((item) => quote(text(item, 'f_table_name')));
    if (was === is) continue;
    const where = dbType === DB_TYPE.POSTGRESQL ? '' : ' where the server tells cases apart';
    const message = `The table ${was} is called ${is} now: Jam.py renames no table, so ${quote(text(after, 'f_item_name'))} finds none${where}.`;
    const severity = dbType === DB_TYPE.POSTGRESQL ? 'error' : 'warning';
    report(context.placeOf('sys_items', after), message, { severity });
  }
  if (dbType !== DB_TYPE.MYSQL) checkColumnSpelling(context, report, keptColumns(sides));
}

/** One note an item: an application that moves from one database to another changes all of its names. */
function checkColumnSpelling(context: Context, report: Report, columns: ReturnType<typeof keptColumns>): void {
  const respelled = columns.filter(({ before, after }) => {
    const [was, is] = [text(before, 'f_db_field_name'), text(after, 'f_db_field_name')];
    return was !== is && was.toLowerCase() === is.toLowerCase();
  });
  for (const [item, fields] of Map.groupBy(respelled, (each) => each.item)) {
    const [first] = fields;
    const names = [first?.before, first?.after].map((field) => quote(text(field ?? {}, 'f_db_field_name')));
    const count = fields.length === 1 ? 'a column' : `${fields.length} columns`;
    const message = `${quote(text(item, 'f_item_name'))} spells ${count} anew (${names.join(' becomes ')}): the import renames them.`;
    report(context.placeOf('sys_items', item), message, { severity: 'note' });
  }
}

const BASE = 'said only where the metadata that are there are known';

export const schemaChangeRules: readonly Rule[] = [
  {
    id: 'item-identity',
    family: 'changes',
    title: 'An id stays the same item',
    severity: 'error',
    severityDepends: `a warning for a new item that takes over a table; ${BASE}`,
    description:
      'Jam.py knows items by their id: it refuses a zip in which an id is another type of item or has another table, as in that of another application; a new id for an old table empties it.',
    remedy: 'Export from the project that the target was made from, and change an item instead of making it anew.',
    check: checkIdentity,
  },
  {
    id: 'column-type-changed',
    family: 'changes',
    title: 'Types and sizes of columns stay',
    severity: 'warning',
    severityDepends: `an error where the server or Jam.py 5 on PostgreSQL refuses it; ${BASE}`,
    description:
      'Jam.py 5 refuses another type or size on PostgreSQL, and leaves the column as it is on MySQL/MariaDB; Jam.py 7 changes no type, and makes no column smaller.',
    remedy:
      'Add a field of the new type in the Builder, copy the values in server code, and delete the old field in a later export.',
    check: checkTypes,
  },
  {
    id: 'column-kind-changed',
    family: 'changes',
    title: 'Columns stay columns',
    severity: 'warning',
    severityDepends: `a note for a lookup field that becomes a column; ${BASE}`,
    description:
      'A field that becomes a lookup or calculated field loses its column; one that becomes a column gets an empty one, or fails where an import made one for the calculated field.',
    remedy: 'Add a new field in the Builder and keep the old one until its values are not needed any more.',
    check: checkKinds,
  },
  {
    id: 'table-spelling-changed',
    family: 'changes',
    title: 'Names in the database keep their case',
    severity: 'warning',
    severityDepends: `an error for tables on PostgreSQL, a note for columns; ${BASE}`,
    description:
      'Jam.py takes a table name in another case for the same and uses it as it is now; the table keeps its old name. Columns are renamed, and SQL in code has to name them as they are spelled now.',
    remedy: 'Give the item its old Table name in the Builder, or export from a project on the same type of database.',
    check: checkSpelling,
  },
];
