/**
 * A random application as rows of the builder tables, on top of the rows that a new project of Jam.py has. Nothing here
 * goes through the Builder: only what an import reads matters.
 */
import type { Line, Metadata, Value } from '../../src/metadata/model.ts';
import { rowsOf } from '../../src/metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../../src/metadata/structure.ts';

export type MutableRow = Record<string, Value>;

/** Groups of a new project. */
export const CATALOGS = 2;
export const JOURNALS = 3;
/** Jam.py 5 only. */
export const DETAILS = 4;

type Changing = 'sys_items' | 'sys_fields' | 'sys_indices';

export class Application {
  readonly line: Line;
  readonly base: Metadata;
  items: MutableRow[];
  fields: MutableRow[];
  indices: MutableRow[];
  #lastId: Record<Changing, number>;
  #names = 0;

  /** @param base metadata of a new, finished project. */
  constructor(base: Metadata) {
    this.base = base;
    this.line = base.line;
    const copy = (table: Changing) => rowsOf(base, table).map((row) => ({ ...row }));
    this.items = copy('sys_items');
    this.fields = copy('sys_fields').map((row) => ({
      ...row,
      f_db_field_name: String(row.f_db_field_name ?? '').toLowerCase(),
    }));
    this.indices = copy('sys_indices');
    this.#lastId = { sys_items: 10, sys_fields: 30, sys_indices: 0 };
  }

  /** A state to go back to. */
  clone(): Application {
    const copy = new Application(this.base);
    copy.items = this.items.map((row) => ({ ...row }));
    copy.fields = this.fields.map((row) => ({ ...row }));
    copy.indices = this.indices.map((row) => ({ ...row }));
    copy.#lastId = { ...this.#lastId };
    copy.#names = this.#names;
    return copy;
  }

  /** A number that no name has had. */
  number(): number {
    return ++this.#names;
  }

  #row(table: Changing, values: MutableRow): MutableRow {
    const structure = BUILDER_TABLES[this.line].find((each) => each.name === table);
    const id = ++this.#lastId[table];
    const row: MutableRow = Object.fromEntries((structure?.columns ?? []).map((column) => [column.name, null]));
    return { ...row, deleted: 0, task_id: 1, ...values, id };
  }

  addItem(values: MutableRow): MutableRow {
    const row = this.#row('sys_items', { f_name: 'Item', f_visible: 1, f_info: null, ...values });
    this.items.push(row);
    return row;
  }

  addField(owner: MutableRow, values: MutableRow): MutableRow {
    const own: MutableRow = { owner_id: 3, owner_rec_id: owner.id ?? null, f_name: 'Field' };
    const row = this.#row('sys_fields', { ...own, ...values });
    row.f_field_name ??= `f${row.id}`;
    this.fields.push(row);
    return row;
  }

  addIndex(owner: MutableRow, values: MutableRow): MutableRow {
    const row = this.#row('sys_indices', { owner_rec_id: owner.id ?? null, descending: 0, ...values });
    this.indices.push(row);
    return row;
  }

  fieldsOf(item: MutableRow): MutableRow[] {
    return this.fields.filter((field) => field.owner_rec_id === item.id);
  }

  /** The item's own fields that are columns, without its key. */
  columnsOf(item: MutableRow): MutableRow[] {
    return this.fieldsOf(item).filter(
      (field) => !field.f_master_field && !field.f_calc_item && field.id !== item.f_primary_key,
    );
  }

  indicesOf(item: MutableRow): MutableRow[] {
    return this.indices.filter((index) => index.owner_rec_id === item.id);
  }

  field(id: Value | undefined): MutableRow | undefined {
    return this.fields.find((field) => field.id === id);
  }

  /** Items of types 10 and 12 that the generator made. */
  tables(): MutableRow[] {
    return this.items.filter((item) => item.type_id === 10 || item.type_id === 12);
  }

  /** Those of them that have a table. */
  realTables(): MutableRow[] {
    return this.tables().filter((item) => !item.f_virtual_table && !item.f_copy_of && item.f_table_name);
  }

  removeFields(ids: ReadonlySet<Value | undefined>): void {
    this.fields = this.fields.filter((field) => !ids.has(field.id));
  }

  removeIndices(gone: (index: MutableRow) => boolean): void {
    this.indices = this.indices.filter((index) => !gone(index));
  }

  /** All tables, system rows and parameters included. */
  metadata(dbType: number): Metadata {
    const changed: Record<Changing, MutableRow[]> = {
      sys_items: this.items,
      sys_fields: this.fields,
      sys_indices: this.indices,
    };
    const tables = BUILDER_TABLES[this.line].map(({ name, columns }) => {
      const names = columns.map((column) => column.name).filter((column) => isThere(this.base, name, column));
      const source = name in changed ? changed[name as Changing] : rowsOf(this.base, name);
      const rows = source.map((row) => Object.fromEntries(names.map((column) => [column, row[column] ?? null])));
      return [name, { columns: names, rows }];
    });
    return { line: this.line, dbType, tables: Object.fromEntries(tables) };
  }
}

function isThere(base: Metadata, table: BuilderTableName, column: string): boolean {
  return base.tables[table]?.columns.includes(column) ?? true;
}

/** The text of task.dat; records are longer than their fields, as in an export. */
export function taskDat(metadata: Metadata): string {
  const tables = Object.entries(metadata.tables).map(([name, table]) => [
    name,
    {
      fields: table.columns,
      records: table.rows.map((row) => [...table.columns.map((column) => row[column] ?? null), null]),
    },
  ]);
  return JSON.stringify({ db_type: metadata.dbType, ...Object.fromEntries(tables) });
}
