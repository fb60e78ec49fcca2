/** The fixtures: real exports of the lab's application, one set a Jam.py release and database, kept in the lab folder. */

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPLICATION, developV1, developV2, developV3 } from './application.ts';
import { Developer } from './developer.ts';
import { createProject, type Project, type ProjectDatabase } from './project.ts';
import { locked } from './run.ts';
import { type Served, serve } from './serve.ts';
import { createDatabase, findServers, type Servers } from './servers.ts';
import { type DatabaseType, labFolder, type Version } from './versions.ts';

/** Paths of three metadata zips, exported one after another from one project. */
export interface Exports {
  v1: string;
  v2: string;
  v3: string;
}

/** The code that decides what is in the fixtures: when it changes they are made anew. */
const SOURCES = [
  'application.ts',
  'code.ts',
  'developer.ts',
  'fields.ts',
  'builder.ts',
  'exports.ts',
  'project.ts',
  'versions.ts',
];

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of SOURCES) hash.update(await readFile(new URL(name, import.meta.url)));
  return hash.digest('hex');
}

type Addresses = Pick<Servers, 'postgres' | 'mariadb'>;

/**
 * The exports of a release, developed on a database of this type. Made on first use (some four seconds), kept in the
 * lab folder until the lab's own code changes. `servers`: where to develop; without it they are found when needed.
 */
export async function exportsOf(version: Version, type: DatabaseType, servers?: Addresses): Promise<Exports> {
  const folder = join(labFolder(), 'fixtures', version, type);
  const hash = await sourceHash();
  await locked(`${folder}.lock`, async () => {
    const stamp = await readFile(join(folder, STAMP), 'utf8').catch(() => '');
    if (stamp !== hash) await make(version, type, folder, hash, servers);
  });
  return { v1: join(folder, 'v1.zip'), v2: join(folder, 'v2.zip'), v3: join(folder, 'v3.zip') };
}

const STAMP = 'source.sha256';

async function make(
  version: Version,
  type: DatabaseType,
  folder: string,
  hash: string,
  servers?: Addresses,
): Promise<void> {
  if (type !== 'sqlite' && !servers) {
    const found = await findServers(() => {});
    try {
      await make(version, type, folder, hash, found);
    } finally {
      await found.stop();
    }
    return;
  }
  const database = type === 'sqlite' || !servers ? undefined : await createDatabase(servers, type);
  const dir = await mkdtemp(join(tmpdir(), 'jampy-develop-'));
  const fresh = `${folder}.new`;
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    await develop(version, dir, database ?? { type: 'sqlite', name: 'crm.sqlite' }, fresh);
    await writeFile(join(fresh, STAMP), hash);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(dir, { recursive: true, force: true });
    await database?.drop();
  }
}

async function develop(version: Version, dir: string, db: ProjectDatabase, to: string): Promise<void> {
  const work = await startDeveloping(version, dir, db);
  try {
    const stages = [developV1, developV2, developV3];
    for (const [index, stage] of stages.entries()) {
      await stage(work.developer, dir);
      await writeFile(join(to, `v${index + 1}.zip`), (await work.developer.export()).bytes);
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`Jam.py ${version} on ${db.type}: ${said}\n${work.served.output().slice(-3000)}`);
  } finally {
    await work.served.stop();
  }
}

/** A developer's own project, served: `developer` works in it; stop `served` in the end. */
export interface Development {
  project: Project;
  developer: Developer;
  served: Served;
}

/** A new, empty project of the lab's application with its Builder open; `dir` is an empty or missing folder. */
export async function startDeveloping(version: Version, dir: string, db: ProjectDatabase): Promise<Development> {
  const { taskName, caption } = APPLICATION;
  const project = await createProject({ version, dir, db, taskName, caption });
  const served = await serve(project);
  return { project, served, developer: new Developer(served.url, project.line) };
}
