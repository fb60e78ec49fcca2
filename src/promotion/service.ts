/** Stops, starts and restarts the service, and sees whether it answers. */
import { fail, reasonOf } from '../errors.ts';
import type { Finished } from '../hosts/host.ts';
import { type Answer, HttpClient } from '../jampy/http.ts';
import { hangUp, touch } from './reload.ts';
import { pause, type Run } from './run.ts';
import { actionOf, nameOf, type Verb } from './service-commands.ts';

export { canRestart, canStop } from './service-commands.ts';

/** How long a started service may take until it answers. */
const ANSWER_LIMIT = 90_000;
/** How long a service may answer with server errors after its start before we take them for the truth. */
const ERRORS_LIMIT = 8_000;
const HEALTH_LIMIT = 10_000;
/** What a server in front of the application says while that one is not there yet. */
const NOT_THERE_YET = [502, 503, 504];

/** @throws Stop naming the command's end; what it means for the target is said by the caller. */
export async function serviceCommand(run: Run, verb: Verb): Promise<void> {
  const action = await actionOf(run, verb);
  if (action === undefined) throw new Error(`no ${verb}-command`);
  if (action.kind === 'hang-up') {
    run.log.info(`gunicorn is told to reload (${action.pidFile}).`);
    return hangUp(run, action.pidFile);
  }
  if (action.kind === 'touch') {
    run.log.info(`${action.path} is touched.`);
    return touch(run, action.path);
  }
  const { line, script = line } = action;
  const name = nameOf(run.inputs, verb);
  run.log.info(`${name}: ${line}`);
  const limit = run.inputs.serviceTimeoutMs;
  const finished = await run.operator.shell(script, { timeoutMs: limit });
  for (const said of finished.stdout.trimEnd().split('\n').filter(Boolean).slice(-20)) run.log.info(`| ${said}`);
  if (finished.code !== 0) throw fail(`${verb}-command`, `The ${name} ${endOf(finished, limit)}: ${line}`);
}

/** By its own command, or by stop and start. @throws Stop */
export async function restartService(run: Run): Promise<void> {
  if ((await actionOf(run, 'restart')) !== undefined) return serviceCommand(run, 'restart');
  await serviceCommand(run, 'stop');
  await serviceCommand(run, 'start');
}

function endOf(finished: Finished, limit: number): string {
  return finished.timedOut
    ? `did not end within ${limit / 1000} s (service-timeout) and was ended`
    : `failed with exit code ${finished.code}`;
}

/** Whether `health-url` answers as it should, now; undefined without it. What it says is told, and is no error. */
export async function isHealthy(run: Run): Promise<boolean | undefined> {
  const { healthUrl } = run.inputs;
  if (healthUrl === undefined) return undefined;
  const answer = await askHealth(run, healthUrl).catch((error: unknown) => reasonOf(error));
  if (typeof answer !== 'string' && answer.status < 500) return true;
  const why = typeof answer === 'string' ? answer : `HTTP ${answer.status}`;
  const { origin, pathname } = new URL(healthUrl);
  run.log.notice(`health-url ${origin}${pathname} does not answer as it should before the import (${why}).`);
  return false;
}

/** health-url is asked as it is: HttpClient's root ends in a slash. */
function askHealth(run: Run, address: string): Promise<Answer> {
  const { pathname, search } = new URL(address);
  const path = run.inputs.healthUrl === undefined ? '' : `${pathname}${search}`;
  return new HttpClient(address, run.cancelled).send({ method: 'GET', path, timeoutMs: HEALTH_LIMIT });
}

/**
 * Waits until the health address answers anything below 500.
 * @returns false when nothing answers in time, or only errors do for a while: the service is up, the application broken.
 */
export async function waitForAnswer(run: Run): Promise<boolean> {
  const address = run.inputs.healthUrl ?? run.inputs.url;
  if (address === undefined) return true;
  let deadline = Date.now() + ANSWER_LIMIT;
  let errors = false;
  for (;;) {
    const answer = await askHealth(run, address).catch(() => undefined);
    if (answer && answer.status < 500) return true;
    if (answer && !NOT_THERE_YET.includes(answer.status) && !errors) {
      errors = true;
      deadline = Math.min(deadline, Date.now() + ERRORS_LIMIT);
    }
    if (Date.now() >= deadline) return false;
    await pause(run, 300);
  }
}
