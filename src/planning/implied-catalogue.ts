/** The database that metadata imply, in the shape of a real one's catalogue: as imports alone would have made it. */
import { type Metadata, rowsOf, text } from '../metadata/model.ts';
import type { Catalogue, CatalogueColumn, CatalogueTable, Dialect } from './catalogue.ts';
import { keptName, type NeededColumn, type NeededTable, neededTables } from './schema.ts';

/** @param metadata with identifiers in the target's case, and with its generator names. */
export function impliedCatalogue(metadata: Metadata, dialect: Dialect): Catalogue {
  const needed = neededTables(metadata, dialect);
  const tables = new Map([...needed].map(([name, table]) => [name, tableOf(table, dialect)]));
  return {
    dialect,
    ignoresCase: dialect === 'sqlite',
    tables,
    otherNames: new Set(dialect === 'postgresql' ? sequences(metadata, tables) : []),
  };
}

function tableOf({ name, columns, primaryKey, indexes }: NeededTable, dialect: Dialect): CatalogueTable {
  const byName = new Map<string, CatalogueColumn>();
  // Two fields may share a column.
  for (const column of columns) if (!byName.has(column.name)) byName.set(column.name, columnOf(column, dialect));
  return {
    name,
    columns: byName,
    primaryKey: primaryKey === undefined ? [] : [primaryKey],
    indexes: indexes.filter((index) => index.kind === 'index'),
    foreignKeys: indexes
      .filter((index) => index.kind === 'foreign-key')
      .map((key) => ({
        name: key.name,
        columns: [key.column],
        references: { table: key.references.table, columns: [key.references.column] },
      })),
  };
}

/** Types as MariaDB declares them where they differ from Jam.py's word in more than their case. */
const DECLARED: Readonly<Record<string, string>> = { INT: 'int(11)' };

function columnOf({ name, type, size }: NeededColumn, dialect: Dialect): CatalogueColumn {
  if (dialect !== 'mysql') return { name, type, size };
  const bare = DECLARED[type] ?? type.toLowerCase();
  return { name, type, size, declared: size === undefined ? bare : `${bare}(${size})` };
}

/** Jam.py 5 makes them under names of its own. */
function sequences(metadata: Metadata, tables: ReadonlyMap<string, unknown>): string[] {
  return rowsOf(metadata, 'sys_items')
    .filter((item) => tables.has(keptName('postgresql', text(item, 'f_table_name'))))
    .map((item) => text(item, 'f_gen_name'))
    .filter(Boolean);
}
