/** SQL that Jam.py writes and a server refuses, and changes of tables that are there. */
import { DATA_TYPE, DB_TYPE } from '../../../src/metadata/enums.ts';
import { type Mutation, newOn, onTopOf } from './mutation.ts';

const CUSTOMERS = { table: 'sys_fields', item: 'customers' };

const on =
  (dbType: number): Mutation['target'] =>
  (unbroken) =>
    onTopOf(unbroken, dbType);

export const TRAPS: readonly Mutation[] = [
  {
    rule: 'column-size',
    what: 'a date with a size, added',
    severity: 'error',
    place: { ...CUSTOMERS, field: 'since' },
    target: on(DB_TYPE.MYSQL),
    mutate(draft) {
      const like = draft.field('customers', 'name');
      const values = { f_name: 'Since', f_field_name: 'since', f_db_field_name: draft.cased('since') };
      draft.add('sys_fields', like, { ...values, f_data_type: DATA_TYPE.DATE, f_size: 10 });
    },
  },
  {
    rule: 'column-default',
    what: 'a quotation mark in the default value of a new column',
    line: 7,
    severity: 'error',
    place: { ...CUSTOMERS, field: 'name' },
    target: newOn(DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.field('customers', 'name'), { f_default_value: "it's" }),
  },
  {
    rule: 'virtual-item-index',
    what: 'an item that becomes virtual with its index',
    line: 7,
    severity: 'error',
    place: { table: 'sys_indices', item: 'invoices' },
    target: newOn(DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.item('invoices'), { f_virtual_table: true }),
  },
  {
    rule: 'item-identity',
    what: 'an id with another table',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    target: on(DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.item('customers'), { f_table_name: 'OTHER_TABLE' }),
  },
  {
    rule: 'column-type-changed',
    what: 'a text that becomes a number',
    line: 5,
    severity: 'error',
    place: { ...CUSTOMERS, field: 'name' },
    target: on(DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.field('customers', 'name'), { f_data_type: DATA_TYPE.INTEGER, f_size: 0 }),
  },
  {
    rule: 'column-type-changed',
    what: 'a text that becomes a number',
    line: 7,
    severity: 'warning',
    place: { ...CUSTOMERS, field: 'name' },
    target: on(DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.field('customers', 'name'), { f_data_type: DATA_TYPE.INTEGER, f_size: 0 }),
  },
  {
    rule: 'column-kind-changed',
    what: 'a column that becomes a lookup field',
    severity: 'warning',
    place: { table: 'sys_fields', item: 'invoices' },
    target: on(DB_TYPE.POSTGRESQL),
    mutate(draft) {
      const lookup = draft.field('invoices', 'customer_city');
      const { f_object, f_object_field, f_object_field1, f_master_field } = lookup;
      const values = { f_object, f_object_field, f_object_field1, f_master_field, f_data_type: lookup.f_data_type };
      Object.assign(draft.field('invoices', 'total'), values);
    },
  },
  {
    rule: 'table-spelling-changed',
    what: 'a table in another case',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    // Developed on PostgreSQL: an import then leaves the case as it is.
    type: 'postgres',
    target: on(DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.item('customers'), { f_table_name: 'Crm_Customers' }),
  },
];
