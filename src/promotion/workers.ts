/**
 * A served application has any number of worker processes, and Jam.py tells them little of one another
 * (docs/jampy.md, "Several workers"). Looks at `/` are harmless at any time; on v7 an API call during an import is not.
 */
import { fail, type Stop } from '../errors.ts';
import { APPLICATION, type JamClient } from '../jampy/client.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import type { Seen } from './look.ts';
import { pause, type Run, sleep } from './run.ts';
import { canRestart, restartService } from './service.ts';
import { metadataDifferences } from './verdict/builder-tables.ts';

const POLL = 1000;
/** Fresh connections that are believed to meet every worker. */
const LOOKS = 20;

/**
 * v7: a worker empties static/internal when it loads the application, at its first call or after another worker's
 * import. Called on fresh connections, the workers do it before the upload and not between upload and import.
 */
export async function loadInAllWorkers(client: JamClient): Promise<void> {
  for (let call = 0; call < LOOKS; call++) {
    await client.call('load', APPLICATION, 0, null).catch(() => undefined);
  }
}

/** The importing v7 process answers every page with HTTP 500 and looks at `/` are harmless: wait until none is seen. */
export async function untilQuiet(client: JamClient, deadline: number): Promise<void> {
  for (let quiet = 0; quiet < LOOKS && Date.now() < deadline; ) {
    const status = await statusOfRoot(client);
    quiet = status !== undefined && status < 500 ? quiet + 1 : 0;
    await sleep(POLL / 4);
  }
}

/**
 * After a live import the other workers load the new application by themselves, with two exceptions: on v7 a worker that
 * got an API call during the import answers HTTP 500 from then on, and on both lines a worker that ever asked for
 * privileges keeps the old ones. Both are healed by a restart.
 * @throws Stop when workers are stuck and can not be restarted from here.
 */
export async function refreshWorkers(run: Run, client: JamClient, zip: MetadataPackage, seen: Seen): Promise<void> {
  const stuck = seen.state.metadata.line === 7 && (await anyServerError(client));
  const privileges =
    seen.state.safeMode && metadataDifferences(zip, seen.state).some(({ table }) => ACCESS.includes(table));
  if (!stuck && !privileges) return;
  if (canRestart(run)) {
    const why = stuck
      ? 'some of them answer only errors since the import, as Jam.py 7 does when they were used meanwhile'
      : 'privileges were changed, and Jam.py reads them again in the importing worker only';
    run.log.notice(`The workers are restarted: ${why}.`);
    await run.log.step('Restart the service', () => restartService(run));
    for (let tries = 0; tries < 60; tries++) {
      if (!(await anyServerError(client))) return;
      await pause(run, POLL / 2);
    }
  }
  if (stuck) throw workersStuck(run, client);
  run.log.notice(
    'Privileges were changed. Where the application has several workers, those that did not import go by the old ones until they are restarted (give restart-command to have it done).',
  );
}

/** Builder tables that decide who may do what. */
const ACCESS: readonly string[] = ['sys_roles', 'sys_privileges', 'sys_field_privileges', 'sys_items'];

function workersStuck(run: Run, client: JamClient): Stop {
  const hint = canRestart(run) ? '' : ' (give restart-command to have it done)';
  return fail(
    'workers-stuck',
    `The import ended, but some workers of ${client.root.href} answer only HTTP 500 since: they were used during the import, and Jam.py 7 never recovers from that. Restart the service${hint}, then promote again, which then only verifies.`,
  );
}

async function anyServerError(client: JamClient): Promise<boolean> {
  const looks = await Promise.all(Array.from({ length: LOOKS }, () => statusOfRoot(client)));
  return looks.some((status) => status === undefined || status >= 500);
}

async function statusOfRoot(client: JamClient): Promise<number | undefined> {
  return client.get('', 15_000, false).then(
    (answer) => answer.status,
    () => undefined,
  );
}
