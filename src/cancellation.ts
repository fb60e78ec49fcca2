/** A cancelled run (Ctrl-C, or GitHub's Cancel: SIGINT, then SIGTERM) ends in order instead of at once. */
import { setMaxListeners } from 'node:events';
import type { Log } from './log.ts';

/** @returns a signal that is aborted by the first of the two; a second SIGINT ends the process as usual. */
export function cancelledBySignal(log: Log): AbortSignal {
  const controller = new AbortController();
  // Twenty looks at once listen to it.
  setMaxListeners(0, controller.signal);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      if (!controller.signal.aborted)
        log.warning(`${name}: the run is cancelled; what was begun is put in order first.`);
      controller.abort();
    });
  }
  return controller.signal;
}
