/**
 * The matrix: every Jam.py release × database × import method promotes v1 into a new project and proves it `full`; on
 * PostgreSQL and MariaDB it goes on to v2 and v3, then answers `unchanged`. Also applications developed on SQLite and
 * promoted to PostgreSQL and MariaDB. All of it through dist/ as a process.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { DATABASE_TYPES, type DatabaseType, VERSIONS, type Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import { byFolder, byUrl, type Inputs, makeTarget, type Target } from './target.ts';

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

describe('matrix', { concurrent: true, timeout: 600_000 }, () => {
  test.each(REQUIRED.map((cell) => [nameOf(cell), cell] as const))('%s', async (name, cell) => {
    await withTarget(cell, (target) => walk(cell, target));
    finished.add(name);
  });
});

async function withTarget(cell: Cell, work: (target: Target) => Promise<void>): Promise<void> {
  // Live imports into several workers have tests of their own (ways.test.ts).
  const workers = cell.method === 'live' ? 1 : 2;
  const target = await makeTarget(servers, cell.version, cell.type, { workers });
  try {
    await target.start();
    await work(target);
  } finally {
    await target.remove();
  }
}

function inputsOf(cell: Cell, target: Target, zip: string): Inputs {
  if (cell.method === 'migration-folder') return byFolder(target, zip);
  // SQLite has no address but its file.
  return byUrl(
    target,
    zip,
    cell.type === 'sqlite' ? { 'database-url': `sqlite:${join(target.dir, 'crm.sqlite')}` } : {},
  );
}

/** Column names of a table, none when it is not there; asked without the code under test. */
async function columnsOf({ db: database, dir }: Target, table: string): Promise<string[]> {
  if (!database) {
    const db = new DatabaseSync(join(dir, 'crm.sqlite'), { readOnly: true });
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
  expect(await columnsOf(target, 'crm_customers')).toContain('fax');
  expect(await columnsOf(target, 'crm_reminders')).toContain('subject');
  if (cell.type === 'sqlite') {
    await same(cell, target, zips.v1);
    return;
  }
  await promoted(cell, target, zips.v2, '2.0.0');
  if (cell.from === 'sqlite') {
    await same(cell, target, zips.v2);
    return;
  }
  await promoted(cell, target, zips.v3, '3.0.0');
  expect(await columnsOf(target, 'crm_customers')).not.toContain('fax');
  expect(await columnsOf(target, 'crm_reminders')).toEqual([]);
  await same(cell, target, zips.v3);
}

async function promoted(cell: Cell, target: Target, zip: string, version: string): Promise<void> {
  const ran = await action.run(inputsOf(cell, target, zip));
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

async function same(cell: Cell, target: Target, zip: string): Promise<void> {
  const ran = await action.run(inputsOf(cell, target, zip));
  expect(ran.outputs, ran.stdout).toMatchObject({ result: 'unchanged', verified: 'full', changed: 'false' });
  expect(ran.code).toBe(0);
}
