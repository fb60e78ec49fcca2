/**
 * A cancelled run (Ctrl-C, GitHub's Cancel: SIGINT, then SIGTERM, or a terminal that is closed: SIGHUP) ends in order
 * instead of at once.
 */
import { setMaxListeners } from 'node:events';
import { constants } from 'node:os';
import type { Log } from './log.ts';

/**
 * @returns a signal that is aborted by the first of the three; the same one a second time ends the process, but not
 * before what may not stay on this machine is removed.
 */
export function cancelledBySignal(log: Log): AbortSignal {
  const controller = new AbortController();
  // Twenty looks at once listen to it.
  setMaxListeners(0, controller.signal);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      // The signal itself would end it without a word to whoever waits for the end of the process.
      process.once(name, () => process.exit(128 + constants.signals[name]));
      // Nobody reads any more what a closed terminal is told, and that must not end the run.
      if (name === 'SIGHUP') for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
      if (!controller.signal.aborted)
        log.warning(`${name}: the run is cancelled; what was begun is put in order first.`);
      controller.abort();
    });
  }
  return controller.signal;
}
