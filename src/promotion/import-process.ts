/** The one process that imports what lies in migration/, ended once the outcome is known. */
import { Stop } from '../errors.ts';
import type { Finished } from '../hosts/host.ts';
import { outcomeNow, type Places, waitForOutcome } from './folder-outcome.ts';
import type { ImportOutcome } from './import-outcome.ts';
import type { Journal } from './journal.ts';
import { type Run, sleep } from './run.ts';

/** The folder is entered by the program itself: only the project's owner may be allowed to. */
const ONE_PROCESS = [
  'import os, sys',
  'os.umask(int(sys.argv[2], 8))',
  'os.chdir(sys.argv[1])',
  'from jam.wsgi import create_application',
  'create_application(sys.argv[1])',
].join('\n');
/** After the zip is gone or the log is written the process still writes its counters, in milliseconds. */
export const SETTLE = 20_000;
/** Lines of the importing process that are shown when it did not import. */
const SHOWN_LINES = 20;

/** @throws Stop: cancelled, lost sight of it, or it could not be started. */
export async function importInOneProcess(run: Run, places: Places, journal: Journal): Promise<ImportOutcome> {
  const { inputs, host } = run;
  const ending = new AbortController();
  const process: { end?: Finished | { error: unknown } } = {};
  const whenEnded = host
    .run({
      argv: [inputs.python as string, '-c', ONE_PROCESS, places.project, places.umask],
      detached: true,
      // Our own clock below decides; were this one as long, a process that it ended would pass for one that gave up.
      timeoutMs: inputs.timeoutMs + SETTLE,
      signal: ending.signal,
    })
    .then(
      (end) => {
        process.end = end;
      },
      (error: unknown) => {
        process.end = { error };
      },
    );
  const hasEnded = () => {
    // It never ran, or nobody knows: that is not an import that failed.
    if (process.end && 'error' in process.end) throw process.end.error;
    return process.end !== undefined;
  };
  let outcome: ImportOutcome | undefined;
  try {
    // Application code may start threads that never end: the outcome, not the process, says when it is over.
    outcome = await waitForOutcome(run, places, hasEnded);
    await Promise.race([whenEnded, sleep(SETTLE)]);
    return outcome;
  } finally {
    if (!process.end) ending.abort();
    await whenEnded;
    // A process that was ended may have been done by then; one that could not be started did nothing.
    const never =
      process.end && 'error' in process.end && process.end.error instanceof Stop && process.end.error.id === 'host-run';
    journal.steps.claim = never
      ? 'failure'
      : (outcome ?? (await outcomeNow(run, places).catch(() => undefined)))?.claim;
    if (outcome?.claim !== 'success' && process.end && 'stdout' in process.end) showOutput(run, process.end);
  }
}

function showOutput(run: Run, { stdout }: Finished): void {
  const lines = stdout.trimEnd().split('\n').filter(Boolean);
  if (lines.length > 0) run.log.info('The last that the importing process said:');
  for (const line of lines.slice(-SHOWN_LINES)) run.log.info(`| ${line}`);
}
