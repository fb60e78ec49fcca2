/**
 * A new project on another machine: an unprivileged runner makes it by ssh as an unprivileged user, for a third one whose
 * it becomes, on a database and a login that are made too; then it is served, and promoted to again.
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../lab/browser.ts';
import { exportsOf } from '../lab/exports.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { startRemote } from '../lab/remote/site.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { lineOf, VERSIONS, type Version } from '../lab/versions.ts';
import { addCustomer, customersOnPage } from './in-browser.ts';
import { byService, ownership, type RemoteRunner, remoteRunner } from './remote.ts';
import { serves } from './stage.ts';

type Cell = readonly [Version, 'postgres' | 'mariadb'];

const ALL: readonly Cell[] = VERSIONS.flatMap((version) => [
  [version, 'postgres'] as const,
  [version, 'mariadb'] as const,
]);
const CELLS: readonly Cell[] = process.env.JAMPY_TEST_FULL ? ALL : [['7.0.120', 'postgres']];
const ON_SQLITE: readonly Version[] = process.env.JAMPY_TEST_FULL ? VERSIONS : ['7.0.120'];
const why = await whyNoRemote();

let servers: Servers;
let machine: Machine;
let runner: RemoteRunner;
let browser: Browser;

describe.skipIf(why !== undefined)('a new project by ssh', { timeout: 600_000 }, () => {
  beforeAll(async () => {
    servers = await findServers(() => {});
    machine = await createMachine();
    runner = await remoteRunner(machine);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await machine?.remove();
    await servers?.stop();
    const left = [
      ...ALL.filter((cell) => !CELLS.some((each) => each.join() === cell.join())),
      ...VERSIONS.filter((version) => !ON_SQLITE.includes(version)).map((version) => [version, 'sqlite']),
    ];
    if (left.length > 0)
      console.log(`left to the full run: provision by ssh ${left.map((cell) => cell.join(' / ')).join('; ')}`);
  });

  test.each(CELLS)('Jam.py %s on %s', async (version, type) => {
    // Its own project goes, its service stays: nothing runs of it yet.
    const remote = await startRemote(servers, {
      version,
      database: type,
      front: 'gunicorn',
      machine,
      started: false,
      workers: 1,
    });
    const name = `jp_${randomBytes(5).toString('hex')}`;
    try {
      await rm(remote.project.dir, { recursive: true, force: true });
      const { v1, v2 } = await exportsOf(version, type);
      const { protocol, host } = new URL(servers[type]);
      const inputs = {
        provision: 'if-missing',
        'run-as': machine.owner.name,
        'builder-login': 'boss',
        'builder-password': 'b0ss by ssh',
        'database-url': `${protocol}//${name}:s3cret%20of%20app@${host}/${name}`,
        'database-admin-url': servers[type],
      };
      const first = await runner.promote(remote, v1, inputs);
      expect([first.code, first.result, first.verified], `${first.reason}\n${first.log}`).toEqual([
        0,
        'imported',
        'full',
      ]);
      const owner = machine.owner.name;
      for (const [path, is] of await ownership(remote.project.dir))
        expect(`${path} ${is}`).toContain(` ${owner}:${owner}`);
      expect((await ownership(remote.project.dir)).get('admin.sqlite')).toMatch(/^f 600 /);
      const again = await runner.promote(remote, v1, inputs);
      expect([again.code, again.result, again.verified], `${again.reason}\n${again.log}`).toEqual([
        0,
        'unchanged',
        'full',
      ]);
      await seesRows(remote.url, version);
      const next = await runner.promote(remote, v2, inputs);
      expect([next.code, next.result, next.verified], `${next.reason}\n${next.log}`).toEqual([0, 'imported', 'full']);
      await expect(serves(remote.project, remote.url)).rejects.toThrow();
      const said = [first, again, next].map(({ log }) => log.replace(/^::add-mask::.*$/gm, '')).join('\n');
      for (const secret of ['b0ss by ssh', 's3cret of app', 's3cret%20of%20app']) expect(said).not.toContain(secret);
    } finally {
      await remote.stop().catch(() => {});
      await forget(remote.database.query, type, name);
      await remote.end();
    }
  });

  test.each(ON_SQLITE)('Jam.py %s on SQLite, and a copy of it beside', async (version) => {
    const remote = await startRemote(servers, {
      version,
      database: 'postgres',
      front: 'gunicorn',
      machine,
      started: false,
      workers: 1,
    });
    try {
      await rm(remote.project.dir, { recursive: true, force: true });
      const { v1 } = await exportsOf(version, 'sqlite');
      const person = {
        'run-as': machine.owner.name,
        'builder-login': 'boss',
        'builder-password': 'b0ss by ssh',
      };
      const inputs = { ...person, provision: 'if-missing', 'database-url': 'sqlite:crm.sqlite' };
      const first = await runner.promote(remote, v1, inputs);
      expect([first.code, first.result, first.verified], `${first.reason}\n${first.log}`).toEqual([
        0,
        'imported',
        'full',
      ]);
      const again = await runner.promote(remote, v1, inputs);
      expect([again.code, again.result, again.verified], again.log).toEqual([0, 'unchanged', 'full']);

      await seesRows(remote.url, version);

      // Nothing serves the copy: the service is the other one's.
      const unserved = Object.fromEntries(Object.keys(byService(remote)).map((name) => [name, '']));
      const copy = `${remote.project.dir}-copy`;
      const copied = await runner.promote(remote, v1, {
        ...unserved,
        ...person,
        url: '',
        'project-dir': copy,
        method: 'copy-project',
        'copy-from': remote.project.dir,
      });
      expect([copied.code, copied.result, copied.verified], `${copied.reason}\n${copied.log}`).toEqual([
        0,
        'imported',
        'partial',
      ]);
      const owner = machine.owner.name;
      for (const [path, is] of await ownership(copy)) expect(`${path} ${is}`).toContain(` ${owner}:${owner}`);
      expect((await ownership(copy)).get('crm.sqlite')).toMatch(/^f 600 /);
    } finally {
      await remote.end();
    }
  });
});

/** The new administrator, in a browser. */
async function seesRows(url: string, version: Version): Promise<void> {
  const person = { login: 'boss', password: 'b0ss by ssh' };
  await addCustomer(url, lineOf(version), person, 'Ada');
  expect(await customersOnPage(browser, url, lineOf(version), person)).toEqual(['Ada']);
}

async function forget(query: (sql: string) => Promise<unknown>, type: Cell[1], name: string): Promise<void> {
  if (type === 'postgres') {
    await query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await query(`DROP ROLE IF EXISTS ${name}`);
    return;
  }
  await query(`DROP DATABASE IF EXISTS ${name}`);
  for (const host of ['localhost', '127.0.0.1', '::1']) await query(`DROP USER IF EXISTS '${name}'@'${host}'`);
}
