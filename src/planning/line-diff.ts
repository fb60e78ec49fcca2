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
  /** Too long to be compared line by line: the hunks are empty. */
  cut: boolean;
}
