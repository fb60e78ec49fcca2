/** What a database really holds, in one shape for all dialects. Pure; `database/` reads it from a real one. */
import { DB_TYPE } from '../metadata/enums.ts';

/** Databases whose SQL and catalogue we know from running them. */
export type Dialect = 'sqlite' | 'postgresql' | 'mysql';

const DIALECTS: Readonly<Record<number, Dialect>> = {
  [DB_TYPE.SQLITE]: 'sqlite',
  [DB_TYPE.POSTGRESQL]: 'postgresql',
  [DB_TYPE.MYSQL]: 'mysql',
};

/** The dialect of a database type (DB_TYPE); undefined for the ones that were never run by us. */
export function dialectOf(dbType: number): Dialect | undefined {
  return DIALECTS[dbType];
}

export interface CatalogueColumn {
  name: string;
  /** Type word of the dialect in upper case, without size: INTEGER, CHARACTER VARYING, INT … */
  type: string;
  /** Characters, for text types that have a size. */
  size?: number;
  /** MySQL: the type as it is declared, e.g. `int(11) unsigned`. */
  declared?: string;
}

export interface CatalogueIndex {
  name: string;
  unique: boolean;
  /** In order; `descending` is undefined where the server does not keep it. Expressions have an empty name. */
  columns: readonly { name: string; descending?: boolean }[];
}

export interface CatalogueForeignKey {
  name: string;
  columns: readonly string[];
  references: { table: string; columns: readonly string[] };
}

export interface CatalogueTable {
  name: string;
  columns: ReadonlyMap<string, CatalogueColumn>;
  primaryKey: readonly string[];
  /** Without the primary key's own. */
  indexes: readonly CatalogueIndex[];
  foreignKeys: readonly CatalogueForeignKey[];
}

export interface Catalogue {
  dialect: Dialect;
  /** Table names are looked up as they are, except where the server ignores case. */
  ignoresCase: boolean;
  tables: ReadonlyMap<string, CatalogueTable>;
  /** PostgreSQL: other names that tables and indexes share a space with: sequences, views, indexes of keys. */
  otherNames?: ReadonlySet<string>;
}

/** A table by name, as the server would find it. */
export function findTable(catalogue: Catalogue, name: string): CatalogueTable | undefined {
  const exact = catalogue.tables.get(name);
  if (exact || !catalogue.ignoresCase) return exact;
  const wanted = name.toLowerCase();
  for (const table of catalogue.tables.values()) if (table.name.toLowerCase() === wanted) return table;
  return undefined;
}
