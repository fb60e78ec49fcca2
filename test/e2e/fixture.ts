/** What the tests of false successes share: servers, the action, a folder for zips, targets that are removed again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { findServers, type Servers } from '../lab/servers.ts';
import type { DatabaseType, Version } from '../lab/versions.ts';
import { type Installed, installAction } from './action.ts';
import { makeTarget, type Target } from './target.ts';

/** Both lines. */
export const LINES: Version[] = ['5.4.136', '7.0.120'];

const left: string[] = [];

/** `npm test` runs a test on one line only; the full run (JAMPY_TEST_FULL) on both. */
export function spread(home: Version, name: string): Version[] {
  if (process.env.JAMPY_TEST_FULL) return LINES;
  left.push(...LINES.filter((version) => version !== home).map((version) => `${version}: ${name}`));
  return [home];
}

/** Says which tests of this file are left to the full run. */
export function tellLeft(): void {
  if (left.length > 0) console.log(`left to the full run: ${left.join('; ')}`);
}

export interface Fixture {
  servers: Servers;
  action: Installed;
  /** A name for a zip of the test's own making. */
  newZip(): string;
  /** A target that is removed after the test. */
  target(version: Version, type: DatabaseType, options?: { workers?: number; early?: boolean }): Promise<Target>;
}

/** Registers the set-up and the cleaning with vitest; the fixture is filled before the first test. */
export function useFixture(name: string): Fixture {
  const targets: Target[] = [];
  let scratch = '';
  let made = 0;
  const fixture = {
    newZip: () => join(scratch, `made-${++made}.zip`),
    async target(version: Version, type: DatabaseType, options: { workers?: number; early?: boolean } = {}) {
      const target = await makeTarget(fixture.servers, version, type, options);
      targets.push(target);
      return target;
    },
  } as Fixture;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), `jampy-${name}-`));
    fixture.servers = await findServers(() => {});
    fixture.action = await installAction();
  });
  afterEach(async () => {
    await Promise.all(targets.splice(0).map((target) => target.remove()));
  });
  afterAll(async () => {
    await fixture.action?.remove();
    await rm(scratch, { recursive: true, force: true });
    await fixture.servers?.stop();
    tellLeft();
  });
  return fixture;
}
