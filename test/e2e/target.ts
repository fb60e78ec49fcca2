/** Targets for the tests of the built action: a project with its database and service, all of its own. */

import { createHash } from 'node:crypto';
import { copyFile, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { JamClient, type JamValue } from '../lab/builder.ts';
import { createProject, type Project, type Settings, withAdmin } from '../lab/project.ts';
import { type Ran, run } from '../lab/run.ts';
import { bareImport, loadOnce, type ServeOptions, type ServiceCommands, serviceCommands } from '../lab/serve.ts';
import { createDatabase, type Database, type Servers } from '../lab/servers.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import type { ActionOptions, ActionRun, Installed } from './action.ts';

export interface Target {
  project: Project;
  dir: string;
  /** Undefined on SQLite. */
  db: Database | undefined;
  service: ServiceCommands;
  /** A folder of this target's own, outside of the project. */
  base: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops the service, drops the database, removes the folders. */
  remove(): Promise<void>;
}

export type Inputs = Record<string, string>;

/** A new, empty project of the lab's application; nothing runs yet. */
export async function makeTarget(
  servers: Servers,
  version: Version,
  type: DatabaseType,
  options: ServeOptions & Settings = {},
): Promise<Target> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-e2e-')));
  const db = type === 'sqlite' ? undefined : await createDatabase(servers, type);
  const dir = join(base, 'app');
  const at = db ?? ({ type: 'sqlite', name: 'crm.sqlite' } as const);
  const project = await createProject({ ...options, version, dir, db: at, finish: 'files' });
  if ((options.workers ?? 1) > 1) await loadOnce(project);
  const service = await serviceCommands(project, join(base, 'service'), options);
  const shell = async (line: string) => void (await run(['sh', '-c', line]));
  const stop = () => shell(service.stopCommand);
  return {
    project,
    dir,
    db,
    service,
    base,
    start: () => shell(service.startCommand),
    stop,
    remove: async () => {
      await stop();
      await db?.drop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** Version 3 of the lab's application drops a table and a column; consent has tests of its own (plan.test.ts). */
export const CONSENT: Inputs = { 'allow-destructive': 'all' };

/** Inputs of a promotion by the migration folder with `python`. */
export function byFolder(target: Target, zip: string, more: Inputs = {}): Inputs {
  return {
    command: 'promote',
    'metadata-file': zip,
    'project-dir': target.dir,
    python: target.project.python,
    url: target.service.url,
    'stop-command': target.service.stopCommand,
    'start-command': target.service.startCommand,
    ...CONSENT,
    ...more,
  };
}

/** Inputs of a live promotion; backups and the lock stay in the target's own place. */
export function byUrl(target: Target, zip: string, more: Inputs = {}): Inputs {
  return {
    command: 'promote',
    'metadata-file': zip,
    url: target.service.url,
    'backup-dir': join(target.base, 'backup'),
    ...CONSENT,
    ...more,
  };
}

/** One run in few words, with its log where a test fails. */
export interface Ended {
  code: number | null;
  result: string | undefined;
  verified: string | undefined;
  reason: string;
  outputs: Record<string, string>;
  log: string;
}

export async function promote(action: Installed, inputs: Inputs, options: ActionOptions = {}): Promise<Ended> {
  return ended(await action.run(inputs, options));
}

export function ended({ code, outputs, stdout, stderr }: ActionRun): Ended {
  const { result, verified, reason = '' } = outputs;
  return { code, result, verified, reason, outputs, log: stdout + stderr };
}

/** What `expect` compares: exit code, result and, where it says why, its sentence. */
export function summary({ code, result, reason }: Ended): [number | null, string | undefined, string] {
  return [code, result, reason];
}

/** Jam.py alone: the zip into migration/, one process; its exit code, and what its log says. */
export async function jamAlone(target: Target, zips: readonly string[]): Promise<Ran & { logs: string[] }> {
  await putIntoMigration(target, zips);
  const ran = await bareImport(target.project);
  return { ...ran, logs: await importLogs(target.dir) };
}

export async function putIntoMigration(target: Target, zips: readonly string[]): Promise<void> {
  const folder = join(target.dir, 'migration');
  await mkdir(folder, { recursive: true });
  for (const [index, zip] of zips.entries()) await copyFile(zip, join(folder, `alone-${index}.zip`));
}

/** First lines of the import logs, oldest first. */
export async function importLogs(dir: string): Promise<string[]> {
  const folder = join(dir, 'logs');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('import_')).sort();
  return await Promise.all(
    names.map(async (name) => (await readFile(join(folder, name), 'utf8')).split('\n')[0] as string),
  );
}

export const IMPORTED = 'THE METADATA HAVE BEEN SUCCESSFULLY IMPORTED';
export const NOT_IMPORTED = 'THE METADATA HAVE NOT BEEN IMPORTED';

/** Jam.py alone over HTTP, as its Builder's Import button does: `[success, error, log]`. */
export async function jamAloneLive(target: Target, zip: string): Promise<[boolean, string | null, string]> {
  const client = new JamClient(target.service.url, target.project.line);
  await new JamClient(target.service.url, target.project.line, 1).call('load', 0, null);
  await client.call('load', 0, null);
  const form = new FormData();
  form.append('file', new Blob([await readFile(zip)]), 'alone.zip');
  const fields = { file_name: 'alone.zip', path: 'static/internal', task_id: '0', item_id: '-1', field_id: '-1' };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const response = await client.fetch('/upload', { method: 'POST', body: form });
  if (response.status !== 200) throw new Error(`upload: HTTP ${response.status}`);
  return (await client.server('server_import_task', ['static/internal/alone.zip', true])) as [
    boolean,
    string | null,
    string,
  ];
}

type Table = { fields: string[]; records: JamValue[][] };

/** Writes a copy of a metadata zip with other builder rows and entries. */
export async function changedZip(
  from: string,
  to: string,
  change: {
    /** `sys_items.f_server_module of customers`: gets the value, gives the new one. */
    item?: { name: string; column: string; to: (value: string) => string };
    parameters?: Record<string, JamValue>;
    files?: Record<string, string>;
  },
): Promise<string> {
  const zip = new AdmZip(from);
  const data = JSON.parse(zip.readAsText('task.dat')) as Record<string, Table>;
  const write = (
    table: string,
    where: [string, JamValue] | undefined,
    column: string,
    to: (old: string) => JamValue,
  ) => {
    const { fields, records } = data[table] as Table;
    const rows = where ? records.filter((record) => record[fields.indexOf(where[0])] === where[1]) : records;
    if (rows.length === 0 || !fields.includes(column)) throw new Error(`the zip has no ${table}.${column}`);
    for (const row of rows) row[fields.indexOf(column)] = to(String(row[fields.indexOf(column)] ?? ''));
  };
  if (change.item) write('sys_items', ['f_item_name', change.item.name], change.item.column, change.item.to);
  for (const [name, value] of Object.entries(change.parameters ?? {}))
    write('sys_params', undefined, name, () => value);
  zip.updateFile('task.dat', Buffer.from(JSON.stringify(data)));
  for (const [name, text] of Object.entries(change.files ?? {})) {
    if (zip.getEntry(name)) zip.updateFile(name, Buffer.from(text));
    else zip.addFile(name, Buffer.from(text));
  }
  await writeFile(to, zip.toBuffer());
  return to;
}

/** Names, kinds, modes, bytes and (unless `times` is false) modification times of everything in a folder. */
export async function folderHash(dir: string, times = true): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(dir, { recursive: true })).sort();
  for (const name of ['.', ...names]) {
    const path = join(dir, name);
    const stat = await lstat(path, { bigint: true });
    hash.update(`${name}\0${stat.mode}\0${stat.uid}\0${times ? stat.mtimeNs : ''}\0`);
    if (stat.isFile()) hash.update(await readFile(path));
  }
  return hash.digest('hex');
}

/** One value of the project's settings. */
export function parameter(dir: string, column: string): unknown {
  return withAdmin(dir, (admin) => admin.prepare(`SELECT ${column} AS value FROM SYS_PARAMS`).get()?.value);
}
