/** What a remote host does by itself when the connection to it stays broken in the middle of a promotion. */
import { lost, type Stop } from '../errors.ts';
import type { DeadManSwitch } from '../hosts/dead-man-switch.ts';
import { quoteWords } from '../hosts/quote.ts';
import type { Places } from './folder-outcome.ts';
import { zipName } from './journal.ts';
import type { Permissions } from './permissions.ts';
import { type Run, sleep } from './run.ts';
import { bringBackLine } from './service-commands.ts';

const POLL = 1000;
/** How long a host that has taken over may take to start the service, in milliseconds, beside `service-timeout`. */
const DONE_LIMIT = 10_000;

/**
 * An import that has begun is let end; then our zip is taken out of migration/, the project folder gets its permissions
 * back, and the service is started where we stopped it, or else reloaded. Armed before the stop, disarmed before we start
 * it ourselves.
 */
export async function armSwitch(run: Run, places: Places, before: Permissions): Promise<DeadManSwitch> {
  const start = await bringBackLine(run);
  const ours = ['-maxdepth', '2', '-type', 'f', '-name', `*${zipName(run.token)}*`, '-delete'] as const;
  const mode = before.get(places.project)?.mode.toString(8).padStart(5, '0');
  const lines = [
    run.host.commandLine(['find', places.project, ...ours]),
    ...(mode === undefined ? [] : [run.host.commandLine(['chmod', mode, '--', places.project])]),
    ...(start === undefined ? [] : [quoteWords(['sh', '-c', start])]),
  ];
  return run.operator.whenLost(lines.join('\n'), run.inputs.timeoutMs);
}

/** Asked before each step that would cross what the host does by itself. @throws Stop when it has taken over. */
export async function stillHeard(run: Run, whenLost: DeadManSwitch): Promise<void> {
  if (await whenLost.fired()) throw hostTookOver(run);
}

/** @throws Stop when the host has started the service by itself. */
export async function startIsOurs(run: Run, whenLost: DeadManSwitch): Promise<void> {
  if (!(await whenLost.disarm())) throw hostTookOver(run);
}

function hostTookOver(run: Run): Stop {
  return lost(
    'host-took-over',
    `The connection to ${run.operator.name} was broken so long that the host put itself in order: it lets an import that had begun end, takes a zip of ours out of migration/ and starts the service as far as it had been stopped.`,
  );
}

/**
 * After a failure: who brings the service back. `after host`: it has done it, perhaps before a stop of ours came to its
 * end, so that it has to be looked at.
 */
export async function whoseTurn(run: Run, whenLost: DeadManSwitch): Promise<'ours' | 'host' | 'after host'> {
  const disarmed = await whenLost.disarm().catch(() => undefined);
  if (disarmed !== false) return disarmed ? 'ours' : 'host';
  const deadline = Date.now() + run.inputs.serviceTimeoutMs + DONE_LIMIT;
  for (; Date.now() < deadline && !run.cancelled.aborted; await sleep(POLL)) {
    if (await whenLost.done().catch(() => false)) return 'after host';
  }
  return 'host';
}
