/**
 * Permission bits of what an import writes over. Jam.py 7 gives the project folder itself, and every folder of the zip,
 * the bits of its private temporary folder, which shuts other users out (docs/jampy.md, "What an import copies").
 */
import { dirname, join } from 'node:path';
import type { MetadataPackage } from '../metadata/model.ts';
import type { Run } from './run.ts';

/** Bits by path; only what was there. */
export type Modes = ReadonlyMap<string, number>;

export async function recordModes(run: Run, zip: MetadataPackage): Promise<Modes> {
  const project = run.inputs.projectDir;
  const modes = new Map<string, number>();
  if (project === undefined) return modes;
  const paths = new Set([project]);
  for (const file of zip.files.keys()) {
    for (let path = file; path !== '.'; path = dirname(path)) paths.add(join(project, path));
  }
  for (const path of paths) {
    const stat = await run.host.stat(path);
    if (stat && stat.kind !== 'symlink') modes.set(path, stat.mode);
  }
  return modes;
}

/** Puts back what differs now; where that is not allowed, says so. */
export async function restoreModes(run: Run, modes: Modes): Promise<void> {
  const refused: string[] = [];
  for (const [path, mode] of modes) {
    const now = await run.host.stat(path);
    if (!now || now.mode === mode) continue;
    await run.host.changeMode(path, mode).catch(() => refused.push(path));
  }
  if (refused.length > 0) {
    run.log.warning(
      `The import changed the permissions of ${refused.slice(0, 3).join(', ')}, and they could not be put back from here.`,
    );
  }
}
