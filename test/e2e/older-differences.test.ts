/**
 * Whose fault is a difference between metadata and database? What Jam.py ignores under an old id fails the import that
 * brings it and is a warning ever after; what somebody broke by hand makes a target that equals the zip `failed`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JamValue } from '../lab/builder.ts';
import { exportsOf } from '../lab/exports.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import { byFolder, makeTarget, promote, type Target } from './target.ts';

let servers: Servers;
let action: Installed;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'jampy-older-'));
  servers = await findServers(() => {});
  action = await installAction();
});

afterAll(async () => {
  await action?.remove();
  await rm(scratch, { recursive: true, force: true });
  await servers?.stop();
});

type Tables = Record<string, { fields: string[]; records: JamValue[][] }>;

/** A copy of a zip in which one column of one row, found by its name, has another value. */
function changed(
  from: string,
  table: string,
  nameColumn: string,
  name: string,
  column: string,
  value: JamValue,
): string {
  const zip = new AdmZip(from);
  const tables = JSON.parse(zip.readAsText('task.dat')) as Tables;
  const { fields, records } = tables[table] as Tables[string];
  const row = records.find((record) => String(record[fields.indexOf(nameColumn)]).toLowerCase() === name);
  if (!row) throw new Error(`no ${name} in ${table}`);
  row[fields.indexOf(column)] = value;
  zip.updateFile('task.dat', Buffer.from(JSON.stringify(tables)));
  const to = join(scratch, `${table}-${name}-${column}-${Math.random()}.zip`);
  zip.writeZip(to);
  return to;
}

async function withTarget(
  version: Version,
  type: 'postgres' | 'mariadb',
  work: (target: Target, v1: string, v2: string) => Promise<void>,
): Promise<void> {
  const target = await makeTarget(servers, version, type, { workers: 2 });
  try {
    const { v1, v2 } = await exportsOf(version, type, servers);
    const first = await promote(action, byFolder(target, v1));
    expect([first.code, first.result, first.verified], first.log).toEqual([0, 'imported', 'full']);
    await work(target, v1, v2);
  } finally {
    await target.remove();
  }
}

describe('what Jam.py ignores fails the import that brings it, and is a warning ever after', {
  concurrent: true,
  timeout: 600_000,
}, () => {
  test.each([
    [
      '7.0.120',
      'mariadb',
      'type',
      (v1: string) => changed(v1, 'sys_fields', 'f_field_name', 'discount', 'f_data_type', 3),
      'crm_customers.discount: the metadata need DOUBLE, the column is INT',
    ],
    [
      '5.4.136',
      'mariadb',
      'size',
      (v1: string) => changed(v1, 'sys_fields', 'f_field_name', 'fax', 'f_size', 90),
      'crm_customers.fax: the metadata need 90 characters, the column holds 30',
    ],
    [
      '7.0.120',
      'postgres',
      'index',
      (v1: string) => changed(v1, 'sys_indices', 'f_index_name', 'crm_customers_place', 'f_unique_index', 1),
      'crm_customers: index crm_customers_place: it is',
    ],
  ] as const)('%s on %s: %s', async (version, type, _what, change, warning) => {
    await withTarget(version, type, async (target, v1) => {
      const zip = change(v1);
      // The import that brings it says success, and the database did not follow.
      const imported = await promote(action, byFolder(target, zip));
      expect([imported.code, imported.result], imported.log).toEqual([1, 'failed']);
      expect(imported.reason).toContain(warning);
      const later = changed(zip, 'sys_params', 'id', '1', 'f_version', '1.5.0');
      const upgraded = await promote(action, byFolder(target, later));
      expect([upgraded.code, upgraded.result], upgraded.log).toEqual([0, 'imported']);
      expect(upgraded.log).toContain(warning);
      const again = await promote(action, byFolder(target, later));
      expect([again.code, again.result], again.log).toEqual([0, 'unchanged']);
      expect(again.log).toContain(warning);
    });
  });

  test('7.0.120 on mariadb enlarges a column, which is proven', async () => {
    await withTarget('7.0.120', 'mariadb', async (target, v1) => {
      const zip = changed(v1, 'sys_fields', 'f_field_name', 'fax', 'f_size', 90);
      const imported = await promote(action, byFolder(target, zip));
      expect([imported.code, imported.result, imported.verified], imported.log).toEqual([0, 'imported', 'full']);
      expect(imported.log).not.toContain('crm_customers.fax');
    });
  });
});

describe('what was broken by hand', { concurrent: true, timeout: 600_000 }, () => {
  test.each([
    [
      '5.4.136',
      'postgres',
      'a column',
      'ALTER TABLE crm_customers DROP COLUMN fax',
      'crm_customers.fax: the column is not in the database',
    ],
    [
      '7.0.120',
      'postgres',
      'a table',
      'DROP TABLE crm_reminders',
      'crm_reminders: the table of item reminders is not in the database',
    ],
    [
      '7.0.120',
      'mariadb',
      'an index',
      'DROP INDEX crm_countries_iso ON crm_countries',
      'crm_countries: index crm_countries_iso: it is not in the database',
    ],
  ] as const)('%s on %s: %s that is gone makes an equal target failed', async (version, type, _what, sql, reason) => {
    await withTarget(version, type, async (target, v1) => {
      await target.db?.query(sql);
      const again = await promote(
        action,
        byFolder(target, v1, { 'stop-command': 'exit 9', 'start-command': 'exit 9' }),
      );
      expect([again.code, again.result, again.verified, again.outputs.changed], again.log).toEqual([
        1,
        'failed',
        'partial',
        'false',
      ]);
      expect(again.reason).toContain(reason);
      expect(again.reason).toContain('Nothing was changed by this run');
    });
  });

  test('an index that was gone before an upgrade is a warning of it', async () => {
    await withTarget('7.0.120', 'postgres', async (target, _v1, v2) => {
      await target.db?.query('DROP INDEX crm_countries_iso');
      const imported = await promote(action, byFolder(target, v2));
      expect([imported.code, imported.result], imported.log).toEqual([0, 'imported']);
      expect(imported.log).toContain('crm_countries: index crm_countries_iso: it is not in the database');
    });
  });
});
