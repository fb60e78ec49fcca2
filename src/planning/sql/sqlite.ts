/** SQLite: an import reaches it once, into a new project, so nothing is ever changed or dropped. */
import { type Column, defaultClause, type SqlDialect, typeWords } from './dialect.ts';

const WORDS = typeWords('TEXT INTEGER REAL REAL TEXT TEXT INTEGER TEXT TEXT TEXT TEXT');

export const sqlite: SqlDialect = {
  typeWord: (_line, dataType) => WORDS(dataType),
  dropTable: (line, table) => [
    { sql: line === 7 ? `DROP TABLE IF EXISTS "${table}"` : `DROP TABLE "${table}"`, kind: 'drop-table' },
  ],
  // Only tables of items that had no table name before come here, and those have no columns that are there.
  dropColumn: () => [],
  changeColumn: () => ({ drafts: [] }),
  addColumn: (line, table, column) => [
    {
      sql: `ALTER TABLE "${table}" ADD COLUMN "${column.name}" ${WORDS(column.dataType)}${defaultClause(line, column)}`,
      kind: 'add-column',
      column: column.name,
    },
  ],
  createTable(line, table, columns) {
    const text = (column: Column) =>
      `"${column.name}" ${WORDS(column.dataType)}${column.primary ? ' PRIMARY KEY' : ''}${defaultClause(line, column)}`;
    const lines = columns.map(text).join(',\n');
    const head = `CREATE TABLE "${table}"\n(\n`;
    // Jam.py 5 cuts the last two characters, whether they are a comma or the bracket that it has just opened.
    if (line === 5) return [{ sql: `${`${head}${lines}${lines && ',\n'}`.slice(0, -2)})\n`, kind: 'create-table' }];
    return [{ sql: `${head}${lines}\n)`, kind: 'create-table' }];
  },
  dropIndex: (_table, index) => [{ sql: `DROP INDEX "${index}"`, kind: 'drop-index' }],
  createIndex: (_line, table, index, unique, columns) => [
    { sql: `CREATE ${unique ? 'UNIQUE' : ''} INDEX "${index}" ON "${table}" (${columns})`, kind: 'create-index' },
  ],
  dropForeignKey: () => [],
  addForeignKey: () => [],
};
