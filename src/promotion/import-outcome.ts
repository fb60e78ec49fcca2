/** What an import said of itself. Never the verdict: that is read from the target afterwards. */
import type { ImportLog } from '../jampy/import-log.ts';

export interface ImportOutcome {
  /** Jam.py's own claim; `none` when it said nothing. */
  claim: 'success' | 'failure' | 'none';
  /** One clause of Jam.py's, or of ours about what was seen; '' when there is nothing to add. */
  detail: string;
  /** Parsed log, where one was written and could be read. */
  log: ImportLog | undefined;
  /** The started service imported, with as many processes as it has: then its counters tell whether one did it. */
  byService?: boolean;
  /** Failed statements as the live answer shows them, where there is no log file. */
  failedInHtml?: number;
}
