/** Names given twice, and names that can be none. */
import { DB_TYPE } from '../../../src/metadata/enums.ts';
import { type Mutation, newOn } from './mutation.ts';

export const NAMES: readonly Mutation[] = [
  {
    rule: 'item-name-twice',
    what: 'in another case',
    severity: 'error',
    place: { table: 'sys_items', item: 'Customers' },
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_item_name: 'Customers' }),
  },
  {
    rule: 'detail-name-twice',
    what: 'below one master',
    severity: 'warning',
    place: { table: 'sys_items', item: 'invoice_lines' },
    mutate: (draft) => draft.add('sys_items', draft.detail('invoice_lines'), {}),
  },
  {
    rule: 'field-name-twice',
    what: 'two own fields',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'city' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: 'city' }),
  },
  {
    rule: 'field-name-twice',
    what: "an own and a group's",
    line: 5,
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'deleted' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: 'deleted' }),
  },
  {
    rule: 'table-name-twice',
    what: 'two items',
    severity: 'error',
    place: { table: 'sys_items', item: 'reminders' },
    mutate: (draft) =>
      Object.assign(draft.item('reminders'), { f_table_name: draft.item('customers').f_table_name ?? null }),
  },
  {
    rule: 'table-name-twice',
    what: 'only the case differs',
    severity: 'warning',
    place: { table: 'sys_items', item: 'reminders' },
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_table_name: 'Crm_Customers' }),
  },
  {
    rule: 'table-name-twice',
    what: 'only the case differs, on SQLite',
    severity: 'error',
    place: { table: 'sys_items', item: 'reminders' },
    target: newOn(DB_TYPE.SQLITE),
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_table_name: 'Crm_Customers' }),
  },
  {
    rule: 'index-name-twice',
    what: 'only the case differs, from PostgreSQL to MySQL',
    type: 'postgres',
    severity: 'error',
    place: { table: 'sys_indices', item: 'invoices' },
    target: newOn(DB_TYPE.MYSQL),
    mutate(draft) {
      const index = draft.index('crm_invoices_date');
      draft.add('sys_indices', index, { f_index_name: String(index.f_index_name).toUpperCase() });
    },
  },
  {
    rule: 'generator-name-twice',
    what: 'two tables of PostgreSQL',
    type: 'postgres',
    severity: 'note',
    place: { table: 'sys_items', item: 'reminders' },
    mutate(draft) {
      for (const name of ['customers', 'reminders']) Object.assign(draft.item(name), { f_gen_name: 'one_seq' });
    },
  },
  {
    rule: 'index-name-twice',
    what: 'of two items, on SQLite',
    severity: 'error',
    place: { table: 'sys_indices', item: 'invoices' },
    target: newOn(DB_TYPE.SQLITE),
    mutate: (draft) =>
      Object.assign(draft.index('crm_invoices_date'), { f_index_name: draft.cased('crm_countries_iso') }),
  },
  {
    rule: 'name-not-identifier',
    what: 'a path as item name',
    severity: 'error',
    place: { table: 'sys_items', item: '../sales' },
    mutate: (draft) => Object.assign(draft.item('sales'), { f_item_name: '../sales' }),
  },
  {
    rule: 'name-not-identifier',
    what: 'a field that begins with a digit',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: '2nd' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: '2nd' }),
  },
  {
    rule: 'parameter-name-not-identifier',
    what: 'a blank in the name of a filter',
    severity: 'warning',
    place: { table: 'sys_filters', item: 'customers', field: 'by city' },
    mutate: (draft) => Object.assign(draft.first('sys_filters'), { f_filter_name: 'by city' }),
  },
  {
    rule: 'parameter-name-not-identifier',
    what: 'a line break in the name of a parameter',
    severity: 'error',
    place: { table: 'sys_report_params', item: 'sales', field: 'from\ndate' },
    mutate: (draft) => Object.assign(draft.first('sys_report_params'), { f_param_name: 'from\ndate' }),
  },
  {
    rule: 'database-name-unquotable',
    what: 'a table',
    severity: 'error',
    place: { table: 'sys_items', item: 'reminders' },
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_table_name: 'A"; DROP TABLE CRM_CUSTOMERS; --' }),
  },
  {
    rule: 'database-name-unquotable',
    what: 'a column',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'fax' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_db_field_name: 'FA"X' }),
  },
  {
    rule: 'path-outside-folder',
    what: 'a template',
    severity: 'error',
    place: { table: 'sys_items', item: 'sales' },
    mutate: (draft) => Object.assign(draft.item('sales'), { f_view_template: '../admin.sqlite' }),
  },
  {
    rule: 'path-outside-folder',
    what: 'a script',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    mutate: (draft) => Object.assign(draft.item('customers'), { f_js_external: 1, f_js_filename: '/etc/passwd' }),
  },
  {
    rule: 'field-name-reserved',
    what: 'a property',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'active' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: 'active' }),
  },
  {
    rule: 'field-name-reserved',
    what: 'a method',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'copy' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: 'copy' }),
  },
  {
    rule: 'field-name-reserved',
    what: 'in the browser only',
    severity: 'warning',
    place: { table: 'sys_fields', item: 'customers', field: 'message' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: 'message' }),
  },
  {
    rule: 'item-name-reserved',
    what: 'a method of the task',
    severity: 'warning',
    place: { table: 'sys_items', item: 'execute' },
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_item_name: 'execute' }),
  },
  {
    rule: 'name-keyword',
    what: 'a field',
    line: 7,
    severity: 'warning',
    place: { table: 'sys_fields', item: 'customers', field: 'hidden' },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: 'hidden' }),
  },
  {
    rule: 'name-keyword',
    what: 'an item',
    line: 7,
    severity: 'warning',
    place: { table: 'sys_items', item: 'progress' },
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_item_name: 'progress' }),
  },
];
