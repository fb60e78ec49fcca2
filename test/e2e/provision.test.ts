/** A production project from nothing: made, imported into, verified; run again, killed, refused. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../lab/browser.ts';
import { JamClient } from '../lab/builder.ts';
import { exportsOf } from '../lab/exports.ts';
import { createProject, withAdmin } from '../lab/project.ts';
import { environmentFolder, pythonOf } from '../lab/python.ts';
import { endGroup, run, until } from '../lab/run.ts';
import { serve } from '../lab/serve.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { DATABASE_TYPES, type DatabaseType, lineOf, VERSIONS, type Version } from '../lab/versions.ts';
import { type Installed, installAction, killedAt } from './action.ts';
import { addCustomer, customersOnPage } from './in-browser.ts';
import { BOSS, type NewPlace, newPlace } from './new-project.ts';
import { watchBuilders } from './open-builder.ts';
import { ended, folderHash, promote, summary } from './target.ts';

let servers: Servers;
let action: Installed;
let browser: Browser;
const places: NewPlace[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
  browser = await startBrowser();
});
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.remove()));
});
afterAll(async () => {
  await browser?.close();
  await action?.remove();
  await servers?.stop();
});

async function place(version: Version, type: DatabaseType): Promise<NewPlace> {
  const made = await newPlace(servers, version, type);
  places.push(made);
  return made;
}

const ALL = VERSIONS.flatMap((version) => DATABASE_TYPES.map((type) => ({ version, type })));
/** Each release and each database once. */
const SPREAD = ALL.filter(({ version, type }) => (VERSIONS.indexOf(version) + DATABASE_TYPES.indexOf(type)) % 3 === 1);
const CELLS = process.env.JAMPY_TEST_FULL ? ALL : SPREAD;
afterAll(() => {
  const left = ALL.filter((cell) => !CELLS.includes(cell)).map(({ version, type }) => `${version} / ${type}`);
  if (left.length > 0) console.log(`left to the full run: provision ${left.join('; ')}`);
});

describe.each(CELLS)('$version on $type', ({ version, type }) => {
  test('one promote makes database and project, imports v1 and proves it, a browser sees its rows; the next one changes nothing', async () => {
    const target = await place(version, type);
    const { v1, v2 } = await exportsOf(version, type);
    const watch = watchBuilders(lineOf(version));
    const first = await promote(action, { ...target.inputs, 'metadata-file': v1 }, { env: watch.env });
    const watched = await watch.stop();
    expect(summary(first), first.log).toEqual([0, 'imported', '']);
    expect(first.verified, first.log).toBe('full');
    expect(watched).toMatchObject({ ports: [target.service.port], open: [] });
    expect(watched.answers).toBeGreaterThan(0);
    expect(await target.made()).toEqual(type === 'sqlite' ? [] : ['login', 'database']);
    expect(await readdir(target.dir)).not.toContain('.jampy-provision');
    await closedToStrangers(target);
    await addCustomer(target.service.url, lineOf(version), BOSS, 'Ada');
    expect(await customersOnPage(browser, target.service.url, lineOf(version), BOSS)).toEqual(['Ada']);
    const again = await promote(action, { ...target.inputs, 'metadata-file': v1 });
    expect([...summary(again), again.verified], again.log).toEqual([0, 'unchanged', '', 'full']);
    if (type === 'sqlite') return;
    const next = await promote(action, { ...target.inputs, 'metadata-file': v2, 'allow-destructive': 'all' });
    expect([...summary(next), next.verified], next.log).toEqual([0, 'imported', '', 'full']);
  });
});

/** The Builder and the application ask for a login, and only the new administrator's is one. */
async function closedToStrangers({ version, service }: NewPlace): Promise<void> {
  const line = lineOf(version);
  const application = new JamClient(service.url, line, 1);
  await expect(application.items()).rejects.toThrow();
  expect(await new JamClient(service.url, line, 1).login('admin', '111')).toBe(false);
  expect(await application.login(BOSS.login, BOSS.password)).toBe(true);
  expect((await application.items()).some(({ name }) => name === 'customers')).toBe(true);
  await expect(new JamClient(service.url, line, 0).server('server_get_task_info')).rejects.toThrow();
}

test('without a service the first import is verified as far as it can be, and says so', async () => {
  const target = await place('7.0.120', 'sqlite');
  const { v1 } = await exportsOf('7.0.120', 'sqlite');
  const { 'start-command': _, 'stop-command': __, ...inputs } = target.inputs;
  const run = await promote(action, { ...inputs, 'metadata-file': v1 });
  expect([...summary(run), run.verified], run.log).toEqual([0, 'imported', '', 'partial']);
  expect(run.log).toContain('The service of the new project does not run yet (no service command is given)');
});

test('a service that is not set up yet is no failure', async () => {
  const target = await place('5.4.136', 'sqlite');
  const { v1 } = await exportsOf('5.4.136', 'sqlite');
  const inputs = { ...target.inputs, 'start-command': 'echo there is no such unit; exit 5', 'metadata-file': v1 };
  const run = await promote(action, inputs);
  expect([...summary(run), run.verified], run.log).toEqual([0, 'imported', '', 'partial']);
  expect(run.log).toMatch(/does not run yet \(The start-command failed with exit code 5/);
});

describe('provision alone', () => {
  const alone = (target: NewPlace, more: Record<string, string> = {}) => ({
    ...target.inputs,
    command: 'provision',
    provision: 'never',
    'project-name': 'crm',
    ...more,
  });

  test('needs no zip, takes parameters and language, and run again changes nothing', async () => {
    const target = await place('5.5.4', 'postgres');
    const parameters = 'Production: false\nSafe mode: false\nDebugging: true\nImport delay: 7';
    const inputs = alone(target, { language: 'de-DE', 'project-title': 'Kunden', parameters });
    const first = ended(await action.run(inputs));
    expect(summary(first), first.log).toEqual([0, 'provisioned', '']);
    expect(first.outputs).toMatchObject({ changed: 'true', verified: 'none', 'target-jam-version': '5.5.4' });
    expect(first.log).toContain('Safe mode is off, as parameters says');
    withAdmin(target.dir, (admin) => {
      expect({
        ...admin
          .prepare('SELECT F_PRODUCTION, F_SAFE_MODE, F_DEBUGGING, F_IMPORT_DELAY, F_LANGUAGE FROM SYS_PARAMS')
          .get(),
      }).toEqual({
        F_PRODUCTION: 0,
        F_SAFE_MODE: 0,
        F_DEBUGGING: 1,
        F_IMPORT_DELAY: 7,
        F_LANGUAGE: 7,
      });
      expect({ ...admin.prepare('SELECT F_NAME, F_ITEM_NAME FROM SYS_ITEMS WHERE TYPE_ID = 5').get() }).toEqual({
        F_NAME: 'Kunden',
        F_ITEM_NAME: 'crm',
      });
      expect(
        admin
          .prepare('SELECT F_LOGIN FROM SYS_USERS')
          .all()
          .map((row) => row.F_LOGIN),
      ).toEqual([BOSS.login]);
    });
    const before = await folderHash(target.dir);
    const again = ended(await action.run(inputs));
    expect(summary(again), again.log).toEqual([0, 'provisioned', '']);
    expect(again.outputs.changed).toBe('false');
    expect(await folderHash(target.dir)).toBe(before);
  });

  test('killed after each step in turn and run again, it ends in the same state with nothing doubled', async () => {
    const target = await place('7.0.120', 'mariadb');
    const whole = ended(await action.run(alone(target)));
    expect(whole.result, whole.log).toBe('provisioned');
    const wanted = await stateOf(target);
    const steps = [
      ...new Set([...whole.log.matchAll(/^(?:::group::)?(.+?)(?: …)?$/gm)].map(([, name]) => name ?? '')),
    ].filter((name) => STEPS.includes(name));
    expect(steps).toEqual(STEPS);
    for (const step of STEPS) {
      await target.clear();
      const run = await action.run(alone(target), killedAt(step));
      expect(run.code, step).not.toBe(0);
      expect(existsSync(join(target.dir, 'wsgi.py')) ? await isClosed(target) : true, step).toBe(true);
      const again = ended(await action.run(alone(target)));
      expect(summary(again), `${step}\n${again.log}`).toEqual([0, 'provisioned', '']);
      expect(await stateOf(target), step).toEqual(wanted);
    }
  });

  test('with jam-version the virtual environment is made too: killed in the middle it is finished, and used again', async () => {
    const target = await place('7.0.120', 'postgres');
    const python = join(target.base, 'venv', 'bin', 'python');
    const inputs = alone(target, { python, 'jam-version': '7.0.120' });
    await action.run(inputs, killedAt('Make the virtual environment', 4000));
    expect(await readdir(target.base)).toContain('venv');
    expect(await target.made()).toEqual([]);
    const made = ended(await action.run(inputs));
    expect(summary(made), made.log).toEqual([0, 'provisioned', '']);
    expect(made.outputs['target-jam-version']).toBe('7.0.120');
    expect(await readdir(join(target.base, 'venv'))).not.toContain('.jampy-provision');
    await target.clear();
    const again = ended(await action.run(inputs));
    expect(summary(again), again.log).toEqual([0, 'provisioned', '']);
    expect(again.log).not.toContain('Make the virtual environment');
    await target.clear();
    const other = ended(await action.run(alone(target, { python, 'jam-version': '7.0.60' })));
    expect([other.code, other.result], other.log).toEqual([3, 'refused']);
    expect(other.reason).toContain('has Jam.py 7.0.120, not 7.0.60 as jam-version wants');
  });

  test('with jam-version Jam.py 5 gets an environment on which it runs', async () => {
    const target = await place('5.4.136', 'sqlite');
    const inputs = { ...target.inputs, python: join(target.base, 'venv', 'bin', 'python'), 'jam-version': '5.4.136' };
    const made = await promote(action, { ...inputs, 'metadata-file': (await exportsOf('5.4.136', 'sqlite')).v1 });
    expect([...summary(made), made.verified], made.log).toEqual([0, 'imported', '', 'full']);
    expect(made.outputs['target-jam-version']).toBe('5.4.136');
  });

  test('a version that is not published leaves nothing behind', async () => {
    const target = await place('7.0.120', 'mariadb');
    const inputs = alone(target, { python: join(target.base, 'venv', 'bin', 'python'), 'jam-version': '7.0.99999' });
    const run = ended(await action.run(inputs));
    expect([run.code, run.result], run.log).toEqual([1, 'failed']);
    expect(run.reason).toMatch(/could not install jam-py-v7==7\.0\.99999: .*What this run had made was taken back\./);
    expect(await readdir(target.base)).toEqual(['service']);
    expect(await target.made()).toEqual([]);
  });

  test('an interpreter elsewhere is never made over what is there', async () => {
    const target = await place('7.0.120', 'sqlite');
    await mkdir(join(target.base, 'mine'));
    await writeFile(join(target.base, 'mine', 'notes.txt'), 'mine');
    const inputs = alone(target, { python: join(target.base, 'mine', 'bin', 'python'), 'jam-version': '7.0.120' });
    const run = ended(await action.run(inputs));
    expect([run.code, run.result], run.log).toEqual([3, 'refused']);
    expect(run.reason).toContain('is not empty: give another folder for the virtual environment');
    expect(await readdir(join(target.base, 'mine'))).toEqual(['notes.txt']);
  });

  test('a password with which nobody can log in to Jam.py 5 is refused', async () => {
    const target = await place('5.4.136', 'sqlite');
    const run = ended(await action.run(alone(target, { 'builder-password': "b0ss's" })));
    expect([run.code, run.result]).toEqual([3, 'refused']);
    expect(run.reason).toContain('builder-password holds an apostrophe');
    expect(existsSync(target.dir)).toBe(false);
  });

  test.each(['5.4.136', '7.0.120'] as const)(
    'Jam.py %s: what is there is closed at any moment, and so is a service that starts as soon as it can',
    async (version) => {
      const target = await place(version, 'sqlite');
      const watch = watchBuilders(lineOf(version));
      // As a service manager that restarts what failed: it tries from before the folder is there until it is stopped.
      const { port } = target.service;
      const server = `"$0" -m gunicorn wsgi:application --chdir "$1" --bind 127.0.0.1:${port}`;
      const impatient = spawn('sh', ['-c', `while :; do ${server}; sleep 0.02; done`, pythonOf(version), target.dir], {
        env: { ...process.env, ...watch.env },
        stdio: 'ignore',
        detached: true,
      });
      try {
        let [looks, open, over] = [0, 0, false];
        const running = action.run(alone(target), { env: watch.env }).finally(() => {
          over = true;
        });
        while (!over) {
          await sleep(5);
          if (!existsSync(join(target.dir, 'wsgi.py')) && !existsSync(join(target.dir, 'server.py'))) continue;
          looks++;
          if (!(await isClosed(target))) open++;
        }
        expect((await running).outputs.result).toBe('provisioned');
        expect(open).toBe(0);
        expect(looks).toBeGreaterThan(0);
        await until('the service', 60, () => fetch(target.service.url).catch(() => undefined));
        await sleep(500);
      } finally {
        await endGroup(impatient);
      }
      const watched = await watch.stop();
      expect(watched).toMatchObject({ ports: [port], open: [] });
      expect(watched.answers).toBeGreaterThan(0);
    },
  );

  test.each(['5.5.4', '7.0.120'] as const)(
    'the watch for open Builders sees one: Jam.py %s as jam-project.py leaves it',
    async (version) => {
      const dir = join((await place(version, 'sqlite')).base, 'app');
      const project = await createProject({
        version,
        dir,
        db: { type: 'sqlite', name: 'crm.sqlite' },
        finish: 'files',
      });
      const watch = watchBuilders(lineOf(version));
      const served = await serve(project, { env: watch.env });
      await sleep(500);
      await served.stop();
      expect((await watch.stop()).open).toContain(`without a login on port ${served.port}`);
    },
  );

  test.each<[string, (target: NewPlace) => Record<string, string> | Promise<Record<string, string>>, number, RegExp]>([
    [
      'an unknown parameter',
      () => ({ parameters: 'Safe-mode: true' }),
      2,
      /there is no "Safe-mode"; is Safe mode meant/,
    ],
    [
      'a parameter that the zip brings',
      () => ({ parameters: 'Version: 2' }),
      2,
      /Version can not be set here: the zip brings this value/,
    ],
    ['a parameter of another type', () => ({ parameters: 'Import delay: soon' }), 2, /whole number of seconds/],
    [
      'the administrator that everybody knows',
      () => ({ 'builder-login': 'admin', 'builder-password': '111' }),
      2,
      /everybody knows/,
    ],
    [
      'a language that is none',
      () => ({ language: 'Klingon' }),
      3,
      /does not know "Klingon". Write one of: English en-US/,
    ],
    ['another version of Jam.py', () => ({ 'jam-version': '7.0.1' }), 3, /has Jam.py 7.0.120, not 7.0.1/],
    ['a Python without Jam.py', () => ({ python: 'python3' }), 1, /has no Jam.py installed/],
    [
      'a Python without the driver of the database',
      async (target) => ({ python: await withoutDriver(target.base, '7.0.120') }),
      3,
      /has no MySQLdb, by which Jam.py 7 reaches .*: install it there/,
    ],
    [
      'an administrator who has no right to create',
      async (target) => {
        const weak = `${target.name}_weak`;
        for (const host of ['localhost', '127.0.0.1'])
          await target.query(`CREATE USER '${weak}'@'${host}' IDENTIFIED BY 'weak'`);
        return { 'database-admin-url': target.adminUrl.replace(/\/\/[^@]*@/, `//${weak}:weak@`) };
      },
      3,
      /lacks SELECT on mysql\.user/,
    ],
    [
      'a database with tables',
      async (target) => {
        await target.query(`CREATE DATABASE ${target.name}`);
        await target.query(`CREATE TABLE ${target.name}.orders (id INT)`);
        return {};
      },
      3,
      /is not empty \(.*orders\): a new project needs a database of its own/,
    ],
    [
      'a wrong administrator of the server',
      (target) => ({ 'database-admin-url': target.adminUrl.replace(/\/\/[^@]*@/, '//nobody:x@') }),
      3,
      /administrator nobody|database-admin-url/,
    ],
    [
      'a name that is not allowed',
      (target) => ({ 'database-url': target.databaseUrl.replace(/\/[^/]*$/, '/mysql') }),
      3,
      /The database mysql belongs to the server itself/,
    ],
    [
      'a folder that is not empty',
      async (target) => {
        await mkdir(target.dir);
        await writeFile(join(target.dir, 'notes.txt'), 'mine');
        return {};
      },
      3,
      /is not empty and holds no Jam.py project: notes.txt/,
    ],
    ['a pull request', () => ({}), 3, /provision never runs for pull_request/],
  ])('%s is refused, and folder and server stay as they are', async (what, given, code, says) => {
    const target = await place('7.0.120', 'mariadb');
    const inputs = alone(target, await given(target));
    const state = async () => ({
      folder: await folderHash(target.base, false),
      made: await target.made(),
      tables: await target.query(
        `SELECT table_name FROM information_schema.tables WHERE table_schema = '${target.name}'`,
      ),
      logins: await target.query(
        `SELECT User, Host, authentication_string FROM mysql.user WHERE User LIKE '${target.name}%'`,
      ),
    });
    const before = await state();
    const env: Record<string, string> = what === 'a pull request' ? { GITHUB_EVENT_NAME: 'pull_request' } : {};
    const over = ended(await action.run(inputs, { env }));
    expect(over.code, over.log).toBe(code);
    expect(over.log).toMatch(says);
    expect(await state()).toEqual(before);
    const said = over.log.replace(/^::add-mask::.*$/gm, '');
    for (const secret of [BOSS.password, decodeURIComponent(new URL(target.databaseUrl).password)])
      expect(said).not.toContain(secret);
  });
});

/** An interpreter that has all of the lab's but the driver for MySQL and MariaDB. */
async function withoutDriver(base: string, version: Version): Promise<string> {
  const folder = join(base, 'no-driver');
  const python = join(folder, 'bin', 'python');
  await run([pythonOf(version), '-m', 'venv', '--without-pip', folder]);
  const SITE = "import sysconfig; print(sysconfig.get_path('purelib'), end='')";
  const [from, to] = await Promise.all([run([pythonOf(version), '-c', SITE]), run([python, '-c', SITE])]);
  for (const name of await readdir(from)) if (!/mysql/i.test(name)) await symlink(join(from, name), join(to, name));
  const script = join('bin', 'jam-project.py');
  await symlink(join(environmentFolder(version), script), join(folder, script));
  return python;
}

/** Steps as the log names them. */
const STEPS = [
  'Look at the project folder',
  'Look at Jam.py',
  'Look at the database',
  'Make the database',
  'Make the project',
  'Put it in place',
];

/** Safe mode is on, and the administrator that everybody knows is gone. */
async function isClosed({ dir }: NewPlace): Promise<boolean> {
  return withAdmin(dir, (admin) => {
    const { safe } = admin.prepare('SELECT F_SAFE_MODE AS safe FROM SYS_PARAMS').get() ?? {};
    const known = admin.prepare("SELECT 1 FROM SYS_USERS WHERE F_PASSWORD = '111'").all();
    return safe === 1 && known.length === 0;
  });
}

/** Everything but what is random in every project, or counts starts. */
async function stateOf(target: NewPlace): Promise<unknown> {
  const random = ['F_SECRET_KEY', 'F_MODIFICATION', 'F_BUILD_VERSION', 'F_PARAMS_VERSION'];
  const tables = withAdmin(target.dir, (admin) => {
    const names = admin.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    return names.map(({ name }) => {
      const rows = admin.prepare(`SELECT * FROM "${String(name)}"`).all();
      return [
        name,
        rows.map((row) => Object.entries(row).filter(([column]) => !random.includes(column.toUpperCase()))),
      ];
    });
  });
  const files = (await readdir(target.dir, { recursive: true })).filter((path) => !path.startsWith('locks/')).sort();
  return { tables, files, server: await target.made(), beside: await readdir(target.base) };
}
