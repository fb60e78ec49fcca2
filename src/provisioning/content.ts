/** What a new project is made of, wherever it comes from. */
import type { Line } from '../metadata/model.ts';
import type { PlannedDatabase } from './database.ts';

/** What the new project is called. */
export interface Wanted {
  name: string;
  title: string;
}

/** Everything about it was looked at, and nothing is made yet. */
export interface Content {
  database: PlannedDatabase;
  /** Does Jam.py's own driver connect? `before` the login may not be there, and only a missing driver counts. */
  tryDriver(when: 'before' | 'after'): Promise<void>;
  /** What `make` does, for the log. */
  step: string;
  /**
   * Makes the project, closed, in an empty folder.
   * @param made `language`: number of the language; `library`: of Jam.py 7's drivers for MySQL.
   */
  make(staging: string, made: { language: number; library: 1 | 2 }): Promise<void>;
  /** What came of it, once it is in place. */
  tell(): { sentences: string[]; warning: string | undefined };
  /** Of a copy, once it is made: rows of every table. */
  rows?: ReadonlyMap<string, number>;
}

/** Told loudly. */
export function openWarning(safeMode: boolean): string | undefined {
  return safeMode
    ? undefined
    : 'Safe mode is off, as parameters says: whoever reaches the application can change it in its Builder.';
}

export function plainPasswords(line: Line): string {
  return `Jam.py ${line} keeps passwords as plain text in admin.sqlite: let nobody but the project's owner read that file.`;
}
