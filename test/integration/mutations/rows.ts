/** Broken system rows, ids and values. */
import type { Mutation } from './mutation.ts';

const LONG_CAPTION = 'x'.repeat(257);

export const ROWS: readonly Mutation[] = [
  {
    rule: 'project-parameters-row',
    what: 'no row',
    severity: 'error',
    place: { table: 'sys_params' },
    mutate: (draft) => draft.remove('sys_params', () => true),
  },
  {
    rule: 'project-parameters-row',
    what: 'two rows',
    severity: 'warning',
    place: { table: 'sys_params' },
    mutate: (draft) => draft.add('sys_params', draft.first('sys_params'), {}),
  },
  {
    rule: 'task-row',
    what: 'the task under another row',
    severity: 'warning',
    place: { table: 'sys_items', id: 1, item: 'crm' },
    mutate: (draft) => Object.assign(draft.item('crm'), { parent: -2 }),
  },
  {
    rule: 'task-row',
    what: 'two tasks',
    severity: 'warning',
    place: { table: 'sys_items' },
    mutate: (draft) => draft.add('sys_items', draft.item('crm'), { f_item_name: 'second', f_js_filename: null }),
  },
  {
    rule: 'builder-rows',
    what: 'row -3 is missing',
    severity: 'error',
    place: { table: 'sys_items' },
    mutate: (draft) => draft.remove('sys_items', (row) => row.id === -3),
  },
  {
    rule: 'role-missing',
    what: 'no role and no privileges',
    severity: 'error',
    place: { table: 'sys_roles' },
    mutate(draft) {
      draft.remove('sys_roles', () => true);
      draft.remove('sys_privileges', () => true);
      if (draft.line === 7) draft.remove('sys_field_privileges', () => true);
    },
  },
  {
    rule: 'row-id',
    what: 'a filter has the id 0',
    severity: 'error',
    place: { table: 'sys_filters', id: 0, item: 'customers', field: 'city' },
    mutate: (draft) => Object.assign(draft.first('sys_filters'), { id: 0 }),
  },
  {
    rule: 'row-id',
    what: 'a filter has a text as id',
    severity: 'error',
    place: { table: 'sys_filters', item: 'customers', field: 'city' },
    mutate: (draft) => Object.assign(draft.first('sys_filters'), { id: '1' }),
  },
  {
    rule: 'row-id-twice',
    what: 'two lookup lists',
    severity: 'error',
    place: { table: 'sys_lookup_lists', id: 1, field: 'colours' },
    mutate: (draft) => draft.add('sys_lookup_lists', draft.first('sys_lookup_lists'), { id: 1, f_name: 'colours' }),
  },
  {
    rule: 'row-id-twice',
    what: 'two filters',
    severity: 'error',
    place: { table: 'sys_filters', id: 1, item: 'customers', field: 'town' },
    mutate: (draft) => draft.add('sys_filters', draft.first('sys_filters'), { id: 1, f_filter_name: 'town' }),
  },
  {
    rule: 'value-required',
    what: 'a field without caption',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'city' },
    mutate: (draft) => Object.assign(draft.field('customers', 'city'), { f_name: null }),
  },
  {
    rule: 'value-required',
    what: 'no language',
    severity: 'error',
    place: { table: 'sys_params' },
    mutate: (draft) => Object.assign(draft.first('sys_params'), { f_language: null }),
  },
  {
    rule: 'value-too-long',
    what: 'the caption of an item',
    severity: 'error',
    place: { table: 'sys_items', item: 'tariffs' },
    mutate: (draft) => Object.assign(draft.item('tariffs'), { f_name: LONG_CAPTION }),
  },
  {
    rule: 'value-too-long',
    what: 'a field name of 31 characters',
    line: 7,
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'n'.repeat(31) },
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_field_name: 'n'.repeat(31) }),
  },
  {
    rule: 'value-kind',
    what: 'a size in words',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'city' },
    mutate: (draft) => Object.assign(draft.field('customers', 'city'), { f_size: 'sixty' }),
  },
  {
    rule: 'value-unknown',
    what: 'field type 12',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'rating' },
    mutate: (draft) => Object.assign(draft.field('customers', 'rating'), { f_data_type: 12 }),
  },
  {
    rule: 'value-unknown',
    what: 'filter type 31',
    severity: 'error',
    place: { table: 'sys_filters', item: 'customers', field: 'city' },
    mutate: (draft) => Object.assign(draft.first('sys_filters'), { f_type: 31 }),
  },
  {
    rule: 'value-unknown',
    what: 'item type 15',
    severity: 'error',
    place: { table: 'sys_items', item: 'sales' },
    mutate: (draft) => Object.assign(draft.item('sales'), { type_id: 15 }),
  },
  {
    rule: 'value-unknown',
    what: 'a report parameter of type 0',
    severity: 'warning',
    place: { table: 'sys_report_params', item: 'sales', field: 'from_date' },
    mutate: (draft) => Object.assign(draft.first('sys_report_params'), { f_data_type: 0 }),
  },
  {
    rule: 'lookup-list-values',
    what: 'not JSON',
    severity: 'error',
    place: { table: 'sys_lookup_lists', id: 1, field: 'invoice states' },
    mutate: (draft) => Object.assign(draft.first('sys_lookup_lists'), { f_lookup_values_text: '[[1,"Draft"],[2' }),
  },
  {
    rule: 'lookup-list-values',
    what: 'no pairs',
    severity: 'warning',
    place: { table: 'sys_lookup_lists', id: 1, field: 'invoice states' },
    mutate: (draft) => Object.assign(draft.first('sys_lookup_lists'), { f_lookup_values_text: '["Draft"]' }),
  },
  {
    rule: 'index-fields',
    what: 'not a list',
    severity: 'error',
    place: { table: 'sys_indices', item: 'countries' },
    mutate: (draft) => Object.assign(draft.index('crm_countries_iso'), { f_fields_list: 'iso_code' }),
  },
  {
    rule: 'index-fields',
    what: 'an empty list',
    severity: 'error',
    place: { table: 'sys_indices', item: 'customers' },
    mutate: (draft) => Object.assign(draft.index('crm_customers_place'), { f_fields_list: '[]' }),
  },
  {
    rule: 'interface-unreadable',
    what: 'JSON that ends too early',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    mutate(draft) {
      const item = draft.item('customers');
      item.f_info = String(item.f_info).slice(0, -2);
    },
  },
  {
    rule: 'interface-unreadable',
    what: 'no order',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    mutate: (draft) => Object.assign(draft.item('customers'), { f_info: 'json{"view": [], "edit": []}' }),
  },
  {
    rule: 'interface-runs-code',
    what: 'a pickle that calls a function',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    mutate: (draft) => Object.assign(draft.item('customers'), { f_info: "cos\nsystem\n(S'true'\ntR." }),
  },
  {
    rule: 'interface-unreadable',
    what: 'a pickle without edit and order',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    mutate: (draft) => Object.assign(draft.item('customers'), { f_info: "(dp0\nS'view'\np1\n(lp2\ns." }),
  },
  {
    rule: 'interface-pickled',
    what: 'a pickle of lists',
    severity: 'warning',
    place: { table: 'sys_items', item: 'customers' },
    mutate: (draft) =>
      Object.assign(draft.item('customers'), {
        f_info: "(dp0\nS'view'\np1\n(lp2\nsS'edit'\np3\n(lp4\nsS'order'\np5\n(lp6\ns.",
      }),
  },
  {
    rule: 'report-template-absent',
    what: 'the template is left out',
    severity: 'note',
    place: { table: 'sys_items', item: 'sales' },
    mutate: (draft) => draft.files.delete('reports/sales.ods'),
  },
  {
    rule: 'script-absent',
    what: "the task's script is left out",
    severity: 'note',
    place: { table: 'sys_items', item: 'crm' },
    mutate: (draft) => draft.files.delete('js/crm.js'),
  },
  {
    rule: 'item-misplaced',
    what: 'an item below the task',
    severity: 'error',
    place: { table: 'sys_items', item: 'tariffs' },
    mutate(draft) {
      Object.assign(draft.item('tariffs'), { parent: 1 });
      // On 5 its key is its group's; without the move's own fields it would have none.
      if (draft.line === 5) Object.assign(draft.item('tariffs'), { f_primary_key: null, f_deleted_flag: null });
    },
  },
  {
    rule: 'item-misplaced',
    what: 'a group below a group',
    severity: 'warning',
    place: { table: 'sys_items', item: 'journals' },
    mutate: (draft) => Object.assign(draft.item('journals'), { parent: draft.item('catalogs').id }),
  },
];
