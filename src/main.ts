/** The GitHub Action: read inputs, run one command, set outputs. The only place that fails the step. */
import * as core from '@actions/core';
import { cancelledBySignal } from './cancellation.ts';
import { putInOrder } from './commands/put-in-order.ts';
import { runCommand } from './commands/run-command.ts';
import { EXIT_CODES, reasonOf, Stop } from './errors.ts';
import { placeText } from './finding.ts';
import { callerOf } from './github/context.ts';
import { sweepSshFolders } from './hosts/ssh-files.ts';
import { type Inputs, readInputs } from './inputs.ts';
import type { Log } from './log.ts';
import { Annotations } from './report/annotations.ts';
import { cutText } from './report/cut.ts';
import { inertLine, plainText } from './report/plain-text.ts';
import { type CommandResult, headline, OUTPUTS, outputText } from './report/result.ts';
import { runnerLog } from './report/runner-log.ts';
import { summaryMarkdown } from './report/summary.ts';
import { Secrets } from './secrets.ts';

/** Main's word to the step after the job: the token of a promotion that is under way. */
const STATE = 'promotion';
/** Characters of an annotation. */
const LONGEST_ANNOTATION = 2_000;

/** @returns the exit code */
export async function runAction(): Promise<number> {
  const secrets = new Secrets((value) => core.setSecret(value));
  // The exit code fails the step.
  const annotations = new Annotations();
  const fail = (message: string, errorId?: string) => {
    const title = errorId === undefined ? {} : { title: errorId };
    annotations.show('error', plainText(secrets.redact(message), true), title);
  };
  const log = runnerLog(secrets, annotations);
  try {
    const { result: ended, inputs } = await runCommand({
      lookup: (name) => core.getInput(name),
      workspace: process.env.GITHUB_WORKSPACE || process.cwd(),
      secrets,
      log,
      caller: (token) => callerOf(process.env, token),
      cancelled: cancelledBySignal(log),
      remember: (token) => core.saveState(STATE, token),
    });
    // First what later steps go by, and what is worst: GitHub's API may be slow, and shows ten errors only.
    const trouble = setOutputs(ended, secrets);
    if (trouble !== undefined) fail(withoutOutputs(ended, trouble));
    else if (ended.exitCode !== 0) fail(ended.reason ?? ended.result, ended.errorId);
    annotate(ended, secrets, annotations);
    const result = { ...ended, untold: await tellOthers(ended, inputs, log, secrets) };
    await summarize(result, secrets).catch((error: unknown) => {
      log.warning(`The job summary can not be written: ${reasonOf(error)}`);
    });
    return trouble === undefined ? result.exitCode : result.exitCode || EXIT_CODES.failed;
  } catch (error) {
    if (error instanceof Stop) fail(error.message, error.id);
    else fail(`Something unexpected happened: ${reasonOf(error)}`, 'unexpected');
    if (!(error instanceof Stop)) log.debug(String((error as Error)?.stack));
    return error instanceof Stop ? EXIT_CODES[error.outcome] : EXIT_CODES.failed;
  }
}

/**
 * The step after the job: costs nothing when main ended by itself. What it can not put in order is an error in the log,
 * and no failure of its own. @returns the exit code
 */
export async function runPost(): Promise<number> {
  const secrets = new Secrets((value) => core.setSecret(value));
  const log = runnerLog(secrets);
  const dead = core.getState(STATE);
  try {
    await sweepSshFolders();
    if (!/^[0-9a-f]{16}$/.test(dead)) return 0;
    const workspace = process.env.GITHUB_WORKSPACE || process.cwd();
    const inputs = readInputs((name) => core.getInput(name), workspace, secrets);
    if (inputs.command !== 'promote') return 0;
    const around = { log, secrets, caller: await callerOf(process.env), cancelled: cancelledBySignal(log) };
    log.warning(await putInOrder(inputs, around, dead));
  } catch (error) {
    const why = error instanceof Stop ? error.message : `Something unexpected happened: ${reasonOf(error)}`;
    const what = 'The promotion was killed, and the target could not be put in order';
    core.error(plainText(secrets.redact(`${what}: ${why} Promote again, which tries it once more.`), true));
    if (!(error instanceof Stop)) log.debug(String((error as Error)?.stack));
  }
  return 0;
}

/** Whatever becomes of it, the result stays what it is. @returns sentences about what could not be told. */
async function tellOthers(
  result: CommandResult,
  inputs: Inputs,
  log: Log,
  secrets: Secrets,
): Promise<readonly string[]> {
  if (inputs.githubToken === undefined) return [];
  try {
    const { tellGitHub } = await import('./github/tell.ts');
    return await tellGitHub(result, inputs, { log, secrets, env: process.env });
  } catch (error) {
    log.warning(`GitHub could not be told: ${reasonOf(error)}.`);
    return [];
  }
}

function withoutOutputs(result: CommandResult, trouble: string): string {
  const reason = result.reason === undefined ? '' : ` ${result.reason}`;
  return `${headline(result)} (result: ${result.result}).${reason} Yet the outputs of this step can not be written, so that later steps do not know: ${trouble}`;
}

/** @returns why they can not be written. */
function setOutputs(result: CommandResult, secrets: Secrets): string | undefined {
  try {
    for (const name of OUTPUTS) {
      const value = result.outputs[name];
      if (value === undefined) continue;
      const clean = plainText(outputText(name, value, (text) => secrets.redact(text)));
      core.setOutput(name, process.env.GITHUB_OUTPUT ? clean : inertLine(clean));
    }
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function annotate(result: CommandResult, secrets: Secrets, annotations: Annotations): void {
  for (const severity of ['error', 'warning'] as const) {
    // All of them stand in the log already.
    const found = result.findings.filter((finding) => finding.severity === severity);
    const shown = found.slice(0, annotations.room(severity));
    for (const finding of shown) {
      const where = placeText(finding.place);
      const said = secrets.redact(`${where ? `${where}: ` : ''}${finding.message} ${finding.remedy}`);
      annotations.show(severity, plainText(cutText(said, LONGEST_ANNOTATION)), {
        title: plainText(finding.rule),
        file: plainText(result.zipPath),
      });
    }
  }
}

async function summarize(result: CommandResult, secrets: Secrets): Promise<void> {
  // Unset on older GitHub Enterprise servers, where writing would throw.
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const text = summaryMarkdown(result, (part) => secrets.redact(part));
  await core.summary.addRaw(text, true).write();
}
