/** One statement of an import, and what it does, so that its risk can be told without reading its text. */
import type { Risk } from '../plan.ts';

export type StatementKind =
  | 'drop-index'
  | 'drop-foreign-key'
  | 'drop-table'
  | 'drop-sequence'
  | 'drop-column'
  | 'rename-column'
  | 'resize-column'
  | 'default-column'
  | 'change-column'
  | 'add-column'
  | 'create-sequence'
  | 'create-table'
  | 'own-sequence'
  | 'create-index'
  | 'add-foreign-key';

export interface PlannedStatement {
  /** To the letter, as Jam.py's import log has it. */
  sql: string;
  kind: StatementKind;
  /** Table as the statement names it. */
  table: string;
  /** Column as it is before the statement; of an `add-column` the new one. */
  column?: string;
  /** Index or constraint. */
  index?: string;
  /** Ids of the records that it comes from. */
  itemId: number;
  fieldId?: number;
  indexId?: number;
  risk: Risk;
  /** Why, when it is not safe; of `will-fail` what the database will say, in our words. */
  reason?: string;
}

/** A statement before its risk is told. */
export type Made = Omit<PlannedStatement, 'risk' | 'reason'>;

/** How a statement of an import begins, at the start of a line. */
export const STATEMENT =
  /^(CREATE (TABLE|SEQUENCE|UNIQUE INDEX| *INDEX)|ALTER (TABLE|SEQUENCE)|DROP (TABLE|INDEX|SEQUENCE)) /m;

/** The first line of a statement, for sentences; the rest of a CREATE TABLE says which columns. */
export function firstLine(sql: string, longest = Number.POSITIVE_INFINITY): string {
  const line = sql.trim().split('\n')[0] ?? '';
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
