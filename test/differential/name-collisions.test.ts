/** Two names that are one, or differ only in case: the rules stop exactly what a database does not make. */
import { describe, test } from 'vitest';
import type { Severity } from '../../src/finding.ts';
import { DATA_TYPE, DB_TYPE } from '../../src/metadata/enums.ts';
import type { MetadataPackage } from '../../src/metadata/model.ts';
import type { Catalogue, CatalogueTable } from '../../src/planning/catalogue.ts';
import { validateMetadata } from '../../src/validation/index.ts';
import { DB_TYPE_NUMBERS, lineOf } from '../lab/versions.ts';
import { Application, CATALOGS, type MutableRow, taskDat } from './application.ts';
import { Cell, type CellName } from './cell.ts';
import { CELLS } from './cells.ts';
import { cellText } from './run.ts';

const servers = { postgres: process.env.TEST_POSTGRES_URL ?? '', mariadb: process.env.TEST_MARIADB_URL ?? '' };

/** What only a whole zip has. */
const UNNAMED = {
  files: new Map(),
  appName: 'app',
  appCaption: 'App',
  appVersion: '',
  jamVersion: undefined,
  digest: '',
} as const;

/** Two tables, each with a column, an index and a foreign key to a third one. */
interface Parts {
  app: Application;
  left: MutableRow;
  right: MutableRow;
}

interface Collision {
  what: string;
  rule: 'table-name-twice' | 'column-name' | 'index-name-twice' | undefined;
  clash(parts: Parts): void;
  /** How many things have the name in any case; two are wanted, on SQLite without foreign keys, which it never gets. */
  made(tables: readonly CatalogueTable[]): number;
  foreignKeys?: number;
}

const called = (name: string) => (thing: { name: string }) => thing.name.toLowerCase() === name;
const indexesCalled = (name: string) => (tables: readonly CatalogueTable[]) =>
  tables.flatMap(({ indexes }) => indexes).filter(called(name)).length;
const keysCalled = (name: string) => (tables: readonly CatalogueTable[]) =>
  tables.flatMap(({ foreignKeys }) => foreignKeys).filter(called(name)).length;

const COLLISIONS: readonly Collision[] = [
  {
    what: 'two tables',
    rule: 'table-name-twice',
    clash: ({ right }) => Object.assign(right, { f_table_name: 'left_t' }),
    made: (tables) => tables.filter(called('left_t')).length,
  },
  {
    what: 'two tables, in another case',
    rule: 'table-name-twice',
    clash: ({ right }) => Object.assign(right, { f_table_name: 'Left_T' }),
    made: (tables) => tables.filter(called('left_t')).length,
  },
  {
    what: 'two columns, in another case',
    rule: 'column-name',
    clash: ({ app, left }) => app.addField(left, textField('Title')),
    made: (tables) => tables.flatMap(({ columns }) => [...columns.values()]).filter(called('title')).length,
  },
  ...[
    { how: '', name: 'one_i' },
    { how: ', in another case', name: 'One_I' },
  ].flatMap(({ how, name }): Collision[] => [
    {
      what: `indexes of two tables${how}`,
      rule: 'index-name-twice',
      clash: ({ app, left, right }) => [addIndex(app, left, 'one_i'), addIndex(app, right, name)],
      made: indexesCalled('one_i'),
    },
    {
      what: `indexes of one table${how}`,
      rule: 'index-name-twice',
      clash: ({ app, left }) => [addIndex(app, left, 'one_i'), addIndex(app, left, name)],
      made: indexesCalled('one_i'),
    },
  ]),
  ...[
    { how: '', name: 'one_k' },
    { how: ', in another case', name: 'One_K' },
  ].map(
    ({ how, name }): Collision => ({
      what: `foreign keys of two tables${how}`,
      rule: 'index-name-twice',
      clash: ({ app, left, right }) => [addForeignKey(app, left, 'one_k'), addForeignKey(app, right, name)],
      made: keysCalled('one_k'),
      foreignKeys: 2,
    }),
  ),
  {
    what: 'an index and a foreign key of two tables',
    rule: undefined,
    clash: ({ app, left, right }) => [addIndex(app, left, 'one_b'), addForeignKey(app, right, 'one_b')],
    made: (tables) => indexesCalled('one_b')(tables) + keysCalled('one_b')(tables),
    foreignKeys: 1,
  },
];

function textField(column: string): MutableRow {
  return { f_field_name: `f_${column}`, f_data_type: DATA_TYPE.TEXT, f_size: 20, f_db_field_name: column };
}

function addTable(app: Application, name: string): MutableRow {
  const item = app.addItem({ parent: CATALOGS, type_id: 10, f_item_name: name, f_table_name: `${name}_t` });
  const key = app.addField(item, {
    f_field_name: `${name}_id`,
    f_data_type: DATA_TYPE.INTEGER,
    f_db_field_name: `${name}_id`,
  });
  Object.assign(item, { f_primary_key: key.id, f_soft_delete: 0 });
  app.addField(item, textField(name === 'left' ? 'title' : `${name}_title`));
  return item;
}

function addIndex(app: Application, item: MutableRow, name: string): void {
  const field = app.columnsOf(item)[0];
  app.addIndex(item, { f_index_name: name, f_fields_list: JSON.stringify([[field?.id, false]]) });
}

function addForeignKey(app: Application, item: MutableRow, name: string): void {
  const third = app.tables().find((each) => each.f_item_name === 'third');
  const titles = app.fieldsOf(third ?? {}).at(-1);
  const field = app.addField(item, {
    f_data_type: DATA_TYPE.INTEGER,
    f_db_field_name: `third_${item.id}`,
    f_object: third?.id ?? null,
    f_object_field: titles?.id ?? null,
  });
  app.addIndex(item, { f_index_name: name, f_foreign_index: 1, f_foreign_field: field.id ?? null });
}

/** What the rule says of it, and what Jam.py makes of it. */
async function tryOn(cell: Cell, { version, type }: CellName, collision: Collision, zipType: number) {
  await cell.reset();
  const app = new Application(cell.base);
  const [left, right] = [addTable(app, 'left'), addTable(app, 'right')];
  addTable(app, 'third');
  collision.clash({ app, left, right });
  const metadata = app.metadata(zipType);
  const pack: MetadataPackage = { ...metadata, ...UNNAMED };
  const target = { dbType: DB_TYPE_NUMBERS[type], existingTables: new Set<string>() };
  const severities = validateMetadata(pack, target)
    .filter(({ rule }) => rule === collision.rule)
    .map(({ severity }): Severity => severity);
  await cell.import(taskDat(metadata));
  const catalogue: Catalogue = await cell.catalogue();
  const wanted = type === 'sqlite' ? 2 - (collision.foreignKeys ?? 0) : 2;
  const isMade = collision.made([...catalogue.tables.values()]) >= wanted;
  return { version: lineOf(version), severities, isMade };
}

describe.concurrent.each(CELLS.map((cell) => [cellText(cell), cell] as const))('%s', (_, name) => {
  test('every collision', { retry: 0 }, async ({ expect: expected }) => {
    const cell = await Cell.open(name, servers);
    try {
      const wrong: unknown[] = [];
      for (const zipType of [
        DB_TYPE_NUMBERS[name.type],
        name.type === 'sqlite' ? DB_TYPE.POSTGRESQL : DB_TYPE.SQLITE,
      ]) {
        for (const collision of COLLISIONS) {
          const tried = await tryOn(cell, name, collision, zipType);
          const isStopped = tried.severities.includes('error');
          if (isStopped === tried.isMade) wrong.push({ what: collision.what, zipType, ...tried });
        }
      }
      expected(wrong).toEqual([]);
    } finally {
      await cell.close();
    }
  });
});
