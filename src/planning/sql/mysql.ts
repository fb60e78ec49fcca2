/** MySQL and MariaDB. Nothing is rolled back here, and Jam.py 7 changes a column to the type that it has already. */
import { DATA_TYPE } from '../../metadata/enums.ts';
import type { Line } from '../../metadata/model.ts';
import {
  type Column,
  type ColumnChange,
  defaultClause,
  type LiveColumn,
  type SqlDialect,
  sized,
  typeWords,
} from './dialect.ts';

const WORDS: Readonly<Record<Line, (dataType: number) => string>> = {
  5: typeWords('VARCHAR INT DOUBLE DOUBLE DATE DATETIME INT LONGTEXT LONGTEXT LONGTEXT LONGTEXT'),
  7: typeWords('VARCHAR INT DOUBLE DOUBLE DATE DATETIME INT LONGTEXT TEXT VARCHAR(512) VARCHAR(256)'),
};

/** The declared type as Jam.py 7 reads it: upper case before a bracket with one number, else as it stands. */
function readDeclared(declared: string): LiveColumn {
  const match = /^([^(]*)\((\d+)\)/.exec(declared);
  if (!match) return { type: declared, size: 0 };
  const type = (match[1] as string).toUpperCase();
  return { type, size: ['VARCHAR', 'CHAR'].includes(type) ? Number(match[2]) : 0 };
}

function changeInFive(table: string, before: Column, after: Column): ColumnChange {
  if (before.name === after.name) return { drafts: [] };
  const type = `${WORDS[5](after.dataType)}${sized(before.size)}`;
  const sql = `ALTER TABLE "${table}" CHANGE  "${before.name}" "${after.name}" ${type}`;
  return { drafts: [{ sql, kind: 'rename-column', column: before.name }] };
}

function changeInSeven(table: string, before: Column, after: Column, live: () => LiveColumn | undefined): ColumnChange {
  const found = live();
  if (!found) return { refusal: `the column ${table}.${before.name}, which changes, is not in the database` };
  const { type, size } = readDeclared(found.type);
  const wide = size === 0 ? '' : `(${Math.max(size, after.size)})`;
  const sql = `ALTER TABLE "${table}" CHANGE  "${before.name}" "${after.name}" ${type}${wide}${defaultClause(7, after)}`;
  return { drafts: [{ sql, kind: 'change-column', column: before.name }] };
}

export const mysql: SqlDialect = {
  typeWord: (line, dataType) => WORDS[line](dataType),
  dropTable: (line, table) => [
    { sql: line === 7 ? `DROP TABLE IF EXISTS "${table}"` : `DROP TABLE "${table}"`, kind: 'drop-table' },
  ],
  dropColumn: (table, { name }) => [
    { sql: `ALTER TABLE "${table}" DROP "${name}"`, kind: 'drop-column', column: name },
  ],
  changeColumn: (line, table, before, after, live) =>
    line === 5 ? changeInFive(table, before, after) : changeInSeven(table, before, after, live),
  addColumn(line, table, column) {
    const type = `${WORDS[line](column.dataType)}${sized(column.size)}`;
    const sql = `ALTER TABLE "${table}" ADD "${column.name}" ${type}${defaultClause(line, column)}`;
    return [{ sql, kind: 'add-column', column: column.name }];
  },
  createTable(line, table, columns) {
    const lines = columns.map((column) => {
      const size = column.dataType === DATA_TYPE.TEXT ? sized(column.size) : '';
      const key = column.primary ? ' NOT NULL AUTO_INCREMENT' : '';
      return `"${column.name}" ${WORDS[line](column.dataType)}${size}${key}${defaultClause(line, column)}`;
    });
    const key = columns.findLast((column) => column.primary);
    if (key?.name) lines.push(`PRIMARY KEY("${key.name}")`);
    return [{ sql: `CREATE TABLE "${table}"\n(\n${lines.join(',\n')})\n`, kind: 'create-table' }];
  },
  dropIndex: (table, index) => [{ sql: `DROP INDEX "${index}" ON "${table}"`, kind: 'drop-index' }],
  createIndex: (_line, table, index, unique, columns) => [
    { sql: `CREATE ${unique ? 'UNIQUE' : ''} INDEX "${index}" ON "${table}" (${columns})`, kind: 'create-index' },
  ],
  dropForeignKey: (table, index) => [
    { sql: `ALTER TABLE "${table}" DROP FOREIGN KEY "${index}"`, kind: 'drop-foreign-key' },
  ],
  addForeignKey(table, index, column, references) {
    const target = `"${references.table}"("${references.column}")`;
    const sql = `ALTER TABLE "${table}" ADD CONSTRAINT "${index}" FOREIGN KEY ("${column}") REFERENCES ${target}`;
    return [{ sql, kind: 'add-foreign-key', column }];
  },
};
