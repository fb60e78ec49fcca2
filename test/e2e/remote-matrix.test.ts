/**
 * Production is another machine: an unprivileged runner promotes by ssh as an unprivileged user to a project of a third
 * one, mode 700, served by gunicorn, gunicorn behind nginx, or Apache with mod_wsgi. v1, v2, v3, then `unchanged`;
 * everything `full`, owners and permissions as they were.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import type { FrontKind } from '../lab/remote/fronts.ts';
import { createMachine, type Machine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { type Remote, startRemote } from '../lab/remote/site.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { Version } from '../lab/versions.ts';
import { ownership, type RemoteRunner, remoteRunner } from './remote.ts';
import { serves, stageOf } from './stage.ts';

const FRONTS: readonly FrontKind[] = ['gunicorn', 'nginx', 'apache'];
const LINES: readonly Version[] = ['5.5.4', '7.0.120'];
const DATABASES = ['postgres', 'mariadb'] as const;

interface Cell {
  front: FrontKind;
  version: Version;
  database: (typeof DATABASES)[number];
}

const ALL: Cell[] = FRONTS.flatMap((front) =>
  LINES.flatMap((version) => DATABASES.map((database) => ({ front, version, database }))),
);
/** Every front with every line and every database; which pairs meet is left to the full run. */
const SPREAD = ALL.filter(({ front, version, database }) => {
  const parts = [FRONTS.indexOf(front), LINES.indexOf(version), (DATABASES as readonly string[]).indexOf(database)];
  return parts.reduce((sum, part) => sum + part, 0) % 2 === 0;
});
const REQUIRED = process.env.JAMPY_TEST_FULL ? ALL : SPREAD;
const nameOf = ({ front, version, database }: Cell) => `${front} / ${version} / ${database}`;
const why = await whyNoRemote();
const finished = new Set<string>();

let servers: Servers;
let machine: Machine;
let runner: RemoteRunner;

describe.skipIf(why !== undefined)('remote matrix', { concurrent: true, timeout: 600_000 }, () => {
  beforeAll(async () => {
    servers = await findServers(() => {});
    machine = await createMachine();
    runner = await remoteRunner(machine);
  });
  afterAll(async () => {
    await machine?.remove();
    await servers?.stop();
    console.log(`remote matrix: ${finished.size} cells run / ${REQUIRED.length} cells required`);
    const left = ALL.filter((cell) => !REQUIRED.includes(cell));
    if (left.length > 0) console.log(`left to the full run: ${left.map(nameOf).join('; ')}`);
    expect([...finished].sort()).toEqual(REQUIRED.map(nameOf).sort());
  });

  test.each(REQUIRED.map((cell) => [nameOf(cell), cell] as const))('%s', async (name, cell) => {
    // Several, and no more: races.test.ts and remote-lab.test.ts have as many as the examples.
    const remote = await startRemote(servers, { ...cell, machine, workers: 2 });
    try {
      await walk(remote);
    } finally {
      await remote.end();
    }
    finished.add(name);
  });
});

async function walk(remote: Remote): Promise<void> {
  const zips = await exportsOf(remote.version, remote.database.type);
  for (const [name, zip] of [
    ['v1', zips.v1],
    ['v2', zips.v2],
    ['v3', zips.v3],
    ['again', zips.v3],
  ] as const) {
    const before = await ownership(remote.project.dir);
    const ran = await runner.promote(remote, zip);
    const wanted = name === 'again' ? 'unchanged' : 'imported';
    expect([name, ran.code, ran.result, ran.verified], `${ran.reason}\n${ran.log}`).toEqual([name, 0, wanted, 'full']);
    // Looked up without the program, too.
    expect(await stageOf(remote.project.dir, remote.database)).toBe(name === 'again' ? 'v3' : name);
    await serves(remote.project, remote.url);
    await compareOwnership(remote, before);
  }
}

/** What was there is as it was; what is new is the owner's, and shut to others as the folder is. */
async function compareOwnership(remote: Remote, before: ReadonlyMap<string, string>): Promise<void> {
  const owner = remote.machine.owner.name;
  const after = await ownership(remote.project.dir);
  for (const [path, was] of before) {
    // Caches and locks of the running application come and go.
    if (after.has(path) || !/^(locks|.*__pycache__|migration|static\/internal)(\/|$)/.test(path))
      expect(`${path} ${after.get(path)}`).toBe(`${path} ${was}`);
  }
  for (const [path, is] of after) {
    if (!before.has(path)) expect(`${path} ${is}`).toMatch(new RegExp(` [df] [67]00 ${owner}:${owner}$`));
  }
}
