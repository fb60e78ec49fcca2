/** What became of an import by the migration folder: seen by the zip and by Jam.py's log, on our own clock. */
import { join } from 'node:path';
import { lost } from '../errors.ts';
import { parseImportLog } from '../jampy/import-log.ts';
import type { ImportOutcome } from './import-outcome.ts';
import { zipName } from './journal.ts';
import { pause, type Run, sleep } from './run.ts';

const POLL = 250;
/** Each look is a question to another machine. */
const POLL_REMOTE = 500;

export interface Places {
  project: string;
  migration: string;
  logs: string;
  zip: string;
  /** Octal digits: new files get the permissions of the project's folder. */
  umask: string;
  /** Names in logs/ from before. */
  logsBefore: ReadonlySet<string>;
}

/** @param processEnded of our own process; undefined when the service imports. */
export async function waitForOutcome(
  run: Run,
  places: Places,
  processEnded: (() => boolean) | undefined,
): Promise<ImportOutcome> {
  const deadline = Date.now() + run.inputs.timeoutMs;
  for (;;) {
    const ended = processEnded?.() ?? false;
    const outcome = await outcomeNow(run, places);
    if (outcome) return outcome;
    if (ended) {
      return { claim: 'failure', detail: 'its process ended without importing and without a log', log: undefined };
    }
    if (Date.now() >= deadline) {
      throw lost(
        'import-timeout',
        `No outcome of the import within ${Math.round(run.inputs.timeoutMs / 1000)} s. ${processEnded ? 'Its process was ended; on PostgreSQL an unfinished import is rolled back, on MySQL and MariaDB it stays half done.' : 'The service may still be importing.'} Look at the target before you try again; a longer timeout may be what it needs.`,
      );
    }
    await pause(run, pollOf(run));
  }
}

/** Between two looks, in milliseconds. */
export function pollOf(run: Run): number {
  return run.host.remote ? POLL_REMOTE : POLL;
}

/** Undefined as long as nothing says that it is over. */
export async function outcomeNow(run: Run, places: Places): Promise<ImportOutcome | undefined> {
  const names = await run.host.lists([places.migration, places.logs]);
  const zipThere = names.get(places.migration)?.includes(zipName(run.token)) === true;
  const fresh = (names.get(places.logs) ?? [])
    .filter((name) => /^import_.*\.log$/.test(name) && !places.logsBefore.has(name))
    .sort();
  const newest = fresh.at(-1);
  if (zipThere && newest === undefined) return undefined;
  // A log that may not be read says nothing; what became of the import is looked up anyway.
  const bytes = newest && (await run.host.readFile(join(places.logs, newest)).catch(() => undefined));
  const text = bytes ? Buffer.from(bytes).toString('utf8') : undefined;
  // The log is written before the zip is removed: give a good import the moment between the two.
  if (zipThere) {
    await sleep(POLL * 2);
    if (!(await run.host.stat(places.zip))) return outcomeNow(run, places);
    return {
      claim: 'failure',
      detail: text ? lastWords(text) : '',
      log: text === undefined ? undefined : parseImportLog(text, false),
    };
  }
  return { claim: 'success', detail: '', log: text === undefined ? undefined : parseImportLog(text, true) };
}

/** The end of a failed import's log is what stopped it. */
function lastWords(text: string): string {
  return text.trimEnd().split('\n').slice(-3).join(' ').replace(/\s+/g, ' ').slice(0, 400);
}
