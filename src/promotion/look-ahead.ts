/** The dry run of a promotion: everything that is asked before anything is touched, and the plan. It changes nothing. */
import { Stop } from '../errors.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import type { Approvable } from '../planning/approval.ts';
import type { Plan } from '../planning/plan.ts';
import { approvableOf } from './approval.ts';
import { compareFiles, type FileComparison, filesEqual, targetFiles } from './files.ts';
import { askGates, existingSqlite, targetWarnings } from './gates.ts';
import { look, type Seen } from './look.ts';
import { type AskPlanning, consentMissing, planOfTarget } from './plan-of-target.ts';
import { preflight } from './preflight/preflight.ts';
import type { Run } from './run.ts';
import { metadataDifferences } from './verdict/builder-tables.ts';

export interface Ahead {
  seen: Seen;
  /** The target already equals the zip: a promotion would do nothing. */
  equal: boolean;
  plan: Plan;
  /** What an approval of it is bound to. */
  approvable: Approvable;
  /** What would refuse the promotion, or stop it before it begins; the first of all. */
  stop: Stop | undefined;
}

/** @throws Stop: the target can not be reached or read. */
export async function lookAhead(
  run: Run,
  zip: MetadataPackage,
  entries: ReadonlyMap<string, Uint8Array>,
  planning: AskPlanning,
): Promise<Ahead> {
  const seen = await run.log.step('Look at the target', () => look(run));
  for (const warning of targetWarnings(seen.state)) run.log.warning(warning);
  const gate = gateOf(() => askGates({ inputs: run.inputs, zip, seen }));
  // Metadata of another line, or of another application, can not be compared at all.
  if (gate && ['another-line', 'project-unfinished'].includes(gate.id)) throw gate;
  const files = await compareFiles(zip, targetFiles(run));
  const plan = await run.log.step('Plan', () => planOfTarget(run, zip, seen, files, planning));
  const equal = equals(zip, seen, files);
  const approvable = approvableOf(run.inputs, zip, seen, files, plan);
  if (gate || equal) return { seen, equal, plan, approvable, stop: gate };
  const stop =
    existingSqlite({ inputs: run.inputs, zip, seen }) ??
    consentMissing(plan, zip.digest) ??
    (await run.log.step('Preflight', () => refusalOf(preflight(run, { zip, entries, seen }, isServiceKnown(run)))));
  return { seen, equal, plan, approvable, stop };
}

/** Does the target already hold what the zip says? */
export function equals(zip: MetadataPackage, seen: Seen, files: FileComparison): boolean {
  return filesEqual(files) && metadataDifferences(zip, seen.state).length === 0;
}

/** A plan needs no way to stop and start the service; what is not given is not looked at. */
function isServiceKnown({ inputs, log }: Run): boolean {
  const known = [inputs.service, inputs.stopCommand, inputs.startCommand, inputs.restartCommand];
  if (inputs.method === 'live' || known.some((given) => given !== undefined)) return true;
  log.notice('How the service is stopped and started is not given: that part of the preflight is left out.');
  return false;
}

function gateOf(ask: () => void): Stop | undefined {
  try {
    ask();
    return undefined;
  } catch (error) {
    if (error instanceof Stop && error.outcome === 'refused') return error;
    throw error;
  }
}

async function refusalOf(asked: Promise<unknown>): Promise<Stop | undefined> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
}
