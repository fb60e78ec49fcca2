/** Broken system rows, values, forms and files. */
import { type Draft, ID, row } from '../sample.ts';
import type { Case } from './case.ts';

const LONG = 'x'.repeat(257);

export const ROWS_CASES: readonly Case[] = [
  {
    rule: 'project-parameters-row',
    what: 'two rows',
    severity: 'warning',
    change: (r) =>
      r.sys_params.push({
        ...r.sys_params[0]!,
        id: 2,
      }),
  },
  {
    rule: 'project-parameters-row',
    what: 'no row',
    severity: 'error',
    change: (r) => r.sys_params.pop(),
  },
  {
    rule: 'task-row',
    what: 'wrong parent',
    severity: 'warning',
    change: (r) => (row(r, 'sys_items', 1).parent = -2),
  },
  {
    rule: 'builder-rows',
    what: 'row -3 missing',
    severity: 'error',
    change: (r) => remove(r, 'sys_items', -3),
  },
  {
    rule: 'role-missing',
    what: 'no role',
    severity: 'error',
    change: (r) => {
      r.sys_roles.length = 0;
      r.sys_privileges.length = 0;
      r.sys_field_privileges.length = 0;
    },
  },
  {
    rule: 'row-id',
    what: '0',
    severity: 'error',
    change: (r) => (r.sys_filters[0]!.id = 0),
  },
  {
    rule: 'row-id',
    what: 'a text',
    severity: 'error',
    change: (r) => (r.sys_filters[0]!.id = '1'),
  },
  {
    rule: 'row-id',
    what: 'a fraction',
    severity: 'error',
    change: (r) => (r.sys_filters[0]!.id = 1.5),
  },
  {
    rule: 'row-id',
    what: 'too large',
    severity: 'error',
    change: (r) => (r.sys_filters[0]!.id = 2 ** 31),
  },
  {
    rule: 'row-id-twice',
    what: 'a filter',
    severity: 'error',
    change: (r) =>
      r.sys_filters.push({
        ...r.sys_filters[0]!,
        f_filter_name: 'other',
      }),
  },
  {
    rule: 'value-required',
    what: 'caption',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 2).f_name = null),
  },
  {
    rule: 'value-required',
    what: 'language',
    severity: 'error',
    change: (r) => (r.sys_params[0]!.f_language = null),
  },
  {
    rule: 'value-too-long',
    what: 'caption',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.sales).f_name = LONG),
  },
  {
    rule: 'value-too-long',
    what: 'name of 31',
    severity: 'error',
    line: 7,
    change: (r) => (row(r, 'sys_fields', 2).f_field_name = 'n'.repeat(31)),
  },
  {
    rule: 'value-kind',
    what: 'text for a number',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 2).f_size = 'wide'),
  },
  {
    rule: 'value-unknown',
    what: 'field type 12',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 2).f_data_type = 12),
  },
  {
    rule: 'value-unknown',
    what: 'field without type',
    severity: 'error',
    change: (r) => (row(r, 'sys_fields', 2).f_data_type = null),
  },
  {
    rule: 'value-unknown',
    what: 'filter type 31',
    severity: 'error',
    change: (r) => (r.sys_filters[0]!.f_type = 31),
  },
  {
    rule: 'value-unknown',
    what: 'sys_id 3',
    severity: 'warning',
    change: (r) => (row(r, 'sys_items', ID.invoices).sys_id = 3),
  },
  {
    rule: 'lookup-list-values',
    what: 'not JSON',
    severity: 'error',
    change: (r) => (r.sys_lookup_lists[0]!.f_lookup_values_text = '[[1, "New"'),
  },
  {
    rule: 'lookup-list-values',
    what: 'empty',
    severity: 'error',
    change: (r) => (r.sys_lookup_lists[0]!.f_lookup_values_text = null),
  },
  {
    rule: 'lookup-list-values',
    what: 'no pairs',
    severity: 'warning',
    change: (r) => (r.sys_lookup_lists[0]!.f_lookup_values_text = '[1, 2]'),
  },
  {
    rule: 'index-fields',
    what: 'not JSON',
    severity: 'error',
    change: (r) => (r.sys_indices[0]!.f_fields_list = 'name'),
  },
  {
    rule: 'index-fields',
    what: 'no field',
    severity: 'error',
    change: (r) => (r.sys_indices[0]!.f_fields_list = '[]'),
  },
  {
    rule: 'interface-unreadable',
    what: 'broken JSON',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.customers).f_info = 'json{"view"'),
  },
  {
    rule: 'interface-unreadable',
    what: 'no order',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.customers).f_info = 'json{"view":[],"edit":[]}'),
  },
  {
    rule: 'interface-unreadable',
    what: 'garbage',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.customers).f_info = '~hello'),
  },
  {
    rule: 'interface-runs-code',
    what: 'GLOBAL',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.customers).f_info = "cos\nsystem\n(S'id'\ntR."),
  },
  {
    rule: 'interface-unreadable',
    what: 'a pickle without edit and order',
    severity: 'error',
    change: (r) => (row(r, 'sys_items', ID.customers).f_info = "(dp0\nS'view'\np1\n(lp2\ns."),
  },
  {
    rule: 'interface-pickled',
    what: 'harmless',
    severity: 'warning',
    change: (r) =>
      (row(r, 'sys_items', ID.customers).f_info = "(dp0\nS'view'\n(lp2\nsS'edit'\n(lp4\nsS'order'\n(lp6\ns."),
  },
  {
    rule: 'report-template-absent',
    what: 'no such file',
    severity: 'note',
    change: (r) => r.files.clear(),
  },
  {
    rule: 'script-absent',
    what: 'no such file',
    severity: 'note',
    change: (r) => (row(r, 'sys_items', ID.sales).f_js_filename = 'sales.js'),
  },
];

function remove(rows: Draft, table: 'sys_items', id: number): void {
  rows[table] = rows[table].filter((each) => each.id !== id);
}
