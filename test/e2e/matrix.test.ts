/**
 * The matrix: every Jam.py release × database × import method promotes v1 into a new project and proves it `full`; on
 * PostgreSQL and MariaDB it goes on to v2 and v3, then answers `unchanged`. Also applications developed on SQLite and
 * promoted to PostgreSQL and MariaDB. All of it through dist/ as a process.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { createProject, type Project } from '../lab/project.ts';
import { run } from '../lab/run.ts';
import { type ServiceCommands, serviceCommands } from '../lab/serve.ts';
import { createDatabase, type Database, findServers, type Servers } from '../lab/servers.ts';
import { DATABASE_TYPES, type DatabaseType, VERSIONS, type Version } from '../lab/versions.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';

const METHODS = ['migration-folder', 'live'] as const;

interface Cell {
  version: Version;
  /** Database of the target. */
  type: DatabaseType;
  /** Database that the application was developed on. */
  from: DatabaseType;
  method: (typeof METHODS)[number];
}

const OWN: Cell[] = VERSIONS.flatMap((version) =>
  DATABASE_TYPES.flatMap((type) => METHODS.map((method) => ({ version, type, from: type, method }))),
);
const CROSSING: Cell[] = VERSIONS.flatMap((version) =>
  (['postgres', 'mariadb'] as const).flatMap((type) =>
    METHODS.map((method): Cell => ({ version, type, from: 'sqlite', method })),
  ),
);
/** The crossings by the live method are left to the full run: they differ from the others in nothing but the way in. */
const REQUIRED = process.env.JAMPY_TEST_FULL
  ? [...OWN, ...CROSSING]
  : [...OWN, ...CROSSING.filter((cell) => cell.method === 'migration-folder')];
const LEFT = [...OWN, ...CROSSING].filter((cell) => !REQUIRED.includes(cell));
const nameOf = (cell: Cell) =>
  `${cell.version} / ${cell.from === cell.type ? cell.type : `${cell.from} to ${cell.type}`} / ${cell.method}`;

let servers: Servers;
let action: Installed;
const finished = new Set<string>();

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});

afterAll(async () => {
  await action?.remove();
  await servers?.stop();
  console.log(`matrix: ${finished.size} cells run / ${REQUIRED.length} cells required`);
  if (LEFT.length > 0) console.log(`left to the full run: ${LEFT.map(nameOf).join('; ')}`);
  expect([...finished].sort()).toEqual(REQUIRED.map(nameOf).sort());
});

describe('matrix', { concurrent: true, timeout: 180_000 }, () => {
  test.each(REQUIRED.map((cell) => [nameOf(cell), cell] as const))('%s', async (name, cell) => {
    await withTarget(cell, (target) => walk(cell, target));
    finished.add(name);
  });
});

interface Target {
  project: Project;
  service: ServiceCommands;
  /** Column names of a table, none when it is not there; asked without the code under test. */
  columns(table: string): Promise<string[]>;
  promote(zip: string): Promise<ActionRun>;
}

async function withTarget(cell: Cell, work: (target: Target) => Promise<void>): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'jampy-matrix-'));
  const database = cell.type === 'sqlite' ? undefined : await createDatabase(servers, cell.type);
  let service: ServiceCommands | undefined;
  try {
    const db = database ?? { type: 'sqlite' as const, name: 'application.sqlite' };
    const project = await createProject({ version: cell.version, dir: join(base, 'app'), db });
    // Two workers, one where a live import into v7 would break the others if anybody used them meanwhile.
    service = await serviceCommands(project, join(base, 'service'), {
      workers: cell.method === 'live' && project.line === 7 ? 1 : 2,
    });
    await run(['sh', '-c', service.startCommand]);
    const inputs = inputsOf(cell, project, service, base);
    await work({
      project,
      service,
      columns: (table) => columnsOf(project, database, table),
      promote: (zip) => action.run({ ...inputs, 'metadata-file': zip }),
    });
  } finally {
    if (service) await run(['sh', '-c', service.stopCommand]);
    await database?.drop();
    await rm(base, { recursive: true, force: true });
  }
}

function inputsOf(cell: Cell, project: Project, service: ServiceCommands, base: string): Record<string, string> {
  const common = { command: 'promote', url: service.url, 'backup-dir': join(base, 'backup') };
  if (cell.method === 'live') {
    // SQLite has no address but its file.
    return cell.type === 'sqlite'
      ? { ...common, 'database-url': `sqlite:${join(project.dir, 'application.sqlite')}` }
      : common;
  }
  return {
    ...common,
    'project-dir': project.dir,
    python: project.python,
    'stop-command': service.stopCommand,
    'start-command': service.startCommand,
  };
}

async function columnsOf(project: Project, database: Database | undefined, table: string): Promise<string[]> {
  if (!database) {
    const db = new DatabaseSync(join(project.dir, 'application.sqlite'), { readOnly: true });
    try {
      return db
        .prepare('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map((row) => String(row.name).toLowerCase());
    } finally {
      db.close();
    }
  }
  const schema = database.type === 'postgres' ? 'current_schema()' : 'DATABASE()';
  const rows = await database.query(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = ${schema} AND table_name = '${table}'`,
  );
  return rows.map((row) => String(row.name).toLowerCase());
}

async function walk(cell: Cell, target: Target): Promise<void> {
  const zips = await exportsOf(cell.version, cell.from, servers);
  await promoted(cell, target, zips.v1, '1.0.0');
  expect(await target.columns('crm_customers')).toContain('fax');
  expect(await target.columns('crm_reminders')).toContain('subject');
  if (cell.type === 'sqlite') {
    await same(target, zips.v1);
    return;
  }
  await promoted(cell, target, zips.v2, '2.0.0');
  if (cell.from === 'sqlite') {
    await same(target, zips.v2);
    return;
  }
  await promoted(cell, target, zips.v3, '3.0.0');
  expect(await target.columns('crm_customers')).not.toContain('fax');
  expect(await target.columns('crm_reminders')).toEqual([]);
  await same(target, zips.v3);
}

async function promoted(cell: Cell, target: Target, zip: string, version: string): Promise<void> {
  const ran = await target.promote(zip);
  expect(ran.outputs, ran.stdout).toMatchObject({
    result: 'imported',
    verified: 'full',
    changed: 'true',
    'error-count': '0',
    'failed-statement-count': '0',
    'app-version': version,
    'jam-version': cell.version,
    'jam-line': String(target.project.line),
    'target-jam-version': cell.version,
    url: target.service.url,
  });
  expect(ran.code, ran.stdout).toBe(0);
  expect(existsSync(join(ran.outputs['backup-dir'] as string, 'README.txt'))).toBe(true);
  expect(ran.summary).toContain('is in production');
}

async function same(target: Target, zip: string): Promise<void> {
  const ran = await target.promote(zip);
  expect(ran.outputs, ran.stdout).toMatchObject({ result: 'unchanged', verified: 'full', changed: 'false' });
  expect(ran.code).toBe(0);
}
