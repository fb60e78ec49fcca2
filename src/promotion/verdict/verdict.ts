/** Our own answer to "did it work?": every part is looked up at the target, whatever Jam.py said. */
import { join } from 'node:path';
import type { JamClient } from '../../jampy/client.ts';
import { stateFromAdmin, stateOverApi, type TargetState } from '../../jampy/target-state.ts';
import type { Metadata, MetadataPackage } from '../../metadata/model.ts';
import type { ImportOutcome } from '../import-outcome.ts';
import { readAdminCopy, type Seen } from '../look.ts';
import { type Check, emptyCheck, type Part, type Run, troubleOf } from '../run.ts';
import { checkApplication } from './application.ts';
import { checkBuilderTables } from './builder-tables.ts';
import { checkDatabase } from './database.ts';
import { checkFiles } from './files.ts';
import { checkTraces } from './traces.ts';

export interface Imported {
  /** Undefined when no import ran. */
  outcome: ImportOutcome | undefined;
  /** The target's metadata before the import; undefined when none ran. */
  before: Metadata | undefined;
}

/**
 * @param seen the target as it was before.
 * @returns one check a part, in the order of Part; nothing throws: what could not be seen is told as such.
 */
export async function reachVerdict(run: Run, zip: MetadataPackage, seen: Seen, imported: Imported): Promise<Check[]> {
  const now =
    imported.outcome === undefined ? seen.state : await readState(run, seen).catch((error) => troubleOf(error));
  const unread = (part: Part, why: string) =>
    emptyCheck(part, `the ${part} could not be read back: ${why}`, 'not-looked-at');
  const checks =
    typeof now === 'string'
      ? [unread('builder tables', now), unread('traces', now)]
      : [checkBuilderTables(zip, now), await checkTraces(run, now, seen.state, imported.outcome)];
  checks.splice(
    1,
    0,
    await guarded('files', () => checkFiles(run, zip)),
    await guarded('database', () => checkDatabase(run, seen, zip, imported.before)),
    await guarded('application', () => checkApplication(run, zip)),
  );
  for (const check of checks) tell(run, check);
  // Builder tables that can not be read back after an import are no proof of anything.
  if (typeof now === 'string') checks[0]?.failures.push(`the builder tables could not be read back (${now})`);
  return checks;
}

/** The target as it is now. @throws Stop when it can not be read */
export async function readState(run: Run, seen: Seen): Promise<TargetState> {
  if (run.inputs.projectDir !== undefined) {
    const admin = await readAdminCopy(run, join(run.inputs.projectDir, 'admin.sqlite'));
    return stateFromAdmin(admin, { production: seen.state.production, jamVersion: seen.state.jamVersion });
  }
  return stateOverApi(run.client as JamClient, seen.state.metadata.line);
}

async function guarded(part: Part, work: () => Promise<Check>): Promise<Check> {
  try {
    return await work();
  } catch (error) {
    const check = emptyCheck(part, `the ${part} could not be looked at: ${troubleOf(error)}`, 'not-looked-at');
    check.failures.push(`the ${part} could not be looked at (${troubleOf(error)})`);
    return check;
  }
}

function tell(run: Run, check: Check): void {
  const good = check.failures.length === 0 && check.seen !== 'not-looked-at';
  run.log.info(`${good ? 'good' : check.failures.length > 0 ? 'WRONG' : 'not seen'}: ${check.summary}.`);
  for (const failure of check.failures) run.log.error(`${failure}.`);
  for (const warning of check.warnings) run.log.warning(warning);
  for (const note of check.notes) run.log.info(note);
}
