/**
 * A service of four workers, started with a zip in migration/: each worker imports, and those that come too late write
 * the old settings back (docs/jampy.md, "Several workers"). Jam.py alone loses such a race at least once; twenty
 * promotions with the same service, zips and databases are right every time.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { run } from '../lab/run.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import {
  byFolder,
  IMPORTED,
  importLogs,
  makeTarget,
  parameter,
  promote,
  putIntoMigration,
  type Target,
} from './target.ts';

const WORKERS = 4;
const RACES = 20;
const MOST_ALONE = 8;

const TARGETS: readonly [Version, DatabaseType][] = [
  ['7.0.120', 'postgres'],
  ['5.5.4', 'mariadb'],
];

let servers: Servers;
let action: Installed;
let right = 0;
let lost = 0;

beforeAll(async () => {
  servers = await findServers(() => {});
  action = await installAction();
});

afterAll(async () => {
  await action?.remove();
  await servers?.stop();
  console.log(`races of ${WORKERS} workers: ${right} of ${RACES} promotions right; Jam.py alone lost ${lost}`);
});

async function withTarget(
  [version, type]: (typeof TARGETS)[number],
  work: (target: Target, zips: string[]) => Promise<void>,
) {
  const target = await makeTarget(servers, version, type, { workers: WORKERS });
  try {
    const { v1, v2, v3 } = await exportsOf(version, type, servers);
    const first = await promote(action, byFolder(target, v1));
    expect([first.code, first.result], first.log).toEqual([0, 'imported']);
    await work(target, [v2, v3]);
  } finally {
    await target.remove();
  }
}

const build = (target: Target) => Number(parameter(target.dir, 'F_BUILD_VERSION'));

// Every one counts: no second chance.
describe('races', { concurrent: true, timeout: 600_000, retry: 0 }, () => {
  afterAll(() => {
    expect(right).toBe(RACES);
  });

  test.each(TARGETS)('%s on %s: every promotion is right', async (version, type) => {
    await withTarget([version, type], async (target, zips) => {
      for (let race = 0; race < RACES / TARGETS.length; race++) {
        const before = build(target);
        const ran = await promote(action, byFolder(target, zips[race % 2] as string));
        expect([ran.code, ran.result, ran.verified], ran.log).toEqual([0, 'imported', 'full']);
        expect(build(target)).toBe(before + 1);
        expect(parameter(target.dir, 'F_VERSION')).toBe(ran.outputs['app-version']);
        right++;
      }
    });
  });

  test('Jam.py alone loses one', async () => {
    await withTarget(TARGETS[0] as (typeof TARGETS)[number], async (target, zips) => {
      for (let race = 0; race < MOST_ALONE && lost === 0; race++) {
        const before = build(target);
        await target.stop();
        await putIntoMigration(target, [zips[race % 2] as string]);
        // A worker that fails may take gunicorn down, which is a loss too, but only after an import.
        await run(['sh', '-c', target.service.startCommand]).catch(() => undefined);
        const logs = await importLogs(target.dir);
        expect(logs.length).toBeGreaterThan(race);
        if (build(target) !== before + 1 || logs.at(-1) !== IMPORTED) lost++;
      }
      expect(lost).toBeGreaterThan(0);
    });
  });
});
