/** What the steps of one promotion share. */

import { lost, reasonOf } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { JamClient } from '../jampy/client.ts';
import type { Log } from '../log.ts';
import type { Secrets } from '../secrets.ts';
import type { TargetInputs } from '../target-inputs.ts';

/** Reads what a commit of the repository has. */
export interface CommitFiles {
  /** Paths from the root of the repository. */
  list(commit: string): Promise<string[]>;
  /** @throws Error: not there, or more than `limit` bytes. */
  read(commit: string, path: string, limit: number): Promise<Uint8Array>;
}

/** Who promotes: for the lock and for refusals. */
export interface Caller {
  /** A person or a system, e.g. the actor of the workflow run. */
  who: string;
  /** Address or name of the run. */
  run: string;
  /** The event that started the workflow, '' outside of GitHub. */
  event: string;
  /** Of a pull request the commit that it wants to change. */
  baseCommit?: string;
  /** Files of a commit that the checkout lacks. */
  commitFiles?: CommitFiles;
}

export interface Run {
  inputs: TargetInputs;
  /** The host of the target's folder, acting as the user that owns the project. */
  host: Host;
  /** The same host as we came to it: service commands, and the state folder where that can be. */
  operator: Host;
  /** Of this run, letters and digits: names what it leaves while it goes on. */
  token: string;
  /** Where the target answers; undefined without `url`. */
  client: JamClient | undefined;
  log: Log;
  secrets: Secrets;
  caller: Caller;
  /** Why nobody serves the target, and nobody is asked; undefined where it is served. */
  notServed?: string;
  /** This very run copied the target from another project, and nothing serves it yet. */
  copied?: boolean;
  /** Aborted when somebody cancels the run (SIGINT, SIGTERM): waits end, and what was begun is put in order. */
  cancelled: AbortSignal;
}

/** Part of the target that a verdict looks at. */
export type Part = 'builder tables' | 'files' | 'database' | 'application' | 'traces';

/** What one part of the verdict saw. */
export interface Check {
  part: Part;
  /** `not-looked-at` when it could not be seen at all, `partly` when some of it could not. */
  seen: 'all' | 'partly' | 'not-looked-at';
  /** One sentence for the log: what was compared, or why not. */
  summary: string;
  /** What is wrong: any makes the promotion failed. */
  failures: string[];
  warnings: string[];
  notes: string[];
}

export type Verified = 'full' | 'partial' | 'none';

/** `full` needs every part seen whole and good; `none` means nothing was compared. */
export function verifiedOf(checks: readonly Check[]): Verified {
  const compared = checks.filter((check) => check.part !== 'traces');
  if (compared.every((check) => check.seen === 'not-looked-at')) return 'none';
  const whole = checks.every((check) => check.seen === 'all' && check.failures.length === 0);
  return whole ? 'full' : 'partial';
}

/** A check that found nothing to say yet. */
export function emptyCheck(part: Part, summary: string, seen: Check['seen'] = 'all'): Check {
  return { part, seen, summary, failures: [], warnings: [], notes: [] };
}

/** The first few of many, and how many more. */
export function some(list: readonly string[], most = 5): string {
  const shown = list.slice(0, most).join('; ');
  return list.length > most ? `${shown}; and ${list.length - most} more` : shown;
}

/** Why a call failed, as a clause: what the sentence says of other steps ("nothing was changed") is not true here. */
export function troubleOf(error: unknown): string {
  return reasonOf(error)
    .replace(/ Nothing was changed by this\.$/, '')
    .replace(/\.$/, '');
}

/** @throws Stop `cancelled`; the promotion says what state the target is in. */
export function stopIfCancelled(run: Pick<Run, 'cancelled'>): void {
  if (run.cancelled.aborted) throw lost('cancelled', 'The run was cancelled.');
}

/** A wait in milliseconds that ends at once when the run is cancelled. @throws Stop `cancelled` */
export async function pause(run: Pick<Run, 'cancelled'>, ms: number): Promise<void> {
  stopIfCancelled(run);
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      run.cancelled.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    run.cancelled.addEventListener('abort', end);
  });
  stopIfCancelled(run);
}

/** A wait that nothing cuts short. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
