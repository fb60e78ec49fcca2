/** An import by the migration folder breaks off: nothing of it stays, and the service runs again. */
import { reasonOf, Stop } from '../errors.ts';
import type { DeadManSwitch } from '../hosts/dead-man-switch.ts';
import { bringBack, type Service } from './bring-back.ts';
import type { Places } from './folder-outcome.ts';
import { besidePath, type Journal } from './journal.ts';
import { type Permissions, restorePermissions } from './permissions.ts';
import type { Run } from './run.ts';
import { whoseTurn } from './when-lost.ts';

/** Ids of calls whose end was not seen: what they began may still go on. */
const UNSEEN: readonly string[] = ['ssh-lost', 'ssh-time'];

/**
 * First the zip is taken away, then the service brought back: a start would import what lies there. What is left to do
 * stays in the journal, and is told in `journal.steps`.
 * @param service what has to be done for it.
 */
export async function breakOff(
  run: Run,
  journal: Journal,
  places: Places,
  before: Permissions,
  whenLost: DeadManSwitch,
  service: Service,
  error: unknown,
): Promise<void> {
  const { steps } = journal;
  const unseen = error instanceof Stop && UNSEEN.includes(error.id);
  const withdrawn = (!unseen || (await endOurs(run))) && (await withdraw(run, places));
  if (!withdrawn) steps.unfinished = true;
  // An import that was ended may have copied files by then.
  else if (steps.phase === 'importing')
    await restorePermissions(run, before).catch((trouble) => run.log.warning(reasonOf(trouble)));
  if (service === 'running') {
    await whenLost.disarm().catch((trouble) => run.log.debug(reasonOf(trouble)));
    return;
  }
  const turn = await whoseTurn(run, whenLost);
  if (turn === 'host') {
    const does = service === 'stale' ? 'reloads the service' : 'starts the service again';
    steps.service = `${run.operator.name} itself takes the zip out of migration/ and ${does} when it has not heard of this run for a minute.`;
    steps.unfinished = true;
  } else if (await journal.lock.isOurs()) {
    const needs = turn === 'after host' && service !== 'stale' ? 'stopping' : service;
    const brought = await bringBack(run, needs, withdrawn ? undefined : places.zip, error);
    // Where all went well the log says it, and the reason is short.
    if (brought && (brought.down || needs === 'stopping' || !withdrawn)) steps.service = brought.sentence;
  } else {
    // Another promotion that took the lock also takes care of the service, and may be importing.
    steps.service = 'The service was stopped, and is started by whoever took the lock or promotes next.';
    steps.unfinished = true;
  }
}

async function endOurs(run: Run): Promise<boolean> {
  try {
    for (const started of await run.operator.leftRunning(run.token)) await run.host.endGroup(started);
    return true;
  } catch (error) {
    run.log.debug(reasonOf(error));
    return false;
  }
}

/** No zip of ours may be retried at the next start. @returns whether it is surely gone. */
export async function withdraw(run: Run, places: Places): Promise<boolean> {
  try {
    for (const path of [places.zip, besidePath(places.project, run.token)]) await run.host.remove(path);
    return true;
  } catch (error) {
    run.log.error(
      `${reasonOf(error)} Remove ${places.zip} by hand before the next start, which would import it again.`,
    );
    return false;
  }
}
