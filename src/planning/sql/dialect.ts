/**
 * What each dialect says in Jam.py's words (docs/jampy.md, "The statements of an import"): one file a dialect, the same
 * names in each. Texts are to the letter, odd blanks included: they are compared with Jam.py's own import log.
 */
import { DATA_TYPE } from '../../metadata/enums.ts';
import type { Line } from '../../metadata/model.ts';
import type { PlannedStatement } from './statement.ts';

/** A field as Jam.py's statements see it. */
export interface Column {
  fieldId: number;
  /** f_db_field_name in the target's case. */
  name: string;
  dataType: number;
  /** f_size, NULL as 0. */
  size: number;
  /** f_default_value; null and '' are told apart. */
  defaultValue: string | null;
  primary: boolean;
}

/** The column as the database has it now. */
export interface LiveColumn {
  /** PostgreSQL: data_type in upper case; MySQL: the declared type, e.g. `int(11)`, `varchar(40)`. */
  type: string;
  /** Characters, 0 where the type has none. */
  size: number;
}

/** A statement without what the caller knows: risk, item and index. */
export type Draft = Pick<PlannedStatement, 'sql' | 'kind'> & Pick<Partial<PlannedStatement>, 'column'>;

/** What an import says of one changed column, or why its analysis fails. */
export type ColumnChange = { drafts: readonly Draft[] } | { refusal: string };

export interface SqlDialect {
  /** Type word of a data type, with the size that belongs to it. */
  typeWord(line: Line, dataType: number): string;
  dropTable(line: Line, table: string, generator: string, hasKey: boolean): Draft[];
  dropColumn(table: string, column: Column): Draft[];
  /** @param live undefined: the database has no such column. */
  changeColumn(
    line: Line,
    table: string,
    before: Column,
    after: Column,
    live: () => LiveColumn | undefined,
  ): ColumnChange;
  addColumn(line: Line, table: string, column: Column): Draft[];
  createTable(line: Line, table: string, columns: readonly Column[], generator: string): Draft[];
  dropIndex(table: string, index: string): Draft[];
  createIndex(line: Line, table: string, index: string, unique: boolean, columns: string): Draft[];
  dropForeignKey(table: string, index: string): Draft[];
  addForeignKey(table: string, index: string, column: string, references: { table: string; column: string }): Draft[];
}

/** Data types that have words, in the order of their numbers. */
export function typeWords(list: string): (dataType: number) => string {
  const words = list.split(' ');
  return (dataType) => words[dataType - 1] ?? '';
}

const QUOTED: readonly number[] = [DATA_TYPE.TEXT, DATA_TYPE.LONGTEXT, DATA_TYPE.FILE, DATA_TYPE.IMAGE];
const NEVER: readonly number[] = [DATA_TYPE.DATE, DATA_TYPE.DATETIME];

/** What stands behind DEFAULT, undefined for none. Jam.py 5 never writes one; 7 escapes nothing. */
export function defaultText(line: Line, { dataType, defaultValue }: Column): string | undefined {
  if (line === 5 || defaultValue === null || NEVER.includes(dataType)) return undefined;
  if (QUOTED.includes(dataType)) return defaultValue === '' ? undefined : `'${defaultValue}'`;
  if (dataType !== DATA_TYPE.BOOLEAN) return defaultValue;
  return defaultValue === 'true' ? '1' : defaultValue === 'false' ? '0' : undefined;
}

export function defaultClause(line: Line, column: Column): string {
  const text = defaultText(line, column);
  return text === undefined ? '' : ` DEFAULT ${text}`;
}

export function sized(size: number): string {
  return size === 0 ? '' : `(${size})`;
}
