/**
 * Everything that can be known before the service is stopped, asked at once and told together. It changes nothing at the
 * target, so that looking ahead can ask the same.
 */
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MetadataPackage } from '../../metadata/model.ts';
import { rebuildZip } from '../../metadata/rebuild.ts';
import type { Seen } from '../look.ts';
import type { Run } from '../run.ts';
import { isHealthy } from '../service.ts';
import { driverProblems } from './driver.ts';
import { checkOneProcess } from './one-process.ts';
import { askPlaces, type Place, type Places } from './places.ts';
import { type Problem, problemOf, stopFor } from './problem.ts';
import { servedProblems } from './served-files.ts';
import { serviceProblems } from './service.ts';
import { needsOf, spaceProblems, type Writes } from './space.ts';
import { pathsOf, type Wanted, writeProblems } from './write-access.ts';

/** What is to be imported. */
export interface Coming {
  zip: MetadataPackage;
  /** Everything in the zip, task.dat too. */
  entries: ReadonlyMap<string, Uint8Array>;
  /** The target as it was looked at. */
  seen: Seen;
  /** Where the backup goes; default beside the project. */
  backup?: string | undefined;
}

/**
 * @param serviceToo whether it is known how the service is stopped and started.
 * @returns whether `health-url` answers as it should; undefined without it.
 * @throws Stop that tells every problem, with the first one's id.
 */
export async function preflight(run: Run, coming: Coming, serviceToo = true): Promise<boolean | undefined> {
  const asked: Promise<Problem[]>[] = [];
  const ask = (question: Promise<Problem[]>) => asked.push(question.catch((error) => [problemOf(error)]));
  if (run.inputs.method === 'migration-folder') {
    ask(folderProblems(run, coming));
    ask(driverProblems(run, coming.seen));
    if (serviceToo) ask(checkOneProcess(run, coming.seen.answers).then(() => []));
  }
  if (serviceToo) ask(serviceProblems(run));
  ask(servedProblems(run, coming.seen));
  const healthy = isHealthy(run);
  const stop = stopFor((await Promise.all(asked)).flat());
  const before = await healthy;
  if (stop) throw stop;
  return before;
}

/** Rights and space in the project's folder. */
async function folderProblems(run: Run, { zip, entries, seen, backup }: Coming): Promise<Problem[]> {
  const { host, operator, inputs } = run;
  const project = inputs.projectDir as string;
  const wanted: Wanted = {
    project,
    line: seen.state.metadata.line,
    files: [...zip.files.keys()],
    where: host.name,
    who: host === operator ? 'the user of this run' : 'the user that owns the project',
  };
  const writes: Writes = {
    project,
    temporary: host.remote ? '/tmp' : tmpdir(),
    backup: backup ?? inputs.backupDir ?? dirname(project),
    zip: 0,
    entries: new Map([...entries].map(([path, bytes]) => [path, bytes.length])),
  };
  const places = await askPlaces(host, [...pathsOf(wanted), writes.temporary, writes.backup]);
  const known = places ?? (await askPlainly(run, wanted));
  return [...writeProblems(wanted, known), ...(await askSpace(run, entries, writes, known))];
}

/** Where many can not be asked at once: only the folders that every import needs. */
async function askPlainly({ host }: Run, { project }: Wanted): Promise<Places> {
  const found = new Map<string, Place>();
  for (const path of [project, join(project, 'migration'), join(project, 'admin.sqlite')]) {
    const stat = await host.stat(path);
    if (!stat) continue;
    const writable = await host.canWrite(path);
    found.set(path, { ...stat, writable, folder: stat.kind === 'directory', device: '' });
  }
  return { at: found, uid: undefined };
}

async function askSpace(
  run: Run,
  entries: ReadonlyMap<string, Uint8Array>,
  writes: Writes,
  places: Places,
): Promise<Problem[]> {
  // Packing takes long for a large zip, and unpacked it fits nearly always.
  const unpacked = [...writes.entries.values()].reduce((total, size) => total + size, 0);
  const roughly = needsOf({ ...writes, zip: unpacked }, places);
  const free = await Promise.all(roughly.map(({ path }) => run.host.freeSpace(path)));
  const problems = (needs: ReturnType<typeof needsOf>) =>
    spaceProblems(
      needs.map((need, at) => ({ ...need, free: free[at] })),
      run.host.name,
    );
  if (problems(roughly).length === 0) return [];
  return problems(needsOf({ ...writes, zip: (await rebuildZip(entries)).length }, places));
}
