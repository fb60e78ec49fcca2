/**
 * Owner, group and permission bits of everything in the project. Jam.py 7 gives the project folder itself, and every
 * folder of the zip, the bits of its private temporary folder, which shuts other users out (docs/jampy.md, "What an
 * import copies"). What was there keeps its own; what is new gets those of the folder that it is in.
 */
import { dirname, join, relative } from 'node:path';
import { reasonOf } from '../errors.ts';
import type { FileStat } from '../hosts/host.ts';
import type { Run } from './run.ts';

/** By path, before the import. */
export type Permissions = ReadonlyMap<string, FileStat>;

export async function recordPermissions(run: Run): Promise<Permissions> {
  const project = run.inputs.projectDir;
  return project === undefined ? new Map() : run.host.tree(project);
}

/** The umask under which new files fit the project's folder: others get nothing that the folder does not give. */
export function umaskOf(folderMode: number): string {
  return (~folderMode & 0o077).toString(8).padStart(4, '0');
}

/** Puts back what differs now; where that is not allowed, says so. */
export async function restorePermissions(run: Run, before: Permissions): Promise<void> {
  const project = run.inputs.projectDir;
  if (project !== undefined) await putBack(run, await run.host.tree(project), before);
}

/** By name inside the project: kind (d, f, l), octal permission bits and group; '' for what was not there. */
export type RecordedPermissions = Readonly<Record<string, string>>;

/** Of all that a zip may change: the project's folder itself, the zip's files, and the folders that they are in. */
export function recordedPermissions(
  before: Permissions,
  project: string,
  files: Iterable<string>,
): RecordedPermissions {
  const names = new Set<string>();
  for (const file of files) {
    for (let name = file; !names.has(name); name = dirname(name)) names.add(name);
  }
  names.add('.');
  return Object.fromEntries([...names].map((name) => [name, textOf(before.get(join(project, name)))]));
}

function textOf(stat: FileStat | undefined): string {
  const kind = { file: 'f', directory: 'd', symlink: 'l', other: '' }[stat?.kind ?? 'other'];
  return stat && kind ? `${kind} ${stat.mode.toString(8)} ${stat.gid}` : '';
}

/**
 * The same from what a killed run wrote down. It was read from a file, so it gives nothing that an import could not have
 * taken: no owner, and of the bits that change whose rights a program has only a folder's set-group-id.
 */
export async function restoreRecorded(run: Run, recorded: RecordedPermissions): Promise<void> {
  const project = run.inputs.projectDir;
  if (project === undefined) return;
  const now = await run.host.tree(project);
  const before = new Map<string, FileStat>();
  const concerned = new Map<string, FileStat>();
  for (const [path, stat] of now) {
    const name = relative(project, path) || '.';
    if (!Object.hasOwn(recorded, name)) continue;
    concerned.set(path, stat);
    const [kind, mode = '', gid] = (recorded[name] as string).split(' ');
    if (kind !== { file: 'f', directory: 'd', symlink: 'l', other: '-' }[stat.kind]) continue;
    const bits = Number.parseInt(mode, 8);
    before.set(path, {
      ...stat,
      mode: stat.kind === 'directory' ? bits & 0o3777 : (bits & 0o777) | (stat.mode & 0o7000),
      gid: Number(gid),
    });
  }
  await putBack(run, concerned, before);
}

async function putBack(run: Run, now: Permissions, before: Permissions): Promise<void> {
  const modes = new Map<number, string[]>();
  const owners = new Map<string, { owner: { uid: number; gid: number }; paths: string[] }>();
  for (const [path, stat] of now) {
    const wanted = wantedOf(path, stat, before);
    if (!wanted) continue;
    if (stat.kind !== 'symlink' && stat.mode !== wanted.mode) {
      modes.set(wanted.mode, [...(modes.get(wanted.mode) ?? []), path]);
    }
    const key = `${wanted.uid}:${wanted.gid}`;
    if (stat.gid !== wanted.gid || stat.uid !== wanted.uid) {
      const { paths = [] } = owners.get(key) ?? {};
      owners.set(key, { owner: wanted, paths: [...paths, path] });
    }
  }
  const refused: string[] = [];
  const note = (error: unknown) => refused.push(reasonOf(error));
  // The group first: changing it takes set-id bits away.
  for (const { owner, paths } of owners.values()) await run.host.changeOwner(paths, owner).catch(note);
  for (const [mode, paths] of modes) await run.host.changeMode(paths, mode).catch(note);
  if (refused.length > 0) {
    run.log.warning(
      `The import changed owners or permissions, and not all could be put back: ${refused.slice(0, 3).join(' ')}`,
    );
  }
}

/** Undefined for what is nobody's business. */
function wantedOf(path: string, now: FileStat, before: Permissions): FileStat | undefined {
  const was = before.get(path);
  if (was) return was.kind === now.kind ? was : undefined;
  const folder = folderBefore(dirname(path), before);
  if (!folder || now.kind === 'other') return undefined;
  return { ...now, gid: folder.gid, uid: now.uid, mode: now.kind === 'directory' ? folder.mode : folder.mode & 0o666 };
}

/** The nearest folder above that was there before. */
function folderBefore(path: string, before: Permissions): FileStat | undefined {
  for (let at = path; ; at = dirname(at)) {
    const found = before.get(at);
    if (found || at === dirname(at)) return found;
  }
}
