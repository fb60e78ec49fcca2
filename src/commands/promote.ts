/** `promote`: validate, then put the zip into production and prove it (see promotion/promote.ts for the steps). */
import { randomBytes } from 'node:crypto';
import { EXIT_CODES, Stop } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import { LocalHost } from '../hosts/local.ts';
import { openHost } from '../hosts/open.ts';
import type { PromoteInputs, TargetInputs } from '../inputs.ts';
import { JamClient } from '../jampy/client.ts';
import type { Log } from '../log.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { approvedZipGate } from '../promotion/approval.ts';
import { endedBefore, type Promotion } from '../promotion/ending.ts';
import { earlyGates } from '../promotion/gates.ts';
import { asOwner } from '../promotion/owner.ts';
import { checkOwner } from '../promotion/preflight/owner.ts';
import { promote as runPromotion } from '../promotion/promote.ts';
import type { Caller, Run } from '../promotion/run.ts';
import type { Provisioned } from '../provisioning/provision.ts';
import type { CommandResult, Outputs } from '../report/result.ts';
import type { Secrets } from '../secrets.ts';
import { type CheckedZip, checkCode, checkZip, countOf, findingsAgainst } from './check-zip.ts';
import { consentsOf } from './consent-file.ts';
import { describeZip, invalidReason, tellFindings } from './validate.ts';
import { wantedOf } from './wanted.ts';

const EXITS: Readonly<Record<Promotion['result'], number>> = {
  imported: EXIT_CODES.ok,
  unchanged: EXIT_CODES.ok,
  refused: EXIT_CODES.refused,
  failed: EXIT_CODES.failed,
  unknown: EXIT_CODES.unknown,
};

export interface Surroundings {
  log: Log;
  secrets: Secrets;
  caller: Caller;
  cancelled: AbortSignal;
  /** Told the token of a promotion that begins, and '' when nothing of it is left; never a secret. */
  remember?: ((token: string) => void) | undefined;
}

export async function promote(inputs: PromoteInputs, around: Surroundings): Promise<CommandResult> {
  const since = performance.now();
  const { log } = around;
  earlyGates(inputs, around.caller);
  // What this machine can say of the zip is said before another one is asked.
  const elsewhere = inputs.ssh !== undefined && inputs.python !== undefined;
  let zip = await log.step('Validate', async () => {
    const checked = await checkZip(inputs, elsewhere ? undefined : new LocalHost());
    tellFindings(checked, log);
    return checked;
  });
  if (!isValid(zip)) return invalid(inputs, zip, since);
  const token = randomBytes(8).toString('hex');
  let operator: Host | undefined;
  let unfinished = false;
  let provisioned: Provisioned | undefined;
  around.remember?.(token);
  try {
    approvedZipGate(inputs, zip.package);
    operator = await connect(inputs, token, log);
    let host = await asOwner(operator, inputs);
    const isMade = inputs.provisioning?.jamVersion !== undefined && inputs.python !== undefined;
    // Its virtual environment is made with it then.
    const asked = isMade && !(await host.stat(inputs.python as string)) ? { ...inputs, python: undefined } : inputs;
    await checkOwner(host, operator, asked);
    const early = await makeRun(inputs, around, token, operator, host);
    // The project has an owner then.
    provisioned = await provisionIfMissing(early, inputs, zip.package);
    if (provisioned?.made) host = await asOwner(operator, inputs);
    if (elsewhere) {
      const checked = await log.step('Compile the server code at the target', () =>
        checkCode(zip, host, { python: inputs.python as string, rules: inputs.rules }),
      );
      tellFindings(checked, log, zip.findings);
      zip = checked;
      if (!isValid(zip)) return invalid(inputs, zip, since);
    }
    const copied = inputs.method === 'copy-project' && provisioned?.made === true;
    const run = { ...(await makeRun(inputs, around, token, operator, host)), copied };
    const open = zip;
    const consents = await consentsOf(inputs.allowDestructive, open.path, open.package.digest);
    const promotion = await runPromotion(run, open.package, open.entries(), ({ state }, files) => {
      const findings = findingsAgainst(open, inputs, { dbType: state.metadata.dbType, target: { state, files } });
      const judged = { ...open, findings };
      tellFindings(judged, log, open.findings);
      zip = judged;
      if (!isValid(judged)) throw new Stop('invalid', 'invalid-at-target', invalidReason(judged));
      return { consents, findings };
    });
    unfinished = promotion.unfinished;
    return finish(inputs, { ...zip, provisioned }, promotion, since);
  } catch (error) {
    if (!(error instanceof Stop) || error.outcome === 'usage') throw error;
    if (error.outcome === 'invalid') return invalid(inputs, zip, since);
    return finish(inputs, { ...zip, provisioned }, endedBefore(error, around), since);
  } finally {
    if (operator?.remote) log.debug(`${operator.roundTrips} round trips to ${operator.name}`);
    await operator?.close();
    if (!unfinished) around.remember?.('');
  }
}

/** With `provision: if-missing` or a copy, and where there is none. @throws Stop; nothing of it is left then. */
async function provisionIfMissing(
  run: Run,
  { provisioning }: PromoteInputs,
  zip: MetadataPackage,
): Promise<Provisioned | undefined> {
  if (provisioning === undefined) return undefined;
  const { isMissing, provision } = await import('../provisioning/provision.ts');
  if (!(await isMissing(run))) return undefined;
  return provision(run, provisioning, wantedOf(zip, provisioning.title), zip);
}

/** @param token of this run. */
export async function makeRun(
  inputs: TargetInputs,
  { log, secrets, caller, cancelled }: Surroundings,
  token: string,
  operator: Host,
  host: Host,
): Promise<Run> {
  // One target has one lock, and its permissions are the folder's, not those of a link to it.
  const projectDir = inputs.projectDir === undefined ? undefined : await host.realPath(inputs.projectDir);
  const client = inputs.url === undefined ? undefined : new JamClient(inputs.url, cancelled);
  return { inputs: { ...inputs, projectDir }, host, operator, client, token, log, secrets, caller, cancelled };
}

export async function connect(inputs: TargetInputs, token: string, log: Log): Promise<Host> {
  const { ssh, python } = inputs;
  if (ssh === undefined) return openHost(undefined, python, token);
  return log.step(`Connect to ${ssh.host}`, async () => {
    const host = await openHost(ssh, python, token);
    log.info(`Connected as ${(await host.user())?.name}.`);
    return host;
  });
}

type ValidZip = CheckedZip & { package: MetadataPackage };

function isValid(zip: CheckedZip): zip is ValidZip {
  return countOf(zip.findings, 'error') === 0 && zip.package !== undefined;
}

function invalid(inputs: PromoteInputs, zip: CheckedZip, since: number): CommandResult {
  const base = describeZip('promote', zip, inputs.workspace, since);
  return {
    ...base,
    result: 'invalid',
    exitCode: EXIT_CODES.invalid,
    reason: invalidReason(zip),
    outputs: { ...base.outputs, verified: 'none', changed: 'false', url: shownUrl(inputs) },
  };
}

function finish(
  inputs: PromoteInputs,
  zip: CheckedZip & { provisioned: Provisioned | undefined },
  promotion: Promotion,
  since: number,
): CommandResult {
  const base = describeZip('promote', zip, inputs.workspace, since);
  const outputs: Outputs = {
    ...base.outputs,
    verified: promotion.verified,
    changed: String(promotion.changed),
    'destructive-count': String(promotion.plan?.losses.length ?? 0),
    'statement-count': String(promotion.plan?.statements.length ?? 0),
    'failed-statement-count': String(promotion.failedStatements),
    'target-jam-version': promotion.target?.jamVersion ?? '',
    'backup-dir': promotion.backup?.path ?? '',
    url: shownUrl(inputs),
  };
  return {
    ...base,
    outputs,
    result: promotion.result,
    exitCode: EXITS[promotion.result],
    reason: promotion.reason,
    errorId: promotion.errorId,
    promotion,
    plan: promotion.plan,
    provisioned: zip.provisioned,
  };
}

/** The address without a login in it. */
export function shownUrl(inputs: TargetInputs): string {
  if (inputs.url === undefined) return '';
  const url = new URL(inputs.url);
  url.username = '';
  url.password = '';
  return url.href;
}
