/** What single values must be: required, not too long, of their kind, known to Jam.py's enumerations. */
import type { Severity } from '../finding.ts';
import { int, type Line, type Row, text } from '../metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName, type ColumnKind } from '../metadata/structure.ts';
import { type Context, quote } from './context.ts';
import type { Report, Rule } from './rule.ts';

/** A column of numbers that stand for something. */
interface Enumeration {
  table: BuilderTableName;
  column: string;
  from: number;
  to: number | Readonly<Record<Line, number>>;
  /** Whether the column must have one. */
  needed?: true;
  /** Unknown numbers that do no harm; none when not given. */
  harmless?: (value: number) => boolean;
}

const any = () => true;

const ENUMERATIONS: readonly Enumeration[] = [
  { table: 'sys_items', column: 'type_id', from: 1, to: 14, needed: true },
  { table: 'sys_items', column: 'sys_id', from: 0, to: 2, harmless: any },
  { table: 'sys_fields', column: 'f_data_type', from: 1, to: 11, needed: true },
  // Jam.py reads it nowhere.
  { table: 'sys_filters', column: 'f_data_type', from: 1, to: 11, harmless: any },
  // 16 to 30 are 1 to 15 of a looked-up text; only Jam.py 7 knows them.
  { table: 'sys_filters', column: 'f_type', from: 1, to: { 5: 15, 7: 30 } },
  { table: 'sys_report_params', column: 'f_data_type', from: 1, to: 11, harmless: (value) => value === 0 },
];

/** Characters as Python counts them. */
function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) length++;
  return length;
}

function isSet(value: Row[string] | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function checkRequired(context: Context, report: Report): void {
  for (const table of BUILDER_TABLES[context.metadata.line]) {
    const present = new Set(context.metadata.tables[table.name]?.columns);
    for (const column of table.columns) {
      if (!column.required || !present.has(column.name)) continue;
      for (const row of context.rows(table.name)) {
        if (row[column.name] !== null && row[column.name] !== undefined) continue;
        report(context.placeOf(table.name, row), `${column.name} of a row of ${table.name} has no value.`);
      }
    }
  }
}

function checkLengths(context: Context, report: Report): void {
  for (const table of BUILDER_TABLES[context.metadata.line]) {
    for (const column of table.columns) {
      const most = column.maxLength;
      if (most === undefined) continue;
      for (const row of context.rows(table.name)) {
        const value = text(row, column.name);
        if (value.length <= most || lengthOf(value) <= most) continue;
        const message = `${column.name} has ${lengthOf(value)} characters, an import accepts ${most}: ${quote(value)}.`;
        report(context.placeOf(table.name, row), message);
      }
    }
  }
}

/** What Python's int() takes of a text. */
const PYTHON_INT = /^\s*[+-]?\d[\d_]*\s*$/;

/** What Jam.py does with a value of another kind than its column's (docs/jampy.md, "What an import takes for a row"). */
function otherKind(kind: ColumnKind, value: Row[string] | undefined): { severity: Severity; and: string } {
  if (kind === 'bool') return { severity: 'warning', and: 'Jam.py takes any text for on' };
  const refused = typeof value === 'string' && !PYTHON_INT.test(value);
  return refused
    ? { severity: 'error', and: 'an import refuses that' }
    : { severity: 'warning', and: 'the Builder never writes that' };
}

function checkKinds(context: Context, report: Report): void {
  for (const table of BUILDER_TABLES[context.metadata.line]) {
    const numbers = table.columns.filter(({ kind, name }) => (kind === 'int' || kind === 'bool') && name !== 'id');
    for (const row of context.rows(table.name)) {
      for (const { name, kind } of numbers) {
        const value = row[name];
        const none = kind === 'bool' ? !isSet(value) : value === null || value === undefined;
        if (none || int(row, name) !== undefined) continue;
        const { severity, and } = otherKind(kind, value);
        const message = `${name} must be a whole number and is ${quote(value)}: ${and}.`;
        report(context.placeOf(table.name, row), message, { severity });
      }
    }
  }
}

function checkEnumerations(context: Context, report: Report): void {
  for (const { table, column, from, to, needed, harmless } of ENUMERATIONS) {
    const most = typeof to === 'number' ? to : to[context.metadata.line];
    for (const row of context.rows(table)) {
      if (!isSet(row[column]) && !needed) continue;
      const value = int(row, column);
      if (value !== undefined && value >= from && value <= most) continue;
      const found = isSet(row[column]) ? quote(row[column]) : 'empty';
      const severity = value !== undefined && harmless?.(value) ? 'warning' : 'error';
      const message = `${column} must be a number from ${from} to ${most} and is ${found}.`;
      report(context.placeOf(table, row), message, { severity });
    }
  }
}

function checkLookupLists(context: Context, report: Report): void {
  for (const row of context.rows('sys_lookup_lists')) {
    const list = parsed(text(row, 'f_lookup_values_text'));
    const place = context.placeOf('sys_lookup_lists', row);
    if (!Array.isArray(list)) {
      report(place, `The values of lookup list ${quote(text(row, 'f_name'))} are not a JSON list.`);
    } else if (list.some((pair) => !Array.isArray(pair) || pair.length < 2)) {
      const message = `Lookup list ${quote(text(row, 'f_name'))} holds an entry that is not a pair of value and text.`;
      report(place, message, { severity: 'warning' });
    }
  }
}

function checkIndexFields(context: Context, report: Report): void {
  for (const row of context.rows('sys_indices')) {
    const owner = context.items.get(int(row, 'owner_rec_id') ?? Number.NaN);
    if (owner === undefined || !context.hasTable(owner) || int(row, 'f_foreign_index')) continue;
    const list = parsed(text(row, 'f_fields_list'));
    const whole = Array.isArray(list) && list.every((pair) => Array.isArray(pair) && Number.isInteger(pair[0]));
    if (whole && list.length > 0) continue;
    const name = quote(text(row, 'f_index_name'));
    const message = whole
      ? `Index ${name} has no fields.`
      : `The fields of index ${name} are not a list that Jam.py can read.`;
    report(context.placeOf('sys_indices', row), message);
  }
}

export const valueRules: readonly Rule[] = [
  {
    id: 'value-required',
    family: 'values',
    title: 'Required values are there',
    severity: 'error',
    description: "An import stops with 'a value is required'.",
    remedy: 'Fill in the Caption and the Name in the Builder, then export the application again.',
    check: checkRequired,
  },
  {
    id: 'value-too-long',
    family: 'values',
    title: 'Values are not too long',
    severity: 'error',
    description: "An import stops with 'Text exceeds the maximum allowed length'.",
    remedy: 'Shorten it in the Builder, then export the application again.',
    check: checkLengths,
  },
  {
    id: 'value-kind',
    family: 'values',
    title: 'Numbers are numbers',
    severity: 'error',
    severityDepends: 'a warning for a fraction, and in columns of true and false',
    description:
      "An import stops with 'invalid value - must be an integer' at a text in a column of whole numbers; in a column of true and false Jam.py takes any text for true.",
    remedy: 'Set the value again in the Builder, then export the application again.',
    check: checkKinds,
  },
  {
    id: 'value-unknown',
    family: 'values',
    title: 'Types are known',
    severity: 'error',
    severityDepends: 'a warning for sys_id and the data type of a filter, and for type 0 of a report parameter',
    description:
      'An import refuses a field of an unknown type; an item has no table then, or ends the loading of the application like a report parameter; a filter fails when it is used.',
    remedy: 'Choose the Type again in the Builder, then export the application again.',
    check: checkEnumerations,
  },
  {
    id: 'lookup-list-values',
    family: 'values',
    title: 'Lookup lists can be read',
    severity: 'error',
    severityDepends: 'a warning when it is a list whose entries are not pairs',
    description: 'The application does not load when the values of one lookup list are not JSON.',
    remedy: 'Open the list in the Builder (Lookup Lists), save it again, and export the application again.',
    check: checkLookupLists,
  },
  {
    id: 'index-fields',
    family: 'values',
    title: 'Index fields can be read',
    severity: 'error',
    description:
      'An import stops at an index whose list of fields it cannot read; one without fields fails on the server: PostgreSQL refuses the import, MySQL/MariaDB and SQLite go on without the index.',
    remedy: 'Delete the index in the Builder (Indices), add it again, and export the application again.',
    check: checkIndexFields,
  },
];
