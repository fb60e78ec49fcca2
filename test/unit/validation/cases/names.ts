/** Names given twice, and names that can be none. */
import { DB_TYPE } from '../../../../src/metadata/enums.ts';
import { type Draft, ID, row } from '../sample.ts';
import { type Case, NEW_ON } from './case.ts';

export const NAMES_CASES: readonly Case[] = [
  {
    rule: 'item-name-twice',
    what: 'in other case',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.sales).f_item_name = 'Customers'),
  },
  {
    rule: 'detail-name-twice',
    what: 'below one master',
    severity: 'warning',
    change: (r) =>
      r.sys_items.push({
        ...row(r, 'sys_items', ID.linesDetail),
        id: 20,
      }),
  },
  {
    rule: 'field-name-twice',
    what: 'own fields',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 4).f_field_name = 'name'),
  },
  {
    rule: 'field-name-twice',
    what: "own and group's",
    severity: 'error',
    line: 5,
    change: (r) => (row(r, 'sys_fields', 4).f_field_name = 'deleted'),
  },
  {
    rule: 'table-name-twice',
    what: 'two items',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.invoices).f_table_name = 'SHOP_CUSTOMERS'),
  },
  {
    rule: 'table-name-twice',
    what: 'only case differs',
    severity: 'warning',
    change: (r) => (row(r, 'sys_items', ID.invoices).f_table_name = 'shop_customers'),
  },
  {
    rule: 'generator-name-twice',
    what: 'two items',
    severity: 'note',
    change: (r) => {
      for (const id of [ID.invoices, ID.customers]) row(r, 'sys_items', id).f_gen_name = 'G';
    },
  },
  {
    rule: 'index-name-twice',
    what: 'of two items, target not known',
    severity: 'warning',
    change: (r) => addIndex(r, ID.invoices, 'SHOP_CUSTOMERS_NAME'),
  },
  {
    rule: 'index-name-twice',
    what: 'of two items, on PostgreSQL',
    severity: 'error',
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: (r) => addIndex(r, ID.invoices, 'SHOP_CUSTOMERS_NAME'),
  },
  {
    rule: 'index-name-twice',
    what: 'of one item',
    severity: 'error',
    change: (r) => addIndex(r, ID.customers, 'SHOP_CUSTOMERS_NAME'),
  },
  {
    rule: 'name-not-identifier',
    what: 'quote in an item name',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.sales).f_item_name = "sales'"),
  },
  {
    rule: 'name-not-identifier',
    what: 'path as item name',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.sales).f_item_name = '../sales'),
  },
  {
    rule: 'name-not-identifier',
    what: 'digit first',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 7).f_field_name = '2nd'),
  },
  {
    rule: 'parameter-name-not-identifier',
    what: 'blank in a filter name',
    severity: 'warning',
    change: (r) => (r.sys_filters[0]!.f_filter_name = 'by name'),
  },
  {
    rule: 'parameter-name-not-identifier',
    what: 'line break',
    severity: 'error',
    change: (r) => (r.sys_report_params[0]!.f_param_name = 'a\nb'),
  },
  {
    rule: 'database-name-unquotable',
    what: 'table',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.invoices).f_table_name = 'A"; DROP TABLE B; --'),
  },
  {
    rule: 'database-name-unquotable',
    what: 'column',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 7).f_db_field_name = 'A"B'),
  },
  {
    rule: 'path-outside-folder',
    what: 'template',
    severity: 'error',
    change: (r) => withTemplate(r, '../admin.sqlite'),
  },
  {
    rule: 'path-outside-folder',
    what: 'absolute',
    severity: 'error',
    change: (r) => withTemplate(r, '/etc/passwd'),
  },
  {
    rule: 'field-name-reserved',
    what: 'property',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 7).f_field_name = 'active'),
  },
  {
    rule: 'field-name-reserved',
    what: 'method',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 7).f_field_name = 'copy'),
  },
  {
    rule: 'field-name-reserved',
    what: 'only in the browser',
    severity: 'warning',
    change: (r) => (row(r, 'sys_fields', 7).f_field_name = 'owner_read_only'),
  },
  {
    rule: 'item-name-reserved',
    what: 'method of the task',
    severity: 'warning',
    change: (r) => (row(r, 'sys_items', ID.sales).f_item_name = 'execute'),
  },
  {
    rule: 'name-keyword',
    what: 'field',
    severity: 'warning',
    line: 7,
    change: (r) => (row(r, 'sys_fields', 7).f_field_name = 'hidden'),
  },
  {
    rule: 'name-keyword',
    what: 'item',
    severity: 'warning',
    line: 7,
    change: (r) => (row(r, 'sys_items', ID.sales).f_item_name = 'Progress'),
  },
];

function addIndex(r: Draft, owner: number, name: string): void {
  const field = owner === ID.invoices ? 7 : 4;
  r.sys_indices.push({ id: 3, owner_rec_id: owner, f_index_name: name, f_fields_list: `[[${field}, false]]` });
}

function withTemplate(rows: Draft, path: string): void {
  row(rows, 'sys_items', ID.sales).f_view_template = path;
  rows.files.set(`reports/${path}`, new Uint8Array([1]));
}
