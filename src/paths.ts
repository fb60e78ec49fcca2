/** Where one path lies below another, in the words of the machine that they are of. */
import nodePath, { type PlatformPath } from 'node:path';

/** @returns the way from a folder to what is in it, '' for itself; undefined when that is elsewhere. */
export function wayInside(folder: string, path: string, paths: PlatformPath = nodePath): string | undefined {
  const way = paths.relative(folder, path);
  // On Windows it is absolute from one drive to another.
  const outside = way === '..' || way.startsWith(`..${paths.sep}`) || paths.isAbsolute(way);
  return outside ? undefined : way;
}

/** A path as a developer writes it: relative with slashes in the workspace, else absolute as it is. */
export function shownPath(path: string, workspace: string, paths: PlatformPath = nodePath): string {
  return wayInside(workspace, path, paths)?.replaceAll(paths.sep, '/') || path;
}
