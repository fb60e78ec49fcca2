/** Jam.py projects: made by Jam.py's own script, finished through its Builder as the browser does, or in admin.sqlite. */

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { BUILDER_ITEMS, type Change, JamClient, type JamRecord, modified } from './builder.ts';
import { environmentFolder, pythonOf } from './python.ts';
import { run } from './run.ts';
import { serve } from './serve.ts';
import type { Database } from './servers.ts';
import { DB_TYPE_NUMBERS, lineOf, type Version } from './versions.ts';

/** `name` is the file of an SQLite database, relative to the project folder. */
export interface SqliteDatabase {
  type: 'sqlite';
  name: string;
}

export type ProjectDatabase = SqliteDatabase | Pick<Database, 'type' | 'name' | 'host' | 'port' | 'user' | 'password'>;

export interface Project {
  version: Version;
  line: 5 | 7;
  dir: string;
  /** The interpreter that has this project's Jam.py. */
  python: string;
  db: ProjectDatabase;
  taskName: string;
  caption: string;
}

export interface User {
  login: string;
  password: string;
  name?: string;
  /** Number of a role; 1 is Administrator. */
  role: number;
  /** May use the Builder. */
  admin?: boolean;
}

/** Settings that are written into admin.sqlite; the project must not be served meanwhile. */
export interface Settings {
  safeMode?: boolean;
  debugging?: boolean;
  /** Seconds. */
  importDelay?: number;
  /** Jam.py 5: the flag. Jam.py 7: the file builder.html that its server goes by. */
  production?: boolean;
  manualUpdate?: boolean;
  /** Replaces the users that are there (a fresh project has admin / 111). */
  users?: User[];
  /** Added to the roles that are there. */
  roles?: { id: number; name: string }[];
}

export interface NewProject extends Settings {
  version: Version;
  /** An empty or missing folder. */
  dir: string;
  db: ProjectDatabase;
  /** Default: `crm` and `Customers`. */
  taskName?: string;
  caption?: string;
  /** How the project is finished: as the Builder's wizard does (default), by writing admin.sqlite, or left unfinished. */
  finish?: 'builder' | 'files' | 'none';
}

/** Makes a new project that is ready to be served or imported into. */
export async function createProject(options: NewProject): Promise<Project> {
  const { version, dir, db, taskName = 'crm', caption = 'Customers', finish = 'builder' } = options;
  await mkdir(dir, { recursive: true });
  if ((await readdir(dir)).length > 0) throw new Error(`${dir} is not empty: a new project needs a folder of its own`);
  await run([pythonOf(version), join(environmentFolder(version), 'bin', 'jam-project.py')], { cwd: dir });
  const project: Project = { version, line: lineOf(version), dir, python: pythonOf(version), db, taskName, caption };
  if (finish === 'builder') await finishInBuilder(project);
  if (finish === 'files') finishInFiles(project);
  await configure(project, options);
  return project;
}

/** The row of SYS_TASKS that tells a project its database. Jam.py 5 on MariaDB refuses an empty encoding. */
function connection({ db, line, taskName, caption }: Project): JamRecord {
  const server =
    db.type === 'sqlite'
      ? { f_login: '', f_password: '', f_host: '', f_port: '', f_encoding: '' }
      : {
          f_login: db.user,
          f_password: db.password,
          f_host: db.host,
          f_port: String(db.port),
          f_encoding: db.type === 'mariadb' ? 'utf8mb4' : '',
        };
  const row = {
    f_name: caption,
    f_item_name: taskName,
    f_db_type: DB_TYPE_NUMBERS[db.type],
    f_alias: db.name,
    ...server,
    f_server: '',
    f_manual_update: false,
  };
  return line === 7 ? { ...row, f_python_library: 1, f_dsn: '' } : row;
}

/** What the browser's wizard does: language, name, connection, task. Item numbers and order as in the Builder's code. */
async function finishInBuilder(project: Project): Promise<void> {
  const { line, taskName, caption } = project;
  const served = await serve(project);
  try {
    const builder = new JamClient(served.url, line);
    if (line === 5) await builder.call('connect', 0, null);
    else await (await builder.fetch('/builder.html')).arrayBuffer();
    const language = 1;
    await builder.apply(BUILDER_ITEMS.sys_params, [
      await changed(builder, BUILDER_ITEMS.sys_params, { f_language: language }),
    ]);
    await builder.server('server_set_project_langage', [language]);
    const row = connection(project);
    const { f_db_type, f_alias, f_login, f_password, f_host, f_port, f_encoding, f_server } = row;
    const check = [f_db_type, f_alias, f_login, f_password, f_host, f_port, f_encoding, f_server];
    const problem = await builder.server(
      'server_check_connection',
      line === 7 ? [...check, row.f_python_library, row.f_dsn] : check,
    );
    if (problem) throw new Error(`Jam.py can not connect to the new project's database: ${String(problem)}`);
    await builder.server('server_set_task_name', [caption, taskName]);
    await builder.apply(BUILDER_ITEMS.sys_tasks, [await changed(builder, BUILDER_ITEMS.sys_tasks, row)]);
    await builder.server('server_create_task');
  } finally {
    await served.stop();
  }
}

/** The change of the only row of an item. */
async function changed(builder: JamClient, item: number, values: JamRecord): Promise<Change> {
  const [row] = await builder.open(item);
  return modified({ ...row, ...values });
}

/** The same result without a server: the rows that the wizard writes. */
function finishInFiles(project: Project): void {
  withAdmin(project.dir, (admin) => {
    const row = connection(project);
    admin.exec('UPDATE SYS_PARAMS SET F_LANGUAGE = 1');
    update(admin, 'SYS_TASKS', row);
    admin
      .prepare('UPDATE SYS_ITEMS SET F_NAME = ?, F_ITEM_NAME = ? WHERE TYPE_ID = 5')
      .run(project.caption, project.taskName);
    const fold = project.db.type === 'sqlite' ? 'upper' : 'lower';
    admin.exec(`UPDATE SYS_FIELDS SET F_DB_FIELD_NAME = ${fold}(F_DB_FIELD_NAME)`);
  });
}

/** Writes settings into admin.sqlite; nothing may serve the project meanwhile (a running one overwrites them). */
export async function configure(project: Pick<Project, 'dir' | 'line'>, settings: Settings): Promise<void> {
  withAdmin(project.dir, (admin) => {
    const values: JamRecord = {};
    if (settings.safeMode !== undefined) values.f_safe_mode = settings.safeMode;
    if (settings.debugging !== undefined) values.f_debugging = settings.debugging;
    if (settings.importDelay !== undefined) values.f_import_delay = settings.importDelay;
    if (settings.production !== undefined) values.f_production = project.line === 5 && settings.production;
    update(admin, 'SYS_PARAMS', values);
    if (settings.manualUpdate !== undefined) update(admin, 'SYS_TASKS', { f_manual_update: settings.manualUpdate });
    for (const { id, name } of settings.roles ?? []) {
      admin.prepare('INSERT INTO SYS_ROLES (ID, DELETED, F_NAME) VALUES (?, 0, ?)').run(id, name);
    }
    if (settings.users) admin.exec('DELETE FROM SYS_USERS');
    const insert =
      'INSERT INTO SYS_USERS (DELETED, F_NAME, F_LOGIN, F_PASSWORD, F_ROLE, F_ADMIN) VALUES (0, ?, ?, ?, ?, ?)';
    for (const { login, password, name, role, admin: builder } of settings.users ?? []) {
      admin.prepare(insert).run(name ?? login, login, password, role, builder ? 1 : 0);
    }
  });
  if (project.line === 7 && settings.production !== undefined) {
    const marker = join(project.dir, 'builder.html');
    if (settings.production) await writeFile(marker, 'Application Builder production mode');
    else await rm(marker, { force: true });
  }
}

/** Opens a project's admin.sqlite for `work`. */
export function withAdmin<T>(dir: string, work: (admin: DatabaseSync) => T): T {
  const admin = new DatabaseSync(join(dir, 'admin.sqlite'), { timeout: 10_000 });
  try {
    return work(admin);
  } finally {
    admin.close();
  }
}

function update(admin: DatabaseSync, table: string, values: JamRecord): void {
  const names = Object.keys(values);
  if (names.length === 0) return;
  const bound = Object.values(values).map(
    (value): SQLInputValue => (typeof value === 'boolean' ? Number(value) : value),
  );
  admin.prepare(`UPDATE ${table} SET ${names.map((name) => `${name.toUpperCase()} = ?`).join(', ')}`).run(...bound);
}
