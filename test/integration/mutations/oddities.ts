/** What looks wrong in exports of real applications and is normal, made in a real export of the lab. */
import type { Line } from '../../../src/metadata/model.ts';
import type { DatabaseType } from '../../lab/versions.ts';
import { OLDER_ODDITIES } from './oddities-older.ts';
import type { MutableRow, RealExport } from './real-export.ts';

export interface Oddity {
  what: string;
  /** Only exports of this line; both when not given. */
  line?: Line;
  /** Where the application was developed; SQLite when not given. */
  type?: DatabaseType;
  /** `severity rule` of everything that is told; nothing when not given. */
  told?: readonly string[];
  /** Not together with the others: it takes away what they change, or Jam.py itself has no use for it. */
  alone?: true;
  mutate(draft: RealExport): void;
}

const setAll = (rows: MutableRow[], values: MutableRow) => {
  for (const row of rows) Object.assign(row, values);
};

const ROWS: readonly Oddity[] = [
  { what: 'no alignment', mutate: (draft) => setAll(draft.rows.sys_fields, { f_alignment: null }) },
  {
    what: 'owner_id and task_id null or 0',
    mutate(draft) {
      setAll(draft.rows.sys_fields, { owner_id: null, task_id: 0 });
      setAll(draft.rows.sys_indices, { owner_id: 0, task_id: null });
      setAll(draft.rows.sys_filters, { owner_id: 0, task_id: null });
      setAll(draft.rows.sys_report_params, { owner_id: null, task_id: 0 });
    },
  },
  {
    what: 'rights to items that are gone',
    told: ['note privilege-item-missing'],
    mutate(draft) {
      for (const item_id of [701, 702]) draft.add('sys_privileges', draft.first('sys_privileges'), { item_id });
    },
  },
  {
    what: 'groups and reports with keys, flags and tables',
    mutate(draft) {
      const values = { f_primary_key: 801, f_deleted_flag: 802, f_table_name: draft.item('customers').f_table_name! };
      for (const name of ['catalogs', 'journals', 'sales']) {
        const item = draft.item(name);
        // On 5 the key of a group is the key of its items.
        if (draft.line === 5 && name !== 'sales') Object.assign(item, { f_table_name: values.f_table_name });
        else Object.assign(item, values);
      }
    },
  },
  {
    what: 'fields that a group owns, with a keyword as name',
    line: 7,
    mutate: (draft) =>
      draft.add('sys_fields', draft.field('reminders', 'due_date'), {
        owner_rec_id: draft.item('catalogs').id!,
        f_field_name: 'hidden',
      }),
  },
  {
    what: 'history kept without a history item',
    told: ['note history-item-absent'],
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_keep_history: 1 }),
  },
  {
    what: 'numbers of fields that are gone in the forms',
    mutate(draft) {
      const item = draft.item('tariffs');
      item.f_info = String(item.f_info).replace('"view": [', '"view": [[901, false, false, false], ');
    },
  },
  {
    what: 'forms as a harmless pickle',
    told: ['warning interface-pickled'],
    mutate: (draft) =>
      Object.assign(draft.item('reminders'), {
        f_info: "(dp0\nS'view'\np1\n(lp2\nsS'edit'\np3\n(lp4\nsS'order'\np5\n(lp6\ns.",
      }),
  },
  {
    what: 'numbers in texts',
    line: 7,
    mutate: (draft) =>
      Object.assign(draft.field('customers', 'photo'), { f_image_edit_width: 200, f_default_value: 0 }),
  },
  {
    what: 'words of SQL as names',
    mutate(draft) {
      draft.item('tariffs').f_table_name = draft.cased('user');
      for (const item of draft.rows.sys_items) {
        if (item.f_copy_of === draft.item('tariffs').id) item.f_table_name = draft.cased('user');
      }
      Object.assign(draft.field('customers', 'fax'), { f_field_name: 'desc', f_db_field_name: draft.cased('desc') });
    },
  },
  {
    what: 'two details that show one table, with its name',
    mutate: (draft) =>
      draft.add('sys_items', draft.detail('invoice_lines'), {
        parent: draft.item('customers').id!,
        ...(draft.line === 7 ? { f_master_field: draft.field('invoice_lines', 'tariff').id! } : {}),
      }),
  },
  {
    what: 'a table without key',
    told: ['warning primary-key-missing'],
    alone: true,
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_primary_key: null }),
  },
  {
    what: 'a group named system and a history without key',
    mutate(draft) {
      const { id: parent } = draft.add('sys_items', draft.item('journals'), {
        f_name: 'System',
        f_item_name: 'system',
      });
      const fields = draft.line === 5 ? { f_primary_key: null, f_deleted_flag: null } : {};
      if (draft.line === 5)
        Object.assign(
          draft.one('sys_items', (row) => row.id === parent),
          fields,
        );
      const history = draft.add('sys_items', draft.item('reminders'), {
        parent: parent!,
        f_name: 'History',
        f_item_name: 'history',
        f_info: null,
        sys_id: 1,
        f_table_name: draft.cased('system_history'),
        f_primary_key: null,
        f_deleted_flag: null,
        f_record_version: null,
      });
      const names = ['item_id', 'item_rec_id', 'operation', 'changes', 'user', 'date'];
      for (const name of names) {
        draft.add('sys_fields', draft.field('customers', name === 'changes' ? 'remarks' : 'discount'), {
          owner_rec_id: history.id!,
          f_name: name,
          f_field_name: name,
          f_db_field_name: draft.cased(name),
          f_default_value: null,
        });
      }
      Object.assign(draft.first('sys_params'), { f_history_item: history.id, f_sys_group: parent });
    },
  },
  {
    what: 'upper case on a database of lower case',
    type: 'postgres',
    told: ['note name-case'],
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_db_field_name: 'FAX' }),
  },
  {
    what: 'a keyword of 7 as field name',
    line: 7,
    told: ['warning name-keyword'],
    mutate: (draft) => Object.assign(draft.field('customers', 'rating'), { f_field_name: 'hidden' }),
  },
  {
    what: 'the same name on 5',
    line: 5,
    mutate: (draft) => Object.assign(draft.field('customers', 'rating'), { f_field_name: 'hidden' }),
  },
  {
    what: 'no detail group',
    line: 5,
    alone: true,
    mutate(draft) {
      const gone = new Set(
        draft.rows.sys_items.filter((row) => row.f_item_name === 'invoice_lines').map(({ id }) => id),
      );
      gone.add(draft.item('details').id);
      draft.remove('sys_items', (row) => gone.has(row.id));
      for (const table of ['sys_fields', 'sys_indices'] as const)
        draft.remove(table, (row) => gone.has(row.owner_rec_id));
      draft.remove('sys_privileges', (row) => gone.has(row.item_id));
    },
  },
  {
    what: 'no rights at all',
    alone: true,
    mutate(draft) {
      draft.remove('sys_privileges', () => true);
      if (draft.line === 7) draft.remove('sys_field_privileges', () => true);
    },
  },
  {
    what: 'more groups',
    mutate: (draft) => draft.add('sys_items', draft.item('journals'), { f_name: 'More', f_item_name: 'more' }),
  },
  // Last of these, because the others look for the items by their names.
  {
    what: "items named like the Builder's own rows",
    mutate(draft) {
      draft.item('reminders').f_item_name = 'users';
      draft.item('sales').f_item_name = 'roles';
    },
  },
];

export const ODDITIES: readonly Oddity[] = [...ROWS, ...OLDER_ODDITIES];
