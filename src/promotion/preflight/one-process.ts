/**
 * Exactly one process may import (docs/jampy.md, "Migration folder"). With `python` that is ours; without it the service
 * imports at its start, and must be known to be one process. Asked before anything is touched.
 */
import { refuse, type Stop } from '../../errors.ts';
import { gunicornMaster, gunicornWorkers } from '../reload.ts';
import type { Run } from '../run.ts';
import { canStop } from '../service-commands.ts';

/** Programs that serve Python applications. */
const SERVERS = /python|gunicorn|uwsgi|apache|httpd/;
const SEVERAL = 'with several worker processes Jam.py imports several times at once and leaves old settings behind';
const GIVE_PYTHON =
  "Give python (the interpreter of the project's virtual environment), so that exactly one process imports.";

/** @throws Stop (refused) without `python`, where several processes would import or nobody can tell how many. */
export async function checkOneProcess(run: Run, answers: boolean | undefined): Promise<void> {
  const { python, projectDir } = run.inputs;
  if (projectDir === undefined) return;
  const stops = canStop(run);
  if (python !== undefined) {
    if (!stops) run.log.notice(`${CANNOT_STOP}: one process imports while it goes on, and it is reloaded at once.`);
    return;
  }
  await (stops ? checkStarted(run, projectDir, answers) : checkReloaded(run, projectDir));
  run.log.notice(`Without python the started service imports by itself; ${SEVERAL}.`);
}

const CANNOT_STOP = 'The service can not be stopped from here';

/** A service that is down may have any number of workers: the operator is told. */
async function checkStarted(run: Run, projectDir: string, answers: boolean | undefined): Promise<void> {
  const running = await run.host.processesIn(projectDir, SERVERS);
  if (running !== undefined && running > 2) throw several(`${running} processes serve the target`);
  if (answers === true && !running) {
    throw several('The service runs, but how many processes it has can not be seen from here');
  }
}

/** Workers that start beside those that run import as well: there must be one, and it must have been seen. */
async function checkReloaded(run: Run, projectDir: string): Promise<void> {
  const { service, restartCommand } = run.inputs;
  if (restartCommand === undefined && service?.kind === 'touch') {
    throw several(`${CANNOT_STOP} (service: touch), and each of its processes loads the application by itself`);
  }
  if (restartCommand === undefined && service?.kind === 'gunicorn') {
    const workers = await gunicornWorkers(run.host, await gunicornMaster(run.host, service.pidFile));
    if (workers?.length === 1) return;
    const number =
      workers === undefined ? 'how many workers gunicorn has can not be seen' : `${workers.length} workers`;
    throw several(`${CANNOT_STOP} (service: gunicorn; ${number})`);
  }
  const running = await run.host.processesIn(projectDir, SERVERS);
  // A master and its worker.
  if (running === 1 || running === 2) return;
  throw several(
    running ? `${running} processes serve the target` : `${CANNOT_STOP}, and how many processes it has can not be seen`,
  );
}

function several(what: string): Stop {
  return refuse('several-workers', `${what}, and ${SEVERAL}. ${GIVE_PYTHON} Nothing was touched.`);
}
