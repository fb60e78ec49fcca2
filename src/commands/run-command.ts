/** One command from inputs to result: the same for the action and the command line. Only usage errors are thrown. */
import { EXIT_CODES, resultOf, Stop } from '../errors.ts';
import { LocalHost } from '../hosts/local.ts';
import { type Inputs, type Lookup, readInputs } from '../inputs.ts';
import type { Log } from '../log.ts';
import type { Caller } from '../promotion/run.ts';
import type { CommandResult } from '../report/result.ts';
import type { Secrets } from '../secrets.ts';
import { writeReports } from './write-reports.ts';

export interface Program {
  lookup: Lookup;
  workspace: string;
  secrets: Secrets;
  log: Log;
  /** Asked only by commands that need it. */
  caller: (githubToken: string | undefined) => Promise<Caller>;
  cancelled: AbortSignal;
  /** Told what a later step needs to put in order what this one leaves when it is killed; see promote.ts. */
  remember?: (token: string) => void;
}

/** @throws Stop (usage) and unexpected errors; every other end is a result. */
export async function runCommand(program: Program): Promise<{ result: CommandResult; inputs: Inputs }> {
  const inputs = readInputs(program.lookup, program.workspace, program.secrets);
  const result = await writeReports(inputs, await dispatch(inputs, program), program);
  const outputs = { result: result.result, ...result.outputs, reason: result.reason ?? '' };
  return { result: { ...result, outputs }, inputs };
}

async function dispatch(inputs: Inputs, program: Program): Promise<CommandResult> {
  if (inputs.command === 'validate') {
    const { validate } = await import('./validate.ts');
    return validate(inputs, new LocalHost(), program.log);
  }
  try {
    const { log, secrets, cancelled, remember } = program;
    const around = { log, secrets, cancelled, caller: await program.caller(inputs.githubToken) };
    if (inputs.command === 'plan') return await (await import('./plan.ts')).plan(inputs, around);
    if (inputs.command === 'provision') return await (await import('./provision.ts')).provision(inputs, around);
    return await (await import('./promote.ts')).promote(inputs, { ...around, remember });
  } catch (error) {
    if (!(error instanceof Stop) || error.outcome === 'usage') throw error;
    return beforeTheZip(inputs.command, error);
  }
}

/** A gate or a failure before there was a zip to speak of. */
function beforeTheZip(command: CommandResult['command'], stop: Stop): CommandResult {
  const result = resultOf(stop);
  return {
    command,
    result,
    exitCode: EXIT_CODES[result],
    reason: stop.message,
    errorId: stop.id,
    outputs: { changed: 'false', verified: 'none' },
    findings: [],
    zipPath: '',
    application: { name: '', caption: '', version: '', line: undefined, digest: '' },
    promotion: undefined,
    plan: undefined,
    seconds: 0,
  };
}
