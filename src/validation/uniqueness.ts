/** Names that must not be given twice. */
import type { Severity } from '../finding.ts';
import { DB_TYPE, TYPE } from '../metadata/enums.ts';
import { firstById, idOf, int, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import type { BuilderTableName } from '../metadata/structure.ts';
import { type Context, quote, reference, TRIED_DATABASES } from './context.ts';
import { caseOnly } from './letter-case.ts';
import type { Report, Rule } from './rule.ts';

/** Rows after the first with the same key, each with that first one; empty keys never collide. */
function repeated(rows: Iterable<Row>, key: (row: Row) => string): { row: Row; first: Row }[] {
  const seen = new Map<string, Row>();
  const found: { row: Row; first: Row }[] = [];
  for (const row of rows) {
    const name = key(row);
    if (name === '') continue;
    const first = seen.get(name);
    if (first === undefined) seen.set(name, row);
    else found.push({ row, first });
  }
  return found;
}

function checkItemNames(context: Context, report: Report): void {
  const items = context
    .rows('sys_items')
    .filter((row) => (int(row, 'id') ?? 0) > 0 && int(row, 'type_id') !== TYPE.DETAIL);
  for (const { row, first } of repeated(items, (item) => text(item, 'f_item_name').toLowerCase())) {
    const message = `Items ${int(first, 'id')} and ${int(row, 'id')} are both named ${quote(text(row, 'f_item_name'))}.`;
    report(context.placeOf('sys_items', row), message);
  }
}

function checkDetailNames(context: Context, report: Report): void {
  const details = context.rows('sys_items').filter((row) => int(row, 'type_id') === TYPE.DETAIL);
  const key = (row: Row) => `${int(row, 'parent')} ${text(row, 'f_item_name').toLowerCase()}`;
  for (const { row } of repeated(details, key)) {
    const master = context.items.get(int(row, 'parent') ?? Number.NaN);
    const where = master === undefined ? 'one item' : quote(text(master, 'f_item_name'));
    report(context.placeOf('sys_items', row), `Two details of ${where} are named ${quote(text(row, 'f_item_name'))}.`);
  }
}

/** Fields of an item as Jam.py sees them: on 5 those of its group come first. */
function fieldsOf(context: Context, item: Row): readonly Row[] {
  const own = context.fieldsByOwner.get(int(item, 'id') ?? Number.NaN) ?? [];
  const parent = reference(item, 'parent');
  const group = context.items.get(parent ?? Number.NaN);
  if (context.metadata.line !== 5 || parent === undefined || group === undefined || !context.isGroup(group)) return own;
  return [...(context.fieldsByOwner.get(parent) ?? []), ...own];
}

function checkFieldNames(context: Context, report: Report): void {
  for (const item of context.items.values()) {
    // Groups: what 5 shares with its items is judged there, and 7 never reads it.
    if (context.isGroup(item)) continue;
    for (const { row } of repeated(fieldsOf(context, item), (field) => text(field, 'f_field_name'))) {
      const name = quote(text(item, 'f_item_name'));
      const message = `${name} has two fields named ${quote(text(row, 'f_field_name'))} (its own and its group's count alike).`;
      report({ ...context.placeOf('sys_fields', row), item: text(item, 'f_item_name') }, message);
    }
  }
}

/** What both names are, for the rule that tells of them. */
interface Named {
  table: BuilderTableName;
  column: string;
  /** `indexes`, for the sentence. */
  noun: string;
  /** How bad it is that they are equal, and that only their case differs; undefined: not at all. */
  severity: (first: Row, row: Row, equal: boolean) => Severity | undefined;
}

/** Reports rows with a name that another row has, in any case. */
function checkNames(context: Context, report: Report, rows: readonly Row[], named: Named): void {
  const { table, column, noun } = named;
  const base = firstById(context.target.base ? rowsOf(context.target.base, table) : []);
  /** Had the target's record this name before, in any case? */
  const wasNamedSo = (row: Row) =>
    text(base.get(idOf(row)) ?? {}, column).toLowerCase() === text(row, column).toLowerCase();
  for (const { row, first } of repeated(rows, (each) => text(each, column).toLowerCase())) {
    const name = text(row, column);
    const equal = text(first, column) === name;
    const severity = named.severity(first, row, equal);
    if (severity === undefined) continue;
    const isOld = wasNamedSo(first) && wasNamedSo(row);
    const others = `${quote(name)}, once for ${label(context, table, first)} and once for ${label(context, table, row)}`;
    const message = equal
      ? `Two ${noun} are named ${others}.`
      : `The names of two ${noun} differ only in case: ${others}.`;
    // What the target has lived with is no reason to stop.
    report(context.placeOf(table, row), message, { severity: isOld && severity === 'error' ? 'warning' : severity });
  }
}

function checkTableNames(context: Context, report: Report): void {
  checkNames(context, report, realTables(context), {
    table: 'sys_items',
    column: 'f_table_name',
    noun: 'tables',
    severity: (_first, _row, equal) => (equal ? 'error' : caseOnly(context, 'table')),
  });
}

function checkGeneratorNames(context: Context, report: Report): void {
  checkNames(context, report, realTables(context), {
    table: 'sys_items',
    column: 'f_gen_name',
    noun: 'generators',
    severity: (_first, _row, equal) => (equal ? 'note' : undefined),
  });
}

/** Foreign keys and indexes: which of them share their names, is for the database to say. */
function checkIndexNames(context: Context, report: Report): void {
  const { dbType } = context.target;
  for (const kind of ['index', 'foreign key'] as const) {
    // SQLite gets no foreign keys.
    if (kind === 'foreign key' && dbType === DB_TYPE.SQLITE) continue;
    const rows = context.rows('sys_indices').filter((row) => truthy(row, 'f_foreign_index') === (kind !== 'index'));
    // MySQL and MariaDB know indexes by their table, and PostgreSQL foreign keys.
    const byTable = dbType === (kind === 'index' ? DB_TYPE.MYSQL : DB_TYPE.POSTGRESQL);
    const groups = byTable ? Map.groupBy(rows, (row) => int(row, 'owner_rec_id')).values() : [rows];
    for (const group of groups) {
      checkNames(context, report, [...group], {
        table: 'sys_indices',
        column: 'f_index_name',
        noun: kind === 'index' ? 'indexes' : 'foreign keys',
        severity(first, row, equal) {
          if (!equal) return caseOnly(context, kind);
          const oneTable = int(first, 'owner_rec_id') === int(row, 'owner_rec_id');
          return oneTable || (dbType !== undefined && TRIED_DATABASES.includes(dbType)) ? 'error' : 'warning';
        },
      });
    }
  }
}

function label(context: Context, table: BuilderTableName, row: Row): string {
  return quote(context.placeOf(table, row).item ?? `row ${text(row, 'id')}`);
}

function realTables(context: Context): Row[] {
  return [...context.items.values()].filter((item) => (int(item, 'id') ?? 0) > 0 && context.hasTable(item));
}

const CASE_ONLY =
  'a warning where the target has both already; when only the case differs a warning, an error where the target makes one name of the two';

export const uniquenessRules: readonly Rule[] = [
  {
    id: 'item-name-twice',
    family: 'uniqueness',
    title: 'Item names are unique',
    severity: 'error',
    description: 'Of two items with one name Jam.py reaches only one. Details are told apart by their master.',
    remedy: 'Change the Name of one of the two in the Builder, then export the application again.',
    check: checkItemNames,
  },
  {
    id: 'detail-name-twice',
    family: 'uniqueness',
    title: 'Details of one item have different names',
    severity: 'warning',
    description: 'Of two details with one name under one master Jam.py reaches only one.',
    remedy: 'Change the Name of one of the two in the Builder, then export the application again.',
    check: checkDetailNames,
  },
  {
    id: 'field-name-twice',
    family: 'uniqueness',
    title: 'Field names are unique in their item',
    severity: 'error',
    description:
      "Of two fields with one name Jam.py reaches only one; on Jam.py 5 the group's common fields count too.",
    remedy: 'Change the Name of one of the two in the Builder (Fields), then export the application again.',
    check: checkFieldNames,
  },
  {
    id: 'table-name-twice',
    family: 'uniqueness',
    title: 'Table names are unique',
    severity: 'error',
    severityDepends: CASE_ONLY,
    description: 'Two items cannot own one table: the second one is not made, or both write into it.',
    remedy: 'Change the Table name of one of the two, or make it a virtual table or a copy, then export again.',
    check: checkTableNames,
  },
  {
    id: 'generator-name-twice',
    family: 'uniqueness',
    title: 'Generator names are unique',
    severity: 'note',
    description:
      'An import gives new tables generators (sequences) of its own; the names in the zip are for the developer only.',
    remedy: 'Nothing has to be done for an import; in the development project change one of the two Generator names.',
    check: checkGeneratorNames,
  },
  {
    id: 'index-name-twice',
    family: 'uniqueness',
    title: 'Index names are unique',
    severity: 'error',
    severityDepends: `${CASE_ONLY}; of two tables a warning while the target is not known, nothing where they are told apart`,
    description:
      'Indexes of all tables share their names in PostgreSQL and SQLite, foreign keys in MySQL/MariaDB: the second one is not made.',
    remedy: 'Delete one of the two indexes in the Builder (Indices), add it under another name, then export again.',
    check: checkIndexNames,
  },
];
