/** Bad zips and project folders: one clear sentence, the right exit code, and a target that stays as it was. */
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { configure, createProject, type Project, withAdmin } from '../lab/project.ts';
import { pythonOf } from '../lab/python.ts';
import { exists } from '../lab/run.ts';
import { createDatabase, type Database, findServers, type Servers } from '../lab/servers.ts';
import { zipOf } from '../unit/metadata/hostile-zip.ts';
import { type Installed, installAction } from './action.ts';
import { bothSay, type Inputs, type Wanted } from './sentence.ts';
import { folderHash } from './target.ts';

let servers: Servers;
let action: Installed;
let base: string;
let database: Database;
/** A new, empty project of Jam.py 7 on PostgreSQL; every test gets a copy. */
let template: Project;
let zip: string;
let zip5: string;

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-bad-')));
  database = await createDatabase(servers, 'postgres');
  const dir = join(base, 'template');
  template = await createProject({ version: '7.0.120', dir, db: database, finish: 'files', safeMode: true });
  zip = (await exportsOf('7.0.120', 'postgres', servers)).v1;
  zip5 = (await exportsOf('5.5.4', 'postgres', servers)).v1;
});

afterAll(async () => {
  await database?.drop();
  await action?.remove();
  await rm(base, { recursive: true, force: true });
  await servers?.stop();
});

let copies = 0;

/** A copy of the project, and inputs that promote to it; the commands leave a mark when they run. */
async function target(more: Inputs = {}): Promise<{ dir: string; inputs: Inputs; commandsRan(): Promise<boolean> }> {
  const place = join(base, `target-${copies++}`);
  const dir = join(place, 'app');
  await cp(template.dir, dir, { recursive: true, preserveTimestamps: true });
  const mark = join(place, 'ran');
  const inputs = {
    command: 'promote',
    'metadata-file': zip,
    'project-dir': dir,
    python: template.python,
    'stop-command': `touch ${mark}`,
    'start-command': `touch ${mark}`,
    ...more,
  };
  return { dir, inputs, commandsRan: () => exists(mark) };
}

/** Both doors say it; the folder and everything beside it stay as they were, and no command runs. */
async function untouched(
  at: Awaited<ReturnType<typeof target>>,
  wanted: Wanted,
  more: Inputs = {},
  env: Record<string, string> = {},
): Promise<string> {
  const place = join(at.dir, '..');
  const before = await folderHash(place, false);
  const { sentence } = await bothSay(action, { ...at.inputs, ...more }, wanted, { env });
  expect(await folderHash(place, false)).toBe(before);
  expect(await at.commandsRan()).toBe(false);
  return sentence;
}

describe('metadata files', () => {
  const cases: [string, (folder: string) => Promise<string>, Wanted][] = [
    ['missing', async (folder) => join(folder, 'none.zip'), { code: 2, says: /No file matches metadata-file/ }],
    [
      'several',
      async (folder) => {
        for (const name of ['a.zip', 'b.zip']) await cp(zip, join(folder, name));
        return join(folder, '*.zip');
      },
      { code: 2, says: /matches 2 files: .*a\.zip.*b\.zip/ },
    ],
    ['a folder', async (folder) => folder, { code: 2, says: /is a folder/ }],
    ['an empty file', (folder) => written(folder, ''), { code: 1, result: 'invalid', says: /empty/ }],
    [
      'not a zip',
      (folder) => written(folder, '<html>no</html>'),
      { code: 1, result: 'invalid', says: /is not a zip but/ },
    ],
    [
      'an empty zip',
      (folder) => written(folder, zipOf([])),
      { code: 1, result: 'invalid', says: /no task\.dat|holds nothing|empty/ },
    ],
    [
      'cut off',
      async (folder) => written(folder, (await readFile(zip)).subarray(0, -400)),
      { code: 1, result: 'invalid', says: /cut off/ },
    ],
    [
      'broken JSON',
      (folder) => changed(folder, (entries) => entries.updateFile('task.dat', Buffer.from('{"db_type": 3,'))),
      { code: 1, result: 'invalid', says: /task\.dat.*JSON/ },
    ],
    [
      'a hostile path',
      (folder) => changed(folder, (entries) => entries.addFile('static/internal/evil.js', Buffer.from('1'))),
      { code: 1, result: 'invalid', says: /static\/internal\/evil\.js/ },
    ],
    [
      'a path that climbs out',
      (folder) =>
        written(
          folder,
          zipOf([
            { name: 'task.dat', data: '{}' },
            { name: '../../etc/cron.d/x', data: '1' },
          ]),
        ),
      { code: 1, result: 'invalid', says: /etc\/cron\.d\/x/ },
    ],
  ];
  test.each(cases)('%s', async (_name, make, wanted) => {
    const folder = await mkdtemp(join(base, 'zips-'));
    const at = await target();
    await untouched(at, wanted, { 'metadata-file': await make(folder) });
  });
});

async function written(folder: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, 'metadata.zip'), content);
  return join(folder, 'metadata.zip');
}

async function changed(folder: string, change: (entries: AdmZip) => void): Promise<string> {
  const entries = new AdmZip(zip);
  change(entries);
  return written(folder, entries.toBuffer());
}

describe('a project folder', () => {
  const failed = (says: RegExp): Wanted => ({ code: 1, result: 'failed', says });
  const refused = (says: RegExp): Wanted => ({ code: 3, result: 'refused', says });

  test('that is not there', async () => {
    const at = await target();
    await untouched(at, failed(/project-dir \/nowhere\/app is not there/), { 'project-dir': '/nowhere/app' });
  });

  test('that is no project', async () => {
    const at = await target();
    await rm(join(at.dir, 'admin.sqlite'));
    await untouched(at, failed(/holds no admin\.sqlite/));
  });

  test.each([
    ['garbage', 'This is no database, whatever its name says. '.repeat(100)],
    ['empty', ''],
  ])('whose admin.sqlite is %s', async (_name, content) => {
    const at = await target();
    await writeFile(join(at.dir, 'admin.sqlite'), content);
    const sentence = await untouched(at, failed(/can not be read as a project's admin\.sqlite/));
    expect(sentence).toContain(join(at.dir, 'admin.sqlite'));
  });

  test('that is unfinished', async () => {
    const at = await target();
    withAdmin(at.dir, (admin) => admin.exec('UPDATE SYS_TASKS SET F_DB_TYPE = 0'));
    await untouched(at, refused(/not finished: no database is set/));
  });

  test('with something in migration/', async () => {
    const at = await target();
    await mkdir(join(at.dir, 'migration'), { recursive: true });
    await writeFile(join(at.dir, 'migration', '.gitkeep'), '');
    await untouched(at, refused(/migration folder already holds \.gitkeep/));
  });

  test('with a leftover _admin.sqlite', async () => {
    const at = await target();
    await cp(join(at.dir, 'admin.sqlite'), join(at.dir, '_admin.sqlite'));
    await untouched(at, refused(/_admin\.sqlite: an earlier import was interrupted/));
  });

  test('of another application', async () => {
    const at = await target();
    withAdmin(at.dir, (admin) => {
      admin.exec(`UPDATE SYS_TASKS SET F_ITEM_NAME = 'shop'`);
      admin.exec(`UPDATE SYS_ITEMS SET F_ITEM_NAME = 'shop', F_TABLE_NAME = 'shop_x' WHERE TYPE_ID = 5`);
    });
    await untouched(at, refused(/holds another application, shop, not crm/));
  });

  test('of another line, both ways', async () => {
    const at = await target();
    await untouched(at, refused(/The zip is of Jam\.py 5, the target of Jam\.py 7/), { 'metadata-file': zip5 });
    const place = join(base, 'five');
    const older = await createProject({ version: '5.5.4', dir: join(place, 'app'), db: database, finish: 'files' });
    const five = { ...at, dir: older.dir, inputs: { ...at.inputs, 'project-dir': older.dir, python: older.python } };
    await untouched(five, refused(/The zip is of Jam\.py 7, the target of Jam\.py 5/));
    await untouched(five, refused(/Jam\.py 7\.0\.120 is installed/), {
      'metadata-file': zip5,
      python: template.python,
    });
    await untouched(five, refused(/runs Jam\.py 5\.4\.136, the zip was made by 5\.5\.4/), {
      'metadata-file': zip5,
      python: pythonOf('5.4.136'),
    });
  });

  test('on a database that was never proven', async () => {
    const at = await target();
    withAdmin(at.dir, (admin) => admin.exec('UPDATE SYS_TASKS SET F_DB_TYPE = 2'));
    await untouched(at, refused(/Firebird, which was never tried/));
  });

  test('with an address of another kind of database', async () => {
    const at = await target();
    await untouched(at, refused(/database-url is for mysql, but the project is set to PostgreSQL/), {
      'database-url': 'mysql://u:sEcret99@127.0.0.1/x',
    });
  });

  test('in a pull request', async () => {
    const at = await target();
    for (const event of ['pull_request', 'pull_request_target', 'pull_request_review']) {
      await untouched(at, refused(/promote never runs for pull_request/), {}, { GITHUB_EVENT_NAME: event });
    }
  });

  test.each([
    ['no Python', '/bin/true', /did not answer as a Python/],
    ['not there', '/nowhere/bin/python', /python \(\/nowhere\/bin\/python\) .* could not be run/],
    ['a folder', '/tmp', /could not be run/],
    ['without Jam.py', 'python3', /has no Jam\.py installed/],
  ])('and a python that is %s', async (_name, python, says) => {
    const at = await target();
    await untouched(at, failed(says), { python });
  });

  test('and a backup-dir inside of it', async () => {
    const at = await target();
    await untouched(at, { code: 2, says: /backup-dir: .* is inside project-dir/ }, { 'backup-dir': join(at.dir, 'b') });
  });

  test('and a backup-dir that can not be made', async () => {
    const at = await target();
    const file = join(base, 'a-file');
    await writeFile(file, '');
    await untouched(at, failed(/Could not make the folder .*a-file\/backup/), { 'backup-dir': join(file, 'backup') });
  });

  test('and a backup-dir of others stays as it is', async () => {
    const at = await target();
    const shared = join(at.dir, '..', 'shared');
    await mkdir(shared);
    await chmod(shared, 0o777);
    await mkdir(join(at.dir, 'migration'), { recursive: true });
    await writeFile(join(at.dir, 'migration', 'x'), '');
    await untouched(at, refused(/migration folder/), { 'backup-dir': shared });
  });
});

test('a project in DB manual mode and without safe mode is only warned about', async () => {
  const at = await target();
  await configure({ dir: at.dir, line: 7 }, { safeMode: false, manualUpdate: true });
  await mkdir(join(at.dir, 'migration'), { recursive: true });
  const run = await action.run({ ...at.inputs, 'stop-command': 'false' });
  const warnings = run.stdout.split('\n').filter((line) => line.startsWith('::warning'));
  expect(warnings.some((line) => line.includes('Safe mode is off'))).toBe(true);
  expect(warnings.some((line) => line.includes('DB manual mode'))).toBe(true);
  expect(warnings.some((line) => line.includes('admin with the password 111'))).toBe(true);
});
