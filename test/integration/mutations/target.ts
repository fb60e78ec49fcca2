/** What is broken on some databases only, or only where there is something already. */
import { DB_TYPE } from '../../../src/metadata/enums.ts';
import { type Mutation, newOn, onItself, onTopOf } from './mutation.ts';
import type { RealExport } from './real-export.ts';

const REMINDER = { table: 'sys_fields', item: 'reminders' };

/** The reminders get a text as key. */
function textKey(draft: RealExport): void {
  const subject = draft.field('reminders', 'subject');
  Object.assign(draft.item('reminders'), { f_primary_key: subject.id });
}

function noColumn(draft: RealExport): void {
  Object.assign(draft.field('reminders', 'due_date'), { f_db_field_name: '' });
}

function lookupIndex(draft: RealExport): void {
  const { id } = draft.field('invoices', 'customer_city');
  Object.assign(draft.index('crm_invoices_date'), { f_fields_list: `[[${id}, false]]` });
}

function longIndex(draft: RealExport): void {
  Object.assign(draft.index('crm_invoices_date'), { f_index_name: 'I'.repeat(65) });
}

export const TARGETS: readonly Mutation[] = [
  {
    rule: 'primary-key-type',
    what: 'no target',
    severity: 'warning',
    place: { ...REMINDER, field: 'subject' },
    mutate: textKey,
  },
  {
    rule: 'primary-key-type',
    what: 'a new table of PostgreSQL',
    line: 7,
    severity: 'error',
    place: { ...REMINDER, field: 'subject' },
    target: newOn(DB_TYPE.POSTGRESQL),
    mutate: textKey,
  },
  {
    rule: 'primary-key-type',
    what: 'a new table of MariaDB',
    severity: 'error',
    place: { ...REMINDER, field: 'subject' },
    target: newOn(DB_TYPE.MYSQL),
    mutate: textKey,
  },
  {
    rule: 'database-type-differs',
    what: 'from SQLite to PostgreSQL',
    severity: 'note',
    place: {},
    target: newOn(DB_TYPE.POSTGRESQL),
    mutate: () => {},
  },
  {
    rule: 'column-name',
    what: 'none, no target',
    severity: 'warning',
    place: { ...REMINDER, field: 'due_date' },
    mutate: noColumn,
  },
  {
    rule: 'column-name',
    what: 'none, a new table of PostgreSQL',
    severity: 'error',
    place: { ...REMINDER, field: 'due_date' },
    target: newOn(DB_TYPE.POSTGRESQL),
    mutate: noColumn,
  },
  {
    rule: 'column-name',
    what: 'none, a new table of SQLite',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers', field: 'fax' },
    target: newOn(DB_TYPE.SQLITE),
    mutate: (draft) => Object.assign(draft.field('customers', 'fax'), { f_db_field_name: '' }),
  },
  {
    rule: 'column-name',
    what: 'in another case, from PostgreSQL to MySQL',
    type: 'postgres',
    severity: 'error',
    place: { table: 'sys_fields', item: 'customers' },
    target: newOn(DB_TYPE.MYSQL),
    mutate(draft) {
      const { f_db_field_name: name } = draft.field('customers', 'city');
      draft.field('customers', 'fax').f_db_field_name = String(name).toUpperCase();
    },
  },
  {
    rule: 'column-name',
    what: 'twice, a new table of SQLite',
    severity: 'error',
    place: { ...REMINDER, field: 'due_date' },
    target: newOn(DB_TYPE.SQLITE),
    mutate: (draft) =>
      Object.assign(draft.field('reminders', 'due_date'), {
        f_db_field_name: draft.field('reminders', 'subject').f_db_field_name,
      }),
  },
  {
    rule: 'index-field',
    what: 'a lookup, no target',
    severity: 'warning',
    place: { table: 'sys_indices', item: 'invoices' },
    mutate: lookupIndex,
  },
  {
    rule: 'index-field',
    what: 'a lookup, a new table of PostgreSQL',
    severity: 'error',
    place: { table: 'sys_indices', item: 'invoices' },
    target: newOn(DB_TYPE.POSTGRESQL),
    mutate: lookupIndex,
  },
  {
    rule: 'index-field',
    what: 'a field that is gone, a new table of MariaDB',
    severity: 'error',
    place: { table: 'sys_indices', item: 'invoices' },
    target: newOn(DB_TYPE.MYSQL),
    mutate: (draft) => Object.assign(draft.index('crm_invoices_date'), { f_fields_list: '[[9999, false]]' }),
  },
  {
    rule: 'database-name-too-long',
    what: 'an index, no target',
    severity: 'warning',
    place: { table: 'sys_indices', item: 'invoices' },
    mutate: longIndex,
  },
  {
    rule: 'database-name-too-long',
    what: 'an index of a new table of MariaDB',
    severity: 'error',
    place: { table: 'sys_indices', item: 'invoices' },
    target: newOn(DB_TYPE.MYSQL),
    mutate: longIndex,
  },
  {
    rule: 'database-name-too-long',
    what: 'a new table of PostgreSQL',
    line: 5,
    severity: 'error',
    place: { table: 'sys_items', item: 'reminders' },
    target: newOn(DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.item('reminders'), { f_table_name: 'T'.repeat(64) }),
  },
  {
    rule: 'name-case',
    what: 'a column of upper case on PostgreSQL',
    type: 'postgres',
    severity: 'note',
    place: {},
    mutate: (draft) => Object.assign(draft.field('reminders', 'due_date'), { f_db_field_name: 'DUE_DATE' }),
  },
  {
    rule: 'server-code-new',
    what: 'an item gets a server module',
    severity: 'warning',
    place: { table: 'sys_items', item: 'tariffs' },
    target: onItself,
    mutate: (draft) => Object.assign(draft.item('tariffs'), { f_server_module: 'def nothing(item):\n    pass\n' }),
  },
  {
    rule: 'utils-file-new',
    what: 'a file is changed',
    severity: 'warning',
    place: { entry: 'utils/helper.py' },
    target: onItself,
    mutate: (draft) => draft.files.set('utils/helper.py', Buffer.from('def add_tax(amount):\n    return amount\n')),
  },
  {
    rule: 'utils-file-new',
    what: 'a file is new',
    severity: 'warning',
    place: { entry: 'utils/more.py' },
    target: onItself,
    mutate: (draft) => draft.files.set('utils/more.py', Buffer.from('RATE = 19\n')),
  },
  {
    rule: 'privileges-widened',
    what: 'the clerk may see tariffs',
    severity: 'warning',
    place: { table: 'sys_privileges', item: 'tariffs' },
    target: onItself,
    mutate(draft) {
      const [clerk, tariffs] = [draft.one('sys_roles', (row) => row.f_name === 'Clerk').id, draft.item('tariffs').id];
      const own = (row: { owner_rec_id?: unknown; item_id?: unknown }) =>
        row.owner_rec_id === clerk && row.item_id === tariffs;
      Object.assign(draft.one('sys_privileges', own), { f_can_view: 1 });
    },
  },
  {
    rule: 'field-restriction-lifted',
    what: 'the clerk may change the limit',
    line: 7,
    severity: 'warning',
    place: { table: 'sys_fields', item: 'customers', field: 'credit_limit' },
    target: onItself,
    mutate: (draft) => draft.remove('sys_field_privileges', () => true),
  },
  {
    rule: 'role-removed',
    what: 'the clerk is gone with all that is his',
    severity: 'warning',
    place: { table: 'sys_roles', field: 'Clerk' },
    target: onItself,
    mutate(draft) {
      const { id } = draft.one('sys_roles', (row) => row.f_name === 'Clerk');
      draft.remove('sys_roles', (row) => row.id === id);
      draft.remove('sys_privileges', (row) => row.owner_rec_id === id);
      if (draft.line === 7) draft.remove('sys_field_privileges', (row) => row.owner_rec_id === id);
    },
  },
  {
    rule: 'index-changed',
    what: 'an index becomes unique under its id',
    severity: 'warning',
    place: { table: 'sys_indices', item: 'invoices' },
    target: (unbroken) => onTopOf(unbroken, DB_TYPE.POSTGRESQL),
    mutate: (draft) => Object.assign(draft.index('crm_invoices_date'), { f_unique_index: 1 }),
  },
];
