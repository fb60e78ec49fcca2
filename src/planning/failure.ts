/** What every judge of a statement says and knows. */
import type { Dialect } from './catalogue.ts';
import type { DatabaseModel } from './database-model.ts';
import type { Made } from './sql/statement.ts';
import type { Sides } from './statement-sides.ts';

export interface Failure {
  reason: string;
  /** Nothing happens, and no error is told. */
  skipped?: boolean;
}

/** undefined: the statement works, and the model has changed accordingly. */
export type Judge = (statement: Made, model: DatabaseModel, sides: Sides) => Failure | undefined;

export const because = (reason: string): Failure => ({ reason });
export const missingTable = (name: string) => because(`the table ${name || 'without a name'} is not in the database`);
const LONGEST_NAME = 64;

export function nameTrouble(dialect: Dialect, name: string, what: string): Failure | undefined {
  if (name.includes('"')) return because(`the name of the ${what} has a quotation mark in it`);
  if (name === '' && dialect !== 'sqlite') return because(`the ${what} has no name`);
  if (dialect === 'mysql' && name.length > LONGEST_NAME)
    return because(`the name of the ${what} is longer than 64 characters`);
  if (dialect === 'mysql' && name.endsWith(' ')) return because(`the name of the ${what} ends with a blank`);
  return undefined;
}
