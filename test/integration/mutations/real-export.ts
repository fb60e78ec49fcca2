/** A real export of the lab, opened into rows and files that can be changed, and packed again as Jam.py's Export packs. */
import { readFile } from 'node:fs/promises';
import AdmZip from 'adm-zip';
import type { Line, Value } from '../../../src/metadata/model.ts';
import type { BuilderTableName } from '../../../src/metadata/structure.ts';
import { type Exports, exportsOf } from '../../lab/exports.ts';
import { type DatabaseType, lineOf, type Version } from '../../lab/versions.ts';

export type MutableRow = Record<string, Value>;

interface SourceTable {
  fields: string[];
  records: Value[][];
}

type Source = Record<string, SourceTable> & { db_type: number };

/** Behind the fields of a record stand the display values of its lookups; a copy of the row keeps them. */
const BEHIND = Symbol('values behind the fields');
type SourceRow = MutableRow & { [BEHIND]?: Value[] };

const FILE_MODE = 0o644;

export class RealExport {
  readonly line: Line;
  dbType: number;
  readonly rows: Record<BuilderTableName, MutableRow[]>;
  /** Columns in the order of the export. */
  readonly columns: Record<BuilderTableName, string[]>;
  /** Entries but task.dat, in the order of the export. */
  readonly files: Map<string, Uint8Array>;

  constructor(line: Line, bytes: Uint8Array) {
    this.line = line;
    const entries = new AdmZip(Buffer.from(bytes)).getEntries();
    const content = (name: string) => entries.find((entry) => entry.entryName === name)?.getData();
    const { db_type, ...tables } = JSON.parse(String(content('task.dat'))) as Source;
    this.dbType = db_type;
    this.columns = {} as RealExport['columns'];
    this.rows = {} as RealExport['rows'];
    for (const [name, { fields, records }] of Object.entries(tables)) {
      this.columns[name as BuilderTableName] = fields;
      this.rows[name as BuilderTableName] = records.map((record) => {
        const row: SourceRow = Object.fromEntries(fields.map((field, index) => [field, record[index] ?? null]));
        row[BEHIND] = record.slice(fields.length);
        return row;
      });
    }
    const others = entries.filter((entry) => entry.entryName !== 'task.dat');
    this.files = new Map(others.map((entry) => [entry.entryName, entry.getData()]));
  }

  /** An item by its name; details are found by `detail`. */
  item(name: string): MutableRow {
    return this.one('sys_items', (row) => row.f_item_name === name && Number(row.id) > 0 && row.type_id !== 14);
  }

  detail(name: string): MutableRow {
    return this.one('sys_items', (row) => row.f_item_name === name && row.type_id === 14);
  }

  /** A field of an item's own. */
  field(item: string, name: string): MutableRow {
    const { id } = this.item(item);
    return this.one('sys_fields', (row) => row.owner_rec_id === id && row.f_field_name === name);
  }

  /** An index by its name in any case. */
  index(name: string): MutableRow {
    return this.one('sys_indices', (row) => String(row.f_index_name).toLowerCase() === name);
  }

  one(table: BuilderTableName, wanted: (row: MutableRow) => boolean): MutableRow {
    const row = this.rows[table].find(wanted);
    if (!row) throw new Error(`the export has no such row of ${table}: ${wanted}`);
    return row;
  }

  /** The first row. */
  first(table: BuilderTableName): MutableRow {
    return this.one(table, () => true);
  }

  /** Like another row, with a new id. */
  add(table: BuilderTableName, like: MutableRow, values: MutableRow): MutableRow {
    const id = Math.max(0, ...this.rows[table].map((row) => Number(row.id))) + 1;
    const row = { ...like, id, ...values };
    this.rows[table].push(row);
    return row;
  }

  remove(table: BuilderTableName, gone: (row: MutableRow) => boolean): void {
    this.rows[table] = this.rows[table].filter((row) => !gone(row));
  }

  dropColumns(table: BuilderTableName, ...names: string[]): void {
    this.columns[table] = this.columns[table].filter((column) => !names.includes(column));
  }

  /** A name of the database, in the case that the exporting database has. */
  cased(name: string): string {
    return this.dbType === 1 ? name.toUpperCase() : name.toLowerCase();
  }

  taskDat(): string {
    const tables = Object.entries(this.rows).map(([name, rows]) => {
      const fields = this.columns[name as BuilderTableName];
      const records = rows.map((row) => [
        ...fields.map((field) => row[field] ?? null),
        ...((row as SourceRow)[BEHIND] ?? []),
      ]);
      return [name, { fields, records }];
    });
    return pythonJson({ db_type: this.dbType, ...Object.fromEntries(tables) });
  }

  pack(): Uint8Array {
    const zip = new AdmZip(undefined, { noSort: true });
    zip.addFile('task.dat', Buffer.from(this.taskDat()), '', FILE_MODE);
    for (const [path, content] of this.files) zip.addFile(path, Buffer.from(content), '', FILE_MODE);
    return zip.toBuffer();
  }
}

const OUTSIDE_ASCII = /[^\0-\x7f]/g;

/** JSON as Python's `json.dumps` writes it: blanks behind commas and colons, nothing but ASCII. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, each]) => `${pythonJson(key)}: ${pythonJson(each)}`);
    return `{${pairs.join(', ')}}`;
  }
  return JSON.stringify(value).replace(
    OUTSIDE_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const bytesOf = new Map<string, Promise<Uint8Array>>();

/** The bytes of an export, read once. */
export function exportBytes(version: Version, type: DatabaseType, release: keyof Exports = 'v1'): Promise<Uint8Array> {
  const key = `${version} ${type} ${release}`;
  let bytes = bytesOf.get(key);
  if (!bytes) {
    bytes = exportsOf(version, type).then((paths) => readFile(paths[release]));
    bytesOf.set(key, bytes);
  }
  return bytes;
}

/** A real export to be changed. */
export async function realExport(version: Version, type: DatabaseType, release?: keyof Exports): Promise<RealExport> {
  return new RealExport(lineOf(version), await exportBytes(version, type, release));
}
