/**
 * Main is killed (SIGKILL) in the middle. The step after the job alone, or the next run alone, puts the target in order:
 * the service answers, migration/ is empty, nothing temporary is left, and the next promotion is verified in full.
 */
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { alive, exists, until } from '../lab/run.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import { spread, useFixture } from './fixture.ts';
import { byFolder, byUrl, type Ended, type Inputs, makeTarget, parameter, promote, type Target } from './target.ts';

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
  return killRun(target, byFolder(target, zip, more), reached);
}

async function killRun(
  target: Target,
  inputs: Inputs,
  reached: () => Promise<boolean>,
  onOutput: (text: string) => void = () => {},
): Promise<Killed> {
  let pid = 0;
  const running = fixture.action.run(inputs, { onStart: (id) => (pid = id), onOutput });
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
      /killed after its import, while it started the service or verified.* Jam\.py had imported its zip: .* The service runs\./,
    );
    await expectInOrder(cell, killed, again.log);
  },

  async 'while it verifies: the step after the job says that nobody did'(cell) {
    const { target, zips } = cell;
    const health = await startHealth();
    try {
      const inputs = byFolder(target, zips.v1, { 'health-url': health.url, 'project-name': 'crm' });
      // v3 is there: going back is an import like any other.
      const killed = await killRun(
        target,
        inputs,
        async () => health.held(),
        (text) => {
          if (text.includes('Import in one process')) health.hold();
        },
      );
      health.release();
      const log = await post(killed);
      expect(log).toMatch(
        /killed after its import, while .* verified, .* Jam\.py had imported its zip: the metadata are the new ones, and were not verified yet\. The service runs\./,
      );
      await expectInOrder(cell, killed, log);
    } finally {
      await health.close();
    }
    await next(cell, zips.v1, 'unchanged');
  },

  async 'and its service can not be started: that is not forgotten'(cell) {
    const { target, zips } = cell;
    const held = gate(target, 'true');
    const stop = { 'stop-command': `${target.service.stopCommand}; ${held.line}`, 'service-timeout': '2s' };
    const killed = await killWhen(target, zips.v2, stop, held.reached);
    // Nothing tells that it is down, but what the killed run left.
    const blind = { url: '', 'start-command': 'echo no such unit; exit 7' };
    for (const attempt of [1, 2]) {
      const again = await promote(fixture.action, byFolder(target, zips.v1, { ...blind, 'service-timeout': '2s' }));
      expect([again.code, again.result], `${attempt}: ${again.log}`).toEqual([1, 'failed']);
      expect(again.reason).toMatch(
        /^The target already equals the zip\. An earlier promotion .* The service could not be started again and is down; start it by hand\./,
      );
    }
    const again = await next(cell, zips.v1, 'unchanged');
    expect(again.log).toMatch(/killed while it stopped the service.* The service was started again\./);
    await expectInOrder(cell, killed, again.log);
  },

  async 'while it stops the service, and the next run has begun: the step after the job touches nothing'(cell) {
    const { target, zips } = cell;
    const held = gate(target, target.service.stopCommand);
    const killed = await killWhen(target, zips.v2, { 'stop-command': held.line }, held.reached);
    let waits = '';
    const running = promote(fixture.action, byFolder(target, zips.v2), { onOutput: (text) => (waits += text) });
    await until('the next run to recover', 60, async () => waits.includes('Put in order') || undefined);
    const log = await post(killed);
    expect(log).toMatch(/Another promotion has begun since, and puts the target in order/);
    // Only now the stop that the killed run began comes to its end.
    await held.open();
    const ran = await running;
    expect([ran.code, ran.result, ran.verified], ran.log).toEqual([0, 'imported', 'full']);
    expect(alive(await held.pid())).toBe(false);
    await expectInOrder(cell, killed, ran.log);
  },
};

/** Answers at once, or not at all while it is held. */
async function startHealth() {
  let [holding, waiting] = [false, 0];
  const open = new Set<ServerResponse>();
  const server = createServer((_request, response) => {
    if (!holding) return void response.end('ok');
    waiting++;
    open.add(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    hold: () => (holding = true),
    held: () => waiting > 0,
    release: () => {
      holding = false;
      for (const response of open) response.end('ok');
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('killed between the stop and the start of a live promotion: it is started all the same', {
  timeout: 600_000,
}, async () => {
  const target = await fixture.target('7.0.120', 'postgres');
  await target.start();
  const { stopCommand, startCommand } = target.service;
  const stopped = join(target.base, 'stopped');
  const inputs = byUrl(target, (await exportsOf('7.0.120', 'postgres', fixture.servers)).v1, {
    'stop-command': `${stopCommand}; touch ${stopped}; sleep 2`,
    'start-command': startCommand,
  });
  await killRun(target, inputs, () => exists(stopped));
  expect(await answers(target)).toBeUndefined();
  await until('the service to answer', 60, async () => (await answers(target)) === 200 || undefined);
});

describe('killed', { timeout: 600_000 }, () => {
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
