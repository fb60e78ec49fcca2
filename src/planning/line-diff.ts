/** Two texts line by line. The comparison is jsdiff's, bounded in work; what is kept of it is what reports show. */
import { structuredPatch } from 'diff';

export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  /** Line numbers from 1; the one of the side where it is not is undefined. */
  before?: number;
  after?: number;
  text: string;
}

/** Runs of changed lines with a few unchanged ones around them. */
export interface LineDiff {
  added: number;
  removed: number;
  /** Each hunk in order; what lies between is the same on both sides. */
  hunks: readonly (readonly DiffLine[])[];
  /** Too long or too different to be compared line by line: the hunks are empty. */
  cut: boolean;
}

const CONTEXT = 3;
/** Longer texts are minified bundles or data; milliseconds bound what is left. */
const LONGEST = 400_000;
const MOST_LINES = 2_000;
const MOST_MS = 500;

export function diffLines(before: string, after: string): LineDiff {
  const short = before.length + after.length <= LONGEST;
  const patch = short
    ? structuredPatch('', '', newlines(before), newlines(after), '', '', { context: CONTEXT, timeout: MOST_MS })
    : undefined;
  if (!patch) return { added: countLines(after), removed: countLines(before), hunks: [], cut: true };
  let [added, removed] = [0, 0];
  const hunks: DiffLine[][] = [];
  for (const hunk of patch.hunks) {
    let [left, right] = [hunk.oldStart, hunk.newStart];
    const lines: DiffLine[] = [];
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith('+')) {
        lines.push({ kind: 'added', after: right++, text });
        added++;
      } else if (line.startsWith('-')) {
        lines.push({ kind: 'removed', before: left++, text });
        removed++;
      } else if (!line.startsWith('\\')) lines.push({ kind: 'same', before: left++, after: right++, text });
    }
    hunks.push(lines);
  }
  if (added + removed > MOST_LINES) return { added, removed, hunks: [], cut: true };
  return { added, removed, hunks, cut: false };
}

/** Editors on Windows must not turn a change of one line into one of all. */
function newlines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function countLines(text: string): number {
  return text === '' ? 0 : text.split('\n').length;
}
