/** Small but complete synthetic packages of both lines, without a finding, made to be broken in one way each. */
import AdmZip from 'adm-zip';
import { DB_TYPE, TYPE } from '../../../src/metadata/enums.ts';
import type { BuilderTable, Line, MetadataPackage, Value } from '../../../src/metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../../../src/metadata/structure.ts';

/** The bytes of a zip with one small entry. */
export function zipOf(name: string): Uint8Array {
  const zip = new AdmZip();
  zip.addFile(name, Buffer.from('x'));
  return zip.toBuffer();
}

const TEMPLATE = zipOf('content.xml');

export type MutableRow = Record<string, Value>;

/** Rows that a test may change before the package is made of them. */
export type Draft = Record<BuilderTableName, MutableRow[]> & { files: Map<string, Uint8Array> };

export const INFO = `json${JSON.stringify({ view: { '0': [] }, edit: { '0': [] }, order: [], reports: [] })}`;

/** Ids of the sample, the same in both lines unless noted. */
export const ID = {
  task: 1,
  catalogs: 2,
  journals: 3,
  details: 4,
  reports: 5,
  countries: 6,
  customers: 7,
  invoices: 8,
  lines: 9,
  linesDetail: 10,
  sales: 11,
  history: 12,
  copy: 13,
  virtual: 14,
} as const;

const ITEMS: readonly MutableRow[] = [
  { id: -4, parent: null, type_id: TYPE.ROOT, f_item_name: 'project' },
  { id: -3, parent: -4, type_id: TYPE.USERS, f_item_name: 'users' },
  { id: -2, parent: -4, type_id: TYPE.ROLES, f_item_name: 'roles' },
  { id: -1, parent: -4, type_id: TYPE.TASKS, f_item_name: 'tasks' },
  {
    id: ID.task,
    parent: -1,
    type_id: TYPE.TASK,
    f_item_name: 'shop',
    f_server_module: 'def on_created(task):\n    pass\n',
  },
  { id: ID.catalogs, parent: ID.task, type_id: TYPE.ITEMS, f_item_name: 'catalogs' },
  { id: ID.journals, parent: ID.task, type_id: TYPE.ITEMS, f_item_name: 'journals' },
  { id: ID.details, parent: ID.task, type_id: TYPE.TABLES, f_item_name: 'details' },
  { id: ID.reports, parent: ID.task, type_id: TYPE.REPORTS, f_item_name: 'reports' },
  table(ID.countries, ID.catalogs, 'countries'),
  { ...table(ID.customers, ID.catalogs, 'customers'), f_server_module: 'def count(item):\n    return 1\n' },
  table(ID.invoices, ID.journals, 'invoices'),
  { ...table(ID.lines, ID.details, 'invoice_lines'), type_id: TYPE.TABLE },
  {
    id: ID.linesDetail,
    parent: ID.invoices,
    type_id: TYPE.DETAIL,
    table_id: ID.lines,
    f_item_name: 'invoice_lines',
    f_table_name: 'SHOP_INVOICE_LINES',
    f_info: INFO,
  },
  { id: ID.sales, parent: ID.reports, type_id: TYPE.REPORT, f_item_name: 'sales', f_view_template: 'sales.ods' },
  { ...table(ID.history, ID.journals, 'changes_log'), sys_id: 1 },
  { ...table(ID.virtual, ID.journals, 'scratch'), f_virtual_table: 1, f_table_name: null },
];

function table(id: number, parent: number, name: string): MutableRow {
  const upper = `SHOP_${name.toUpperCase()}`;
  return { id, parent, type_id: TYPE.ITEM, f_item_name: name, f_table_name: upper, f_info: INFO };
}

function field(id: number, owner: number, name: string, dataType: number, more: MutableRow = {}): MutableRow {
  const lookup = more.f_master_field !== undefined;
  const column = lookup ? null : name.toUpperCase();
  return {
    id,
    owner_id: 3,
    owner_rec_id: owner,
    f_field_name: name,
    f_db_field_name: column,
    f_data_type: dataType,
    ...more,
  };
}

/** Common fields: on 5 they belong to the group, on 7 to every item. */
const KEY_OWNERS: Readonly<Record<Line, Readonly<Record<number, number>>>> = {
  5: { [ID.catalogs]: 101, [ID.journals]: 103, [ID.details]: 105 },
  7: { [ID.countries]: 101, [ID.customers]: 103, [ID.invoices]: 105, [ID.lines]: 107, [ID.virtual]: 109 },
};

function commonFields(line: Line): MutableRow[] {
  return Object.entries(KEY_OWNERS[line]).flatMap(([owner, first]) => [
    field(first, Number(owner), 'id', 2),
    field(first + 1, Number(owner), 'deleted', 7),
  ]);
}

/** Id of the primary key of an item. */
export function keyOf(line: Line, item: number): number {
  const keys = KEY_OWNERS[line];
  const groups: Record<number, number> = {
    [ID.countries]: ID.catalogs,
    [ID.customers]: ID.catalogs,
    [ID.invoices]: ID.journals,
    [ID.lines]: ID.details,
    [ID.virtual]: ID.journals,
  };
  return (line === 7 ? keys[item] : keys[groups[item] ?? 0]) ?? 0;
}

const OWN_FIELDS: readonly MutableRow[] = [
  field(1, ID.countries, 'title', 1, { f_size: 40 }),
  field(2, ID.customers, 'name', 1, { f_size: 60 }),
  field(3, ID.customers, 'country', 2, { f_object: ID.countries, f_object_field: 1 }),
  field(4, ID.customers, 'state', 2, { f_lookup_values: 1 }),
  field(5, ID.invoices, 'customer', 2, { f_object: ID.customers, f_object_field: 2 }),
  field(6, ID.invoices, 'customer_country', 2, {
    f_object: ID.customers,
    f_object_field: 3,
    f_object_field1: 1,
    f_master_field: 5,
  }),
  field(7, ID.invoices, 'amount', 4),
  field(8, ID.lines, 'invoice', 2),
  field(9, ID.lines, 'tags', 9, { f_object: ID.countries, f_object_field: 1 }),
  field(10, ID.history, 'operation', 2),
];

/** Rows of a complete application; columns that are not given become null. */
export function draft(line: Line): Draft {
  const items = structuredClone(ITEMS) as MutableRow[];
  for (const item of items) {
    item.f_name = `Caption of ${item.f_item_name}`;
    item.task_id = 1;
    const key = keyOf(line, Number(item.id));
    if (key > 0) Object.assign(item, { f_primary_key: key, f_deleted_flag: key + 1 });
  }
  const lines = items.find((item) => item.id === ID.lines)!;
  const detail = items.find((item) => item.id === ID.linesDetail)!;
  if (line === 5) lines.f_master_rec_id = 8;
  else detail.f_master_field = 8;
  const fields = [...commonFields(line), ...(structuredClone(OWN_FIELDS) as MutableRow[])];
  if (line === 7) {
    items.push({
      ...table(ID.copy, ID.catalogs, 'customers_copy'),
      f_name: 'Copy',
      f_table_name: 'SHOP_CUSTOMERS',
      f_copy_of: ID.customers,
    });
    fields.push(
      field(11, ID.customers, 'total', 4, { f_calc_item: ID.invoices, f_calc_field: 7, f_calc_lookup_field: 5 }),
    );
  }
  for (const each of fields) each.f_name = `Caption of ${each.f_field_name}`;
  return {
    sys_items: items,
    sys_fields: fields,
    sys_indices: [
      { id: 1, owner_rec_id: ID.customers, f_index_name: 'SHOP_CUSTOMERS_NAME', f_fields_list: '[[2, false]]' },
      { id: 2, owner_rec_id: ID.customers, f_index_name: 'FK_COUNTRY', f_foreign_index: 1, f_foreign_field: 3 },
    ],
    sys_filters: [
      {
        id: 1,
        owner_rec_id: ID.customers,
        f_field: 2,
        f_name: 'Name',
        f_filter_name: 'name',
        f_type: 12,
        f_data_type: 1,
      },
    ],
    sys_report_params: [
      {
        id: 1,
        owner_rec_id: ID.sales,
        f_name: 'Customer',
        f_param_name: 'customer',
        f_data_type: 2,
        f_object: ID.customers,
        f_object_field: 2,
      },
    ],
    sys_roles: [{ id: 1, f_name: 'Administrator' }],
    sys_params: [
      {
        id: 1,
        f_language: 1,
        f_theme: 1,
        f_history_item: ID.history,
        f_version: '1.0.0',
        f_jam_version: `${line}.0.1`,
      },
    ],
    sys_privileges: [{ id: 1, owner_id: 2, owner_rec_id: 1, item_id: ID.customers, f_can_view: 1 }],
    sys_field_privileges: line === 7 ? [{ id: 1, item: ID.customers, owner_rec_id: 1, field: 2, f_read_only: 1 }] : [],
    sys_lookup_lists: [{ id: 1, f_name: 'states', f_lookup_values_text: '[[1, "New"], [2, "Old"]]' }],
    files: new Map([['reports/sales.ods', TEMPLATE]]),
  };
}

/** The package of a draft, with every column of its line. */
export function packageOf(line: Line, rows: Draft, dbType: number = DB_TYPE.SQLITE): MetadataPackage {
  const tables: Partial<Record<BuilderTableName, BuilderTable>> = {};
  for (const { name, columns } of BUILDER_TABLES[line]) {
    const names = columns.map((column) => column.name);
    const empty = Object.fromEntries(names.map((column) => [column, null]));
    tables[name] = { columns: names, rows: rows[name].map((row) => ({ ...empty, deleted: 0, ...row })) };
  }
  return {
    line,
    dbType,
    tables,
    files: rows.files,
    appName: 'shop',
    appCaption: 'Shop',
    appVersion: '1.0.0',
    jamVersion: undefined,
    digest: '',
  };
}

/** A row of a draft by its id. */
export function row(rows: Draft, name: BuilderTableName, id: number): MutableRow {
  const found = rows[name].find((each) => each.id === id);
  if (found === undefined) throw new Error(`sample.ts: ${name} has no row ${id}`);
  return found;
}
