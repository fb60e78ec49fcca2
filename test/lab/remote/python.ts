/** Jam.py for the user that owns a project: environments of the system's own Python, where every user can run them. */

import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mariadbDriver, pinned } from '../python.ts';
import { locked, run, type Tell, timed } from '../run.ts';
import { labFolder, SHARED_PLACE, type Version } from '../versions.ts';
import { SYSTEM_PYTHON } from './packages.ts';

/** The lab's own folder where everybody may pass through it; homes are often closed. */
async function sharedFolder(): Promise<string> {
  const folder = labFolder();
  await mkdir(folder, { recursive: true });
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return SHARED_PLACE;
    if (path === dirname(path)) return join(folder, 'shared');
  }
}

/**
 * Folder of a virtual environment of the system's Python with this Jam.py, its drivers and gunicorn. Made on first use
 * (some ten seconds) and kept. Apache's mod_wsgi can use no other Python.
 */
export async function sharedEnvironment(version: Version, tell: Tell): Promise<string> {
  const folder = join(await sharedFolder(), 'python', version);
  const stamp = join(folder, 'complete.json');
  const wanted = JSON.stringify([...pinned(version), await run([SYSTEM_PYTHON, '--version'])]);
  // Drivers are built into the lab's folder: under the same lock as there.
  await locked(join(labFolder(), 'python.lock'), async () => {
    if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
    await timed(tell, `environment of Jam.py ${version} for other users`, async () => {
      await rm(folder, { recursive: true, force: true });
      await mkdir(dirname(folder), { recursive: true });
      await run([SYSTEM_PYTHON, '-m', 'venv', folder]);
      const python = join(folder, 'bin', 'python');
      const wheels = await mariadbDriver(python);
      const pip = [python, '-m', 'pip', '--disable-pip-version-check', '-q', 'install'];
      await run([...pip, '--find-links', wheels, ...pinned(version)]);
      await run([python, '-c', 'import jam.wsgi, psycopg2, MySQLdb, gunicorn']);
      await writeFile(stamp, wanted);
    });
  });
  return folder;
}
