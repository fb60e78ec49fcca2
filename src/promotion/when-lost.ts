/** What a remote host does by itself when the connection to it stays broken in the middle of a promotion. */
import { lost, type Stop } from '../errors.ts';
import type { DeadManSwitch } from '../hosts/dead-man-switch.ts';
import { quoteWords } from '../hosts/quote.ts';
import type { Places } from './folder-outcome.ts';
import { type Journal, zipName } from './journal.ts';
import type { Permissions } from './permissions.ts';
import type { Run } from './run.ts';
import { startLine } from './service-commands.ts';

/**
 * An import that has begun is let end; then our zip is taken out of migration/, the project folder gets its permissions
 * back, and the service is started where we stopped it. Armed before the stop, disarmed before we start it ourselves.
 */
export async function armSwitch(run: Run, places: Places, before: Permissions): Promise<DeadManSwitch> {
  const start = await startLine(run);
  const ours = ['-maxdepth', '2', '-type', 'f', '-name', `*${zipName(run.token)}*`, '-delete'] as const;
  const mode = before.get(places.project)?.mode.toString(8).padStart(5, '0');
  const lines = [
    run.host.commandLine(['find', places.project, ...ours]),
    ...(mode === undefined ? [] : [run.host.commandLine(['chmod', mode, '--', places.project])]),
    ...(start === undefined ? [] : [quoteWords(['sh', '-c', start])]),
  ];
  return run.operator.whenLost(lines.join('\n'), run.inputs.timeoutMs);
}

/** @throws Stop when the host has started the service by itself. */
export async function startIsOurs(run: Run, whenLost: DeadManSwitch): Promise<void> {
  if (!(await whenLost.disarm())) throw hostTookOver(run);
}

export function hostTookOver(run: Run): Stop {
  return lost(
    'host-took-over',
    `The connection to ${run.operator.name} was broken so long that the host put itself in order: it let an import that had begun end, took the zip out of migration/ and started the service as far as it had been stopped.`,
  );
}

/** After a failure: whether starting the service is our part, or the host does it, now or when it has not heard of us. */
export async function isLeftToUs(run: Run, journal: Journal, whenLost: DeadManSwitch): Promise<boolean> {
  const disarmed = await whenLost.disarm().catch(() => undefined);
  if (disarmed === true) return true;
  const when = disarmed === undefined ? 'when it has not heard of this run for a minute' : 'now';
  journal.steps.down = `The service was stopped; ${run.operator.name} itself takes the zip out of migration/ and starts it again ${when}.`;
  journal.steps.unfinished = true;
  return false;
}
