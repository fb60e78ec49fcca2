/** What the tests of provisioning share: places for projects that are not there yet, and what is left of a run. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonOf } from '../lab/python.ts';
import { run } from '../lab/run.ts';
import { type ServiceCommands, serviceCommands } from '../lab/serve.ts';
import { createDatabase, type Servers } from '../lab/servers.ts';
import { type DatabaseType, lineOf, type Version } from '../lab/versions.ts';
import type { Inputs } from './target.ts';

export const BOSS = { login: 'boss', password: 'b0ss "pass" %' };

/** A folder, a name for a database and a service, of which nothing is there yet. */
export interface NewPlace {
  version: Version;
  dir: string;
  /** Folder around it. */
  base: string;
  /** Of database and login; '' on SQLite. */
  name: string;
  databaseUrl: string;
  adminUrl: string;
  service: ServiceCommands;
  /** Inputs of `promote` with `provision: if-missing`, but for the zip. */
  inputs: Inputs;
  /** What the server knows of it: `login`, `database`. */
  made(): Promise<string[]>;
  /** Asks the database server as its administrator. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** As before the first run. */
  clear(): Promise<void>;
  remove(): Promise<void>;
}

export async function newPlace(servers: Servers, version: Version, type: DatabaseType): Promise<NewPlace> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-new-')));
  const dir = join(base, 'app');
  const project = { version, line: lineOf(version), dir, python: pythonOf(version) };
  const service = await serviceCommands(project, join(base, 'service'));
  const name = type === 'sqlite' ? '' : `jp_${randomBytes(5).toString('hex')}`;
  // One that is made and dropped: its connection may ask and drop.
  const admin = type === 'sqlite' ? undefined : await createDatabase(servers, type);
  const adminUrl = type === 'sqlite' ? '' : servers[type];
  const databaseUrl = type === 'sqlite' ? 'sqlite:crm.sqlite' : urlOf(adminUrl, name);
  const made = async () => {
    if (!admin) return [];
    const [logins, databases] =
      type === 'postgres'
        ? [`SELECT 1 FROM pg_roles WHERE rolname = '${name}'`, `SELECT 1 FROM pg_database WHERE datname = '${name}'`]
        : [
            `SELECT 1 FROM mysql.user WHERE User = '${name}'`,
            `SELECT 1 FROM information_schema.schemata WHERE schema_name = '${name}'`,
          ];
    const has = async (sql: string) => (await admin.query(sql)).length > 0;
    return [...((await has(logins)) ? ['login'] : []), ...((await has(databases)) ? ['database'] : [])];
  };
  const drop = async () => {
    if (!admin) return;
    const force = type === 'postgres' ? ' WITH (FORCE)' : '';
    await admin.query(`DROP DATABASE IF EXISTS ${name}${force}`);
    if (type === 'postgres') await admin.query(`DROP ROLE IF EXISTS ${name}`);
    else
      for (const { user, host } of await admin.query(
        `SELECT User AS user, Host AS host FROM mysql.user WHERE User IN ('${name}', '${name}_weak')`,
      ))
        await admin.query(`DROP USER '${user}'@'${host}'`);
  };
  return {
    version,
    dir,
    base,
    name,
    databaseUrl,
    adminUrl,
    service,
    inputs: {
      command: 'promote',
      provision: 'if-missing',
      'project-dir': dir,
      python: project.python,
      url: service.url,
      'start-command': service.startCommand,
      'stop-command': service.stopCommand,
      'builder-login': BOSS.login,
      'builder-password': BOSS.password,
      'database-url': databaseUrl,
      ...(adminUrl ? { 'database-admin-url': adminUrl } : {}),
    },
    made,
    query: async (sql) => (await admin?.query(sql)) ?? [],
    clear: async () => {
      await drop();
      await rm(dir, { recursive: true, force: true });
      await rm(`${dir}.jampy-promote`, { recursive: true, force: true });
    },
    remove: async () => {
      await run(['sh', '-c', service.stopCommand]);
      await drop();
      await admin?.drop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** The application's login, whose password needs every encoding. */
function urlOf(adminUrl: string, name: string): string {
  const { protocol, host } = new URL(adminUrl);
  const password = encodeURIComponent(`p@s's"?${name}`).replaceAll("'", '%27');
  return `${protocol}//${name}:${password}@${host}/${name}`;
}
