/** The fixtures: real exports of the lab's application, one set a Jam.py release and database, kept in the lab folder. */

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPLICATION, developV1, developV2, developV3 } from './application.ts';
import { Developer } from './developer.ts';
import { createProject, type ProjectDatabase } from './project.ts';
import { exists, locked } from './run.ts';
import { serve } from './serve.ts';
import { createDatabase, type Servers } from './servers.ts';
import { type DatabaseType, labFolder, lineOf, type Version } from './versions.ts';

/** Paths of three metadata zips, exported one after another from one project. */
export interface Exports {
  v1: string;
  v2: string;
  v3: string;
}

/** The code that decides what is in the fixtures: when it changes they are made anew. */
const SOURCES = ['application.ts', 'developer.ts', 'builder.ts', 'exports.ts', 'project.ts', 'versions.ts'];

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of SOURCES) hash.update(await readFile(new URL(name, import.meta.url)));
  return hash.digest('hex');
}

/**
 * The exports of a release, developed on a database of this type. Made on first use (some 10 seconds), kept until the
 * lab's application changes.
 */
export async function exportsOf(
  version: Version,
  type: DatabaseType,
  servers: Pick<Servers, 'postgres' | 'mariadb'>,
): Promise<Exports> {
  const folder = join(labFolder(), 'fixtures', version, type);
  const result = { v1: join(folder, 'v1.zip'), v2: join(folder, 'v2.zip'), v3: join(folder, 'v3.zip') };
  const stamp = join(folder, 'source.sha256');
  const hash = await sourceHash();
  await locked(`${folder}.lock`, async () => {
    if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
    const database = type === 'sqlite' ? undefined : await createDatabase(servers, type);
    const dir = await mkdtemp(join(tmpdir(), 'jampy-develop-'));
    const fresh = `${folder}.new`;
    try {
      await rm(fresh, { recursive: true, force: true });
      await mkdir(fresh, { recursive: true });
      await develop(version, dir, database ?? { type: 'sqlite', name: 'crm.sqlite' }, fresh);
      await writeFile(join(fresh, 'source.sha256'), hash);
      await rm(folder, { recursive: true, force: true });
      await rename(fresh, folder);
    } finally {
      await rm(dir, { recursive: true, force: true });
      await database?.drop();
    }
  });
  if (!(await exists(result.v3)))
    throw new Error(`the fixtures of Jam.py ${version} on ${type} are incomplete: remove ${folder}`);
  return result;
}

async function develop(version: Version, dir: string, db: ProjectDatabase, to: string): Promise<void> {
  const { taskName, caption } = APPLICATION;
  const project = await createProject({ version, dir, db, taskName, caption });
  const served = await serve(project);
  try {
    const developer = new Developer(served.url, lineOf(version), taskName);
    const stages = [developV1, developV2, developV3];
    for (const [index, stage] of stages.entries()) {
      await stage(developer, dir);
      await writeFile(join(to, `v${index + 1}.zip`), (await developer.export()).bytes);
    }
  } catch (error) {
    throw new Error(
      `Jam.py ${version} on ${db.type}: ${error instanceof Error ? error.message : String(error)}\n${served.output().slice(-3000)}`,
    );
  } finally {
    await served.stop();
  }
}
