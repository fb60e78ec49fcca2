/** A project that is made by us equals one that is finished in Jam.py's own Builder over its API, table by table. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDatabaseUrl } from '../../src/database/connection.ts';
import { LocalHost } from '../../src/hosts/local.ts';
import { languageNumber, lookAtProjectScript, makeProject } from '../../src/jampy/new-project.ts';
import { readParameters, valuesFor } from '../../src/provisioning/parameters.ts';
import { taskRow } from '../../src/provisioning/task-row.ts';
import { createProject, type ProjectDatabase, withAdmin } from '../lab/project.ts';
import { pythonOf } from '../lab/python.ts';
import { createDatabase, type Database, findServers, type Servers } from '../lab/servers.ts';
import { type DatabaseType, lineOf, VERSIONS, type Version } from '../lab/versions.ts';

/** What differs, and why. */
const EXPECTED: Readonly<Record<string, string>> = {
  'SYS_PARAMS.F_SECRET_KEY': 'random in every project',
  'SYS_PARAMS.F_PARAMS_VERSION': 'counts what was saved in the Builder',
  'SYS_PARAMS.F_MODIFICATION': 'counts what was saved in the Builder',
  'SYS_PARAMS.F_SAFE_MODE': 'ours is closed; the wizard leaves it open',
  'SYS_PARAMS.F_PRODUCTION': 'a parameter of ours; the wizard asks for none',
  'SYS_PARAMS.F_IMPORT_DELAY': 'goes with Production',
  'SYS_TASKS.F_ENCODING': 'a new connection to MySQL with Jam.py 7 names it as well',
  'SYS_USERS.F_NAME': 'our administrator',
  'SYS_USERS.F_LOGIN': 'our administrator',
  'SYS_USERS.F_PASSWORD': 'our administrator',
  'SYS_USERS.F_PSW_HASH': 'unused by Jam.py, and the hash of the password that everybody knows',
};

const CELLS: readonly [Version, DatabaseType][] = VERSIONS.map((version, at) => [
  version,
  (['postgres', 'sqlite', 'mariadb'] as const)[at] as DatabaseType,
]);

let servers: Servers;
let folder: string;
const databases: Database[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
  folder = await mkdtemp(join(tmpdir(), 'jampy-equal-'));
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
  await servers.stop();
});

type Tables = Map<string, Record<string, unknown>[]>;

function tablesOf(dir: string): Tables {
  return withAdmin(dir, (admin) => {
    const names = admin.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    return new Map(
      names.map(({ name }) => [
        String(name).toUpperCase(),
        admin.prepare(`SELECT * FROM "${String(name)}" ORDER BY 1`).all() as Record<string, unknown>[],
      ]),
    );
  });
}

/** `TABLE.COLUMN`, or `TABLE` where rows are missing. */
function differences(left: Tables, right: Tables): string[] {
  const found = new Set<string>();
  for (const table of new Set([...left.keys(), ...right.keys()])) {
    const [ours, theirs] = [left.get(table), right.get(table)];
    if (!ours || !theirs || ours.length !== theirs.length) found.add(table);
    ours?.forEach((row, at) => {
      for (const column of new Set([...Object.keys(row), ...Object.keys(theirs?.[at] ?? {})]))
        if (row[column] !== theirs?.[at]?.[column]) found.add(`${table}.${column.toUpperCase()}`);
    });
  }
  return [...found].sort();
}

describe.each(CELLS)('Jam.py %s on %s', (version, type) => {
  it('differs from one of the wizard in what is listed only, and has the same files', async () => {
    const database = type === 'sqlite' ? undefined : await createDatabase(servers, type);
    if (database) databases.push(database);
    const db: ProjectDatabase = database ?? { type: 'sqlite', name: 'crm.sqlite' };
    const [ours, theirs] = [join(folder, `${version}-ours`), join(folder, `${version}-theirs`)];
    await createProject({ version, dir: theirs, db, taskName: 'crm', caption: 'Customers', finish: 'builder' });
    await mkdir(ours);
    const [host, python, line] = [new LocalHost(), pythonOf(version), lineOf(version)];
    const connection = parseDatabaseUrl(database?.url ?? 'sqlite:crm.sqlite', ours);
    await makeProject(host, python, {
      folder: ours,
      language: languageNumber(await lookAtProjectScript(host, python), 'English'),
      title: 'Customers',
      name: 'crm',
      task: taskRow(connection, ours, { title: 'Customers', name: 'crm', line, library: 1 }),
      administrator: { login: 'boss', password: 'b0ss' },
      ...valuesFor(line, readParameters('').parameters),
    });
    const found = differences(tablesOf(ours), tablesOf(theirs));
    expect(found.filter((each) => !(each in EXPECTED))).toEqual([]);
    expect(found).toEqual(
      expect.arrayContaining(['SYS_PARAMS.F_SAFE_MODE', 'SYS_PARAMS.F_SECRET_KEY', 'SYS_USERS.F_PASSWORD']),
    );
    // The wizard's test of the connection makes an SQLite file; the marks of builds in locks/ count starts.
    const files = async (dir: string) =>
      (await readdir(dir, { recursive: true }))
        .filter((path) => !/__pycache__|^locks\/|^logs|^crm\.sqlite$|^builder\.html$/.test(path))
        .sort();
    expect(await files(ours)).toEqual(await files(theirs));
    for (const name of ['index.html', ...(line === 7 ? ['templates.html'] : [])])
      expect(await readFile(join(ours, name), 'utf8')).toBe(await readFile(join(theirs, name), 'utf8'));
  });
});
