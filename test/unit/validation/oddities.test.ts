/** What looks wrong in real exports and is normal: no rule may call it an error. */
import { describe, expect, it } from 'vitest';
import { DB_TYPE, TYPE } from '../../../src/metadata/enums.ts';
import type { Line } from '../../../src/metadata/model.ts';
import { validateMetadata } from '../../../src/validation/index.ts';
import { type Draft, draft, ID, packageOf, row } from './sample.ts';

interface Oddity {
  what: string;
  /** `severity rule` of what is told, none by default. */
  told?: readonly string[];
  line?: Line;
  dbType?: number;
  change: (rows: Draft) => void;
}

const HARMLESS_PICKLE = "(dp0\nS'view'\np1\n(lp2\n(lp3\nI7\naI01\naasS'edit'\np4\n(lp5\nsS'order'\np6\n(lp7\ns.";

const ODDITIES: readonly Oddity[] = [
  { what: 'no alignment', change: (r) => each(r.sys_fields, { f_alignment: null }) },
  {
    what: 'owner_id and task_id null or 0',
    change: (r) => {
      each(r.sys_fields, { owner_id: null, task_id: 0 });
      each(r.sys_indices, { owner_id: 0, task_id: null });
      each(r.sys_filters, { owner_id: 0, task_id: null });
      each(r.sys_report_params, { owner_id: null, task_id: 0 });
    },
  },
  {
    what: 'privileges of missing items',
    told: ['note privilege-item-missing'],
    change: (r) =>
      r.sys_privileges.push({ id: 2, owner_rec_id: 1, item_id: 99 }, { id: 3, owner_rec_id: 1, item_id: null }),
  },
  { what: 'a history table without primary key', change: (r) => (row(r, 'sys_items', ID.history).f_primary_key = 0) },
  {
    what: 'groups and reports with keys and table names',
    change: (r) => {
      for (const id of [ID.catalogs, ID.reports, ID.sales]) {
        Object.assign(row(r, 'sys_items', id), {
          f_primary_key: 999,
          f_deleted_flag: 998,
          f_table_name: 'SHOP_CUSTOMERS',
        });
      }
    },
  },
  { what: 'a lookup field with a column name', change: (r) => (row(r, 'sys_fields', 6).f_db_field_name = 'AMOUNT') },
  {
    what: 'fields owned by groups on 7',
    line: 7,
    change: (r) =>
      r.sys_fields.push(
        { id: 90, owner_rec_id: ID.catalogs, f_name: 'Id', f_field_name: 'id', f_db_field_name: 'ID', f_data_type: 2 },
        {
          id: 91,
          owner_rec_id: ID.catalogs,
          f_name: 'Hidden',
          f_field_name: 'hidden',
          f_db_field_name: 'H',
          f_data_type: 2,
        },
      ),
  },
  {
    what: 'history kept without a history item',
    told: ['note history-item-absent'],
    change: (r) => {
      r.sys_params[0]!.f_history_item = 0;
      row(r, 'sys_items', ID.customers).f_keep_history = 1;
    },
  },
  {
    what: 'ids of fields that are gone inside f_info',
    change: (r) =>
      (row(r, 'sys_items', ID.customers).f_info =
        'json{"view": [[999, false]], "edit": [[998]], "order": [[997, true]], "reports": [[96]]}'),
  },
  {
    what: 'a pickled f_info of the harmless opcodes',
    told: ['warning interface-pickled'],
    change: (r) => (row(r, 'sys_items', ID.customers).f_info = HARMLESS_PICKLE),
  },
  {
    what: 'integers in text columns',
    line: 7,
    change: (r) =>
      Object.assign(row(r, 'sys_fields', 2), { f_image_edit_width: 200, f_image_view_height: 0, f_default_value: 1 }),
  },
  {
    what: 'reserved words of SQL',
    change: (r) => {
      row(r, 'sys_items', ID.invoices).f_table_name = 'USER';
      Object.assign(row(r, 'sys_fields', 7), { f_field_name: 'desc', f_db_field_name: 'DESC' });
    },
  },
  {
    what: 'items named system and history',
    change: (r) => {
      row(r, 'sys_items', ID.history).f_item_name = 'history';
      row(r, 'sys_items', ID.journals).f_item_name = 'system';
    },
  },
  {
    what: "items named like the Builder's own rows",
    change: (r) => {
      row(r, 'sys_items', ID.customers).f_item_name = 'users';
      row(r, 'sys_items', ID.invoices).f_item_name = 'roles';
    },
  },
  {
    what: 'two details that show one table, with its name',
    change: (r) => r.sys_items.push({ ...row(r, 'sys_items', ID.linesDetail), id: 20, parent: ID.customers }),
  },
  {
    what: 'upper case on a lower-case database',
    dbType: DB_TYPE.MYSQL,
    told: ['note name-case'],
    change: () => {},
  },
  {
    what: 'keywords of 7 as field names',
    line: 7,
    told: ['warning name-keyword'],
    change: (r) => (row(r, 'sys_fields', 7).f_field_name = 'hidden'),
  },
  { what: 'the same word on 5', line: 5, change: (r) => (row(r, 'sys_fields', 7).f_field_name = 'hidden') },
  {
    what: 'a report template that is not there',
    told: ['note report-template-absent'],
    change: (r) => r.files.clear(),
  },
  {
    what: 'a template without extension',
    change: (r) => {
      row(r, 'sys_items', ID.sales).f_view_template = 'sales';
      r.files.set('reports/sales', new Uint8Array());
    },
  },
  {
    what: 'no detail group, no details, no privileges',
    change: (r) => {
      r.sys_items = r.sys_items.filter(({ id }) => id !== ID.details && id !== ID.lines && id !== ID.linesDetail);
      r.sys_fields = r.sys_fields.filter(
        ({ owner_rec_id }) => owner_rec_id !== ID.lines && owner_rec_id !== ID.details,
      );
      r.sys_privileges = [];
      r.sys_field_privileges = [];
    },
  },
  {
    what: 'more groups than four',
    change: (r) => r.sys_items.push({ id: 30, parent: 1, type_id: TYPE.ITEMS, f_name: 'More', f_item_name: 'more' }),
  },
  { what: 'booleans as true and false', change: (r) => each(r.sys_items, { f_visible: true, f_soft_delete: false }) },
  {
    what: 'key and flag of a table that a detail shows, named in the detail',
    change: (r) =>
      (row(r, 'sys_items', ID.linesDetail).f_primary_key = row(r, 'sys_items', ID.lines).f_primary_key ?? null),
  },
  {
    what: 'a virtual item whose fields have no columns',
    change: (r) =>
      r.sys_fields.push({
        id: 92,
        owner_rec_id: ID.virtual,
        f_name: 'X',
        f_field_name: 'x',
        f_db_field_name: '',
        f_data_type: 1,
      }),
  },
];

function each(rows: Record<string, unknown>[], values: Record<string, unknown>): void {
  for (const one of rows) Object.assign(one, values);
}

describe('normal oddities of real exports', () => {
  for (const { what, told = [], line, dbType, change } of ODDITIES) {
    for (const version of line === undefined ? ([5, 7] as const) : [line]) {
      it(`${what} (${version})`, () => {
        const rows = draft(version);
        change(rows);
        const findings = validateMetadata(packageOf(version, rows, dbType));
        expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(told);
      });
    }
  }

  it('columns that an older release did not write (5)', () => {
    const metadata = packageOf(5, draft(5));
    const params = metadata.tables.sys_params!;
    const columns = params.columns.filter((name) => name !== 'f_theme' && name !== 'f_history_item');
    const rows = params.rows.map((one) => Object.fromEntries(columns.map((name) => [name, one[name] ?? null])));
    const older = { ...metadata, tables: { ...metadata.tables, sys_params: { columns, rows } } };
    expect(validateMetadata(older)).toEqual([]);
  });
});
