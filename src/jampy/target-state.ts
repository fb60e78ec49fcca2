/** What a target is before we touch it, in one shape whether it was read from its folder or over its Builder's API. */
import { fail } from '../errors.ts';
import { TYPE } from '../metadata/enums.ts';
import {
  type BuilderTable,
  type BuilderTables,
  int,
  type Line,
  type Metadata,
  type Row,
  rowsOf,
  text,
  truthy,
  type Value,
} from '../metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../metadata/structure.ts';
import { type AdminContents, type Users, usersOf } from './admin-database.ts';
import { type ApiAnswer, BUILDER, describe, type JamClient, STATUS } from './client.ts';

/** Ids of the Builder's own items (docs/jampy.md, "HTTP API"). */
const SYS_TASKS = 10;
const SYS_USERS = 12;
const SYS_ROLES = 2;
/** Privileges as a detail of roles: the only way the Builder gives them. */
const DETAIL_IDS: Readonly<Record<Line, { privileges: number }>> = { 5: { privileges: 27 }, 7: { privileges: 30 } };

export interface Counters {
  /** +1 at every good import and code change. */
  build: number;
  /** +2 at every import, good or not. */
  params: number;
}

export interface TargetState extends Users {
  source: 'admin.sqlite' | 'builder-api';
  metadata: Metadata;
  /** The SYS_TASKS row: name and connection of the project, password included. */
  task: Row;
  /** SYS_TASKS.F_ITEM_NAME and the TASK row's name; an import changes the second only. */
  names: readonly string[];
  safeMode: boolean;
  manualUpdate: boolean;
  /** v7: the project's Builder is closed by a file of this name in its root. v5 closes nothing. */
  production: boolean;
  /** Seconds that Jam.py waits before a live import. */
  importDelay: number;
  maintenance: boolean;
  counters: Counters;
  /** Version of the installed Jam.py, undefined when nobody could be asked. */
  jamVersion: string | undefined;
}

/** Seconds; what no operator means is taken for a day. */
function importDelayOf(value: number | undefined): number {
  return value !== undefined && value > 0 ? Math.min(value, 86_400) : 0;
}

/** No item has a table name: nothing was ever developed or imported here. */
export function isEmpty(state: TargetState): boolean {
  return rowsOf(state.metadata, 'sys_items').every((item) => text(item, 'f_table_name') === '');
}

export function stateFromAdmin(
  admin: AdminContents,
  more: { production: boolean; jamVersion: string | undefined },
): TargetState {
  const { line, tables, task, params } = admin;
  return {
    source: 'admin.sqlite',
    metadata: { line, dbType: int(task, 'f_db_type') ?? 0, tables },
    task,
    names: namesOf(task, tables),
    safeMode: truthy(params, 'f_safe_mode'),
    manualUpdate: truthy(task, 'f_manual_update'),
    production: more.production,
    importDelay: importDelayOf(int(params, 'f_import_delay')),
    maintenance: truthy(params, 'f_maintenance'),
    counters: { build: int(params, 'f_build_version') ?? 0, params: int(params, 'f_params_version') ?? 0 },
    defaultAdmin: admin.defaultAdmin,
    roleUsers: admin.roleUsers,
    jamVersion: more.jamVersion,
  };
}

function namesOf(task: Row, tables: BuilderTables): string[] {
  const taskRow = rowsOf({ tables }, 'sys_items').find((row) => int(row, 'type_id') === TYPE.TASK);
  return [...new Set([text(task, 'f_item_name'), taskRow ? text(taskRow, 'f_item_name') : ''])].filter(Boolean);
}

/** Settings that `load` of task 0 gives. */
interface BuilderLoad {
  settings: Record<string, unknown>;
  /** Field names of every builder item, by its id. */
  fields: ReadonlyMap<number, readonly string[]>;
}

/** Counters now; the two calls before and after a live import. */
export async function readCounters(client: JamClient): Promise<Counters> {
  const { settings } = await loadBuilder(client);
  return { build: Number(settings.BUILD_VERSION ?? 0), params: Number(settings.PARAMS_VERSION ?? 0) };
}

async function loadBuilder(client: JamClient): Promise<BuilderLoad> {
  const answer = await client.call('load', BUILDER, 0, null);
  const data = Array.isArray(answer.data) ? (answer.data[0] as Record<string, unknown>) : undefined;
  if (
    answer.status !== STATUS.RESPONSE ||
    typeof data !== 'object' ||
    data === null ||
    typeof data.settings !== 'object'
  ) {
    throw fail(
      'builder-load',
      `The Builder at ${client.root.href} does not load: ${describe(answer)}. Nothing was changed.`,
    );
  }
  const fields = new Map<number, string[]>();
  collectFields(data.task, fields);
  return { settings: data.settings as Record<string, unknown>, fields };
}

/** The structure is a tree: `{id, fields: [[id, name, …], …], items: [[type, node], …]}`. */
function collectFields(node: unknown, fields: Map<number, string[]>, depth = 0): void {
  if (typeof node !== 'object' || node === null || depth > 12) return;
  const { id, fields: own, items } = node as { id?: unknown; fields?: unknown; items?: unknown };
  if (typeof id === 'number' && Array.isArray(own)) {
    const names = own.map((field) => (Array.isArray(field) ? String(field[1]) : ''));
    // A table stands in the tree twice, as itself and as a detail with another id.
    if (!fields.has(id)) fields.set(id, names);
  }
  if (!Array.isArray(items)) return;
  for (const child of items) if (Array.isArray(child)) collectFields(child[1], fields, depth + 1);
}

async function openRows(
  client: JamClient,
  load: BuilderLoad,
  itemId: number,
  name: string,
): Promise<{ columns: readonly string[]; rows: Row[] }> {
  const columns = load.fields.get(itemId);
  if (!columns)
    throw fail(
      'builder-structure',
      `The Builder at ${client.root.href} does not know its own table ${name}: is Jam.py 5 or 7 what answers there? Check url. Nothing was changed.`,
    );
  const rows = rowArrays(await client.open(BUILDER, itemId), client, name);
  return {
    columns,
    rows: rows.map((values) =>
      Object.fromEntries(columns.map((column, position) => [column, plain(values[position])])),
    ),
  };
}

function plain(value: unknown): Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function rowArrays(answer: ApiAnswer, client: JamClient, name: string): unknown[][] {
  const rows = Array.isArray(answer.data) ? answer.data[0] : undefined;
  if (answer.status !== STATUS.RESPONSE || !Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw fail(
      'builder-open',
      `The Builder at ${client.root.href} does not give its table ${name}: ${describe(answer)}. Nothing was changed.`,
    );
  }
  return rows as unknown[][];
}

/** The Builder gives privileges role by role only, one row for every item with pages; without an id: none is set. */
async function openPrivileges(
  client: JamClient,
  load: BuilderLoad,
  line: Line,
  roles: readonly Row[],
): Promise<{ columns: readonly string[]; rows: Row[] }> {
  const { privileges: itemId } = DETAIL_IDS[line];
  const columns = load.fields.get(itemId) ?? [];
  const rows: Row[] = [];
  for (const role of roles) {
    const master = { __master_id: SYS_ROLES, __master_rec_id: int(role, 'id') };
    const found = rowArrays(await client.open(BUILDER, itemId, { more: master }), client, 'sys_privileges');
    for (const values of found) {
      const row: Row = Object.fromEntries(columns.map((column, position) => [column, plain(values[position])]));
      if (int(row, 'id') !== undefined) rows.push(row);
    }
  }
  // The Builder fills owner_item with the group's caption of today, whatever is stored.
  return { columns: columns.filter((column) => column !== 'owner_item'), rows };
}

/** What the Builder's API never shows: privileges of items that are missing or have no pages of their own. */
export function hiddenFromApi(metadata: Metadata): (table: BuilderTableName, row: Row) => boolean {
  const shown = new Set(
    rowsOf(metadata, 'sys_items')
      .filter((item) => (int(item, 'type_id') ?? 0) >= TYPE.ITEM)
      .map((item) => int(item, 'id')),
  );
  return (table, row) => table === 'sys_privileges' && !shown.has(int(row, 'item_id'));
}

/** Builder tables over the API, in the shape of a zip's. */
export async function readTablesOverApi(client: JamClient, line: Line): Promise<BuilderTables> {
  const load = await loadBuilder(client);
  const tables: Partial<Record<BuilderTableName, BuilderTable>> = {};
  for (const { name, apiItemId, columns } of BUILDER_TABLES[line]) {
    const found =
      name === 'sys_privileges'
        ? await openPrivileges(client, load, line, tables.sys_roles?.rows ?? [])
        : await openRows(client, load, apiItemId, name);
    const known = columns.map((column) => column.name).filter((column) => found.columns.includes(column));
    tables[name] = { columns: known, rows: found.rows };
  }
  return tables;
}

/**
 * The whole state over the Builder's API; needs an open or logged-in Builder.
 * @param line of the server.
 */
export async function stateOverApi(client: JamClient, line: Line): Promise<TargetState> {
  const load = await loadBuilder(client);
  const tables = await readTablesOverApi(client, line);
  const task = (await openRows(client, load, SYS_TASKS, 'sys_tasks')).rows[0] ?? {};
  const users = (await openRows(client, load, SYS_USERS, 'sys_users')).rows;
  const info = await client.builder('server_get_task_info', []);
  const version = Array.isArray(info)
    ? String(info[2] ?? '')
        .split(' / ')[1]
        ?.trim()
    : undefined;
  return {
    source: 'builder-api',
    metadata: { line, dbType: int(task, 'f_db_type') ?? 0, tables },
    task,
    names: namesOf(task, tables),
    safeMode: Boolean(load.settings.SAFE_MODE),
    manualUpdate: truthy(task, 'f_manual_update'),
    // A v7 server in production mode answers no Builder call at all.
    production: false,
    importDelay: importDelayOf(Number(load.settings.IMPORT_DELAY)),
    maintenance: Boolean(load.settings.MAINTENANCE),
    counters: { build: Number(load.settings.BUILD_VERSION ?? 0), params: Number(load.settings.PARAMS_VERSION ?? 0) },
    ...usersOf(users),
    jamVersion: version || undefined,
  };
}
