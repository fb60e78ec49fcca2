/** Jam.py's own numbers, the same in both lines (docs/jampy.md, "Enumerations"). */

/** sys_items.type_id */
export const TYPE = {
  ROOT: 1,
  USERS: 2,
  ROLES: 3,
  TASKS: 4,
  TASK: 5,
  ITEMS: 6,
  JOURNALS: 7,
  TABLES: 8,
  REPORTS: 9,
  ITEM: 10,
  JOURNAL: 11,
  TABLE: 12,
  REPORT: 13,
  DETAIL: 14,
} as const;

/** sys_fields.f_data_type */
export const DATA_TYPE = {
  TEXT: 1,
  INTEGER: 2,
  FLOAT: 3,
  CURRENCY: 4,
  DATE: 5,
  DATETIME: 6,
  BOOLEAN: 7,
  LONGTEXT: 8,
  KEYS: 9,
  FILE: 10,
  IMAGE: 11,
} as const;

/** task.dat's db_type and SYS_TASKS.F_DB_TYPE */
export const DB_TYPE = {
  SQLITE: 1,
  FIREBIRD: 2,
  POSTGRESQL: 3,
  MYSQL: 4,
  ORACLE: 5,
  MSSQL: 6,
  DATABRICKS: 7,
  DUCKDB: 8,
  SQLCIPHER: 9,
  MSACCESS: 10,
} as const;

const DB_NAMES: Readonly<Record<number, string>> = {
  1: 'SQLite',
  2: 'Firebird',
  3: 'PostgreSQL',
  4: 'MySQL/MariaDB',
  5: 'Oracle',
  6: 'MSSQL',
  7: 'Databricks',
  8: 'DuckDB',
  9: 'SQLCipher',
  10: 'MS Access',
};

/** Name of a database type for people; unknown numbers are named as such. */
export function databaseName(dbType: number | null | undefined): string {
  if (dbType === null || dbType === undefined || dbType === 0) return 'no database';
  return DB_NAMES[dbType] ?? `unknown database type ${dbType}`;
}

/** PostgreSQL and MySQL keep names in lower case, every other database in upper case. */
export function keepsLowerCase(dbType: number): boolean {
  return dbType === DB_TYPE.POSTGRESQL || dbType === DB_TYPE.MYSQL;
}
