/** `promote`: validate, then put the zip into production and prove it (see promotion/promote.ts for the steps). */
import { EXIT_CODES } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { PromoteInputs } from '../inputs.ts';
import { JamClient } from '../jampy/client.ts';
import type { Log } from '../log.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { earlyGates } from '../promotion/gates.ts';
import { type Promotion, promote as runPromotion } from '../promotion/promote.ts';
import type { Caller, Run } from '../promotion/run.ts';
import type { CommandResult, Outputs } from '../report/result.ts';
import type { Secrets } from '../secrets.ts';
import { type CheckedZip, checkZip, countOf } from './check-zip.ts';
import { describeZip, invalidReason, tellFindings } from './validate.ts';

const EXITS: Readonly<Record<Promotion['result'], number>> = {
  imported: EXIT_CODES.ok,
  unchanged: EXIT_CODES.ok,
  refused: EXIT_CODES.refused,
  failed: EXIT_CODES.failed,
  unknown: EXIT_CODES.unknown,
};

export interface Surroundings {
  host: Host;
  log: Log;
  secrets: Secrets;
  caller: Caller;
  cancelled: AbortSignal;
}

export async function promote(inputs: PromoteInputs, around: Surroundings): Promise<CommandResult> {
  const since = performance.now();
  const { host, log } = around;
  earlyGates(inputs, around.caller);
  const zip = await log.step('Validate', async () => {
    const checked = await checkZip(inputs, host);
    tellFindings(checked, log);
    return checked;
  });
  if (countOf(zip.findings, 'error') > 0 || !zip.package) {
    const base = describeZip('promote', zip, inputs.workspace, since);
    return {
      ...base,
      result: 'invalid',
      exitCode: EXIT_CODES.invalid,
      reason: invalidReason(zip),
      outputs: { ...base.outputs, verified: 'none', changed: 'false', url: shownUrl(inputs) },
    };
  }
  // One target has one lock, and its permissions are the folder's, not those of a link to it.
  const projectDir = inputs.projectDir === undefined ? undefined : await host.realPath(inputs.projectDir);
  const run: Run = {
    inputs: { ...inputs, projectDir },
    client: inputs.url === undefined ? undefined : new JamClient(inputs.url, around.cancelled),
    ...around,
  };
  const promotion = await runPromotion(run, zip.package, zip.entries);
  return finish(inputs, zip, promotion, since);
}

function finish(
  inputs: PromoteInputs,
  zip: CheckedZip & { package?: MetadataPackage },
  promotion: Promotion,
  since: number,
): CommandResult {
  const base = describeZip('promote', zip, inputs.workspace, since);
  const outputs: Outputs = {
    ...base.outputs,
    verified: promotion.verified,
    changed: String(promotion.changed),
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
    promotion,
  };
}

/** The address without a login in it. */
function shownUrl(inputs: PromoteInputs): string {
  if (inputs.url === undefined) return '';
  const url = new URL(inputs.url);
  url.username = '';
  url.password = '';
  return url.href;
}
