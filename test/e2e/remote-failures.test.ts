/**
 * What goes wrong between a runner and a production server: each is told with the right sentence, and leaves the target
 * wholly old or wholly new, with an empty migration/, and serving; where the start itself failed, the sentence says so.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { startRemote } from '../lab/remote/site.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { type RemoteRunner, remoteRunner } from './remote.ts';
import { CELLS } from './remote-cells.ts';
import { isInOrder } from './remote-faults.ts';
import { catalogueOf, stageOf } from './stage.ts';
import type { Inputs } from './target.ts';

const why = await whyNoRemote();

let servers: Servers;
let machine: Machine;
let runner: RemoteRunner;

describe.skipIf(why !== undefined)('between a runner and its server', { concurrent: true, timeout: 600_000 }, () => {
  const table: string[] = [];
  beforeAll(async () => {
    servers = await findServers(() => {});
    machine = await createMachine();
    runner = await remoteRunner(machine);
  });
  afterAll(async () => {
    await machine?.remove();
    await servers?.stop();
    console.log(['what goes wrong | Jam.py | database | result | left', ...table.sort()].join('\n'));
    console.log(`${table.length} of ${CELLS.length} cells`);
    expect(table).toHaveLength(CELLS.length);
  });

  test.each(CELLS.map((cell) => [cell.name, cell] as const))('%s', async (name, cell) => {
    const { version, database } = cell;
    const { v1, v2 } = await exportsOf(version, database);
    // Sites of one machine share what sudo permits.
    const own = cell.options?.sudo === undefined ? undefined : await createMachine();
    const site = own ?? machine;
    const use = own ? await remoteRunner(own) : runner;
    const remote = await startRemote(servers, {
      version,
      database,
      front: 'gunicorn',
      workers: 2,
      machine: site,
      zip: v1,
      ...cell.options,
    });
    try {
      const promote = (more: Inputs = {}, zip = v2) => use.promote(remote, zip, more);
      const before = await catalogueOf(remote.database);
      const ran = await cell.act({ machine: site, remote, v2, promote });
      expect([ran.code, ran.result], `${ran.reason}\n${ran.log}`).toEqual(cell.ends);
      expect(ran.reason, ran.log).toMatch(cell.says);
      await isInOrder(remote, cell.down === true);
      const stage = await stageOf(remote.project.dir, remote.database);
      if (stage === 'v1') expect(await catalogueOf(remote.database)).toEqual(before);
      table.push(
        `${name} | ${version} | ${database} | ${ran.result} | ${stage === 'v1' ? 'old' : stage === 'v2' ? 'new' : stage}`,
      );
      expect({ old: ['v1'], new: ['v2'], either: ['v1', 'v2'] }[cell.leaves], ran.log).toContain(stage);
    } finally {
      await remote.end();
      await own?.remove();
    }
  });
});
