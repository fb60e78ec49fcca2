/** Removes a folder with everything in it, on any host; links are removed, not followed. */
import type { Host } from './host.ts';

/** Nothing happens when it is not there. */
export async function removeTree(host: Host, path: string): Promise<void> {
  const found = await host.tree(path);
  // What lies deepest goes first: a path is longer than that of its folder.
  const byDepth = [...found].sort(([left], [right]) => right.length - left.length);
  for (const [each, stat] of byDepth) {
    if (stat.kind === 'directory') await host.removeEmptyDirectory(each);
    else await host.remove(each);
  }
}
