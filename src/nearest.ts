/** The nearest of several names to one that was mistyped. */

/** undefined where none is near enough to be meant. */
export function nearestOf(given: string, known: readonly string[]): string | undefined {
  const best = known
    .map((each) => ({ each, distance: distance(given.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= Math.max(3, given.length / 3) ? best.each : undefined;
}

/** Levenshtein's, on short names. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] as number) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
