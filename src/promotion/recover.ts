/**
 * Puts a target in order after a run that was killed, from the journal that it left (journal.ts): by the post step of the
 * same job, or by the next run that takes the lock. What can not be done is said in the sentence that comes back; only
 * what would spoil the next import stops.
 */
import { join } from 'node:path';
import { fail, reasonOf } from '../errors.ts';
import type { Started } from '../hosts/host.ts';
import { LocalHost } from '../hosts/local.ts';
import { DB_TYPE } from '../metadata/enums.ts';
import { int } from '../metadata/model.ts';
import { type Brought, bringUp } from './bring-back.ts';
import {
  besidePath,
  deadOf,
  type Entry,
  journalPath,
  type Phase,
  readJournal,
  sha256Of,
  zipName,
  zipPath,
} from './journal.ts';
import { type Dead, holderText, type Lock } from './lock.ts';
import { readAdminCopy } from './look.ts';
import { restoreRecorded } from './permissions.ts';
import { type Run, sleep } from './run.ts';
import { answers, canRestart, canStop } from './service.ts';
import type { StateFolder } from './state-folder.ts';

const POLL = 500;
/** What MySQL and MariaDB have begun they do not take back: an import there may end by itself so long, in milliseconds. */
const IMPORT_GRACE = 10_000;
const ANSWER_SOON = 10_000;
/** How long a started service may import by itself until its zip is taken away. */
const SERVICE_IMPORTS = 30_000;

const DOING: Readonly<Record<Phase, string>> = {
  stopping: 'while it stopped the service',
  importing: 'during its import',
  starting: 'after its import, while it started the service or verified',
};

/** What was put in order. */
export interface Recovered {
  /** One sentence or more: what was left, and what state the target is in. */
  sentence: string;
  /** The service could not be started; the journal stays, so that the next run knows. */
  down: boolean;
}

/**
 * Called with the lock in hand.
 * @returns undefined when nothing was left.
 * @throws Stop: an import that we can not end, a file that we can not remove, a journal that can not be read.
 */
export async function recover(run: Run, folder: StateFolder, lock: Lock): Promise<Recovered | undefined> {
  const project = run.inputs.projectDir;
  const entry = project === undefined ? undefined : await readJournal(folder, project);
  if (entry)
    return run.log.step('Put in order what a promotion left that was killed', () => putInOrder(run, folder, entry));
  if (lock.takenFrom === undefined) return undefined;
  await removeTemporary(run, lock.takenFrom);
  const who = `An earlier promotion (${holderText(lock.takenFrom)})`;
  const sentence =
    lock.takenFrom.method === 'live'
      ? `${who} was killed: if its live import had begun, the server goes on with it by itself. Look whether ${join(project ?? '', 'static', 'internal')} still holds its jampy-promote-….zip, which anyone may fetch there.`
      : `${who} was killed before it stopped the service.`;
  return { sentence, down: false };
}

async function putInOrder(run: Run, folder: StateFolder, entry: Entry): Promise<Recovered> {
  await endPrograms(run, entry);
  // With them goes what the host was to do by itself (when-lost.ts).
  await removeTemporary(run, deadOf(entry));
  if (entry.phase === 'starting' && !entry.oneProcess) await letServiceImport(run, entry);
  await removeFiles(run, entry);
  const outcome = entry.phase === 'stopping' ? 'not begun' : await outcomeOf(run, entry);
  if (entry.phase !== 'stopping') {
    await restoreRecorded(run, entry.permissions).catch((error) => run.log.warning(reasonOf(error)));
  }
  const service = await bringServiceBack(run, entry, outcome);
  if (!service.down) await folder.host.remove(journalPath(folder));
  const who = `An earlier promotion (${holderText(deadOf(entry))}) was killed ${DOING[entry.phase]}, and the target was put in order.`;
  return { sentence: `${who} ${stateText(outcome, entry)} ${service.sentence}`, down: service.down };
}

/** The import is ended, a service command may end by itself: half a stop or start helps nobody. */
async function endPrograms(run: Run, entry: Entry): Promise<void> {
  const ours = () => run.operator.leftRunning(entry.token);
  const rollsBack = entry.dbType === DB_TYPE.POSTGRESQL;
  const patience = entry.phase !== 'importing' ? run.inputs.serviceTimeoutMs : rollsBack ? 0 : IMPORT_GRACE;
  let left = await ours();
  for (const deadline = Date.now() + patience; left.length > 0 && Date.now() < deadline; left = await ours()) {
    await sleep(POLL);
  }
  for (const started of left) {
    run.log.info(`Process ${started.pid}, which that promotion started, still runs and is ended.`);
    await end(run, started);
  }
  if (left.length === 0 || (await ours()).length === 0) return;
  throw fail(
    'import-still-runs',
    `A promotion that was killed (${holderText(deadOf(entry))}) left process ${left[0]?.pid} on ${run.host.name}, which can not be ended: end it there by hand, then promote again.`,
  );
}

async function letServiceImport(run: Run, { project, token }: Entry): Promise<void> {
  const deadline = Date.now() + SERVICE_IMPORTS;
  while (Date.now() < deadline && (await run.host.stat(zipPath(project, token)))) await sleep(POLL);
}

async function end(run: Run, started: Started): Promise<void> {
  await run.host.endGroup(started);
  for (let turn = 0; turn < 10 && (await run.host.groupRuns(started)); turn++) await sleep(POLL / 5);
}

/** Ours are those that its token names; and in migration/ only with the very bytes that were put there. */
async function removeFiles(run: Run, entry: Entry): Promise<void> {
  const { project, token } = entry;
  const migration = join(project, 'migration');
  const names = await run.host.lists([project, migration]);
  const beside = besidePath(project, token);
  // Also what its writing makes before it has its name.
  for (const name of names.get(project) ?? []) {
    if (join(project, name) === beside || name.startsWith(`..${zipName(token)}.`))
      await run.host.remove(join(project, name));
  }
  if (!names.get(migration)?.includes(zipName(token))) return;
  const path = zipPath(project, token);
  if ((await run.host.digests([path])).get(path) === entry.sha256) await run.host.remove(path);
  else run.log.warning(`${path} is not what the promotion that was killed put there, and stays.`);
}

type Outcome = 'imported' | 'failed' | 'cut off' | 'not begun' | 'cut off at its end' | { trouble: string };

/** Jam.py's own counters tell (docs/jampy.md, "Live import"), as long as nothing started the application since. */
async function outcomeOf(run: Run, entry: Entry): Promise<Outcome> {
  try {
    const { params } = await readAdminCopy(run, join(entry.project, 'admin.sqlite'));
    const build = (int(params, 'f_build_version') ?? 0) - entry.counters.build;
    const changed = (int(params, 'f_params_version') ?? 0) - entry.counters.params;
    if (build > 0) return 'imported';
    if (await run.host.stat(join(entry.project, '_admin.sqlite'))) return 'cut off at its end';
    if (changed <= 0) return 'not begun';
    if (changed > 1) return 'failed';
    return entry.oneProcess ? 'cut off' : { trouble: 'the service may still be importing' };
  } catch (error) {
    return { trouble: reasonOf(error) };
  }
}

function stateText(outcome: Outcome, { dbType }: Entry): string {
  if (typeof outcome === 'object')
    return `What became of its import could not be seen (${outcome.trouble.replace(/\.$/, '')}): promote again, which settles it.`;
  const half = isMySql(dbType)
    ? 'the builder tables are as they were, but on MySQL and MariaDB what it did in the database before that stays. Promote again, which completes it.'
    : 'the database took it back, and the metadata are as they were.';
  const texts: Record<typeof outcome, string> = {
    imported: 'Jam.py had imported its zip: the metadata are the new ones, and were not verified yet.',
    failed: `Jam.py had not imported its zip: ${half}`,
    'cut off': `Its import was cut off: ${half}`,
    'not begun': 'Its import had not begun: metadata and database are as they were.',
    'cut off at its end':
      'Its import was cut off at its very end: the next start puts the builder tables from before back (_admin.sqlite), and the database may be the new one. Promote again and look at the verdict.',
  };
  return texts[outcome];
}

function isMySql(dbType: number): boolean {
  return dbType === DB_TYPE.MYSQL;
}

async function bringServiceBack(run: Run, entry: Entry, outcome: Outcome): Promise<Brought> {
  const known = (sentence: string): Brought => ({ sentence, down: false });
  if (!entry.stops) {
    if (outcome === 'not begun') return known('The service was not stopped for it.');
    if (!canRestart(run)) return known('The service runs with what it loaded before: restart it.');
    return bringUp(run, 'restart');
  }
  if (entry.phase === 'starting' && (await answers(run, ANSWER_SOON))) return known('The service runs.');
  if (!canStop(run))
    return known('Its service may be down, and this run has no command to start it: start it by hand.');
  return bringUp(run, 'start');
}

/** On the target's machine, and what the dead run may have left on this one. */
export async function removeTemporary(run: Run, { token }: Pick<Dead, 'token'>): Promise<void> {
  if (token === undefined || !/^[0-9a-f]{16}$/.test(token)) return;
  for (const host of run.operator.remote ? [run.operator, new LocalHost()] : [run.operator]) {
    await host.removeLeftovers(token).catch((error) => run.log.debug(reasonOf(error)));
  }
}

/**
 * Zips in migration/ that nobody wrote down, but that an earlier run of ours must have put there: they have such a name,
 * and are byte for byte what this run would put there itself.
 */
export async function ownLeftovers(
  run: Run,
  names: readonly string[],
  rebuilt: () => Promise<Uint8Array>,
): Promise<string[]> {
  const project = run.inputs.projectDir;
  const likely = names.filter((name) => /^jampy-promote-[0-9a-f]{16}\.zip$/.test(name));
  if (project === undefined || likely.length === 0) return [];
  const paths = likely.map((name) => join(project, 'migration', name));
  const digests = await run.host.digests(paths);
  const wanted = sha256Of(await rebuilt());
  return likely.filter((_name, at) => digests.get(paths[at] as string) === wanted);
}
