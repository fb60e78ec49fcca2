/**
 * Owner, group and permission bits of everything in the project. Jam.py 7 gives the project folder itself, and every
 * folder of the zip, the bits of its private temporary folder, which shuts other users out (docs/jampy.md, "What an
 * import copies"). What was there keeps its own; what is new gets those of the folder that it is in.
 */
import { dirname } from 'node:path';
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
  if (project === undefined) return;
  const modes = new Map<number, string[]>();
  const owners = new Map<string, { owner: { uid: number; gid: number }; paths: string[] }>();
  for (const [path, now] of await run.host.tree(project)) {
    const wanted = wantedOf(path, now, before);
    if (!wanted) continue;
    if (now.kind !== 'symlink' && now.mode !== wanted.mode) {
      modes.set(wanted.mode, [...(modes.get(wanted.mode) ?? []), path]);
    }
    const key = `${wanted.uid}:${wanted.gid}`;
    if (now.gid !== wanted.gid || now.uid !== wanted.uid) {
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
