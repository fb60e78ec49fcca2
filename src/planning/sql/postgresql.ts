/** PostgreSQL. Jam.py 5 keeps sequences of its own, 7 makes every key SERIAL. */
import { DATA_TYPE } from '../../metadata/enums.ts';
import type { Line } from '../../metadata/model.ts';
import {
  type Column,
  type ColumnChange,
  type Draft,
  defaultClause,
  defaultText,
  type LiveColumn,
  type SqlDialect,
  sized,
  typeWords,
} from './dialect.ts';

const WORDS: Readonly<Record<Line, (dataType: number) => string>> = {
  5: typeWords('VARCHAR INTEGER NUMERIC NUMERIC DATE TIMESTAMP INTEGER TEXT TEXT TEXT TEXT'),
  7: typeWords('TEXT INTEGER NUMERIC NUMERIC DATE TIMESTAMP INTEGER TEXT TEXT TEXT TEXT'),
};

/** Types that Jam.py 7 enlarges; data_type never names others so. */
const ENLARGED = ['CHARACTER VARYING', 'VARCHAR', 'CHARACTER', 'CHAR'];

function lineOf(line: Line, column: Column, generator: string): string {
  if (line === 7 && column.primary) return `"${column.name}" SERIAL PRIMARY KEY${defaultClause(line, column)}`;
  const size = line === 5 && column.dataType === DATA_TYPE.TEXT ? sized(column.size) : '';
  const key = column.primary ? ` PRIMARY KEY DEFAULT NEXTVAL('"${generator}"')` : '';
  return `"${column.name}" ${WORDS[line](column.dataType)}${size}${key}${defaultClause(line, column)}`;
}

function changeInFive(table: string, before: Column, after: Column): ColumnChange {
  if (WORDS[5](before.dataType) !== WORDS[5](after.dataType) || before.size !== after.size) {
    return {
      refusal: `Jam.py 5 can not change the type or the size of a column on PostgreSQL (${table}.${before.name})`,
    };
  }
  if (before.name === after.name) return { drafts: [] };
  return { drafts: [rename(table, before, after)] };
}

function rename(table: string, before: Column, after: Column): Draft {
  return {
    sql: `ALTER TABLE "${table}" RENAME COLUMN  "${before.name}" TO "${after.name}"`,
    kind: 'rename-column',
    column: before.name,
  };
}

function changeInSeven(table: string, before: Column, after: Column, live: () => LiveColumn | undefined): ColumnChange {
  const drafts: Draft[] = [];
  if (before.name !== after.name) drafts.push(rename(table, before, after));
  if (before.size !== after.size) {
    const column = live();
    if (!column) return { refusal: `the column ${table}.${before.name}, whose size changes, is not in the database` };
    if (ENLARGED.includes(column.type) && column.size < after.size) {
      const sql = `ALTER TABLE "${table}" ALTER COLUMN "${after.name}" TYPE ${column.type}(${after.size}) `;
      drafts.push({ sql, kind: 'resize-column', column: after.name });
    }
  }
  if (before.defaultValue !== after.defaultValue) {
    const text = defaultText(7, after);
    const end = text === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${text}`;
    const sql = `ALTER TABLE "${table}" ALTER "${after.name}" ${end}`;
    drafts.push({ sql, kind: 'default-column', column: after.name });
  }
  return { drafts };
}

export const postgresql: SqlDialect = {
  typeWord: (line, dataType) => WORDS[line](dataType),
  dropTable(line, table, generator, hasKey) {
    const drop: Draft = { sql: `DROP TABLE "${table}"`, kind: 'drop-table' };
    if (line === 7 && !(hasKey && generator)) return [drop];
    // Jam.py 5 names whatever it has, also Python's word for nothing.
    return [drop, { sql: `DROP SEQUENCE IF EXISTS "${hasKey ? generator : 'None'}"`, kind: 'drop-sequence' }];
  },
  dropColumn: (table, { name }) => [
    { sql: `ALTER TABLE "${table}" DROP COLUMN "${name}"`, kind: 'drop-column', column: name },
  ],
  changeColumn: (line, table, before, after, live) =>
    line === 5 ? changeInFive(table, before, after) : changeInSeven(table, before, after, live),
  addColumn(line, table, column) {
    const type = `${WORDS[line](column.dataType)}${line === 5 ? sized(column.size) : ''}`;
    const sql = `ALTER TABLE "${table}" ADD COLUMN "${column.name}" ${type}${defaultClause(line, column)}`;
    return [{ sql, kind: 'add-column', column: column.name }];
  },
  createTable(line, table, columns, generator) {
    const lines = columns.map((column) => lineOf(line, column, generator)).join(',\n');
    const create: Draft = { sql: `CREATE TABLE "${table}"\n(\n${lines})\n`, kind: 'create-table' };
    const key = columns.findLast((column) => column.primary);
    if (line === 7 || !key?.name) return [create];
    return [
      { sql: `CREATE SEQUENCE "${generator}"`, kind: 'create-sequence' },
      create,
      { sql: `ALTER SEQUENCE "${generator}" OWNED BY "${table}"."${key.name}"`, kind: 'own-sequence' },
    ];
  },
  dropIndex: (_table, index) => [{ sql: `DROP INDEX "${index}"`, kind: 'drop-index' }],
  createIndex(line, table, index, unique, columns) {
    const condition = line === 7 ? 'IF NOT EXISTS ' : '';
    const sql = `CREATE ${unique ? 'UNIQUE' : ''} INDEX ${condition}"${index}" ON "${table}" (${columns})`;
    return [{ sql, kind: 'create-index' }];
  },
  dropForeignKey: (table, index) => [
    { sql: `ALTER TABLE "${table}" DROP CONSTRAINT "${index}"`, kind: 'drop-foreign-key' },
  ],
  addForeignKey(table, index, column, references) {
    const target = `"${references.table}"("${references.column}") MATCH SIMPLE`;
    const sql = `ALTER TABLE "${table}" ADD CONSTRAINT "${index}" FOREIGN KEY ("${column}") REFERENCES ${target}`;
    return [{ sql, kind: 'add-foreign-key', column }];
  },
};
