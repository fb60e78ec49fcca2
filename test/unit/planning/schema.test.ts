import { describe, expect, test } from 'vitest';
import { recased } from '../../../src/metadata/compare.ts';
import { DATA_TYPE, DB_TYPE } from '../../../src/metadata/enums.ts';
import type { Line, Metadata } from '../../../src/metadata/model.ts';
import type { Dialect } from '../../../src/planning/catalogue.ts';
import { neededTables } from '../../../src/planning/schema.ts';
import { type Draft, draft, ID, packageOf, row } from '../validation/sample.ts';

const DB_TYPES: Readonly<Record<Dialect, number>> = {
  sqlite: DB_TYPE.SQLITE,
  postgresql: DB_TYPE.POSTGRESQL,
  mysql: DB_TYPE.MYSQL,
};

function needed(line: Line, dialect: Dialect, change: (rows: Draft) => void = () => {}) {
  const rows = draft(line);
  change(rows);
  const metadata: Metadata = recased(packageOf(line, rows), DB_TYPES[dialect]);
  return neededTables(metadata, dialect);
}

const columnsOf = (
  table: { columns: readonly { name: string; type: string; size: number | undefined }[] } | undefined,
) => table?.columns.map(({ name, type, size }) => `${name} ${type}${size === undefined ? '' : `(${size})`}`);

describe('tables', () => {
  test.each<[Line, Dialect, string[]]>([
    [5, 'sqlite', ['SHOP_COUNTRIES', 'SHOP_CUSTOMERS', 'SHOP_INVOICES', 'SHOP_INVOICE_LINES', 'SHOP_CHANGES_LOG']],
    [7, 'postgresql', ['shop_countries', 'shop_customers', 'shop_invoices', 'shop_invoice_lines', 'shop_changes_log']],
    [7, 'mysql', ['shop_countries', 'shop_customers', 'shop_invoices', 'shop_invoice_lines', 'shop_changes_log']],
  ])('line %i on %s: neither virtual ones, nor details, reports and copies', (line, dialect, names) => {
    expect([...needed(line, dialect).keys()]).toEqual(names);
  });

  test('PostgreSQL keeps 63 bytes of a name, whole characters', () => {
    const tables = needed(7, 'postgresql', (rows) => {
      row(rows, 'sys_items', ID.customers).f_table_name = `SHOP_${'é'.repeat(40)}`;
    });
    expect([...tables.keys()]).toContain(`shop_${'é'.repeat(29)}`);
  });
});

describe('columns', () => {
  test.each<[Line, Dialect, string[]]>([
    [5, 'sqlite', ['ID INTEGER', 'DELETED INTEGER', 'NAME TEXT', 'COUNTRY INTEGER', 'STATE INTEGER']],
    [
      5,
      'postgresql',
      ['id INTEGER', 'deleted INTEGER', 'name CHARACTER VARYING(60)', 'country INTEGER', 'state INTEGER'],
    ],
    [7, 'postgresql', ['id INTEGER', 'deleted INTEGER', 'name TEXT', 'country INTEGER', 'state INTEGER']],
    [5, 'mysql', ['id INT', 'deleted INT', 'name VARCHAR(60)', 'country INT', 'state INT']],
    [7, 'mysql', ['id INT', 'deleted INT', 'name VARCHAR(60)', 'country INT', 'state INT']],
  ])('line %i on %s', (line, dialect, columns) => {
    const name = dialect === 'sqlite' ? 'SHOP_CUSTOMERS' : 'shop_customers';
    const table = needed(line, dialect).get(name);
    expect(columnsOf(table)?.toSorted()).toEqual(columns.toSorted());
    expect(table?.primaryKey).toBe(dialect === 'sqlite' ? 'ID' : 'id');
  });

  test.each<[keyof typeof DATA_TYPE, Record<string, string>]>([
    ['FLOAT', { '5 sqlite': 'REAL', '5 postgresql': 'NUMERIC', '7 mysql': 'DOUBLE' }],
    ['DATE', { '5 sqlite': 'TEXT', '7 postgresql': 'DATE', '5 mysql': 'DATE' }],
    ['DATETIME', { '7 sqlite': 'TEXT', '5 postgresql': 'TIMESTAMP WITHOUT TIME ZONE', '7 mysql': 'DATETIME' }],
    ['BOOLEAN', { '7 sqlite': 'INTEGER', '7 postgresql': 'INTEGER', '7 mysql': 'INT' }],
    ['LONGTEXT', { '5 mysql': 'LONGTEXT', '7 mysql': 'LONGTEXT', '7 postgresql': 'TEXT' }],
    ['KEYS', { '5 mysql': 'LONGTEXT', '7 mysql': 'TEXT' }],
    ['FILE', { '5 mysql': 'LONGTEXT', '7 mysql': 'VARCHAR(512)', '7 postgresql': 'TEXT' }],
    ['IMAGE', { '5 mysql': 'LONGTEXT', '7 mysql': 'VARCHAR(256)', '5 sqlite': 'TEXT' }],
  ])('a field of type %s', (type, expected) => {
    for (const [where, word] of Object.entries(expected)) {
      const [line, dialect] = where.split(' ') as [string, Dialect];
      const tables = needed(Number(line) as Line, dialect, (rows) => {
        row(rows, 'sys_fields', 2).f_data_type = DATA_TYPE[type];
      });
      const found = columnsOf(tables.get(dialect === 'sqlite' ? 'SHOP_CUSTOMERS' : 'shop_customers'));
      expect([where, found?.find((column) => /^name /i.test(column))?.slice(5)]).toEqual([where, word]);
    }
  });

  test('lookups of a lookup and calculated fields have none that must be there', () => {
    expect(
      columnsOf(needed(7, 'mysql').get('shop_invoices'))?.some((column) => column.startsWith('customer_country')),
    ).toBe(false);
    const customers = needed(7, 'mysql').get('shop_customers');
    expect([customers?.tolerated, columnsOf(customers)?.some((column) => column.startsWith('total'))]).toEqual([
      ['total'],
      false,
    ]);
  });
});

describe('indexes', () => {
  test('an index and a foreign key', () => {
    expect(needed(7, 'postgresql').get('shop_customers')?.indexes).toEqual([
      {
        kind: 'index',
        name: 'shop_customers_name',
        indexId: 1,
        unique: false,
        columns: [{ name: 'name', descending: false }],
      },
      {
        kind: 'foreign-key',
        name: 'fk_country',
        indexId: 2,
        column: 'country',
        references: { table: 'shop_countries', column: 'id' },
      },
    ]);
  });

  test('SQLite has no foreign keys', () => {
    expect(
      needed(5, 'sqlite')
        .get('SHOP_CUSTOMERS')
        ?.indexes.map((index) => index.kind),
    ).toEqual(['index']);
  });

  test('direction, order and uniqueness', () => {
    const tables = needed(5, 'mysql', (rows) => {
      Object.assign(row(rows, 'sys_indices', 1), { f_fields_list: '[[3, true], [2, false]]', f_unique_index: 1 });
    });
    expect(tables.get('shop_customers')?.indexes[0]).toMatchObject({
      unique: true,
      columns: [
        { name: 'country', descending: true },
        { name: 'name', descending: false },
      ],
    });
  });

  test.each(['', 'no json', '{}', '[]', '[[99, false]]', '[5]', null])('fields %j make none', (list) => {
    const tables = needed(7, 'mysql', (rows) => {
      row(rows, 'sys_indices', 1).f_fields_list = list;
    });
    expect(tables.get('shop_customers')?.indexes.map((index) => index.kind)).toEqual(['foreign-key']);
  });
});
