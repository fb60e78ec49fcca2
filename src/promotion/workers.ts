/**
 * A served application has any number of worker processes, and Jam.py tells them little of one another
 * (docs/jampy.md, "Several workers"). Looks at `/` are harmless at any time; on v7 an API call during an import is not.
 */
import { fail, type Stop } from '../errors.ts';
import { APPLICATION, type JamClient } from '../jampy/client.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import type { Seen } from './look.ts';
import { type Run, sleep, troubleOf } from './run.ts';
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
 * After a live import the other workers load the new application by themselves. Workers of v7 are restarted all the same
 * where that is possible, since a single call at the wrong moment leaves one stuck for good; else, and on v5, where that
 * can not be trusted. Without a command for it, it is told.
 * @throws Stop when workers are stuck and can not be restarted from here.
 */
export async function refreshWorkers(run: Run, client: JamClient, zip: MetadataPackage, seen: Seen): Promise<void> {
  // By an API call a worker learns of the import; a look at `/` before that may make it write its old settings back.
  await loadInAllWorkers(client);
  const doubts = await doubtsAbout(client, zip, seen);
  const always = seen.state.metadata.line === 7;
  if (doubts.length === 0 && !always) return;
  if (canRestart(run)) {
    const reasons = doubts.map((doubt) => DOUBTS[doubt]);
    run.log.notice(`The service is restarted: ${reasons.join('; ') || ALWAYS}.`);
    await run.log
      .step('Restart the service', () => restartService(run))
      .catch((error) => {
        throw fail(
          'restart-command',
          `Jam.py says that it imported the zip, but the service was not restarted: ${troubleOf(error)}. Nothing was verified: restart it by hand, then promote again, which then only verifies.`,
          error,
        );
      });
    return;
  }
  // Where every look meets an error it is the application, which the verdict names.
  if (doubts.includes('stuck') && (await serverErrors(client)) < LOOKS) throw workersStuck(client);
  for (const doubt of doubts) {
    run.log.warning(`Restart the service soon (give restart-command to have it done): ${DOUBTS[doubt]}.`);
  }
}

/** Why running workers may not show what was imported (docs/jampy.md, "Several workers" and "Server modules"). */
const DOUBTS = {
  stuck: 'some workers answer only errors since the import, as Jam.py 7 does when they were used meanwhile',
  privileges: 'privileges were changed, and Jam.py reads them again in the worker that imported only',
  code: 'server code was changed, and a running Jam.py 5 goes on with the old code when the new one fails at its start',
} as const;
type Doubt = keyof typeof DOUBTS;
const ALWAYS = 'Jam.py 7 leaves a worker stuck that was used during the import';

/** Builder tables that decide who may do what. */
const ACCESS: readonly string[] = ['sys_roles', 'sys_privileges', 'sys_field_privileges'];

async function doubtsAbout(client: JamClient, zip: MetadataPackage, seen: Seen): Promise<Doubt[]> {
  const { metadata, safeMode } = seen.state;
  const changes = metadataDifferences(zip, seen.state);
  const doubts: Doubt[] = [];
  if (metadata.line === 7 && (await serverErrors(client)) > 0) doubts.push('stuck');
  if (safeMode && changes.some(({ table }) => ACCESS.includes(table))) doubts.push('privileges');
  const code = ({ table, kind, column }: (typeof changes)[number]) =>
    table === 'sys_items' && (kind === 'missing' || column === 'f_server_module');
  if (metadata.line === 5 && changes.some(code)) doubts.push('code');
  return doubts;
}

function workersStuck(client: JamClient): Stop {
  return fail(
    'workers-stuck',
    `The import ended, but some workers of ${client.root.href} answer only HTTP 500 since: they were used during the import, and Jam.py 7 never recovers from that. Restart the service (give restart-command to have it done), then promote again, which then only verifies.`,
  );
}

/** How many of the looks at `/`, on as many fresh connections, meet a server error or nothing at all. */
async function serverErrors(client: JamClient): Promise<number> {
  const looks = await Promise.all(Array.from({ length: LOOKS }, () => statusOfRoot(client)));
  return looks.filter((status) => status === undefined || status >= 500).length;
}

async function statusOfRoot(client: JamClient): Promise<number | undefined> {
  return client.get('', 15_000, false).then(
    (answer) => answer.status,
    () => undefined,
  );
}
