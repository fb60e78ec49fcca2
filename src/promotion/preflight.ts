/** What an import by the migration folder needs, asked before anything is stopped or written. */
import { join } from 'node:path';
import { fail, refuse } from '../errors.ts';
import type { Run } from './run.ts';

/** Programs that serve Python applications. */
const SERVERS = /python|gunicorn|uwsgi|apache|httpd/;

/** Asked before anything is touched, so that no service is stopped for nothing. @throws Stop */
export async function checkWritable(run: Run): Promise<void> {
  const project = run.inputs.projectDir as string;
  const migration = join(project, 'migration');
  for (const path of (await run.host.stat(migration)) ? [project, migration] : [project]) {
    if (await run.host.canWrite(path)) continue;
    throw fail(
      'folder-not-writable',
      `${path} can not be written on ${run.host.name} by the user of this run, and the zip has to be put there: run as the project's owner, or give that user the right. Nothing was changed.`,
    );
  }
}

/**
 * Without `python` the service itself imports at its start. With several workers that is a race which Jam.py loses, so
 * it is refused where several are seen running. Asked before anything is touched.
 */
export async function checkOneProcess(run: Run, answers: boolean | undefined): Promise<void> {
  const { python, projectDir } = run.inputs;
  if (python !== undefined || projectDir === undefined) return;
  const running = await run.host.processesIn(projectDir, SERVERS);
  const several = 'with several worker processes Jam.py imports several times at once and leaves old settings behind';
  if (running !== undefined && running > 2) {
    throw refuse(
      'several-workers',
      `${running} processes serve the target, and ${several}. Give python (the interpreter of the project's virtual environment), so that exactly one process imports. Nothing was touched.`,
    );
  }
  if (answers === true && !running) {
    throw refuse(
      'several-workers',
      `The service runs, but how many processes it has can not be seen from here, and ${several}. Give python (the interpreter of the project's virtual environment), so that exactly one process imports. Nothing was touched.`,
    );
  }
  run.log.notice(`Without python the started service imports by itself; ${several}.`);
}
