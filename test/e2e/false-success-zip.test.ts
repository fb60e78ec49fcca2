/**
 * Where Jam.py says that all is well and it is not: several workers at one zip, zips that are no good, and a target that was
 * changed behind everybody's back. Every test first shows Jam.py alone with its claim, then our promotion.
 */
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { until } from '../lab/run.ts';
import type { Version } from '../lab/versions.ts';
import { LINES, spread, useFixture } from './fixture.ts';
import {
  byFolder,
  changedZip,
  folderHash,
  IMPORTED,
  importLogs,
  jamAlone,
  NOT_IMPORTED,
  parameter,
  promote,
  putIntoMigration,
  summary,
  type Target,
} from './target.ts';

const fixture = useFixture('false-zip');

describe('several gunicorn workers race for one zip', () => {
  const TRIES = 20;

  test.each(spread('7.0.120', 'several workers race'))('Jam.py %s', async (version) => {
    const { v1, v3 } = await exportsOf(version, 'postgres', fixture.servers);
    const four = await fixture.target(version, 'postgres', { workers: 4, early: true });
    let lost: { got: unknown; wanted: string; log: string | undefined } | undefined;
    for (let attempt = 1; attempt <= TRIES && !lost; attempt++) {
      const wanted = `2.0.${attempt}`;
      // Each has tables to make or drop, so that the import takes as long as a real one.
      const from = attempt % 2 ? v1 : v3;
      const zip = await changedZip(from, fixture.newZip(), { parameters: { f_version: wanted } });
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
    const zip = await changedZip(v1, fixture.newZip(), { parameters: { f_version: '3.0.0' } });
    const { python: _, ...withoutPython } = byFolder(four, zip);
    const running = await promote(fixture.action, withoutPython);
    expect(summary(running), running.log).toEqual([
      3,
      'refused',
      expect.stringMatching(/5 processes serve the target.*Give python/),
    ]);
    expect(parameter(four.dir, 'F_VERSION')).not.toBe('3.0.0');

    const ours = await promote(fixture.action, byFolder(four, zip));
    expect([...summary(ours), ours.verified], ours.log).toEqual([0, 'imported', '', 'full']);
    expect([parameter(four.dir, 'F_VERSION'), (await importLogs(four.dir)).at(-1)]).toEqual(['3.0.0', IMPORTED]);
  });
});

describe('zips that Jam.py alone takes without a word', () => {
  test.each(LINES)('Jam.py %s: half a zip', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', fixture.servers);
    const zip = fixture.newZip();
    const bytes = await readFile(v1);
    await writeFile(zip, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const alone = await fixture.target(version, 'postgres');
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
    const { v1 } = await exportsOf(version, 'postgres', fixture.servers);
    const zip = await changedZip(v1, fixture.newZip(), { files: { 'server.py': 'print("mine")\n' } });
    const alone = await fixture.target(version, 'postgres');
    const claim = await jamAlone(alone, [zip]);
    expect([claim.code, claim.logs]).toEqual([0, [IMPORTED]]);
    expect(await readFile(join(alone.dir, 'server.py'), 'utf8')).toBe('print("mine")\n');

    await expectInvalid(version, zip, /server\.py/);
  });

  async function expectInvalid(version: Version, zip: string, reason: RegExp): Promise<void> {
    const untouched = await fixture.target(version, 'postgres');
    const before = await folderHash(untouched.dir);
    const ours = await promote(fixture.action, byFolder(untouched, zip));
    expect(summary(ours), ours.log).toEqual([1, 'invalid', expect.stringMatching(reason)]);
    expect(await folderHash(untouched.dir)).toBe(before);
  }

  test.each(LINES)('Jam.py %s: two files in migration/', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', fixture.servers);
    const alone = await fixture.target(version, 'postgres');
    const claim = await jamAlone(alone, [v1, v1]);
    expect([claim.code, claim.logs]).toEqual([0, []]);
    expect(await alone.db?.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);

    const occupied = await fixture.target(version, 'postgres');
    await putIntoMigration(occupied, [v1]);
    const before = await folderHash(occupied.dir);
    const ours = await promote(fixture.action, byFolder(occupied, v1));
    expect(summary(ours), ours.log).toEqual([
      3,
      'refused',
      expect.stringMatching(/migration folder already holds alone-0\.zip/),
    ]);
    expect(await folderHash(occupied.dir)).toBe(before);
  });
});

let wrappers = 0;

describe('a mutant: flag, log and zip removal are good, one thing is not', () => {
  /** `python` that does what the real one does, and something more right behind the import. */
  async function pythonThat(target_: Target, then: string): Promise<string> {
    const path = join(target_.base, `python-${++wrappers}`);
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

  test.each(spread('5.4.136', 'a column is missing'))('Jam.py %s: a column is missing', async (version) => {
    const { v1 } = await exportsOf(version, 'postgres', fixture.servers);
    const here = await fixture.target(version, 'postgres');
    const sql = (statement: string) => `${here.project.python} -c 'import psycopg2
c = psycopg2.connect("${here.db?.url}")
c.cursor().execute("""${statement}""")
c.commit()'`;

    const drops = await pythonThat(here, sql('ALTER TABLE crm_customers DROP COLUMN discount'));
    const column = await promote(fixture.action, byFolder(here, v1, { python: drops }));
    expect(summary(column), column.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but .*crm_customers\.discount: the column is not/),
    ]);
    expect([await importLogs(here.dir), await readdir(join(here.dir, 'migration'))]).toEqual([[IMPORTED], []]);
    // A second promotion does not believe the builder tables either.
    const again = await promote(fixture.action, byFolder(here, v1));
    expect(summary(again), again.log).toEqual([1, 'failed', expect.stringContaining('crm_customers.discount')]);
  });

  test('Jam.py 7.0.120: a file is changed, a row of the Builder is changed', async () => {
    const { v1, v2 } = await exportsOf('7.0.120', 'postgres', fixture.servers);
    const here = await fixture.target('7.0.120', 'postgres');
    const writes = await pythonThat(here, `printf ' ' >>${join(here.dir, 'static/css/office.css')}`);
    const file = await promote(fixture.action, byFolder(here, v1, { python: writes }));
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
    const row = await promote(fixture.action, byFolder(here, v2, { python: edits }));
    expect(summary(row), row.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but the builder tables are not the zip's: .*credit_limit.*f_required/i),
    ]);
    expect(await importLogs(here.dir)).toEqual([IMPORTED, IMPORTED]);
  });
});
