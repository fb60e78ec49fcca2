import { describe, expect, test } from 'vitest';
import { compareMetadata, differenceText, KEPT, recased } from '../../../src/metadata/compare.ts';
import { DB_TYPE } from '../../../src/metadata/enums.ts';
import { type Line, rowsOf } from '../../../src/metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../../../src/metadata/structure.ts';
import { type Draft, draft, ID, type MutableRow, packageOf, row } from '../validation/sample.ts';

/** What differs after `change` was made to a target that equalled the zip. */
function differences(
  line: Line,
  change: (target: Draft) => void,
  zipDbType: number = DB_TYPE.SQLITE,
  dbType = zipDbType,
): string[] {
  const zip = packageOf(line, draft(line), zipDbType);
  const there = draft(line);
  change(there);
  return compareMetadata(zip, packageOf(line, there).tables, dbType).map(differenceText);
}

const set = (table: BuilderTableName, id: number, values: MutableRow) => (target: Draft) => {
  Object.assign(row(target, table, id), values);
};

describe.each([5, 7] as const)('line %i', (line) => {
  test('the same is the same', () => {
    expect(differences(line, () => {})).toEqual([]);
  });

  test.each<[string, (target: Draft) => void, string[]]>([
    [
      'a caption',
      set('sys_items', ID.customers, { f_name: 'Clients' }),
      [`customers (sys_items ${ID.customers}): f_name differs`],
    ],
    [
      'one character of code',
      set('sys_items', ID.task, { f_server_module: 'def on_created(task):\n    pass \n' }),
      [`shop (sys_items ${ID.task}): f_server_module differs`],
    ],
    ['a field', set('sys_fields', 2, { f_size: 61 }), ['customers.name (sys_fields 2): f_size differs']],
    [
      'an index',
      set('sys_indices', 1, { f_unique_index: 1 }),
      ['customers.SHOP_CUSTOMERS_NAME (sys_indices 1): f_unique_index differs'],
    ],
    ['a role', set('sys_roles', 1, { f_name: 'Boss' }), ['Administrator (sys_roles 1): f_name differs']],
    [
      'a privilege',
      set('sys_privileges', 1, { f_can_view: 0 }),
      ['customers for Administrator (sys_privileges 1): f_can_view differs'],
    ],
    ['a setting', set('sys_params', 1, { f_theme: 2 }), ['project parameters (sys_params 1): f_theme differs']],
    [
      'a value that is gone',
      set('sys_items', ID.customers, { f_table_name: null }),
      [`customers (sys_items ${ID.customers}): f_table_name differs`],
    ],
    [
      'zero and nothing, in a number',
      set('sys_fields', 3, { f_object: 0 }),
      ['customers.country (sys_fields 3): f_object differs'],
    ],
    [
      'a row too few',
      (target) => void target.sys_filters.pop(),
      ['customers.name (sys_filters 1) is not in the target'],
    ],
    [
      'a row too many',
      (target) => void target.sys_roles.push({ id: 9, f_name: 'Guest' }),
      ['Guest (sys_roles 9) is in the target but not in the zip'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(differences(line, change)).toEqual(expected);
  });

  test('the worst comes first', () => {
    const found = differences(line, (target) => {
      set('sys_items', ID.customers, { f_name: 'Clients' })(target);
      target.sys_roles.push({ id: 9, f_name: 'Guest' });
      target.sys_fields = target.sys_fields.filter((field) => field.id !== 1);
    });
    expect(found.map((text) => /not in the target|not in the zip|differs/.exec(text)?.[0])).toEqual([
      'not in the target',
      'not in the zip',
      'differs',
    ]);
  });

  test.each<[string, (target: Draft) => void]>([
    ['NULL and an empty text', set('sys_items', ID.customers, { f_view_template: '' })],
    ['NULL and no flag', set('sys_fields', 2, { f_required: 0 })],
    ['a flag as a truth value', set('sys_privileges', 1, { f_can_view: true, f_can_edit: false })],
    ['a number as a text', set('sys_fields', 2, { f_size: '60' })],
  ])('%s are the same', (_name, change) => {
    expect(differences(line, change)).toEqual([]);
  });

  test('what Jam.py keeps or rewrites is not compared, and nothing else is left out', () => {
    const names = new Map(
      BUILDER_TABLES[line].map((table) => [table.name, table.columns.map((column) => column.name)]),
    );
    for (const [table, columns] of Object.entries(KEPT) as [BuilderTableName, Record<string, string>][]) {
      for (const column of Object.keys(columns)) {
        expect(names.get(table)).toContain(column);
        expect(
          differences(line, (target) => void Object.assign(target[table][0] as MutableRow, { [column]: 77 })),
        ).toEqual([]);
      }
      for (const column of names.get(table) ?? []) {
        if (column in columns || column === 'id') continue;
        const found = differences(
          line,
          (target) => void Object.assign(target[table][0] as MutableRow, { [column]: 77 }),
        );
        expect([column, found.length]).toEqual([column, 1]);
      }
    }
  });

  test('a column that one side does not have is not compared', () => {
    const zip = packageOf(line, draft(line));
    const there = packageOf(line, draft(line)).tables;
    const items = there.sys_items!;
    const without = {
      columns: items.columns.filter((column) => column !== 'f_record_version'),
      rows: items.rows.map((item) => ({ ...item, f_record_version: 5 })),
    };
    expect(compareMetadata(zip, { ...there, sys_items: without }, DB_TYPE.SQLITE)).toEqual([]);
  });

  test('rows that the target never shows may be missing', () => {
    const zip = packageOf(line, draft(line));
    const there = draft(line);
    there.sys_privileges = [];
    const hidden = (table: BuilderTableName) => table === 'sys_privileges';
    expect(compareMetadata(zip, packageOf(line, there).tables, DB_TYPE.SQLITE, hidden)).toEqual([]);
    expect(compareMetadata(zip, packageOf(line, there).tables, DB_TYPE.SQLITE).length).toBe(1);
  });
});

describe('another database type', () => {
  const lower = (target: Draft) => {
    for (const item of target.sys_items) item.f_table_name = String(item.f_table_name ?? '').toLowerCase();
    for (const field of target.sys_fields) field.f_db_field_name = String(field.f_db_field_name ?? '').toLowerCase();
    for (const index of target.sys_indices) index.f_index_name = String(index.f_index_name).toLowerCase();
  };

  test.each([DB_TYPE.POSTGRESQL, DB_TYPE.MYSQL])('from SQLite to %i names become lower case', (dbType) => {
    expect(differences(7, lower, DB_TYPE.SQLITE, dbType)).toEqual([]);
    expect(differences(7, () => {}, DB_TYPE.SQLITE, dbType).length).toBeGreaterThan(5);
  });

  test('within one type the case counts', () => {
    expect(differences(7, lower, DB_TYPE.POSTGRESQL).length).toBeGreaterThan(5);
  });

  test('from PostgreSQL to SQLite names become upper case', () => {
    const rows = draft(7);
    lower(rows);
    const there = recased(packageOf(7, rows, DB_TYPE.POSTGRESQL), DB_TYPE.SQLITE);
    const names = rowsOf(there, 'sys_items')
      .map((item) => item.f_table_name)
      .filter(Boolean);
    expect(names).toContain('SHOP_CUSTOMERS');
    expect(rowsOf(there, 'sys_items').find((item) => item.id === ID.customers)?.f_item_name).toBe('customers');
  });

  test('Firebird keeps one direction for a whole index', () => {
    const change = set('sys_indices', 1, { f_fields_list: '[[2, true]]', descending: 1 });
    expect(differences(7, (target) => change(target), DB_TYPE.FIREBIRD, DB_TYPE.ORACLE)).toEqual([]);
    expect(differences(7, change, DB_TYPE.ORACLE, DB_TYPE.MSSQL)).toHaveLength(2);
  });
});
