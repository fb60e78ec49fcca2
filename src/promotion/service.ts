/** Stops, starts and restarts the service, and sees whether it answers. */
import { fail, reasonOf } from '../errors.ts';
import type { Finished } from '../hosts/host.ts';
import { type Answer, HttpClient } from '../jampy/http.ts';
import { hangUp, touch } from './reload.ts';
import { pause, type Run, sleep } from './run.ts';
import { actionOf, nameOf, type Verb } from './service-commands.ts';

export { canRestart, canStop } from './service-commands.ts';

/** How long a started service may take until it answers. */
const ANSWER_LIMIT = 90_000;
/** How long a service may answer with server errors after its start before we take them for the truth. */
const ERRORS_LIMIT = 8_000;
const HEALTH_LIMIT = 10_000;
/** Of what a command said. */
const SHOWN_LINES = 20;
/** Between two looks. */
const LOOK = 300;
/** Id of a command that took longer than `service-timeout`. */
export const TIMED_OUT = 'service-timeout';
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
  const { line } = action;
  const name = nameOf(run.inputs, verb);
  run.log.info(`${name}: ${line}`);
  const limit = run.inputs.serviceTimeoutMs;
  const finished = await run.operator.shell(scriptOf(action), { timeoutMs: limit });
  tellOutput(run, finished);
  if (finished.code === 0) return;
  throw fail(finished.timedOut ? TIMED_OUT : `${verb}-command`, `The ${name} ${endOf(finished, limit, line)}: ${line}`);
}

/**
 * By its own command, or by stop and start: in one piece, so that nothing that becomes of us leaves it between the two;
 * and it is started also where the stop failed. @throws Stop
 */
export async function restartService(run: Run): Promise<void> {
  if ((await actionOf(run, 'restart')) !== undefined) return serviceCommand(run, 'restart');
  const [stop, start] = [await actionOf(run, 'stop'), await actionOf(run, 'start')];
  if (stop?.kind !== 'line' || start?.kind !== 'line') throw new Error('no restart-command');
  for (const verb of ['stop', 'start'] as const)
    run.log.info(`${nameOf(run.inputs, verb)}: ${{ stop, start }[verb].line}`);
  const limit = 2 * run.inputs.serviceTimeoutMs;
  const finished = await run.operator.shell(stopAndStart(scriptOf(stop), scriptOf(start)), { timeoutMs: limit });
  const [, stopped, started] = /^stop (\d+), start (\d+)$/m.exec(finished.stdout) ?? [];
  tellOutput(run, finished);
  if (finished.timedOut) {
    const lines = `${stop.line}; ${start.line}`;
    throw fail(TIMED_OUT, `Stop and start together ${endOf(finished, limit, lines)}, and it may be down: ${lines}`);
  }
  if (started !== '0')
    throw fail(
      'start-command',
      `The ${nameOf(run.inputs, 'start')} failed with exit code ${started ?? finished.code}, and it is down: ${start.line}`,
    );
  if (stopped !== '0')
    throw fail(
      'stop-command',
      `The ${nameOf(run.inputs, 'stop')} failed with exit code ${stopped}, and the start-command ran all the same: ${stop.line}`,
    );
}

function scriptOf({ line, script = line }: { line: string; script?: string }): string {
  return script;
}

/** The last line of its output tells how both ended. */
function stopAndStart(stop: string, start: string): string {
  return `( ${stop}\n)\nstopped=$?\n( ${start}\n)\nstarted=$?\necho\necho "stop $stopped, start $started"`;
}

function tellOutput(run: Run, { stdout }: Finished): void {
  for (const said of stdout.trimEnd().split('\n').filter(Boolean).slice(-SHOWN_LINES)) run.log.info(`| ${said}`);
}

function endOf(finished: Finished, limit: number, line: string): string {
  if (!finished.timedOut) return `failed with exit code ${finished.code}`;
  // What runs as root can not be ended by who is not.
  const end = /\bsudo\b/.test(line) ? 'given up; what sudo started may go on by itself' : 'ended';
  return `did not end within ${limit / 1000} s (service-timeout) and was ${end}`;
}

/** Whether the service answers within so many milliseconds; false where there is no address to ask. */
export async function answers(run: Run, ms: number): Promise<boolean> {
  const address = addressOf(run);
  if (address === undefined) return false;
  // Asked too when the run is cancelled.
  const patient = { inputs: run.inputs, cancelled: new AbortController().signal };
  for (const deadline = Date.now() + ms; ; await sleep(LOOK)) {
    const answer = await askHealth(patient, address).catch(() => undefined);
    if (answer && answer.status < 500) return true;
    if (Date.now() >= deadline) return false;
  }
}

function addressOf({ inputs }: Pick<Run, 'inputs'>): string | undefined {
  return inputs.healthUrl ?? inputs.url;
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
function askHealth(run: Pick<Run, 'inputs' | 'cancelled'>, address: string): Promise<Answer> {
  const { pathname, search } = new URL(address);
  const path = run.inputs.healthUrl === undefined ? '' : `${pathname}${search}`;
  return new HttpClient(address, run.cancelled).send({ method: 'GET', path, timeoutMs: HEALTH_LIMIT });
}

/**
 * Waits until the health address answers anything below 500.
 * @returns false when nothing answers in time, or only errors do for a while: the service is up, the application broken.
 */
export async function waitForAnswer(run: Run): Promise<boolean> {
  const address = addressOf(run);
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
    await pause(run, LOOK);
  }
}
