/** `plan`: what a promotion would do, and whether it would be refused. Changes nothing, needs no server and no secret. */
import { randomBytes } from 'node:crypto';
import { EXIT_CODES, refuse, resultOf, Stop } from '../errors.ts';
import type { Finding } from '../finding.ts';
import type { Host } from '../hosts/host.ts';
import { LocalHost } from '../hosts/local.ts';
import type { PlanInputs } from '../inputs.ts';
import { DB_TYPE } from '../metadata/enums.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { type Approvable, writeApproval } from '../planning/approval.ts';
import { makePlan } from '../planning/make-plan.ts';
import type { Plan } from '../planning/plan.ts';
import { failingOf, failureText, planLines } from '../planning/plan-text.ts';
import { DIALECT_TYPES } from '../planning/sql/dialects.ts';
import { earlyGates } from '../promotion/gates.ts';
import { lookAhead } from '../promotion/look-ahead.ts';
import { asOwner } from '../promotion/owner.ts';
import { consentMissing } from '../promotion/plan-of-target.ts';
import { checkOwner } from '../promotion/preflight/owner.ts';
import type { CommandResult } from '../report/result.ts';
import { readBase } from './base.ts';
import { type CheckedZip, checkZip, findingsAgainst } from './check-zip.ts';
import { consentsOf } from './consent-file.ts';
import { connect, makeRun, type Surroundings, shownUrl } from './promote.ts';
import { describeZip, failing, invalidReason, tellFindings } from './validate.ts';

/** What a plan ended with. */
interface Planned {
  plan: Plan | undefined;
  findings: readonly Finding[];
  changed: boolean;
  stop: Stop | undefined;
  jamVersion?: string | undefined;
  /** What an approval is bound to; undefined without a target. */
  approvable?: Approvable;
}

export async function plan(inputs: PlanInputs, around: Surroundings): Promise<CommandResult> {
  const since = performance.now();
  const { log } = around;
  const zip = await log.step('Validate', async () => {
    const checked = await checkZip(inputs, new LocalHost());
    tellFindings(checked, log);
    return checked;
  });
  if (!zip.package)
    return finish(inputs, zip, { plan: undefined, findings: zip.findings, changed: false, stop: undefined }, since);
  const hasTarget = inputs.projectDir !== undefined || inputs.url !== undefined;
  let planned: Planned;
  try {
    const known = { ...zip, package: zip.package };
    planned = hasTarget ? await againstTarget(inputs, around, known) : await againstBase(inputs, around, known);
  } catch (error) {
    if (!(error instanceof Stop) || error.outcome === 'usage') throw error;
    planned = { plan: undefined, findings: zip.findings, changed: false, stop: error };
  }
  return finish(inputs, zip, planned, since);
}

type OpenZip = CheckedZip & { package: MetadataPackage };

async function againstBase(inputs: PlanInputs, { log, caller }: Surroundings, zip: OpenZip): Promise<Planned> {
  const before = await readBase(inputs, zip.package, new LocalHost(), { log, caller });
  const { line } = before.metadata;
  if (line !== zip.package.line) {
    const message = `The zip is of Jam.py ${zip.package.line}, its base ${before.base.name} of Jam.py ${line}: their metadata do not fit together, and an import of one into the other breaks the project. Promote between projects of one line.`;
    throw refuse('another-line', message);
  }
  const dbType = inputs.databaseType === undefined ? zip.package.dbType : DIALECT_TYPES[inputs.databaseType];
  const consents = await consentsOf(inputs.allowDestructive, zip.path, zip.package.digest);
  const findings = findingsAgainst(zip, inputs, {
    dbType: dbType === DB_TYPE.SQLITE && inputs.databaseType === undefined ? undefined : dbType,
    before,
  });
  const made = await log.step('Plan', async () => {
    const from = inputs.databaseType === undefined ? 'zip' : 'database-type';
    const value = makePlan({ zip: zip.package, before, dbType, from, catalogue: undefined, consents, findings });
    for (const text of planLines(value)) log.info(text);
    return value;
  });
  return { plan: made, findings, changed: hasChanges(made), stop: consentMissing(made, zip.package.digest) };
}

async function againstTarget(inputs: PlanInputs, around: Surroundings, zip: OpenZip): Promise<Planned> {
  // A pull request may look, and look only.
  earlyGates(inputs, { ...around.caller, event: '' });
  const token = randomBytes(8).toString('hex');
  let operator: Host | undefined;
  try {
    operator = await connect(inputs, token, around.log);
    const host = await asOwner(operator, inputs);
    await checkOwner(host, operator, inputs);
    const run = await makeRun(inputs, around, token, operator, host);
    const consents = await consentsOf(inputs.allowDestructive, zip.path, zip.package.digest);
    const base =
      inputs.baseMetadata === undefined
        ? undefined
        : (await readBase(inputs, zip.package, new LocalHost(), around)).metadata;
    let findings: readonly Finding[] = zip.findings;
    const ahead = await lookAhead(run, zip.package, zip.entries(), ({ state }, files) => {
      findings = findingsAgainst(zip, inputs, { dbType: state.metadata.dbType, target: { state, files } });
      return { consents, findings, base };
    });
    for (const text of planLines(ahead.plan)) around.log.info(text);
    const { jamVersion } = ahead.seen.state;
    const { plan: made, approvable, stop } = ahead;
    return { plan: made, findings, changed: !ahead.equal, stop, jamVersion, approvable };
  } finally {
    await operator?.close();
  }
}

function hasChanges({ changes, files }: Plan): boolean {
  return changes.length > 0 || files.some(({ kind }) => kind !== 'left-behind');
}

function finish(
  inputs: PlanInputs,
  zip: CheckedZip,
  { plan: made, findings, changed, stop, jamVersion, approvable }: Planned,
  since: number,
): CommandResult {
  const judged = { ...zip, findings: [...findings] };
  const base = describeZip('plan', judged, inputs.workspace, since);
  const ending = endingOf(inputs, judged, made, stop);
  return {
    ...base,
    ...ending,
    plan: made,
    outputs: {
      ...base.outputs,
      // What would be refused is nothing to approve.
      'plan-digest': approvable && ending.exitCode === EXIT_CODES.ok ? writeApproval(approvable) : '',
      changed: String(changed),
      'destructive-count': String(made?.losses.length ?? 0),
      'statement-count': String(made?.statements.length ?? 0),
      'target-jam-version': jamVersion ?? '',
      url: shownUrl(inputs),
    },
  };
}

type Ending = Pick<CommandResult, 'result' | 'exitCode' | 'reason' | 'errorId'>;

/** What is wrong with the zip comes before what stands in its way, and that before how its import will end. */
function endingOf({ failOn }: PlanInputs, zip: CheckedZip, made: Plan | undefined, stop: Stop | undefined): Ending {
  const invalid = (reason: string): Ending => ({ result: 'invalid', exitCode: EXIT_CODES.invalid, reason });
  if (!zip.package || failing(zip.findings, failOn) > 0) return invalid(invalidReason(zip, failOn === 'warning'));
  if (stop)
    return { result: resultOf(stop), exitCode: EXIT_CODES[resultOf(stop)], reason: stop.message, errorId: stop.id };
  const foretold = made && foretoldFailure(made);
  if (foretold !== undefined && failOn !== 'never') return { ...invalid(foretold), errorId: 'would-fail' };
  return { result: 'planned', exitCode: EXIT_CODES.ok, reason: undefined };
}

/** One sentence; undefined when the import is foretold to work. */
function foretoldFailure(made: Plan): string | undefined {
  if (made.refusal !== undefined) return `Jam.py would refuse the import: ${made.refusal}.`;
  const [first, ...others] = failingOf(made);
  if (!first) return undefined;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `The import would fail: ${failureText(first)}${more}.`;
}
