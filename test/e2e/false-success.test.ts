/**
 * Where Jam.py says that all is well and it is not: SQL that failed, server code that breaks the application. Every test
 * first shows Jam.py alone with its claim, then our promotion of the same zip to an equal target, which must not agree.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JamClient } from '../lab/builder.ts';
import { exportsOf } from '../lab/exports.ts';
import type { Version } from '../lab/versions.ts';
import { LINES, spread, useFixture } from './fixture.ts';
import {
  byFolder,
  byUrl,
  changedZip,
  folderHash,
  IMPORTED,
  jamAlone,
  jamAloneLive,
  promote,
  summary,
  type Target,
} from './target.ts';

const fixture = useFixture('false-success');

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
    const target_ = await fixture.target(version, 'mariadb');
    await target_.db?.query('CREATE TABLE crm_customers (id INTEGER PRIMARY KEY, nickname VARCHAR(10))');
    return target_;
  }

  test.each(spread('5.4.136', 'a failing statement, migration folder'))(
    'Jam.py %s, migration folder',
    async (version) => {
      const { v1 } = await exportsOf(version, 'mariadb', fixture.servers);
      const alone = await withForeignTable(version);
      const claim = await jamAlone(alone, [v1]);
      expect([claim.code, claim.logs, await readdir(join(alone.dir, 'migration'))]).toEqual([0, [IMPORTED], []]);
      expect(await alone.db?.query('SHOW COLUMNS FROM crm_customers')).toHaveLength(2);

      const ours = await promote(fixture.action, byFolder(await withForeignTable(version), v1));
      expect(summary(ours), ours.log).toEqual([
        1,
        'failed',
        expect.stringMatching(/reported success, but .*crm_customers\.name: the column is not/),
      ]);
      expect(ours.outputs).toMatchObject({ verified: 'partial', changed: 'true' });
      expect(Number(ours.outputs['failed-statement-count'])).toBeGreaterThan(0);
    },
  );

  test.each(spread('7.0.120', 'a failing statement, live'))('Jam.py %s, live', async (version) => {
    const { v1 } = await exportsOf(version, 'mariadb', fixture.servers);
    const alone = await withForeignTable(version);
    await alone.start();
    const [success, error] = await jamAloneLive(alone, v1);
    expect([success, error]).toEqual([true, null]);
    expect(await alone.db?.query('SHOW COLUMNS FROM crm_customers')).toHaveLength(2);

    const ours_ = await withForeignTable(version);
    await ours_.start();
    const ours = await promote(fixture.action, byUrl(ours_, v1));
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
    const { v1 } = await exportsOf(version, 'postgres', fixture.servers);
    const zip = await changedZip(v1, fixture.newZip(), {
      item: { name: 'customers', column: 'f_server_module', to: (code) => `${code}\ndef broken(item:\n    pass\n` },
    });
    const alone = await fixture.target(version, 'postgres');
    const claim = await jamAlone(alone, [zip]);
    expect([claim.code, claim.logs]).toEqual([0, [IMPORTED]]);
    await alone.start();
    expect(await applicationOf(alone)).toBe('does not load');

    const untouched = await fixture.target(version, 'postgres');
    const before = await folderHash(untouched.dir);
    const ours = await promote(fixture.action, byFolder(untouched, zip));
    expect(summary(ours), ours.log).toEqual([1, 'invalid', expect.stringContaining('customers')]);
    expect(await folderHash(untouched.dir)).toBe(before);
    expect(await untouched.db?.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  async function raising(version: Version): Promise<string> {
    const { v1 } = await exportsOf(version, 'postgres', fixture.servers);
    return await changedZip(v1, fixture.newZip(), {
      item: { name: 'customers', column: 'f_server_module', to: (code) => `${code}\nRATES = {}['EUR']\n` },
    });
  }

  test.each(spread('5.4.136', 'code that raises, migration folder'))(
    'Jam.py %s: code that compiles and raises when it is loaded',
    async (version) => {
      const zip = await raising(version);
      const alone = await fixture.target(version, 'postgres');
      const claim = await jamAlone(alone, [zip]);
      expect([claim.code, claim.logs]).toEqual([0, [IMPORTED]]);

      const ours = await promote(fixture.action, byFolder(await fixture.target(version, 'postgres'), zip));
      expect(summary(ours), ours.log).toEqual([
        1,
        'failed',
        expect.stringMatching(/reported success, but .*application/),
      ]);
    },
  );

  test.each(LINES)('Jam.py %s, live: code that compiles and raises when it is loaded', async (version) => {
    const zip = await raising(version);
    const alone = await fixture.target(version, 'postgres');
    await alone.start();
    expect((await jamAloneLive(alone, zip)).slice(0, 2)).toEqual([true, null]);
    // It even answers `load`: a running Jam.py 5 with the code it had, Jam.py 7 with an application half made.
    expect(await applicationOf(alone)).toBe('loads');

    const running = await fixture.target(version, 'postgres');
    await running.start();
    const blind = await promote(fixture.action, byUrl(running, zip));
    if (version === '7.0.120')
      expect(summary(blind), blind.log).toEqual([1, 'failed', expect.stringMatching(/application/)]);
    else {
      expect(summary(blind), blind.log).toEqual([0, 'imported', '']);
      expect(blind.log).toMatch(/Restart the service soon .*: server code was changed/);
    }

    const restarted = await fixture.target(version, 'postgres');
    await restarted.start();
    const ours = await promote(
      fixture.action,
      byUrl(restarted, zip, { 'restart-command': restarted.service.restartCommand }),
    );
    expect(summary(ours), ours.log).toEqual([
      1,
      'failed',
      expect.stringMatching(/reported success, but .*application/),
    ]);
  });
});
