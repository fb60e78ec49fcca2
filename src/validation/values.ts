/** What single values must be: required, not too long, of their kind, known to Jam.py's enumerations. */
import { int, type Row, text } from '../metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../metadata/structure.ts';
import { type Context, quote } from './context.ts';
import type { Report, Rule } from './rule.ts';

/** Enumerations by column: lowest and highest number, and whether the column must have one. */
const ENUMERATIONS: readonly { table: BuilderTableName; column: string; from: number; to: number; needed: boolean }[] =
  [
    { table: 'sys_items', column: 'type_id', from: 1, to: 14, needed: true },
    { table: 'sys_items', column: 'sys_id', from: 0, to: 2, needed: false },
    { table: 'sys_fields', column: 'f_data_type', from: 1, to: 11, needed: true },
    { table: 'sys_filters', column: 'f_data_type', from: 1, to: 11, needed: false },
    { table: 'sys_filters', column: 'f_type', from: 1, to: 15, needed: false },
    { table: 'sys_report_params', column: 'f_data_type', from: 1, to: 11, needed: false },
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

function checkKinds(context: Context, report: Report): void {
  for (const table of BUILDER_TABLES[context.metadata.line]) {
    const numbers = table.columns.filter(({ kind, name }) => (kind === 'int' || kind === 'bool') && name !== 'id');
    for (const row of context.rows(table.name)) {
      for (const { name, kind } of numbers) {
        const value = row[name];
        if (!isSet(value) || int(row, name) !== undefined) continue;
        const message = `${name} must be a whole number and is ${quote(value)}.`;
        const severity = kind === 'int' && typeof value === 'string' ? 'error' : 'warning';
        report(context.placeOf(table.name, row), message, { severity });
      }
    }
  }
}

function checkEnumerations(context: Context, report: Report): void {
  for (const { table, column, from, to, needed } of ENUMERATIONS) {
    for (const row of context.rows(table)) {
      if (!isSet(row[column]) && !needed) continue;
      const value = int(row, column);
      if (value !== undefined && value >= from && value <= to) continue;
      const found = isSet(row[column]) ? quote(row[column]) : 'empty';
      const message = `${column} must be a number from ${from} to ${to} and is ${found}.`;
      report(context.placeOf(table, row), message, { severity: needed ? 'error' : 'warning' });
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
    severityDepends: 'a warning for a number that is not whole, and in columns of true and false',
    description: "A column of whole numbers holds a text: an import stops with 'invalid value - must be an integer'.",
    remedy: 'Set the value again in the Builder, then export the application again.',
    check: checkKinds,
  },
  {
    id: 'value-unknown',
    family: 'values',
    title: 'Types are known',
    severity: 'error',
    severityDepends: 'a warning for filters, report parameters and special items, which load all the same',
    description: 'Jam.py knows no such type of item or field: the import or the application breaks on it.',
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
    description: 'An import cannot make an index whose list of fields it cannot read.',
    remedy: 'Delete the index in the Builder (Indices), add it again, and export the application again.',
    check: checkIndexFields,
  },
];
