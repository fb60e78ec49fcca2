/**
 * What a promotion by the migration folder has under way, written beside its lock before each step that a killed run
 * would leave undone, and removed at the end. What is in it is enough to put the target in order (recover.ts), and is
 * believed no more than any file: everything is checked when it is read.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { reasonOf, refuse } from '../errors.ts';
import type { Counters } from '../jampy/target-state.ts';
import type { ImportOutcome } from './import-outcome.ts';
import type { Dead, Lock } from './lock.ts';
import type { RecordedPermissions } from './permissions.ts';
import type { Run } from './run.ts';
import type { StateFolder } from './state-folder.ts';

/** The step that has begun: the service is stopped; the zip is placed and imported; the service is started. */
export type Phase = 'stopping' | 'importing' | 'starting';

const PHASES: readonly unknown[] = ['stopping', 'importing', 'starting'];
const VERSION = 1;
const LARGEST = 32 * 1024 * 1024;

/** Where a promotion is, for the sentence about its end. */
export interface Steps {
  phase: Phase | undefined;
  /** Jam.py's own word, once there is one. */
  claim: ImportOutcome['claim'] | undefined;
  /** One sentence about a service that was to be stopped, where it is not as before or that is not sure. */
  service: string | undefined;
  /** The journal or the lock stays: something has to be put in order by the next run. */
  unfinished: boolean;
}

export function noSteps(): Steps {
  return { phase: undefined, claim: undefined, service: undefined, unfinished: false };
}

/** What is known before the first step. */
export interface Facts {
  project: string;
  /** Of the zip that is placed in migration/. */
  sha256: string;
  /** Whether the service is stopped for the import. */
  stops: boolean;
  /** Whether a process of ours imports; else the started service does. */
  oneProcess: boolean;
  /** Of the target (`DB_TYPE`). */
  dbType: number;
  /** Before the import: they tell afterwards what became of it. */
  counters: Counters;
  permissions: RecordedPermissions;
}

export interface Entry extends Facts {
  token: string;
  who: string;
  run: string;
  /** ISO time. */
  since: string;
  phase: Phase;
}

/** The zip of the run with this token: nobody else's has that name. */
export function zipPath(project: string, token: string): string {
  return join(project, 'migration', `${zipName(token)}`);
}

export function zipName(token: string): string {
  return `jampy-promote-${token}.zip`;
}

/** Where that zip is written before it is renamed into migration/. */
export function besidePath(project: string, token: string): string {
  return join(project, `.${zipName(token)}`);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export class Journal {
  readonly steps: Steps;
  readonly lock: Lock;
  readonly #run: Run;
  readonly #folder: StateFolder;
  #facts: Facts | undefined;

  constructor(run: Run, folder: StateFolder, lock: Lock, steps: Steps) {
    this.#run = run;
    this.#folder = folder;
    this.lock = lock;
    this.steps = steps;
  }

  /** Right before the service is stopped. @throws Stop: the lock is not ours any more, or nothing can be written. */
  async begin(facts: Facts): Promise<void> {
    await this.lock.confirm();
    this.#facts = facts;
    await this.#write('stopping');
    this.steps.phase = 'stopping';
  }

  /** @throws Stop when it can not be written. */
  async importing(): Promise<void> {
    await this.#write('importing');
    this.steps.phase = 'importing';
  }

  /** The service has to be started, whatever can be written. */
  async starting(): Promise<void> {
    this.steps.phase = 'starting';
    await this.#write('starting').catch((error) => this.#run.log.debug(`journal: ${reasonOf(error)}`));
  }

  /** Everything is in order, or told to somebody. */
  async end(): Promise<void> {
    if (this.#facts === undefined) return;
    try {
      // Another run that took the lock may have written its own by now.
      if (await this.lock.isOurs()) await this.#folder.host.remove(journalPath(this.#folder));
      this.#facts = undefined;
    } catch (error) {
      this.steps.unfinished = true;
      this.#run.log.debug(`journal: ${reasonOf(error)}`);
    }
  }

  async #write(phase: Phase): Promise<void> {
    const { caller, token } = this.#run;
    const entry: Entry & { version: number } = {
      version: VERSION,
      token,
      who: caller.who,
      run: caller.run,
      since: new Date().toISOString(),
      phase,
      ...(this.#facts as Facts),
    };
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
    await this.#folder.host.writeFile(journalPath(this.#folder), bytes, { mode: 0o600 });
  }
}

export function journalPath(folder: StateFolder): string {
  return join(folder.path, `${folder.slug}.journal`);
}

/**
 * @param project folder that the journal must be about.
 * @returns undefined when there is none.
 * @throws Stop (refused) when it is not one that we could go by.
 */
export async function readJournal(folder: StateFolder, project: string): Promise<Entry | undefined> {
  const path = journalPath(folder);
  const bytes = await folder.host.readFile(path);
  if (!bytes) return undefined;
  const entry = parseEntry(bytes);
  if (entry?.project === project) return entry;
  throw refuse(
    'journal-unreadable',
    `${path} should tell what a promotion that was killed has left undone, and can not be read as that. Look at the target: its service should run, and its migration folder be empty. Then remove the file and promote again. Nothing was touched.`,
  );
}

/** Undefined when anything in it is not what it must be. */
export function parseEntry(bytes: Uint8Array): Entry | undefined {
  if (bytes.length > LARGEST) return undefined;
  let entry: Entry & { version: number };
  try {
    entry = JSON.parse(Buffer.from(bytes).toString('utf8')) as typeof entry;
  } catch {
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const texts = [entry.who, entry.run, entry.since, entry.project];
  const numbers = [entry.dbType, entry.counters?.build, entry.counters?.params];
  const valid =
    entry.version === VERSION &&
    texts.every((text) => typeof text === 'string' && text.length < 5000) &&
    numbers.every((number) => Number.isSafeInteger(number)) &&
    typeof entry.token === 'string' &&
    /^[0-9a-f]{16}$/.test(entry.token) &&
    /^[0-9a-f]{64}$/.test(String(entry.sha256)) &&
    PHASES.includes(entry.phase) &&
    typeof entry.stops === 'boolean' &&
    typeof entry.oneProcess === 'boolean' &&
    isRecord(entry.permissions);
  return valid ? entry : undefined;
}

/** Names inside the project, and for each what `recordedPermissions` writes. */
function isRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, text]) =>
      !name.startsWith('/') &&
      !name.split('/').some((part) => part === '..') &&
      typeof text === 'string' &&
      /^$|^[dfl] [0-7]{1,4} \d{1,10}$/.test(text),
  );
}

/** Who left it, for sentences. */
export function deadOf(entry: Entry): Dead {
  return { who: entry.who, run: entry.run, since: entry.since, token: entry.token };
}
