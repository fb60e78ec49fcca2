/** Lists and texts that are cut at a number or a size, and say so. */

/** As much of the front of a list as fits into `bytes`, at most `most` of it; what is left out is not rendered either. */
export function renderList<T>(
  list: readonly T[],
  { most = list.length, bytes }: { most?: number; bytes: number },
  render: (value: T) => string,
): { shown: string[]; left: number } {
  const shown: string[] = [];
  let room = bytes;
  for (const value of list) {
    if (shown.length >= most) break;
    const text = render(value);
    room -= Buffer.byteLength(text) + 1;
    if (room < 0) break;
    shown.push(text);
  }
  return { shown, left: list.length - shown.length };
}

/** At most `most` characters, the last of them `…` where some are left out. Take secrets out before: half of one is still one. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  // Not in the middle of a character of two code units.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
