/**
 * Jam.py's import log, logs/import_*.log (docs/jampy.md, "The import log"). Progress lines are translated, nothing marks
 * an error, and MySQL repeats the latest error behind statements that worked: so this finds statements by their verbs.
 */

import { STATEMENT } from '../planning/sql/statement.ts';

export interface LoggedStatement {
  sql: string;
  /** What stands behind it; on MySQL possibly an older statement's error. */
  error: string | undefined;
}

export interface ImportLog {
  /** As it was written. */
  text: string;
  /** Line 1, in the project's language: never compared. */
  headline: string;
  statements: LoggedStatement[];
  /** Failures counted once each: statements whose error text is not the one before them. */
  failures: LoggedStatement[];
  /** Everything behind the headline that is neither a statement nor its error. */
  other: string[];
}

/**
 * @param text the whole log.
 * @param succeeded whether Jam.py imported (the zip is gone, or it said so): then the last two lines are its progress.
 */
export function parseImportLog(text: string, succeeded: boolean): ImportLog {
  const [headline = '', ...rest] = text.split(/\r?\n/);
  const lines = succeeded ? withoutLastSteps(rest) : rest;
  const log: ImportLog = { text, headline, statements: [], failures: [], other: [] };
  let statement: { sql: string[]; error: string[]; open: boolean } | undefined;
  let lastError = '';
  const close = () => {
    if (!statement) return;
    const error = statement.error.join('\n').trim() || undefined;
    const logged = { sql: statement.sql.join('\n'), error };
    log.statements.push(logged);
    if (error !== undefined && error !== lastError) log.failures.push(logged);
    if (error !== undefined) lastError = error;
    statement = undefined;
  };
  for (const [position, line] of lines.entries()) {
    if (STATEMENT.test(line) && !statement?.open) {
      close();
      statement = { sql: [line], error: [], open: line.startsWith('CREATE TABLE') };
    } else if (statement?.open) {
      statement.sql.push(line);
      // A CREATE TABLE ends with a bracket and a line break of its own, on every database.
      if (/\)\s*$/.test(line) && !lines[position + 1]?.trim()) statement.open = false;
    } else if (statement) statement.error.push(line);
    else if (line.trim()) log.other.push(line);
  }
  close();
  return log;
}

/** A good import ends with the lines "applying changes to admin.sqlite" and "copying files", in some language. */
function withoutLastSteps(lines: readonly string[]): string[] {
  const kept = [...lines];
  for (let steps = 0; steps < 2 && kept.length > 0; ) {
    if (kept.pop()?.trim()) steps++;
  }
  return kept;
}
