/** Stop, start and restart the service with the operator's own commands, and see whether it answers. */
import { fail } from '../errors.ts';
import type { Finished } from '../hosts/host.ts';
import { HttpClient } from '../jampy/http.ts';
import { pause, type Run } from './run.ts';

/** How long a started service may take until it answers. */
const ANSWER_LIMIT = 90_000;
/** How long a service may answer with server errors after its start before we take them for the truth. */
const ERRORS_LIMIT = 8_000;
/** What a server in front of the application says while that one is not there yet. */
const NOT_THERE_YET = [502, 503, 504];

type Verb = 'stop' | 'start' | 'restart';

/** @throws Stop naming the command's end; what it means for the target is said by the caller. */
export async function serviceCommand(run: Run, verb: Verb): Promise<void> {
  const line = { stop: run.inputs.stopCommand, start: run.inputs.startCommand, restart: run.inputs.restartCommand }[
    verb
  ];
  if (line === undefined) throw new Error(`no ${verb}-command`);
  run.log.info(`${verb}-command: ${line}`);
  const finished = await run.operator.shell(line, { timeoutMs: run.inputs.serviceTimeoutMs });
  for (const said of finished.stdout.trimEnd().split('\n').filter(Boolean).slice(-20)) run.log.info(`| ${said}`);
  if (finished.code !== 0) throw fail(`${verb}-command`, `The ${verb}-command ${endOf(finished)}: ${line}`);
}

/** Whether the service can be stopped for the import, and started again. */
export function canStop({ inputs }: Run): boolean {
  return inputs.stopCommand !== undefined && inputs.startCommand !== undefined;
}

/** Whether the service can be restarted at all. */
export function canRestart({ inputs }: Run): boolean {
  return inputs.restartCommand !== undefined || (inputs.stopCommand !== undefined && inputs.startCommand !== undefined);
}

/** By restart-command, or by stop and start. @throws Stop */
export async function restartService(run: Run): Promise<void> {
  if (run.inputs.restartCommand !== undefined) return serviceCommand(run, 'restart');
  await serviceCommand(run, 'stop');
  await serviceCommand(run, 'start');
}

function endOf(finished: Finished): string {
  return finished.timedOut
    ? `did not end within service-timeout and was ended`
    : `failed with exit code ${finished.code}`;
}

/**
 * Waits until the health address answers anything below 500.
 * @returns false when nothing answers in time, or only errors do for a while: the service is up, the application broken.
 */
export async function waitForAnswer(run: Run): Promise<boolean> {
  const address = run.inputs.healthUrl ?? run.inputs.url;
  if (address === undefined) return true;
  const http = new HttpClient(address, run.cancelled);
  // The health address is asked as it is: HttpClient's root ends in a slash.
  const path = run.inputs.healthUrl ? new URL(address).pathname + new URL(address).search : '';
  let deadline = Date.now() + ANSWER_LIMIT;
  let errors = false;
  for (;;) {
    const answer = await http.send({ method: 'GET', path, timeoutMs: 10_000 }).catch(() => undefined);
    if (answer && answer.status < 500) return true;
    if (answer && !NOT_THERE_YET.includes(answer.status) && !errors) {
      errors = true;
      deadline = Math.min(deadline, Date.now() + ERRORS_LIMIT);
    }
    if (Date.now() >= deadline) return false;
    await pause(run, 300);
  }
}
