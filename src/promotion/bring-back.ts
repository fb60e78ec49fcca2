/** The service runs as before when a promotion breaks off, or when one that was killed is put in order. */
import { Stop } from '../errors.ts';
import { type Run, sleep, troubleOf } from './run.ts';
import { answers, restartService, serviceCommand, TIMED_OUT, waitForAnswer } from './service.ts';

/** A service that was told to end may answer that long, in milliseconds. */
const ENDING = 3000;

/** What has to be done for the service. */
export type Service =
  /** Nothing: it runs as before, or was started again. */
  | 'running'
  /** Its stop was begun, and did not end well. */
  | 'stopping'
  | 'stopped'
  /** It was not stopped, and an import has begun beside it: what it loaded may be wrong, or marked as under maintenance. */
  | 'stale';

/** What became of a service that was to be brought back. */
export interface Brought {
  sentence: string;
  /** It surely does not run. */
  down: boolean;
}

/**
 * @param zip what may still lie in migration/, so that a start would import it; undefined when that is surely gone.
 * @param error what broke the promotion off. @returns undefined when there was nothing to do.
 */
export async function bringBack(
  run: Run,
  service: Service,
  zip: string | undefined,
  error: unknown,
): Promise<Brought | undefined> {
  if (service === 'running') return undefined;
  if (zip !== undefined) {
    const stale = service === 'stale';
    const how = stale ? 'was not reloaded' : 'was stopped and may be down';
    const sentence = `The service ${how}, since ${zip} may still lie there and its start would import it. Promote again, which puts that in order; or remove the file, then ${stale ? 'restart' : 'start'} the service.`;
    return { sentence, down: !stale };
  }
  if (service === 'stale') return bringUp(run, 'restart');
  if (service === 'stopping') return afterFailedStop(run, error);
  return bringUp(run, 'start');
}

/**
 * After a stop that failed. Where it said no and the application answers on, the service is left alone; one whose stop was
 * cut off in the middle may still be going down, so that its answer proves nothing.
 * @param error what the stop threw.
 */
async function afterFailedStop(run: Run, error: unknown): Promise<Brought> {
  const cutOff = error instanceof Stop && error.id === TIMED_OUT;
  if (!cutOff && (await answersOn(run))) return { sentence: 'The service still answers.', down: false };
  return bringUp(run, 'start');
}

async function answersOn(run: Run): Promise<boolean> {
  if (!(await answers(run, 0))) return false;
  await sleep(ENDING);
  return answers(run, 0);
}

const WAYS = {
  start: { step: 'Start the service again', done: 'started again', go: (run: Run) => serviceCommand(run, 'start') },
  restart: { step: 'Restart the service', done: 'restarted', go: restartService },
} as const;

/** Starts a service that may be down, or may run already. */
export async function bringUp(run: Run, way: keyof typeof WAYS): Promise<Brought> {
  const { step, done, go } = WAYS[way];
  try {
    await run.log.step(step, () => go(run));
  } catch (error) {
    // Some commands fail because it already runs.
    if (await answers(run, 0)) return { sentence: 'The service runs.', down: false };
    const sentence = `The service could not be ${done} and is down; start it by hand. ${troubleOf(error)}.`;
    run.log.error(sentence);
    return { sentence, down: true };
  }
  // Nothing is known of it where the run is cancelled.
  const up = await waitForAnswer(run).catch(() => undefined);
  return { sentence: `The service was ${done}${up === false ? ', but does not answer' : ''}.`, down: false };
}
