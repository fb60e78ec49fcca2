/** The dialects whose SQL is known, one file each. */
import { DB_TYPE } from '../../metadata/enums.ts';
import type { Dialect } from '../catalogue.ts';
import type { SqlDialect } from './dialect.ts';
import { mysql } from './mysql.ts';
import { postgresql } from './postgresql.ts';
import { sqlite } from './sqlite.ts';

export const SQL: Readonly<Record<Dialect, SqlDialect>> = { sqlite, postgresql, mysql };

export const DIALECT_TYPES: Readonly<Record<Dialect, number>> = {
  sqlite: DB_TYPE.SQLITE,
  postgresql: DB_TYPE.POSTGRESQL,
  mysql: DB_TYPE.MYSQL,
};
