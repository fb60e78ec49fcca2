/** A project that nothing serves yet, as one that was made a moment ago: it is imported into, then its service is tried. */
import { isEmpty } from '../jampy/target-state.ts';
import type { Seen } from './look.ts';
import { type Run, troubleOf } from './run.ts';
import { answers, canRestart, canStop, serviceCommand } from './service.ts';

/** How long a service that was started for the first time may take to answer, in milliseconds. */
const FIRST_ANSWER = 60_000;

/** Whether the target is a project without an application that nobody answers for. */
export function isNotServed({ inputs }: Run, { state, answers: up }: Seen): boolean {
  return inputs.mayBeNew && inputs.method === 'migration-folder' && isEmpty(state) && up !== true;
}

/** The same run for a target without a service: nothing is stopped or started, and nobody is asked. */
export function withoutService(run: Run, why: string): Run {
  const none = { service: undefined, stopCommand: undefined, startCommand: undefined, restartCommand: undefined };
  return {
    ...run,
    client: undefined,
    notServed: why,
    inputs: { ...run.inputs, ...none, url: undefined, healthUrl: undefined },
  };
}

/** @returns the run to verify with: the one given, or, where the service can not be started yet, one that asks nobody. */
export async function startNew(run: Run): Promise<Run> {
  if (!canRestart(run)) return notYet(run, 'no service command is given');
  try {
    await run.log.step('Start the service', () => serviceCommand(run, canStop(run) ? 'start' : 'restart'));
  } catch (error) {
    return notYet(run, troubleOf(error));
  }
  if (run.inputs.url === undefined || (await answers(run, FIRST_ANSWER))) return run;
  return notYet(run, `nothing answers at ${new URL(run.inputs.url).origin}`);
}

function notYet(run: Run, why: string): Run {
  run.log.warning(
    `The service of the new project does not run yet (${why}): set it up and start it. Promoting again then looks at the application too.`,
  );
  return withoutService(run, `the service of the new project does not run yet (${why})`);
}
