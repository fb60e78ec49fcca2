/**
 * Where Jam.py says that all is well and it is not. Every test first shows Jam.py alone with its claim, then our
 * promotion of the same zip to an equal target, which must not agree.
 */

import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { JamClient } from '../lab/builder.ts';
import { exportsOf } from '../lab/exports.ts';
import { until } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import {
  byFolder,
  byUrl,
  changedZip,
  folderHash,
  IMPORTED,
  importLogs,
  jamAlone,
  jamAloneLive,
  makeTarget,
  NOT_IMPORTED,
  parameter,
  promote,
  putIntoMigration,
  summary,
  type Target,
} from './target.ts';

const LINES: Version[] = ['5.4.136', '7.0.120'];

let servers: Servers;
let action: Installed;
let scratch: string;
const targets: Target[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'jampy-false-success-'));
  servers = await findServers(() => {});
  action = await installAction();
});

afterEach(async () => {
  await Promise.all(targets.splice(0).map((target) => target.remove()));
});

afterAll(async () => {
  await action?.remove();
  await rm(scratch, { recursive: true, force: true });
  await servers?.stop();
});

async function target(version: Version, type: DatabaseType, options: { workers?: number } = {}): Promise<Target> {
  const made = await makeTarget(servers, version, type, options);
  targets.push(made);
  return made;
}

let made = 0;
/** A name for a zip of this test's own making. */
const newZip = () => join(scratch, `made-${++made}.zip`);

/** Whether the application itself still starts. */
async function applicationOf(target: Target): Promise<string> {
  const application = new JamClient(target.service.url, target.project.line, 1);
  const response = await application.fetch('/api', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(['load', 1, 0, null, null]),
  });
  const text = await response.text();
  const status = response.status === 200 ? (JSON.parse(text) as { result: { status?: number } }).result.status : text;
  return status === 9 ? 'loads' : 'does not load';
}

describe('a failing statement on MariaDB', () => {
  /** A table that the import wants to make is there already, with another shape. */
  async function withForeignTable(version: Version): Promise<Target> {
    const target_ = await target(version, 'mariadb');
    await target_.db?.query('CREATE TABLE crm_customers (id INTEGER PRIMARY KEY, nickname VARCHAR(10))');
    return target_;
  }

  test.each(LINES)('Jam.py %s, migration folder', async (version) => {
    const { v1 } = await exportsOf(version, 'mariadb', servers);
    const alone = await withForeignTable(version);
    const claim = await jamAlone(alone, [v1]);
    expect([claim.code, claim.logs, await readdir(join(alone.dir, 'migration'))]).toEqual([0, [IMPORTED], []]);
    expect(await alone.db?.query('SHOW COLUMNS FROM crm_customers')).toHaveLength(2);

    const ours = await promote(action, byFolder(await withForeignTable(version), v1));
    expect(summary(ours), ours.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but .*crm_customers\.name: the column is not/),
    ]);
    expect(ours.outputs).toMatchObject({ verified: 'partial', changed: 'true' });
    expect(Number(ours.outputs['failed-statement-count'])).toBeGreaterThan(0);
  });

  test.each(LINES)('Jam.py %s, live', async (version) => {
    const { v1 } = await exportsOf(version, 'mariadb', servers);
    const alone = await withForeignTable(version);
    await alone.start();
    const [success, error] = await jamAloneLive(alone, v1);
    expect([success, error]).toEqual([true, null]);
    expect(await alone.db?.query('SHOW COLUMNS FROM crm_customers')).toHaveLength(2);

    const ours_ = await withForeignTable(version);
    await ours_.start();
    const ours = await promote(action, byUrl(ours_, v1));
    expect(summary(ours), ours.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but .*crm_customers\.name: the column is not/),
    ]);
    expect(Number(ours.outputs['failed-statement-count'])).toBeGreaterThan(0);
  });
});

describe('server code that breaks the application', () => {
  test.each(LINES)('Jam.py %s: code that does not compile', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', servers);
    const zip = await changedZip(v1, newZip(), {
      item: { name: 'customers', column: 'f_server_module', to: (code) => `${code}\ndef broken(item:\n    pass\n` },
    });
    const alone = await target(version, 'postgres');
    const claim = await jamAlone(alone, [zip]);
    expect([claim.code, claim.logs]).toEqual([0, [IMPORTED]]);
    await alone.start();
    expect(await applicationOf(alone)).toBe('does not load');

    const untouched = await target(version, 'postgres');
    const before = await folderHash(untouched.dir);
    const ours = await promote(action, byFolder(untouched, zip));
    expect(summary(ours), ours.log).toEqual([1, 'invalid', expect.stringContaining('customers')]);
    expect(await folderHash(untouched.dir)).toBe(before);
    expect(await untouched.db?.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  async function raising(version: Version): Promise<string> {
    const { v1 } = await exportsOf(version, 'postgres', servers);
    return await changedZip(v1, newZip(), {
      item: { name: 'customers', column: 'f_server_module', to: (code) => `${code}\nRATES = {}['EUR']\n` },
    });
  }

  test.each(LINES)('Jam.py %s: code that compiles and raises when it is loaded', async (version) => {
    const zip = await raising(version);
    const alone = await target(version, 'postgres');
    const claim = await jamAlone(alone, [zip]);
    expect([claim.code, claim.logs]).toEqual([0, [IMPORTED]]);

    const ours = await promote(action, byFolder(await target(version, 'postgres'), zip));
    expect(summary(ours), ours.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but .*application/),
    ]);
  });

  test.each(LINES)('Jam.py %s, live: code that compiles and raises when it is loaded', async (version) => {
    const zip = await raising(version);
    const alone = await target(version, 'postgres');
    await alone.start();
    expect((await jamAloneLive(alone, zip)).slice(0, 2)).toEqual([true, null]);
    // It even answers `load`: a running Jam.py 5 with the code it had, Jam.py 7 with an application half made.
    expect(await applicationOf(alone)).toBe('loads');

    const running = await target(version, 'postgres');
    await running.start();
    const blind = await promote(action, byUrl(running, zip));
    if (version === '7.0.120')
      expect(summary(blind), blind.log).toEqual([1, 'failed', expect.stringMatching(/application/)]);
    else {
      expect(summary(blind), blind.log).toEqual([0, 'imported', '']);
      expect(blind.log).toMatch(/Restart the service soon .*: server code was changed/);
    }

    const restarted = await target(version, 'postgres');
    await restarted.start();
    const ours = await promote(action, byUrl(restarted, zip, { 'restart-command': restarted.service.restartCommand }));
    expect(summary(ours), ours.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but .*application/),
    ]);
  });
});

describe('several gunicorn workers race for one zip', () => {
  const TRIES = 20;

  test.each(LINES)('Jam.py %s', async (version) => {
    const { v1, v3 } = await exportsOf(version, 'postgres', servers);
    const four = await target(version, 'postgres', { workers: 4 });
    let lost: { got: unknown; wanted: string; log: string | undefined } | undefined;
    for (let attempt = 1; attempt <= TRIES && !lost; attempt++) {
      const wanted = `2.0.${attempt}`;
      // Each has tables to make or drop, so that the import takes as long as a real one.
      const from = attempt % 2 ? v1 : v3;
      const zip = await changedZip(from, newZip(), { parameters: { f_version: wanted } });
      await putIntoMigration(four, [zip]);
      await four.start();
      // One worker imports and removes the zip; stopping lets the others end what they began.
      const migration = join(four.dir, 'migration');
      await until('the zip to go', 60, async () => (await readdir(migration)).length === 0 || undefined);
      await four.stop();
      const got = parameter(four.dir, 'F_VERSION');
      const log = (await importLogs(four.dir)).at(-1);
      if (got !== wanted || log === NOT_IMPORTED) lost = { got, wanted, log };
    }
    expect(lost, `Jam.py alone was right ${TRIES} times`).toBeDefined();

    await four.start();
    const zip = await changedZip(v1, newZip(), { parameters: { f_version: '3.0.0' } });
    const { python: _, ...withoutPython } = byFolder(four, zip);
    const running = await promote(action, withoutPython);
    expect(summary(running), running.log).toEqual([
      3,
      'refused',
      expect.stringMatching(/5 processes serve the target.*Give python/),
    ]);
    expect(parameter(four.dir, 'F_VERSION')).not.toBe('3.0.0');

    const ours = await promote(action, byFolder(four, zip));
    expect([...summary(ours), ours.verified], ours.log).toEqual([0, 'imported', '', 'full']);
    expect([parameter(four.dir, 'F_VERSION'), (await importLogs(four.dir)).at(-1)]).toEqual(['3.0.0', IMPORTED]);
  });
});

describe('zips that Jam.py alone takes without a word', () => {
  test.each(LINES)('Jam.py %s: half a zip', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', servers);
    const zip = newZip();
    const bytes = await readFile(v1);
    await writeFile(zip, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const alone = await target(version, 'postgres');
    const claim = await jamAlone(alone, [zip]);
    // Exit code 0 although nothing was imported; the zip stays, so that every start tries it again.
    expect([claim.code, claim.logs, await readdir(join(alone.dir, 'migration'))]).toEqual([
      0,
      [NOT_IMPORTED],
      ['alone-0.zip'],
    ]);

    await expectInvalid(version, zip, /cut off|not a zip|damaged|truncated|central directory/i);
  });

  test.each(LINES)('Jam.py %s: a server.py inside', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', servers);
    const zip = await changedZip(v1, newZip(), { files: { 'server.py': 'print("mine")\n' } });
    const alone = await target(version, 'postgres');
    const claim = await jamAlone(alone, [zip]);
    expect([claim.code, claim.logs]).toEqual([0, [IMPORTED]]);
    expect(await readFile(join(alone.dir, 'server.py'), 'utf8')).toBe('print("mine")\n');

    await expectInvalid(version, zip, /server\.py/);
  });

  async function expectInvalid(version: Version, zip: string, reason: RegExp): Promise<void> {
    const untouched = await target(version, 'postgres');
    const before = await folderHash(untouched.dir);
    const ours = await promote(action, byFolder(untouched, zip));
    expect(summary(ours), ours.log).toEqual([1, 'invalid', expect.stringMatching(reason)]);
    expect(await folderHash(untouched.dir)).toBe(before);
  }

  test.each(LINES)('Jam.py %s: two files in migration/', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', servers);
    const alone = await target(version, 'postgres');
    const claim = await jamAlone(alone, [v1, v1]);
    expect([claim.code, claim.logs]).toEqual([0, []]);
    expect(await alone.db?.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);

    const occupied = await target(version, 'postgres');
    await putIntoMigration(occupied, [v1]);
    const before = await folderHash(occupied.dir);
    const ours = await promote(action, byFolder(occupied, v1));
    expect(summary(ours), ours.log).toEqual([
      3,
      'refused',
      expect.stringMatching(/migration folder already holds alone-0\.zip/),
    ]);
    expect(await folderHash(occupied.dir)).toBe(before);
  });
});

describe('a mutant: flag, log and zip removal are good, one thing is not', () => {
  /** `python` that does what the real one does, and something more right behind the import. */
  async function pythonThat(target_: Target, then: string): Promise<string> {
    const path = join(target_.base, `python-${++made}`);
    await writeFile(
      path,
      `#!/bin/sh
${target_.project.python} "$@"
code=$?
case "$*" in *create_application*) ${then} ;; esac
exit $code
`,
    );
    await chmod(path, 0o755);
    return path;
  }

  test.each(LINES)('Jam.py %s: a column is missing', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', servers);
    const here = await target(version, 'postgres');
    const sql = (statement: string) => `${here.project.python} -c 'import psycopg2
c = psycopg2.connect("${here.db?.url}")
c.cursor().execute("""${statement}""")
c.commit()'`;

    const drops = await pythonThat(here, sql('ALTER TABLE crm_customers DROP COLUMN discount'));
    const column = await promote(action, byFolder(here, v1, { python: drops }));
    expect(summary(column), column.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but .*crm_customers\.discount: the column is not/),
    ]);
    expect([await importLogs(here.dir), await readdir(join(here.dir, 'migration'))]).toEqual([[IMPORTED], []]);
    // A second promotion does not believe the builder tables either.
    const again = await promote(action, byFolder(here, v1));
    expect(summary(again), again.log).toEqual([1, 'failed', expect.stringContaining('crm_customers.discount')]);
  });

  test('Jam.py 7.0.120: a file is changed, a row of the Builder is changed', async () => {
    const { v1, v2 } = await exportsOf('7.0.120', 'postgres', servers);
    const here = await target('7.0.120', 'postgres');
    const writes = await pythonThat(here, `printf ' ' >>${join(here.dir, 'static/css/office.css')}`);
    const file = await promote(action, byFolder(here, v1, { python: writes }));
    expect(summary(file), file.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but files that are not the zip's: static\/css\/office\.css/),
    ]);

    const edits = await pythonThat(
      here,
      `${here.project.python} -c 'import sqlite3
c = sqlite3.connect("${join(here.dir, 'admin.sqlite')}")
c.execute("UPDATE SYS_FIELDS SET F_REQUIRED = 1 WHERE F_FIELD_NAME = ?", ("credit_limit",))
c.commit()'`,
    );
    const row = await promote(action, byFolder(here, v2, { python: edits }));
    expect(summary(row), row.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but the builder tables are not the zip's: .*credit_limit.*f_required/i),
    ]);
    expect(await importLogs(here.dir)).toEqual([IMPORTED, IMPORTED]);
  });
});
