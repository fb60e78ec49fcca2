/** What the project's owner may write, how large it is and on which file system: asked about many paths at once. */

import type { Host } from '../../hosts/host.ts';
import { quoteWord } from '../../hosts/quote.ts';

export interface Place {
  writable: boolean;
  folder: boolean;
  uid: number;
  /** Bytes. */
  size: number;
  /** Number of its file system. */
  device: string;
}

export interface Places {
  /** Of what is there. */
  at: ReadonlyMap<string, Place>;
  /** Whom the host acts as; undefined where that can not be seen. */
  uid: number | undefined;
}

/** One argument vector holds at most 128 KiB, also when it was quoted twice. */
const LONGEST_LIST = 40_000;
const LIMIT = 60_000;
/** Belongs to whoever looks at it. */
const OURSELVES = '/proc/self/stat';
const FORMAT = ['(', '-writable', '-printf', 'w', '-o', '-printf', '-', ')', '-printf', ' %D %y %U %s %p\\0'];

/**
 * Links are followed, as an import does. Asked by a program that runs as the owner, and not by node:fs: root may write
 * everywhere, what it starts as another user may not.
 * @returns undefined where `find` is not GNU's.
 */
export async function askPlaces(host: Host, paths: readonly string[]): Promise<Places | undefined> {
  const found = new Map<string, Place>();
  const lists = portions(paths);
  await Promise.all(lists.map((list) => askSome(host, [OURSELVES, ...list], found)));
  if (found.size === 0) return undefined;
  const uid = found.get(OURSELVES)?.uid;
  found.delete(OURSELVES);
  return { at: found, uid };
}

async function askSome(host: Host, paths: readonly string[], found: Map<string, Place>): Promise<void> {
  const chunks: Uint8Array[] = [];
  await host.run({
    argv: ['find', '-H', ...paths, '-maxdepth', '0', ...FORMAT],
    timeoutMs: LIMIT,
    onBytes: (bytes) => chunks.push(bytes),
  });
  for (const entry of Buffer.concat(chunks).toString('utf8').split('\0')) {
    const match = /^([w-]) (\d+) (\w) (\d+) (\d+) ([\s\S]+)$/.exec(entry);
    if (!match) continue;
    const [, writable, device = '', kind, uid, size, path = ''] = match;
    // A link that leads nowhere is nothing that is there.
    if (kind === 'l') continue;
    found.set(path, { writable: writable === 'w', folder: kind === 'd', uid: Number(uid), size: Number(size), device });
  }
}

function portions(paths: readonly string[]): string[][] {
  const lists: string[][] = [[]];
  let length = 0;
  for (const path of new Set(paths)) {
    const more = quoteWord(path).length + 1;
    if (length + more > LONGEST_LIST) {
      lists.push([]);
      length = 0;
    }
    lists.at(-1)?.push(path);
    length += more;
  }
  return lists;
}
