/** `provision`: makes a production project from nothing (see provisioning/provision.ts for the steps). */
import { randomBytes } from 'node:crypto';
import { EXIT_CODES, resultOf, Stop } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { ProvisionInputs, TargetInputs } from '../inputs.ts';
import { pullRequestGate } from '../promotion/gates.ts';
import { asOwner } from '../promotion/owner.ts';
import type { Run } from '../promotion/run.ts';
import type { Wanted } from '../provisioning/content.ts';
import { type Provisioned, provision as runProvisioning } from '../provisioning/provision.ts';
import type { CommandResult } from '../report/result.ts';
import { checkZip } from './check-zip.ts';
import { connect, makeRun, type Surroundings, shownUrl } from './promote.ts';
import { describeZip, failing, invalidReason, tellFindings } from './validate.ts';
import { wantedOf } from './wanted.ts';

type Described = Omit<CommandResult, 'result' | 'exitCode' | 'reason'>;

export async function provision(inputs: ProvisionInputs, around: Surroundings): Promise<CommandResult> {
  const since = performance.now();
  pullRequestGate('provision', around.caller);
  const named = await nameOf(inputs, around, since);
  if (named.stopped) return named.stopped;
  const { wanted, described } = named;
  try {
    const made = await withRun(inputs, around, (run) => runProvisioning(run, inputs.provisioning, wanted));
    return {
      ...ended(described, inputs, since, made),
      result: 'provisioned',
      exitCode: EXIT_CODES.ok,
      reason: undefined,
    };
  } catch (error) {
    if (!(error instanceof Stop) || error.outcome === 'usage') throw error;
    const result = resultOf(error);
    return {
      ...ended(described, inputs, since),
      result,
      exitCode: EXIT_CODES[result],
      reason: error.message,
      errorId: error.id,
    };
  }
}

/** As the user that the project is to be of. */
async function withRun<T>(inputs: TargetInputs, around: Surroundings, work: (run: Run) => Promise<T>): Promise<T> {
  const token = randomBytes(8).toString('hex');
  let operator: Host | undefined;
  try {
    operator = await connect(inputs, token, around.log);
    const host = await asOwner(operator, inputs);
    return await work(await makeRun(inputs, around, token, operator, host));
  } finally {
    await operator?.close();
  }
}

function ended(described: Described, inputs: TargetInputs, since: number, made?: Provisioned): Described {
  return {
    ...described,
    outputs: {
      ...described.outputs,
      changed: String(made?.made ?? false),
      // A copy was compared with what it came from; nobody opened it.
      verified: made?.rows ? 'partial' : 'none',
      'target-jam-version': made?.jamVersion ?? '',
      url: shownUrl(inputs),
    },
    ...(made ? { provisioned: made } : {}),
    seconds: (performance.now() - since) / 1000,
  };
}

type Named = { wanted: Wanted; described: Described; stopped?: undefined } | { stopped: CommandResult };

/** The name of the project: as it is given, or else the zip's. */
async function nameOf(inputs: ProvisionInputs, { log }: Surroundings, since: number): Promise<Named> {
  const { projectName, provisioning } = inputs;
  if (projectName !== undefined) {
    const wanted = { name: projectName, title: provisioning.title ?? projectName };
    const application = { name: wanted.name, caption: wanted.title, version: '', line: undefined, digest: '' };
    const described: Described = {
      command: 'provision',
      findings: [],
      outputs: {},
      zipPath: '',
      application,
      promotion: undefined,
      seconds: 0,
    };
    return { wanted, described };
  }
  const zip = await log.step('Validate', async () => {
    // Its server code is compiled when it is promoted.
    const checked = await checkZip(inputs, undefined);
    tellFindings(checked, log);
    return checked;
  });
  const described = describeZip('provision', zip, inputs.workspace, since);
  if (zip.package && failing(zip.findings, 'error') === 0)
    return { wanted: wantedOf(zip.package, provisioning.title), described };
  const outputs = { ...described.outputs, verified: 'none', changed: 'false' };
  return {
    stopped: { ...described, outputs, result: 'invalid', exitCode: EXIT_CODES.invalid, reason: invalidReason(zip) },
  };
}
