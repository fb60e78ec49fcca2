/** Lists that are cut at a number or a size, and say so. */

export interface Cut<T> {
  shown: readonly T[];
  left: number;
}

/** As many of the front as fit into `bytes`, at most `most`. @param sizeOf bytes of one. */
export function cutList<T>(list: readonly T[], most: number, bytes: number, sizeOf: (value: T) => number): Cut<T> {
  let room = bytes;
  let count = 0;
  for (const value of list) {
    room -= sizeOf(value);
    if (room < 0 || count >= most) break;
    count++;
  }
  return { shown: list.slice(0, count), left: list.length - count };
}
