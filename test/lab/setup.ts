/** Everything the lab needs, made in one call: by `main.ts`, or by vitest before the integration tests. */

import { exportsOf } from './exports.ts';
import { setUpPython } from './python.ts';
import { type Tell, timed } from './run.ts';
import { findServers, type Servers } from './servers.ts';
import { DATABASE_TYPES, VERSIONS } from './versions.ts';

/** Python environments, database servers and all fixtures. Call `stop()` of the answer in the end. */
export async function setUpLab(tell: Tell): Promise<Servers> {
  const [python, found] = await Promise.allSettled([setUpPython(tell), findServers(tell)]);
  if (found.status === 'rejected') throw found.reason;
  try {
    if (python.status === 'rejected') throw python.reason;
    // Two at a time: each is mostly one busy Jam.py process.
    const cells = VERSIONS.flatMap((version) => DATABASE_TYPES.map((type) => ({ version, type })));
    const work = async () => {
      for (let cell = cells.shift(); cell; cell = cells.shift()) {
        const { version, type } = cell;
        await timed(tell, `exports of Jam.py ${version} on ${type}`, () => exportsOf(version, type, found.value));
      }
    };
    for (const done of await Promise.allSettled([work(), work()])) {
      if (done.status === 'rejected') throw done.reason;
    }
  } catch (error) {
    await found.value.stop();
    throw error;
  }
  return found.value;
}

/**
 * vitest's global set-up: tests then find the servers by TEST_POSTGRES_URL and TEST_MARIADB_URL, whoever started them.
 * Returns the teardown.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const servers = await setUpLab((line) => process.stdout.write(`${line}\n`));
  process.env.TEST_POSTGRES_URL = servers.postgres;
  process.env.TEST_MARIADB_URL = servers.mariadb;
  return () => servers.stop();
}
