/** An SQLite project becomes a production project by copying its folder: closed, whole, and while somebody works in it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { JamClient } from '../lab/builder.ts';
import { exportsOf } from '../lab/exports.ts';
import { configure, withAdmin } from '../lab/project.ts';
import { tryRun } from '../lab/run.ts';
import { bareImport } from '../lab/serve.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { lineOf, VERSIONS, type Version } from '../lab/versions.ts';
import { type Installed, installAction, killedAt } from './action.ts';
import { BOSS, type NewPlace, newPlace } from './new-project.ts';
import { ended, folderHash, type Inputs, makeTarget, promote, summary, type Target } from './target.ts';

const CELLS: readonly Version[] = process.env.JAMPY_TEST_FULL ? VERSIONS : ['5.4.136', '7.0.120'];

let servers: Servers;
let action: Installed;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(async () => {
  await action?.remove();
  await servers?.stop();
  const left = VERSIONS.filter((version) => !CELLS.includes(version));
  if (left.length > 0) console.log(`left to the full run: copy-project ${left.join('; ')}`);
});

interface Copying {
  source: Target;
  target: NewPlace;
  v1: string;
  v2: string;
  inputs: Inputs;
}

/** Rows that take a moment to copy. */
function fill(dir: string): void {
  const database = new DatabaseSync(join(dir, 'crm.sqlite'));
  database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO CRM_COUNTRIES (NAME) SELECT printf('%0900d', i) FROM n`);
  database.exec('INSERT INTO CRM_CUSTOMERS (NAME) SELECT NAME FROM CRM_COUNTRIES');
  database.close();
}

/** A developer's project with the application, and what only belongs to that place. */
async function setUp(version: Version): Promise<Copying> {
  const source = await makeTarget(servers, version, 'sqlite');
  ends.push(() => source.remove());
  const target = await newPlace(servers, version, 'sqlite');
  ends.push(() => target.remove());
  const { v1, v2 } = await exportsOf(version, 'sqlite');
  await mkdir(join(source.dir, 'migration'), { recursive: true });
  await copyFile(v1, join(source.dir, 'migration', 'v1.zip'));
  await bareImport(source.project);
  for (const path of [
    '.git/config',
    '.env',
    'venv/pyvenv.cfg',
    'venv/lib/x.py',
    'locks/l',
    'static/internal/secret.zip',
  ])
    await put(source.dir, path);
  for (const path of ['static/files/photo.png', 'utils/__pycache__/x.pyc', 'utils/own.py']) await put(source.dir, path);
  await put(source.dir, 'migration/waiting.zip');
  await symlink(source.dir, join(source.dir, 'static', 'circle'));
  const { 'database-url': _, provision: __, ...rest } = target.inputs;
  const inputs = { ...rest, method: 'copy-project', 'copy-from': source.dir, 'metadata-file': v1 };
  return { source, target, v1, v2, inputs };
}

async function put(dir: string, path: string): Promise<void> {
  await mkdir(join(dir, path, '..'), { recursive: true });
  await writeFile(join(dir, path), path);
}

/** Another process that adds a row to two tables at once, again and again; each in one transaction. */
function startWriter(path: string): { child: ChildProcess; stop(): Promise<void> } {
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1], { timeout: 60000 });
    const timer = setInterval(() => {
      database.exec('BEGIN IMMEDIATE; INSERT INTO CRM_COUNTRIES (NAME) VALUES (1);');
      database.exec('INSERT INTO CRM_CUSTOMERS (NAME) VALUES (1); COMMIT');
    }, 1);
    process.on('SIGTERM', () => { clearInterval(timer); database.close(); process.exit(0); });`;
  const child = spawn(process.execPath, ['-e', program, path], { stdio: 'ignore' });
  return {
    child,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    },
  };
}

function rowsOf(dir: string): { countries: number; customers: number } {
  const database = new DatabaseSync(join(dir, 'crm.sqlite'), { readOnly: true, timeout: 60_000 });
  const count = (table: string) => Number(database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.n);
  const counted = { countries: count('CRM_COUNTRIES'), customers: count('CRM_CUSTOMERS') };
  database.close();
  return counted;
}

const secretKey = (dir: string) =>
  withAdmin(dir, (admin) => admin.prepare('SELECT F_SECRET_KEY AS k FROM SYS_PARAMS').get()?.k);
const logins = (dir: string) =>
  withAdmin(dir, (admin) =>
    admin
      .prepare('SELECT F_LOGIN AS l FROM SYS_USERS')
      .all()
      .map(({ l }) => l),
  );

describe.each(CELLS)('Jam.py %s', (version) => {
  test.each(['delete', 'wal'])(
    'a copy while a writer writes (journal: %s) is consistent, closed and proven',
    async (mode) => {
      const { source, target, v2, inputs } = await setUp(version);
      fill(source.dir);
      const path = join(source.dir, 'crm.sqlite');
      const setting = new DatabaseSync(path);
      setting.exec(`PRAGMA journal_mode = ${mode}`);
      setting.close();
      const before = rowsOf(source.dir);
      const writer = startWriter(path);
      ends.push(writer.stop);
      await expect.poll(() => rowsOf(source.dir).customers, { timeout: 30_000 }).toBeGreaterThan(before.customers);
      const first = await promote(action, inputs);
      expect(writer.child.exitCode).toBe(null);
      await writer.stop();
      expect([...summary(first), first.verified], first.log).toEqual([0, 'imported', '', 'full']);
      expect(first.outputs.changed).toBe('true');
      const [there, here] = [rowsOf(source.dir), rowsOf(target.dir)];
      expect(here.countries).toBe(here.customers);
      expect(here.customers).toBeGreaterThan(before.customers);
      expect(there.customers).toBeGreaterThan(here.customers);
      expect(first.log).toContain(`CRM_CUSTOMERS ${here.customers}`);

      const names = await readdir(target.dir, { recursive: true });
      expect(names).toEqual(expect.arrayContaining(['wsgi.py', 'server.py', 'static/files/photo.png', 'utils/own.py']));
      const left =
        /^(\.git|\.env|\.jampy-provision|venv|locks\/l|migration\/)|^static\/(internal\/secret|circle)|x\.pyc$/;
      expect(names.filter((name) => left.test(name))).toEqual([]);
      expect((await stat(join(target.dir, 'admin.sqlite'))).mode & 0o777).toBe(0o600);
      expect(secretKey(target.dir)).toMatch(/^[A-Za-z0-9+/]{27}=$/);
      expect(secretKey(target.dir)).not.toBe(secretKey(source.dir));
      expect(logins(target.dir)).toEqual([BOSS.login]);
      const client = new JamClient(target.service.url, lineOf(version), 1);
      await expect(client.items()).rejects.toThrow();
      expect(await client.login(BOSS.login, BOSS.password)).toBe(true);
      expect((await client.items()).some(({ name }) => name === 'customers')).toBe(true);

      const again = await promote(action, inputs);
      expect([...summary(again), again.verified], again.log).toEqual([0, 'unchanged', '', 'full']);
      const other = await promote(action, { ...inputs, 'metadata-file': v2 });
      expect(summary(other), other.log).toEqual([3, 'refused', expect.stringContaining('makes new ones only')]);
    },
  );
});

test('provision needs no zip, and keeps the users where that is wanted', async () => {
  const { source, target, inputs } = await setUp('7.0.120');
  await configure(source.project, { users: [{ login: 'ann', password: 'p', role: 1 }] });
  const { 'metadata-file': _, 'builder-login': __, 'builder-password': ___, ...rest } = inputs;
  const alone = { ...rest, command: 'provision', 'project-name': 'crm', 'keep-users': 'true' };
  const first = ended(await action.run(alone));
  expect([...summary(first), first.verified], first.log).toEqual([0, 'provisioned', '', 'partial']);
  expect(logins(target.dir)).toEqual(['ann']);
  expect(existsSync(join(target.dir, 'builder.html'))).toBe(true);
  const again = ended(await action.run(alone));
  expect(summary(again), again.log).toEqual([3, 'refused', expect.stringContaining('holds the project crm already')]);
});

test('killed while it copies and run again, it ends well, with nothing left', async () => {
  const { source, target, inputs } = await setUp('7.0.120');
  fill(source.dir);
  const killed = await action.run(inputs, killedAt('Copy the project'));
  expect(killed.code).toBe(null);
  expect(existsSync(join(target.dir, 'wsgi.py'))).toBe(false);
  const next = await promote(action, inputs);
  expect([...summary(next), next.verified], next.log).toEqual([0, 'imported', '', 'full']);
  expect((await readdir(target.dir)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test.each<[string, (copying: Copying) => Inputs | Promise<Inputs>, number, RegExp]>([
  ['no copy-from', () => ({ 'copy-from': '' }), 2, /copy-from is missing/],
  ['no such folder', ({ source }) => ({ 'copy-from': join(source.base, 'none') }), 3, /is no folder/],
  ['no project in it', ({ source }) => ({ 'copy-from': source.base }), 3, /holds no Jam\.py project/],
  ['a place within', ({ source }) => ({ 'project-dir': join(source.dir, 'copy') }), 3, /lie in one another/],
  ['another zip than the project', ({ v2 }) => ({ 'metadata-file': v2 }), 3, /is not what the zip says/],
  ['users that everybody knows', () => ({ 'keep-users': 'true' }), 3, /admin with the password 111/],
  ['another database', () => ({ 'database-url': 'sqlite:other.sqlite' }), 3, /leave it out with method: copy-project/],
  ['without the method', () => ({ method: '', provision: 'if-missing' }), 2, /copy-from is of use only with method/],
  [
    'a folder that is not empty',
    async ({ target }) => {
      await put(target.dir, 'notes.txt');
      return {};
    },
    3,
    /is not empty and holds no Jam\.py project: notes\.txt/,
  ],
  [
    'an import that goes on there',
    async ({ source }) => {
      await put(source.dir, '_admin.sqlite');
      return {};
    },
    3,
    /an import goes on there, or was interrupted/,
  ],
])('%s: refused, and both places stay as they are', async (_, given, code, says) => {
  const copying = await setUp('7.0.120');
  const inputs = { ...copying.inputs, ...(await given(copying)) };
  const hashes = async () => [
    await folderHash(copying.source.base, false),
    await folderHash(copying.target.base, false),
  ];
  const before = await hashes();
  const refused = await promote(action, inputs);
  expect(refused.code, refused.log).toBe(code);
  expect(refused.log).toMatch(says);
  expect(await hashes()).toEqual(before);
});

test('a database whose writer was killed in the middle is told, and left as it is', async () => {
  const { source, target, inputs } = await setUp('7.0.120');
  const path = join(source.dir, 'crm.sqlite');
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec('PRAGMA cache_size = 1; BEGIN; CREATE TABLE more (x)');
    for (let i = 0; i < 5000; i++) database.exec("INSERT INTO more VALUES (printf('%0500d', 1))");
    process.kill(process.pid, 'SIGKILL');`;
  // It ends itself, with no code of its own.
  await tryRun([process.execPath, '-e', program, path]);
  expect(existsSync(`${path}-journal`)).toBe(true);
  const before = await folderHash(source.dir, false);
  const told = await promote(action, inputs);
  expect(summary(told), told.log).toEqual([
    1,
    'failed',
    expect.stringMatching(/whoever wrote .* last was interrupted/),
  ]);
  expect([existsSync(target.dir), await folderHash(source.dir, false)]).toEqual([false, before]);
});

test('a project on a database server is not copied', async () => {
  const { inputs } = await setUp('7.0.120');
  const other = await makeTarget(servers, '7.0.120', 'postgres');
  ends.push(() => other.remove());
  const refused = await promote(action, { ...inputs, 'copy-from': other.dir });
  expect(summary(refused), refused.log).toEqual([
    3,
    'refused',
    expect.stringMatching(/is a project on PostgreSQL: only SQLite projects are copied/),
  ]);
});
