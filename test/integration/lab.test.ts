/** The lab itself: its exports hold what they promise, and Jam.py alone can import them into new projects. */

import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APPLICATION } from '../lab/application.ts';
import { JamClient, type JamValue } from '../lab/builder.ts';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { FIELD_TYPES } from '../lab/fields.ts';
import { configure, createProject, type Project, withAdmin } from '../lab/project.ts';
import { setUpPython } from '../lab/python.ts';
import { tryRun } from '../lab/run.ts';
import { bareImport, serve, serviceCommands } from '../lab/serve.ts';
import { createDatabase, type Database, findServers, type Servers } from '../lab/servers.ts';
import { DATABASE_TYPES, DB_TYPE_NUMBERS, lineOf, VERSIONS } from '../lab/versions.ts';

const MINUTE = 60_000;
const CELLS = VERSIONS.flatMap((version) => DATABASE_TYPES.map((type) => ({ version, type })));

let servers: Servers;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'jampy-lab-test-'));
  await setUpPython(() => {});
  servers = await findServers(() => {});
}, 10 * MINUTE);

afterAll(async () => {
  await servers?.stop();
  await rm(scratch, { recursive: true, force: true });
});

type Row = Record<string, JamValue>;

/** Rows of one builder table of an export. */
function tableOf(zip: string, table: string): Row[] {
  const data = JSON.parse(new AdmZip(zip).readAsText('task.dat')) as Record<
    string,
    { fields: string[]; records: JamValue[][] }
  >;
  const { fields, records } = data[table] ?? { fields: [], records: [] };
  return records.map((record) => Object.fromEntries(fields.map((field, index) => [field, record[index] ?? null])));
}

const namesOf = (rows: Row[], column: string) => rows.map((row) => row[column]);

describe.each(CELLS)('exports of Jam.py $version on $type', ({ version, type }) => {
  let zips: Exports;
  beforeAll(async () => {
    zips = await exportsOf(version, type, servers);
  }, 10 * MINUTE);

  test('v1 has a field of every type, indexes, a foreign key, details, roles, a report and files', () => {
    const items = tableOf(zips.v1, 'sys_items');
    const fields = tableOf(zips.v1, 'sys_fields');
    const customers = items.find((item) => item.f_item_name === 'customers');
    const types = fields
      .filter((field) => field.owner_rec_id === customers?.id)
      .map((field) => Number(field.f_data_type));
    expect([...new Set(types)].sort((a, b) => a - b)).toEqual(Object.values(FIELD_TYPES));
    expect(fields.some((field) => field.f_master_field)).toBe(true);
    expect(fields.some((field) => field.f_object_field1)).toBe(true);
    expect(fields.some((field) => field.f_lookup_values)).toBe(true);
    expect(fields.some((field) => field.f_default_value === '1000')).toBe(true);

    const indices = tableOf(zips.v1, 'sys_indices');
    expect(indices.filter((index) => index.f_foreign_index && index.f_foreign_field)).toHaveLength(1);
    expect(indices.filter((index) => index.f_unique_index)).toHaveLength(2);
    expect(indices.some((index) => /true\].*,.*\[|\[.*,.*true\]\]/.test(String(index.f_fields_list)))).toBe(true);

    expect(items.filter((item) => item.type_id === 14).map((item) => item.f_item_name)).toEqual(['invoice_lines']);
    expect(items.filter((item) => item.type_id === 13).map((item) => item.f_item_name)).toEqual(['sales']);
    expect(namesOf(tableOf(zips.v1, 'sys_report_params'), 'f_param_name')).toEqual(['from_date', 'customer']);
    expect(namesOf(tableOf(zips.v1, 'sys_filters'), 'f_filter_name')).toEqual(['city']);
    expect(namesOf(tableOf(zips.v1, 'sys_lookup_lists'), 'f_name')).toEqual(['invoice states']);

    const clerk = tableOf(zips.v1, 'sys_roles').find((role) => role.f_name === APPLICATION.clerkRole);
    const hidden = items.find((item) => item.f_item_name === APPLICATION.hiddenItem);
    const privileges = tableOf(zips.v1, 'sys_privileges').filter((row) => row.owner_rec_id === clerk?.id);
    expect(privileges.find((row) => row.item_id === hidden?.id)?.f_can_view).toBeFalsy();
    expect(privileges.find((row) => row.item_id === customers?.id)?.f_can_view).toBeTruthy();
    if (lineOf(version) === 7) {
      expect(tableOf(zips.v1, 'sys_field_privileges')).toHaveLength(1);
      expect(items.filter((item) => item.f_copy_of)).toHaveLength(1);
    }

    const files = new AdmZip(zips.v1).getEntries().map((entry) => entry.entryName);
    const own = ['css/project.css', 'js/crm.js', 'utils/helper.py', 'reports/sales.ods', 'static/img/logo.png'];
    expect(files).toEqual(expect.arrayContaining(['task.dat', 'index.html', ...own]));
    const [parameters] = tableOf(zips.v1, 'sys_params');
    expect([parameters?.f_version, parameters?.f_jam_version]).toEqual(['1.0.0', version]);
  });

  test('v2 adds a table, a field, an index and code; v3 renames and drops', () => {
    const names = (zip: string) => namesOf(tableOf(zip, 'sys_items'), 'f_item_name');
    const fieldNames = (zip: string) => namesOf(tableOf(zip, 'sys_fields'), 'f_field_name');
    const captions = (zip: string) => namesOf(tableOf(zip, 'sys_items'), 'f_name');
    const code = (zip: string) =>
      tableOf(zip, 'sys_items').find((item) => item.f_item_name === 'customers')?.f_server_module;
    expect(names(zips.v1)).not.toContain('payments');
    expect(names(zips.v2)).toContain('payments');
    expect(fieldNames(zips.v1)).not.toContain('email');
    expect(fieldNames(zips.v2)).toContain('email');
    const indexes = namesOf(tableOf(zips.v2, 'sys_indices'), 'f_index_name').map((name) => String(name).toLowerCase());
    expect(indexes).toContain('crm_customers_email');
    expect(code(zips.v1)).not.toContain('def addresses');
    expect(code(zips.v2)).toContain('def addresses');

    expect(names(zips.v3)).not.toContain('reminders');
    expect(captions(zips.v3)).toContain('Outgoing invoices');
    expect(fieldNames(zips.v3)).toContain('comments');
    for (const gone of ['fax', 'remarks', 'subject']) expect(fieldNames(zips.v3)).not.toContain(gone);
  });
});

/** Lower-case names of the columns of the customers' table, as the database itself tells them. */
async function customerColumns(project: Project, database: Database | undefined): Promise<string[]> {
  if (!database) {
    const file = new DatabaseSync(join(project.dir, project.db.name), { readOnly: true });
    const rows = file.prepare("SELECT name FROM pragma_table_info('CRM_CUSTOMERS')").all();
    file.close();
    return rows.map((row) => String(row.name).toLowerCase());
  }
  const schema = database.type === 'postgres' ? 'table_catalog' : 'table_schema';
  const sql = `SELECT column_name AS name FROM information_schema.columns WHERE ${schema} = '${database.name}' AND table_name = 'crm_customers'`;
  return (await database.query(sql)).map((row) => String(row.name));
}

/** Text of the newest import log. */
async function importLog(project: Project): Promise<string> {
  const folder = join(project.dir, 'logs');
  const names = (await readdir(folder)).filter((name) => name.startsWith('import_')).sort();
  return await readFile(join(folder, names.at(-1) ?? ''), 'utf8');
}

async function importAlone(project: Project, zip: string): Promise<void> {
  await mkdir(join(project.dir, 'migration'), { recursive: true });
  await rm(join(project.dir, 'logs'), { recursive: true, force: true });
  await copyFile(zip, join(project.dir, 'migration', 'metadata.zip'));
  const ran = await bareImport(project);
  const left = await readdir(join(project.dir, 'migration'));
  expect({ ...ran, left, log: (await importLog(project)).split('\n')[0] }).toMatchObject({
    code: 0,
    left: [],
    log: 'THE METADATA HAVE BEEN SUCCESSFULLY IMPORTED',
  });
  expect(await importLog(project)).not.toMatch(/error|doesn't|duplicate|syntax/i);
}

/** The upgrades belong to the promotion's own matrix; two cells show that the exports allow them. */
const UPGRADED = ['5.4.136 mariadb', '7.0.120 postgres'];

describe.each(CELLS)('Jam.py $version alone on $type', ({ version, type }) => {
  test(
    'imports the exports into a new project, which then works',
    async () => {
      const database = type === 'sqlite' ? undefined : await createDatabase(servers, type);
      // Another one for a second try.
      const dir = await mkdtemp(join(scratch, `${version}-${type}-`));
      try {
        const zips = await exportsOf(version, type, servers);
        const db = database ?? { type: 'sqlite' as const, name: 'crm.sqlite' };
        // Both ways to finish a project, spread over releases and databases.
        const finish =
          CELLS.findIndex((cell) => cell.version === version && cell.type === type) % 2 ? 'files' : 'builder';
        const project = await createProject({ version, dir, db, finish });
        await importAlone(project, zips.v1);
        expect(await customerColumns(project, database)).toEqual(
          expect.arrayContaining(['name', 'remarks', 'photo', 'fax']),
        );
        if (database && UPGRADED.includes(`${version} ${type}`)) {
          await importAlone(project, zips.v2);
          expect(await customerColumns(project, database)).toContain('email');
          await importAlone(project, zips.v3);
          const columns = await customerColumns(project, database);
          expect(columns).toContain('comments');
          expect(columns).not.toContain('fax');
        }
        withAdmin(dir, (admin) => {
          const task = admin.prepare('SELECT F_DB_TYPE AS type FROM SYS_TASKS').get();
          expect(task?.type).toBe(DB_TYPE_NUMBERS[type]);
        });
        await answersRightly(project);
      } finally {
        await database?.drop();
      }
    },
    10 * MINUTE,
  );
});

/** Safe mode, a user of the second role, a server function, and rows: over HTTP, through the operator's commands. */
async function answersRightly(project: Project): Promise<void> {
  await configure(project, {
    safeMode: true,
    users: [
      { login: 'boss', password: 'b0ss', role: 1, admin: true },
      { login: 'clerk', password: 'cl3rk', role: 2 },
    ],
  });
  const service = await serviceCommands(project, `${project.dir}-service`, { workers: 2 });
  const shell = (line: string) => tryRun(['sh', '-c', line]);
  try {
    expect(await shell(service.startCommand)).toMatchObject({ code: 0 });
    const boss = new JamClient(service.url, project.line, 1);
    await (await boss.fetch('/')).arrayBuffer();
    expect(await boss.login('boss', 'wrong')).toBe(false);
    expect(await boss.login('boss', 'b0ss')).toBe(true);
    expect(await boss.server('gross', [100])).toBe(119);
    const items = await boss.items();
    const item = (name: string) => items.find((candidate) => candidate.name === name && candidate.type === 10)?.id ?? 0;
    expect(await boss.server('customer_count', [], item('customers'))).toBe(0);
    expect(await boss.open(item('invoices'), {}, { __expanded: true })).toEqual([]);
    const clerk = new JamClient(service.url, project.line, 1);
    await (await clerk.fetch('/')).arrayBuffer();
    expect(await clerk.login('clerk', 'cl3rk')).toBe(true);
    expect(await clerk.open(item('customers'))).toEqual([]);
    await expect(clerk.open(item(APPLICATION.hiddenItem))).rejects.toThrow(/not allowed to view/);
  } finally {
    expect(await shell(service.stopCommand)).toMatchObject({ code: 0 });
  }
  await expect(fetch(service.url)).rejects.toThrow();
}

test(
  'a server that cannot start is told with its own words',
  async () => {
    const dir = join(scratch, 'broken');
    await mkdir(dir);
    const project = { dir, python: (await createPlain()).python };
    await expect(serve(project)).rejects.toThrow(/gunicorn ended with \d+[\s\S]*wsgi/);
  },
  10 * MINUTE,
);

async function createPlain(): Promise<Project> {
  return await createProject({
    version: '7.0.120',
    dir: join(scratch, 'plain'),
    db: { type: 'sqlite', name: 'crm.sqlite' },
    finish: 'none',
  });
}
