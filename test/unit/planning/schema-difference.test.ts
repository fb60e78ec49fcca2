import { describe, expect, test } from 'vitest';
import { recased } from '../../../src/metadata/compare.ts';
import { DB_TYPE } from '../../../src/metadata/enums.ts';
import type { Line, Metadata } from '../../../src/metadata/model.ts';
import type {
  Catalogue,
  CatalogueColumn,
  CatalogueForeignKey,
  CatalogueIndex,
  Dialect,
} from '../../../src/planning/catalogue.ts';
import { neededTables } from '../../../src/planning/schema.ts';
import { compareSchema } from '../../../src/planning/schema-difference.ts';
import { type Draft, draft, ID, packageOf, row } from '../validation/sample.ts';

interface Table {
  name: string;
  columns: Map<string, CatalogueColumn>;
  primaryKey: string[];
  indexes: CatalogueIndex[];
  foreignKeys: CatalogueForeignKey[];
}
type Tables = Map<string, Table>;

const DB_TYPES: Readonly<Record<Dialect, number>> = {
  sqlite: DB_TYPE.SQLITE,
  postgresql: DB_TYPE.POSTGRESQL,
  mysql: DB_TYPE.MYSQL,
};

function metadata(line: Line, dialect: Dialect, change: (rows: Draft) => void = () => {}): Metadata {
  const rows = draft(line);
  change(rows);
  return recased(packageOf(line, rows), DB_TYPES[dialect]);
}

/** A database that is just as the metadata need it. */
function databaseOf(needs: Metadata, dialect: Dialect): Tables {
  const tables: Tables = new Map();
  for (const table of neededTables(needs, dialect).values()) {
    const indexes = table.indexes.flatMap((index) =>
      index.kind === 'index' ? [{ name: index.name, unique: index.unique, columns: [...index.columns] }] : [],
    );
    const foreignKeys = table.indexes.flatMap((index) =>
      index.kind === 'foreign-key'
        ? [
            {
              name: index.name,
              columns: [index.column],
              references: { table: index.references.table, columns: [index.references.column] },
            },
          ]
        : [],
    );
    tables.set(table.name, {
      name: table.name,
      columns: new Map(table.columns.map(({ name, type, size }) => [name, { name, type, size }])),
      primaryKey: table.primaryKey ? [table.primaryKey] : [],
      indexes,
      foreignKeys,
    });
  }
  return tables;
}

interface Case {
  line?: Line;
  dialect?: Dialect;
  /** The metadata from before the import, as changes of the zip's; undefined: no import ran. */
  before?: (rows: Draft) => void;
  zip?: (rows: Draft) => void;
  /** What the database is other than needed. */
  database?: (tables: Tables) => void;
}

function compare({ line = 7, dialect = 'postgresql', before, zip = () => {}, database = () => {} }: Case) {
  const now = metadata(line, dialect, zip);
  const tables = databaseOf(now, dialect);
  database(tables);
  const catalogue: Catalogue = { dialect, ignoresCase: dialect === 'sqlite', tables };
  const { differences, extra } = compareSchema(now, catalogue, before && metadata(line, dialect, before));
  return { differences: differences.map(({ severity, kind, object }) => `${severity} ${kind} ${object}`), extra };
}

const customers = (tables: Tables) => tables.get('shop_customers') as Table;
const same = () => {};
/** Before the import there was neither the field `name` nor its index. */
const withoutName = (rows: Draft) => {
  rows.sys_fields = rows.sys_fields.filter((field) => field.id !== 2);
  rows.sys_indices = rows.sys_indices.filter((index) => index.id !== 1);
};

const withoutKey = (tables: Tables) => {
  customers(tables).primaryKey = [];
};
const withoutCustomers = (rows: Draft) => {
  rows.sys_items = rows.sys_items.filter((item) => item.id !== ID.customers);
};
const shorter = (rows: Draft) => {
  row(rows, 'sys_fields', 2).f_size = 20;
};
const elsewhere = (tables: Tables) => {
  const references = { table: 'elsewhere', columns: ['id'] };
  customers(tables).foreignKeys = [{ name: 'fk_country', columns: ['country'], references }];
};

describe.each<[Line, Dialect]>([
  [5, 'sqlite'],
  [5, 'postgresql'],
  [5, 'mysql'],
  [7, 'sqlite'],
  [7, 'postgresql'],
  [7, 'mysql'],
])('line %i on %s', (line, dialect) => {
  test('a database that is right has nothing to tell', () => {
    for (const before of [undefined, same, withoutName])
      expect(compare({ line, dialect, before })).toEqual({ differences: [], extra: [] });
  });
});

describe('what is missing', () => {
  test.each<[string, Case, string[]]>([
    [
      'a table',
      { before: same, database: (tables) => void tables.delete('shop_customers') },
      ['failed table-missing shop_customers'],
    ],
    [
      'a table, without an import',
      { database: (tables) => void tables.delete('shop_customers') },
      ['failed table-missing shop_customers'],
    ],
    [
      'a column',
      { before: withoutName, database: (tables) => void customers(tables).columns.delete('name') },
      ['failed column-missing shop_customers.name'],
    ],
    [
      'an old column',
      { before: same, database: (tables) => void customers(tables).columns.delete('name') },
      ['failed column-missing shop_customers.name'],
    ],
    [
      'a new index',
      { before: withoutName, database: (tables) => void customers(tables).indexes.pop() },
      ['failed index-missing shop_customers: index shop_customers_name'],
    ],
    [
      'an old index: Jam.py does not mend it',
      { before: same, database: (tables) => void customers(tables).indexes.pop() },
      ['warning index-missing shop_customers: index shop_customers_name'],
    ],
    [
      'a foreign key',
      { database: (tables) => void customers(tables).foreignKeys.pop() },
      ['failed index-missing shop_customers: foreign key fk_country'],
    ],
    ['an old primary key', { before: same, database: withoutKey }, ['warning primary-key shop_customers']],
    [
      'the primary key of a new table',
      {
        before: withoutCustomers,
        database: withoutKey,
      },
      ['failed primary-key shop_customers'],
    ],
  ])('%s', (_name, given, expected) => {
    expect(compare(given).differences).toEqual(expected);
  });
});

describe('what is other than needed', () => {
  const typed = (type: string, size?: number) => (tables: Tables) =>
    void customers(tables).columns.set('name', { name: 'name', type, size });
  const indexed = (index: Partial<CatalogueIndex>) => (tables: Tables) =>
    void Object.assign(customers(tables).indexes[0] as object, index);

  test.each<[string, Case, string[]]>([
    [
      'the type of a new column',
      { before: withoutName, database: typed('INTEGER') },
      ['failed column-type shop_customers.name'],
    ],
    [
      'the type of an old column',
      { before: same, database: typed('INTEGER') },
      ['warning column-type shop_customers.name'],
    ],
    ['a text with a size, on PostgreSQL', { before: same, database: typed('CHARACTER VARYING', 60) }, []],
    [
      'a new column that is too small',
      { line: 5, before: withoutName, database: typed('CHARACTER VARYING', 10) },
      ['failed column-size shop_customers.name'],
    ],
    [
      'an old column that is too small',
      { line: 5, before: same, database: typed('CHARACTER VARYING', 10) },
      ['warning column-size shop_customers.name'],
    ],
    ['a larger column', { line: 5, before: same, database: typed('CHARACTER VARYING', 600) }, []],
    [
      'a column that v7 should have enlarged',
      {
        dialect: 'mysql',
        before: shorter,
        database: typed('VARCHAR', 20),
      },
      ['failed column-size shop_customers.name'],
    ],
    [
      'a column that this import wants larger and v5 never enlarges',
      {
        line: 5,
        dialect: 'mysql',
        before: shorter,
        database: typed('VARCHAR', 20),
      },
      ['failed column-size shop_customers.name'],
    ],
    [
      'a new index that is unique',
      { before: withoutName, database: indexed({ unique: true }) },
      ['failed index-differs shop_customers: index shop_customers_name'],
    ],
    [
      'an old index over another column',
      { before: same, database: indexed({ columns: [{ name: 'country', descending: false }] }) },
      ['warning index-differs shop_customers: index shop_customers_name'],
    ],
    [
      'the other direction',
      { before: withoutName, database: indexed({ columns: [{ name: 'name', descending: true }] }) },
      ['failed index-differs shop_customers: index shop_customers_name'],
    ],
    [
      'a direction that the server does not keep',
      { before: withoutName, database: indexed({ columns: [{ name: 'name' }] }) },
      [],
    ],
    [
      'an index by another name',
      { before: same, database: indexed({ name: 'other' }) },
      ['warning index-differs shop_customers: index shop_customers_name'],
    ],
    [
      'a foreign key to another table',
      {
        before: same,
        database: elsewhere,
      },
      ['warning index-differs shop_customers: foreign key fk_country'],
    ],
    [
      'the case of a name, on MySQL',
      {
        dialect: 'mysql',
        before: same,
        database: (tables) => {
          const { columns } = customers(tables);
          columns.delete('name');
          columns.set('Name', { name: 'Name', type: 'VARCHAR', size: 60 });
        },
      },
      [],
    ],
    [
      'the case of a name, on PostgreSQL',
      {
        before: same,
        database: (tables) => {
          const { columns } = customers(tables);
          columns.delete('name');
          columns.set('Name', { name: 'Name', type: 'TEXT' });
        },
      },
      ['failed column-missing shop_customers.name'],
    ],
  ])('%s', (_name, given, expected) => {
    expect(compare(given).differences).toEqual(expected);
  });
});

describe('what the import should have dropped', () => {
  const add = (rows: Draft) => {
    rows.sys_items.push({
      ...row(rows, 'sys_items', ID.countries),
      id: 90,
      f_item_name: 'old',
      f_table_name: 'SHOP_OLD',
    });
    rows.sys_fields.push({ ...row(rows, 'sys_fields', 2), id: 91, f_field_name: 'fax', f_db_field_name: 'FAX' });
    rows.sys_indices.push({
      ...row(rows, 'sys_indices', 1),
      id: 92,
      f_index_name: 'SHOP_OLD_INDEX',
      f_fields_list: '[[3, false]]',
    });
  };
  const leave = (tables: Tables) => {
    tables.set('shop_old', { name: 'shop_old', columns: new Map(), primaryKey: [], indexes: [], foreignKeys: [] });
    customers(tables).columns.set('fax', { name: 'fax', type: 'TEXT' });
    customers(tables).indexes.push({
      name: 'shop_old_index',
      unique: false,
      columns: [{ name: 'country', descending: false }],
    });
  };

  test('and did not', () => {
    expect(compare({ before: add, database: leave }).differences.toSorted()).toEqual([
      'failed column-left shop_customers.fax',
      'failed index-left shop_customers: shop_old_index',
      'failed table-left shop_old',
    ]);
  });

  test('and did', () => {
    expect(compare({ before: add })).toEqual({ differences: [], extra: [] });
  });

  test('of others is only extra', () => {
    const { differences, extra } = compare({ before: same, database: leave });
    expect(differences).toEqual([]);
    expect(extra.toSorted()).toEqual([
      'column shop_customers.fax',
      'index shop_old_index of shop_customers',
      'table shop_old',
    ]);
  });
});
