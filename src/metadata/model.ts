/**
 * The typed value of a metadata zip: builder tables by column name, and files. Made by `package.ts` from checked
 * bytes; read back from a target by `jampy/` in the same shape, so that both sides are compared as equals.
 */
import type { BuilderTableName } from './structure.ts';

/** 5 covers 5.4 and 5.5 (same structure), 7 is the current line; 6.x is a third shape and refused. */
export type Line = 5 | 7;

/** A value of task.dat: JSON scalars only. */
export type Value = string | number | boolean | null;

/** One record by column name (lower case, as in task.dat), without the lookup display values behind it. */
export type Row = Readonly<Record<string, Value>>;

export interface BuilderTable {
  /** Column names in the order of the source. */
  columns: readonly string[];
  /** Rows in the order of the source. */
  rows: readonly Row[];
}

export type BuilderTables = Readonly<Partial<Record<BuilderTableName, BuilderTable>>>;

export interface Metadata {
  line: Line;
  /** Database type of the project that exported it (DB_TYPE). */
  dbType: number;
  tables: BuilderTables;
}

/** A metadata zip whose every entry passed the checks. */
export interface MetadataPackage extends Metadata {
  /** Files that an import copies into the project, by path with forward slashes; task.dat is not among them. */
  files: ReadonlyMap<string, Uint8Array>;
  /** TASK row: f_item_name (the task's name) and f_name (its caption). */
  appName: string;
  appCaption: string;
  /** sys_params.f_version, '' when not set. */
  appVersion: string;
  /** sys_params.f_jam_version of the exporter, undefined where its release did not write it. */
  jamVersion: string | undefined;
  /** sha256 (hex) of the meaning: see digest.ts. */
  digest: string;
}

/** Rows of a table, none when the table is absent. */
export function rowsOf(metadata: { tables: BuilderTables }, table: BuilderTableName): readonly Row[] {
  return metadata.tables[table]?.rows ?? [];
}

/** A column as a whole number; null, '' and texts that are none give undefined. Booleans count as 0 and 1. */
export function int(row: Row, column: string): number | undefined {
  const value = row[column];
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim())) return Number(value);
  return undefined;
}

/** A column as text; null gives ''. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return value === null || value === undefined ? '' : String(value);
}

/** A column as Jam.py's truth: 0, null, '' and false are false. */
export function truthy(row: Row, column: string): boolean {
  return Boolean(row[column]);
}

/** The id of a record, 0 where it has none. */
export function idOf(row: Row): number {
  return int(row, 'id') ?? 0;
}

/** Records by their id; where an id comes twice the first one counts. */
export function firstById(rows: readonly Row[]): Map<number, Row> {
  const map = new Map<number, Row>();
  for (const row of rows) if (!map.has(idOf(row))) map.set(idOf(row), row);
  return map;
}
