/** Names that can be names: of items, fields, tables, columns, indexes, filters, parameters, templates. */
import { DB_TYPE, databaseName, TYPE } from '../metadata/enums.ts';
import { int, type Row, text } from '../metadata/model.ts';
import type { BuilderTableName } from '../metadata/structure.ts';
import { type Context, quote, reference } from './context.ts';
import { BROWSER_ITEM_NAMES, KEYWORDS_OF_7, SERVER_ITEM_NAMES, SERVER_TASK_NAMES } from './reserved-names.ts';
import type { Report, Rule } from './rule.ts';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What no quoting makes a name of: quotes that end the quoting, and control characters. */
const BREAKS_QUOTING = /["\p{Cc}]/u;

const DATABASE_NAMES: readonly { table: BuilderTableName; column: string; noun: string }[] = [
  { table: 'sys_items', column: 'f_table_name', noun: 'table' },
  { table: 'sys_items', column: 'f_gen_name', noun: 'generator' },
  { table: 'sys_fields', column: 'f_db_field_name', noun: 'column' },
  { table: 'sys_indices', column: 'f_index_name', noun: 'index' },
];

function developedItems(context: Context): Row[] {
  return context.rows('sys_items').filter((row) => (int(row, 'id') ?? 0) > 0);
}

/** Fields that Jam.py reads: 7 never reads those that a group owns. */
function readFields(context: Context): Row[] {
  if (context.metadata.line === 5) return [...context.rows('sys_fields')];
  return context.rows('sys_fields').filter((row) => {
    const owner = context.items.get(int(row, 'owner_rec_id') ?? Number.NaN);
    return owner === undefined || !context.isGroup(owner);
  });
}

function checkIdentifiers(context: Context, report: Report): void {
  for (const row of developedItems(context)) {
    const name = text(row, 'f_item_name');
    if (IDENTIFIER.test(name)) continue;
    report(context.placeOf('sys_items', row), `The item name ${quote(name)} is not an identifier.`);
  }
  for (const row of readFields(context)) {
    const name = text(row, 'f_field_name');
    if (IDENTIFIER.test(name)) continue;
    report(context.placeOf('sys_fields', row), `The field name ${quote(name)} is not an identifier.`);
  }
}

function checkParameterNames(context: Context, report: Report): void {
  const names = [
    ['sys_filters', 'f_filter_name', 'filter'],
    ['sys_report_params', 'f_param_name', 'parameter'],
  ] as const;
  for (const [table, column, noun] of names) {
    for (const row of context.rows(table)) {
      const name = text(row, column);
      if (IDENTIFIER.test(name)) continue;
      const severity = BREAKS_QUOTING.test(name) ? 'error' : 'warning';
      report(context.placeOf(table, row), `The ${noun} name ${quote(name)} is not an identifier.`, { severity });
    }
  }
}

function checkDatabaseNames(context: Context, report: Report): void {
  for (const { table, column, noun } of DATABASE_NAMES) {
    for (const row of context.rows(table)) {
      const name = text(row, column);
      if (BREAKS_QUOTING.test(name)) {
        const message = `The ${noun} name ${quote(name)} holds a quotation mark or a control character.`;
        report(context.placeOf(table, row), message);
      }
    }
  }
}

/** A path that leaves the folder it is meant for. */
function leavesFolder(path: string): boolean {
  return path.split(/[/\\]/).includes('..') || /^([/\\]|[A-Za-z]:)/.test(path) || BREAKS_QUOTING.test(path);
}

function checkPaths(context: Context, report: Report): void {
  for (const row of developedItems(context)) {
    for (const [column, noun] of [
      ['f_view_template', 'Report template'],
      ['f_js_filename', 'External js module'],
    ] as const) {
      if (column === 'f_view_template' && int(row, 'type_id') !== TYPE.REPORT) continue;
      const path = text(row, column);
      if (path === '' || !leavesFolder(path)) continue;
      report(context.placeOf('sys_items', row), `${noun} ${quote(path)} leads out of its folder.`);
    }
  }
}

function checkReservedFields(context: Context, report: Report): void {
  const server = SERVER_ITEM_NAMES[context.metadata.line];
  const browser = BROWSER_ITEM_NAMES[context.metadata.line];
  for (const row of readFields(context)) {
    const name = text(row, 'f_field_name');
    if (server.has(name)) {
      const message = `Field ${quote(name)} has the name of a property of Jam.py's items: server code that opens the item fails.`;
      report(context.placeOf('sys_fields', row), message);
    } else if (browser.has(name)) {
      const message = `Field ${quote(name)} has the name of a property of Jam.py's items in the browser.`;
      report(context.placeOf('sys_fields', row), message, { severity: 'warning' });
    }
  }
}

function checkReservedItems(context: Context, report: Report): void {
  const names = SERVER_TASK_NAMES[context.metadata.line];
  for (const row of developedItems(context)) {
    const name = text(row, 'f_item_name');
    if (!names.has(name)) continue;
    const message = `Item ${quote(name)} has the name of a property of Jam.py's task: code does not reach it as task.${name}.`;
    report(context.placeOf('sys_items', row), message);
  }
}

function checkKeywords(context: Context, report: Report): void {
  if (context.metadata.line !== 7) return;
  for (const row of developedItems(context)) {
    const name = text(row, 'f_item_name');
    if (!KEYWORDS_OF_7.has(name.toLowerCase())) continue;
    report(context.placeOf('sys_items', row), `The item name ${quote(name)} is a reserved word of Jam.py 7.`);
  }
  for (const row of readFields(context)) {
    const name = text(row, 'f_field_name');
    if (!KEYWORDS_OF_7.has(name.toLowerCase())) continue;
    report(context.placeOf('sys_fields', row), `The field name ${quote(name)} is a reserved word of Jam.py 7.`);
  }
}

/** Item whose table a row of names belongs to: the item itself, or the owner of a field or index. */
function tableOf(context: Context, table: BuilderTableName, row: Row): Row | undefined {
  const item = table === 'sys_items' ? row : context.items.get(reference(row, 'owner_rec_id') ?? Number.NaN);
  return item !== undefined && context.hasTable(item) ? item : undefined;
}

/** Longest names, in bytes (PostgreSQL) or characters (MySQL). */
const LONGEST = { [DB_TYPE.POSTGRESQL]: 63, [DB_TYPE.MYSQL]: 64 } as const;

function checkLongNames(context: Context, report: Report): void {
  const dbType = context.target.dbType;
  const most = dbType === undefined ? 63 : (LONGEST as Readonly<Record<number, number>>)[dbType];
  if (most === undefined) return;
  const where = dbType === undefined ? 'PostgreSQL (63) and MySQL/MariaDB (64)' : `${databaseName(dbType)} (${most})`;
  for (const { table, column, noun } of DATABASE_NAMES) {
    for (const row of context.rows(table)) {
      const name = text(row, column);
      if (name.length <= most && Buffer.byteLength(name) <= most) continue;
      const item = tableOf(context, table, row);
      if (item === undefined || column === 'f_gen_name') continue;
      // MySQL leaves the object out; PostgreSQL cuts the name, and Jam.py 5 then fails on the table's sequence.
      const fails =
        dbType === DB_TYPE.MYSQL || (dbType !== undefined && noun === 'table' && context.metadata.line === 5);
      const severity = fails && context.isNewTable(item) === true ? 'error' : 'warning';
      report(context.placeOf(table, row), `The ${noun} name ${quote(name)} is too long for ${where}.`, { severity });
    }
  }
}

export const identifierRules: readonly Rule[] = [
  {
    id: 'name-not-identifier',
    family: 'identifiers',
    title: 'Names of items and fields are identifiers',
    severity: 'error',
    description: 'Jam.py uses these names in Python, JavaScript and file names; the Builder refuses such a name.',
    remedy: 'Give it a Name of letters, digits and underscores that does not begin with a digit, then export again.',
    check: checkIdentifiers,
  },
  {
    id: 'parameter-name-not-identifier',
    family: 'identifiers',
    title: 'Names of filters and report parameters are identifiers',
    severity: 'warning',
    severityDepends: 'an error when the name holds a quotation mark or a control character',
    description: 'Code cannot reach a filter or parameter whose name is not an identifier.',
    remedy: 'Give it a Name of letters, digits and underscores in the Builder, then export the application again.',
    check: checkParameterNames,
  },
  {
    id: 'database-name-unquotable',
    family: 'identifiers',
    title: 'Names in the database can be quoted',
    severity: 'error',
    description: 'Jam.py puts these names into SQL between quotation marks; one inside the name ends the quoting.',
    remedy: 'Change the name in the Builder, then export the application again.',
    check: checkDatabaseNames,
  },
  {
    id: 'path-outside-folder',
    family: 'identifiers',
    title: 'Files stay in their folder',
    severity: 'error',
    description: 'A template or script is read from reports/ or js/; a path with .. reads files of the server.',
    remedy: 'Give only the name of the file in the Builder, then export the application again.',
    check: checkPaths,
  },
  {
    id: 'field-name-reserved',
    family: 'identifiers',
    title: "Field names are not Jam.py's own",
    severity: 'error',
    severityDepends: 'a warning for names that only the browser uses',
    description: 'Everything imports well, then server code that opens the item raises an exception.',
    remedy: 'Change the Name of the field in the Builder (the DB field name may stay), then export again.',
    check: checkReservedFields,
  },
  {
    id: 'item-name-reserved',
    family: 'identifiers',
    title: "Item names are not Jam.py's own",
    severity: 'warning',
    description: "task.NAME then is Jam.py's own property or method, not the item.",
    remedy: 'Change the Name of the item in the Builder, then export the application again.',
    check: checkReservedItems,
  },
  {
    id: 'name-keyword',
    family: 'identifiers',
    title: 'Names are no reserved words of Jam.py 7',
    severity: 'warning',
    description:
      'The Builder of Jam.py 7 refuses the names badge, label, hidden, progress and task; older ones took them.',
    remedy: 'Change the Name in the Builder when it is convenient, then export the application again.',
    check: checkKeywords,
  },
  {
    id: 'database-name-too-long',
    family: 'target',
    title: 'Names in the database are not too long',
    severity: 'warning',
    severityDepends: 'an error for a new table on MySQL/MariaDB, and for a new table name of Jam.py 5 on PostgreSQL',
    description: 'PostgreSQL cuts names at 63 bytes, MySQL/MariaDB does not make what has a name over 64 characters.',
    remedy: 'Give it a shorter name in the Builder, then export the application again.',
    check: checkLongNames,
  },
];
