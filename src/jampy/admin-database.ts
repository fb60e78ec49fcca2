/**
 * The project's admin.sqlite, read with node:sqlite and never written (docs/jampy.md, "admin.sqlite").
 * A project that was never started lacks tables and columns: what is there is read.
 */
import type { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../errors.ts';
import {
  type BuilderTable,
  type BuilderTables,
  int,
  type Line,
  type Row,
  text,
  type Value,
} from '../metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../metadata/structure.ts';

/** Rows of one table with lower-case column names, in id order, as SQLite has them. */
function readTable(db: DatabaseSync, table: string): { columns: string[]; rows: Row[] } | undefined {
  const found = db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND upper(name) = ?`)
    .get(table.toUpperCase());
  if (!found) return undefined;
  const columns = db
    .prepare(`SELECT name FROM pragma_table_info(?)`)
    .all(String(found.name))
    .map((row) => String(row.name));
  const rows = db.prepare(`SELECT * FROM "${String(found.name)}" ORDER BY 1`).all();
  return {
    columns: columns.map((name) => name.toLowerCase()),
    rows: rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), plain(value)])),
    ),
  };
}

function plain(value: unknown): Value {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value === 'bigint') return Number(value);
  return value as Value;
}

/** What SYS_USERS says, without a name or a password. */
export interface Users {
  /** Whether the default administrator admin/111 is still there. */
  defaultAdmin: boolean;
  /** How many users have each role, by its id. */
  roleUsers: ReadonlyMap<number, number>;
}

/** All that we read of admin.sqlite. */
export interface AdminContents extends Users {
  line: Line;
  tables: BuilderTables;
  /** The SYS_TASKS row. */
  task: Row;
  /** SYS_PARAMS with every column, kept counters and secret key included. */
  params: Row;
}

/** @param users rows of SYS_USERS that are not deleted */
export function usersOf(users: readonly Row[]): Users {
  const roleUsers = new Map<number, number>();
  for (const user of users) {
    const role = int(user, 'f_role');
    if (role !== undefined) roleUsers.set(role, (roleUsers.get(role) ?? 0) + 1);
  }
  const defaultAdmin = users.some((user) => text(user, 'f_login') === 'admin' && text(user, 'f_password') === '111');
  return { defaultAdmin, roleUsers };
}

/** v7 has F_COPY_OF; 6.x has field privileges without it. @throws Stop for 6.x */
function lineOf(itemColumns: readonly string[], hasFieldPrivileges: boolean): Line {
  if (itemColumns.includes('f_copy_of')) return 7;
  if (hasFieldPrivileges) {
    throw fail(
      'target-line-6',
      'The target is a Jam.py 6 project: this line is neither 5 nor 7, and nothing here was ever tried with it. Nothing was changed.',
    );
  }
  return 5;
}

/**
 * @param path admin.sqlite itself (opened read-only) or a consistent copy.
 * @param name the file that sentences name: the one that was copied.
 * @throws Stop `admin-unreadable` when it is not a project's admin.sqlite or may not be read.
 */
export async function readAdminDatabase(path: string, name = path): Promise<AdminContents> {
  const { DatabaseSync } = await import('node:sqlite');
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    return readContents(db);
  } catch (error) {
    if (error instanceof Error && error.name === 'Stop') throw error;
    throw fail('admin-unreadable', `${name} can not be read as a project's admin.sqlite: ${reasonOf(error)}.`, error);
  } finally {
    db?.close();
  }
}

function readContents(db: DatabaseSync): AdminContents {
  const items = readTable(db, 'sys_items');
  const task = readTable(db, 'sys_tasks')?.rows[0];
  const params = readTable(db, 'sys_params')?.rows[0];
  if (!items || !task || !params) throw new Error('SYS_ITEMS, SYS_TASKS or SYS_PARAMS is missing or empty');
  const line = lineOf(items.columns, readTable(db, 'sys_field_privileges') !== undefined);
  const tables: Partial<Record<BuilderTableName, BuilderTable>> = {};
  for (const { name, columns } of BUILDER_TABLES[line]) {
    const table = readTable(db, name);
    if (!table) continue;
    const known = columns.map((column) => column.name).filter((column) => table.columns.includes(column));
    // An import first deletes rows that are marked deleted, and an export leaves them out.
    const alive = table.rows.filter((row) => row.deleted !== 1);
    tables[name] = {
      columns: known,
      rows: alive.map((row) => Object.fromEntries(known.map((column) => [column, row[column] ?? null]))),
    };
  }
  const users = (readTable(db, 'sys_users')?.rows ?? []).filter((user) => user.deleted !== 1);
  return { line, tables, task, params, ...usersOf(users) };
}
