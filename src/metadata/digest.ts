/**
 * metadata-digest: one name for what a metadata zip means. Two exports of one project have one digest whatever their
 * file name, time, packing or order; another character in a server module gives another digest.
 *
 * sha256 over, in this order: a word for this scheme; line; db_type; every builder table of the line in the order of
 * Jam.py's export, each with its column names (sorted) and its rows (sorted by id) as JSON; then every file (sorted by
 * path) with its bytes. Every name, list and file is preceded by its length and every row is a JSON list, so that no two
 * meanings give the same bytes. A boolean counts as 0 or 1: Jam.py writes either. A missing column is not a NULL: an import
 * keeps the server's value there.
 *
 * Left out is what an import never takes from a zip (docs/jampy.md, "What an import keeps"), most of it counters and
 * switches of the server, then sys_items.f_gen_name, sys_params.f_field_id_gen (a start computes it from sys_fields),
 * the display values of lookups, and columns and tables that Jam.py does not know.
 */
import { createHash, type Hash } from 'node:crypto';
import type { BuilderTable, Metadata, Row, Value } from './model.ts';
import { int } from './model.ts';
import { BUILDER_TABLES, type BuilderTableName } from './structure.ts';

const SCHEME = 'jampy metadata digest 1';

const LEFT_OUT: Readonly<Partial<Record<BuilderTableName, readonly string[]>>> = {
  sys_items: ['f_gen_name'],
  sys_params: [
    'f_safe_mode',
    'f_debugging',
    'f_modification',
    'f_client_modified',
    'f_server_modified',
    'f_build_version',
    'f_params_version',
    'f_maintenance',
    'f_import_delay',
    'f_production',
    'f_field_id_gen',
  ],
};

/** sha256 in hex. `files` are by path and without task.dat. */
export function metadataDigest(metadata: Metadata, files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  add(hash, `${sized(SCHEME)}line${metadata.line} db_type${metadata.dbType};`);
  for (const { name } of BUILDER_TABLES[metadata.line]) addTable(hash, name, metadata.tables[name]);
  add(hash, `files${files.size};`);
  for (const path of [...files.keys()].sort(byCodePoint)) {
    const bytes = files.get(path)!;
    add(hash, `${sized(path)}${bytes.length}:`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** JSON is its own border: every list, text and number in it ends where it says, whatever it holds. */
function addTable(hash: Hash, name: BuilderTableName, table: BuilderTable | undefined): void {
  if (!table) {
    add(hash, `${sized(name)}absent;`);
    return;
  }
  const columns = table.columns.filter((column) => !LEFT_OUT[name]?.includes(column)).toSorted(byCodePoint);
  add(hash, `${sized(name)}${sized(JSON.stringify(columns))}${table.rows.length}:`);
  // Only rows of one id need their texts to be put in order: all texts at once would be as large as task.dat.
  const rows = table.rows.toSorted(
    (a, b) => idForOrder(a) - idForOrder(b) || byCodePoint(rowText(a, columns), rowText(b, columns)),
  );
  let batch = '';
  for (const row of rows) {
    batch += rowText(row, columns);
    if (batch.length < BATCH) continue;
    add(hash, batch);
    batch = '';
  }
  add(hash, batch);
}

/** Characters that are hashed at once. */
const BATCH = 65_536;

function idForOrder(row: Row): number {
  return int(row, 'id') ?? Number.MAX_SAFE_INTEGER;
}

/** A row as one JSON list; a boolean counts as 0 or 1. */
export function rowText(row: Row, columns: readonly string[]): string {
  const values: Value[] = [];
  for (const column of columns) {
    const value = row[column] ?? null;
    values.push(typeof value === 'boolean' ? Number(value) : value);
  }
  return JSON.stringify(values);
}

function sized(text: string): string {
  return `${text.length}:${text}`;
}

function add(hash: Hash, text: string): void {
  hash.update(text, 'utf8');
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
