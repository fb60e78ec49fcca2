/** Broken references and privileges. */
import { ID, row } from '../sample.ts';
import type { Case } from './case.ts';

export const REFERENCES_CASES: readonly Case[] = [
  {
    rule: 'item-parent-missing',
    what: 'report of no group',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.sales).parent = 99),
  },
  {
    rule: 'item-misplaced',
    what: 'item below an item',
    severity: 'warning',
    change: (r) => (row(r, 'sys_items', ID.history).parent = ID.countries),
  },
  {
    rule: 'detail-table-missing',
    what: 'no table',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.linesDetail).table_id = 99),
  },
  {
    rule: 'detail-table-missing',
    what: 'master field of another',
    severity: 'error',
    line: 7,
    change: (r) => (row(r, 'sys_items', ID.linesDetail).f_master_field = 2),
  },
  {
    rule: 'copy-source-missing',
    what: 'no such item',
    severity: 'error',
    line: 7,
    change: (r) => (row(r, 'sys_items', ID.copy).f_copy_of = 99),
  },
  {
    rule: 'system-field-missing',
    what: 'no such field',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.customers).f_deleted_flag = 999),
  },
  {
    rule: 'system-field-missing',
    what: 'field of another item',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.customers).f_record_version = 7),
  },
  {
    rule: 'system-field-missing',
    what: 'in a detail',
    severity: 'warning',
    change: (r) => (row(r, 'sys_items', ID.linesDetail).f_master_id = 999),
  },
  {
    rule: 'primary-key-missing',
    what: 'invoices',
    severity: 'warning',
    change: (r) => (row(r, 'sys_items', ID.invoices).f_primary_key = null),
  },
  {
    rule: 'parameter-item-missing',
    what: 'history item',
    severity: 'error',
    change: (r) => (r.sys_params[0]!.f_history_item = 99),
  },
  {
    rule: 'parameter-item-missing',
    what: 'locks item',
    severity: 'warning',
    change: (r) => (r.sys_params[0]!.f_lock_item = 99),
  },
  {
    rule: 'history-item-absent',
    what: 'history kept nowhere',
    severity: 'note',
    change: (r) => {
      r.sys_params[0]!.f_history_item = null;
      row(r, 'sys_items', ID.customers).f_keep_history = 1;
    },
  },
  {
    rule: 'owner-missing',
    what: 'a parameter',
    severity: 'error',
    change: (r) => (r.sys_report_params[0]!.owner_rec_id = 99),
  },
  {
    rule: 'owner-missing',
    what: 'a field',
    severity: 'error',
    change: (r) =>
      r.sys_fields.push({
        ...row(r, 'sys_fields', 7),
        id: 99,
        owner_rec_id: 99,
      }),
  },
  {
    rule: 'lookup-missing',
    what: 'no item',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 9).f_object = 99),
  },
  {
    rule: 'lookup-missing',
    what: 'field of another item',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 9).f_object_field = 7),
  },
  {
    rule: 'lookup-missing',
    what: 'second lookup field',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 6).f_object_field1 = 2),
  },
  {
    rule: 'lookup-missing',
    what: 'lookup field alone',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 7).f_object_field = 2),
  },
  {
    rule: 'lookup-missing',
    what: 'report parameter',
    severity: 'error',
    change: (r) => (r.sys_report_params[0]!.f_object_field = 1),
  },
  {
    rule: 'master-field-missing',
    what: 'field of another item',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 6).f_master_field = 2),
  },
  {
    rule: 'lookup-list-missing',
    what: 'no list',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 4).f_lookup_values = 9),
  },
  {
    rule: 'keys-lookup-missing',
    what: 'keys of nothing',
    severity: 'warning',
    change: (r) =>
      Object.assign(row(r, 'sys_fields', 9), {
        f_object: null,
        f_object_field: null,
      }),
  },
  {
    rule: 'calculation-missing',
    what: 'no item',
    severity: 'error',
    line: 7,
    change: (r) => (row(r, 'sys_fields', 11).f_calc_item = 99),
  },
  {
    rule: 'calculation-missing',
    what: 'field of another item',
    severity: 'warning',
    line: 7,
    change: (r) => (row(r, 'sys_fields', 11).f_calc_field = 1),
  },
  {
    rule: 'filter-field-missing',
    what: 'field of another item',
    severity: 'error',
    change: (r) => (r.sys_filters[0]!.f_field = 7),
  },
  {
    rule: 'foreign-key-broken',
    what: 'no field',
    severity: 'error',
    change: (r) => (r.sys_indices[1]!.f_foreign_field = 99),
  },
  {
    rule: 'foreign-key-broken',
    what: 'field that looks up nothing',
    severity: 'error',
    change: (r) => (r.sys_indices[1]!.f_foreign_field = 2),
  },
  {
    rule: 'privilege-role-missing',
    what: '7',
    severity: 'error',
    line: 7,
    change: (r) => (r.sys_privileges[0]!.owner_rec_id = 9),
  },
  {
    rule: 'privilege-role-missing',
    what: '7, of a field',
    severity: 'error',
    line: 7,
    change: (r) => (r.sys_field_privileges[0]!.owner_rec_id = 9),
  },
  {
    rule: 'privilege-role-missing',
    what: '5',
    severity: 'warning',
    line: 5,
    change: (r) => (r.sys_privileges[0]!.owner_rec_id = 9),
  },
  {
    rule: 'privilege-item-missing',
    what: 'no item',
    severity: 'note',
    change: (r) => (r.sys_privileges[0]!.item_id = 99),
  },
];
