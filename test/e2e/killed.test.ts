/**
 * Main is killed (SIGKILL) in the middle. The step after the job alone, or the next run alone, puts the target in order:
 * the service answers, migration/ is empty, nothing temporary is left, and the next promotion is verified in full.
 */
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { alive, exists, until } from '../lab/run.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import { spread, useFixture } from './fixture.ts';
import { byFolder, type Ended, type Inputs, makeTarget, parameter, promote, type Target } from './target.ts';

const fixture = useFixture('killed');
const KINDS: DatabaseType[] = ['postgres', 'mariadb'];

interface Cell {
  target: Target;
  zips: Exports;
  version: Version;
  type: DatabaseType;
}

/** What main was given and what it left. */
interface Killed {
  state: Record<string, string>;
  token: string;
  inputs: Inputs;
}

/** Runs main until `reached`, and kills it there. */
async function killWhen(target: Target, zip: string, more: Inputs, reached: () => Promise<boolean>): Promise<Killed> {
  const inputs = byFolder(target, zip, more);
  let pid = 0;
  const running = fixture.action.run(inputs, { onStart: (id) => (pid = id) });
  await until(`the run of ${target.base} to be where it is killed`, 60, async () =>
    (await reached()) ? true : undefined,
  );
  process.kill(pid, 'SIGKILL');
  const run = await running;
  expect(run.code, run.stdout).toBeNull();
  const state = run.state ?? {};
  const token = state.promotion ?? '';
  expect(token).toMatch(/^[0-9a-f]{16}$/);
  return { state, token, inputs };
}

let gates = 0;

/** A shell line that says that it began, and goes on when the gate is opened. */
function gate(target: Target, then: string) {
  const name = join(target.base, `gate-${++gates}`);
  return {
    line: `echo $$ > ${name}.part; mv ${name}.part ${name}.reached; while [ -d ${target.base} ] && [ ! -e ${name}.open ]; do sleep 0.1; done; ${then}`,
    reached: () => exists(`${name}.reached`),
    open: () => writeFile(`${name}.open`, ''),
    pid: async () => Number(await readFile(`${name}.reached`, 'utf8')),
  };
}

const stateFolder = (target: Target) => `${target.dir}.jampy-promote`;
const answers = async (target: Target) => (await fetch(target.service.url).catch(() => undefined))?.status;

/** Nothing of the killed run is there any more, on this machine or in the target's folders. */
async function expectInOrder({ target }: Cell, { token }: Killed, log: string): Promise<void> {
  expect(await answers(target), log).toBe(200);
  expect(await readdir(join(target.dir, 'migration')), log).toEqual([]);
  for (const folder of [tmpdir(), target.dir, stateFolder(target)]) {
    const left = (await readdir(folder)).filter((name) => name.includes(token) || /\.(lock|journal)(\.|$)/.test(name));
    expect(left, `${folder}: ${log}`).toEqual([]);
  }
}

async function post({ state, inputs }: Killed): Promise<string> {
  const after = await fixture.action.post(inputs, state);
  expect(after.code, after.stdout + after.stderr).toBe(0);
  expect(after.stdout).not.toContain('::error');
  return after.stdout;
}

async function next({ target }: Cell, zip: string, result: 'imported' | 'unchanged'): Promise<Ended> {
  const again = await promote(fixture.action, byFolder(target, zip));
  expect([again.code, again.result, again.verified, again.reason], again.log).toEqual([0, result, 'full', '']);
  return again;
}

/** Holds a table that the import of v2 changes, until it is released. */
async function lockTable({ db }: Target): Promise<{ wanted(): Promise<boolean>; release(): Promise<void> }> {
  const { type, url, query } = db as NonNullable<Target['db']>;
  if (type === 'postgres') {
    const locker = new pg.Client({ connectionString: url });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE crm_customers');
    const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return { wanted: async () => (await query(sql)).length > 0, release: () => locker.end() };
  }
  const locker = await mysql.createConnection({ uri: url });
  await locker.query('LOCK TABLES crm_customers WRITE');
  const sql = `SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'Waiting for table%'`;
  return { wanted: async () => (await query(sql)).length > 0, release: () => locker.end() };
}

/** The moments, one after another on one target that v1 is on; each leaves it as the next one needs it. */
const MOMENTS: Readonly<Record<string, (cell: Cell) => Promise<void>>> = {
  async 'while it stops the service: the step after the job ends the command that does not end'(cell) {
    const { target, zips } = cell;
    const held = gate(target, 'true');
    const more = { 'stop-command': held.line, 'service-timeout': '2s' };
    const killed = await killWhen(target, zips.v2, more, held.reached);
    const log = await post(killed);
    expect(log).toMatch(
      /killed while it stopped the service, and the target was put in order\. Its import had not begun/,
    );
    expect(alive(await held.pid())).toBe(false);
    await expectInOrder(cell, killed, log);
    expect(parameter(target.dir, 'F_VERSION')).toBe('1.0.0');
  },

  async 'with the zip in place: the next run alone'(cell) {
    const { target, zips } = cell;
    const held = gate(target, 'exit 1');
    const python = join(target.base, 'python');
    const real = target.project.python;
    // Everything else that is asked of the interpreter is answered.
    await writeFile(python, `#!/bin/sh\ncase "$2" in *create_application*) ${held.line};; esac\nexec ${real} "$@"\n`);
    await chmod(python, 0o755);
    const killed = await killWhen(target, zips.v2, { python }, held.reached);
    expect(await readdir(join(target.dir, 'migration'))).toEqual([`jampy-promote-${killed.token}.zip`]);
    expect(await answers(target)).toBeUndefined();
    const again = await next(cell, zips.v1, 'unchanged');
    expect(again.log).toMatch(
      /killed during its import, .* Its import had not begun.* The service was started again\./,
    );
    expect(alive(await held.pid())).toBe(false);
    await expectInOrder(cell, killed, again.log);
  },

  async 'during the import, while a table is locked: the step after the job'(cell) {
    const { target, zips, type } = cell;
    const mode = (await stat(target.dir)).mode;
    const locked = await lockTable(target);
    try {
      const killed = await killWhen(target, zips.v2, {}, locked.wanted);
      const log = await post(killed);
      expect(log).toMatch(/which that promotion started, still runs and is ended/);
      expect(log).toMatch(
        type === 'postgres'
          ? /Its import was cut off: the database took it back, and the metadata are as they were\. The service was started again\./
          : /Its import was cut off: the builder tables are as they were, but on MySQL and MariaDB .*stays\. Promote again/,
      );
      await expectInOrder(cell, killed, log);
    } finally {
      await locked.release();
    }
    expect((await stat(target.dir)).mode).toBe(mode);
    expect(parameter(target.dir, 'F_VERSION')).toBe('1.0.0');
    await next(cell, zips.v2, 'imported');
  },

  async 'while it starts the service: the next run alone'(cell) {
    const { target, zips } = cell;
    const held = gate(target, target.service.startCommand);
    const killed = await killWhen(target, zips.v3, { 'start-command': held.line }, held.reached);
    expect(await answers(target)).toBeUndefined();
    // Its start command goes on by itself, and is waited for.
    setTimeout(() => void held.open(), 1500);
    const again = await next(cell, zips.v3, 'unchanged');
    expect(again.log).toMatch(
      /killed while it started the service.* Jam\.py had imported its zip: .* The service runs\./,
    );
    await expectInOrder(cell, killed, again.log);
  },
};

describe('killed', { timeout: 180_000 }, () => {
  for (const type of KINDS) {
    for (const version of spread(type === 'postgres' ? '7.0.120' : '5.4.136', `killed on ${type}`)) {
      test.concurrent(`${version} on ${type}, at every moment`, async () => {
        const target = await makeTarget(fixture.servers, version, type);
        try {
          const cell: Cell = { target, version, type, zips: await exportsOf(version, type, fixture.servers) };
          const first = await promote(fixture.action, byFolder(target, cell.zips.v1));
          expect([first.code, first.result], first.log).toEqual([0, 'imported']);
          for (const [name, moment] of Object.entries(MOMENTS)) {
            const since = performance.now();
            await moment(cell);
            console.log(`${version} on ${type}, ${name}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
          }
        } finally {
          await target.remove();
        }
      });
    }
  }
});
