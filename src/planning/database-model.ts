/** A database that statements are tried on: names of tables, columns, indexes and keys, looked up as the server would. */

import type { Catalogue, Dialect } from './catalogue.ts';
import { keptName } from './schema.ts';

export interface ModelIndex {
  name: string;
  unique: boolean;
  columns: readonly string[];
}

export interface ModelForeignKey {
  name: string;
  column: string;
  references: { table: string; column: string };
}

export interface ModelTable {
  name: string;
  /** Type word of the catalogue by the folded name of the column. */
  columns: Map<string, string>;
  primaryKey: readonly string[];
  indexes: Map<string, ModelIndex>;
  foreignKeys: Map<string, ModelForeignKey>;
}

export class DatabaseModel {
  readonly dialect: Dialect;
  readonly #ignoresCase: boolean;
  readonly #tables = new Map<string, ModelTable>();
  /** PostgreSQL, SQLite: names of whatever else shares a space with tables. */
  readonly #others = new Set<string>();

  private constructor(dialect: Dialect, ignoresCase: boolean) {
    this.dialect = dialect;
    this.#ignoresCase = ignoresCase;
  }

  static of(catalogue: Catalogue): DatabaseModel {
    const model = new DatabaseModel(catalogue.dialect, catalogue.ignoresCase);
    for (const table of catalogue.tables.values()) {
      model.addTable({
        name: table.name,
        columns: new Map([...table.columns.values()].map(({ name, type }) => [model.fold(name), type])),
        primaryKey: table.primaryKey,
        indexes: new Map(),
        foreignKeys: new Map(),
      });
    }
    for (const table of catalogue.tables.values()) {
      for (const index of table.indexes)
        model.addIndex(table.name, { ...index, columns: index.columns.map((column) => column.name) });
      for (const key of table.foreignKeys) {
        const [column = '', target = ''] = [key.columns[0], key.references.columns[0]];
        const references = { table: key.references.table, column: target };
        model.addForeignKey(table.name, { name: key.name, column, references });
      }
    }
    for (const name of catalogue.otherNames ?? []) model.addOther(name);
    return model;
  }

  /** A name of a column, index or key as the server compares it. */
  fold(name: string): string {
    return this.dialect === 'postgresql' ? keptName(this.dialect, name) : name.toLowerCase();
  }

  #foldTable(name: string): string {
    if (this.dialect === 'postgresql') return keptName(this.dialect, name);
    return this.#ignoresCase ? name.toLowerCase() : name;
  }

  table(name: string): ModelTable | undefined {
    return this.#tables.get(this.#foldTable(name));
  }

  get tables(): Iterable<ModelTable> {
    return this.#tables.values();
  }

  /** Is there a table, or in its space something else, of this name? */
  has(name: string): boolean {
    return this.table(name) !== undefined || this.hasOther(name);
  }

  /** Sequences, indexes and views, where they share a space with tables. */
  hasOther(name: string): boolean {
    return this.#others.has(this.fold(name));
  }

  addTable(table: ModelTable): void {
    this.#tables.set(this.#foldTable(table.name), table);
    const [key] = table.primaryKey;
    if (this.dialect === 'postgresql' && key !== undefined) this.addOther(`${table.name}_pkey`);
  }

  /** With its indexes, and the sequences that belong to it. */
  dropTable(name: string, sequences: readonly string[]): void {
    const table = this.table(name);
    for (const index of table?.indexes.values() ?? []) this.#others.delete(this.fold(index.name));
    for (const sequence of sequences) this.#others.delete(this.fold(sequence));
    this.#others.delete(this.fold(`${table?.name}_pkey`));
    this.#tables.delete(this.#foldTable(name));
  }

  addOther(name: string): void {
    this.#others.add(this.fold(name));
  }

  dropOther(name: string): void {
    this.#others.delete(this.fold(name));
  }

  addIndex(table: string, index: ModelIndex): void {
    this.table(table)?.indexes.set(this.fold(index.name), index);
    if (this.dialect !== 'mysql') this.addOther(index.name);
  }

  dropIndex(table: ModelTable, name: string): void {
    table.indexes.delete(this.fold(name));
    if (this.dialect !== 'mysql') this.dropOther(name);
  }

  /** The table whose index has this name. */
  ownerOfIndex(name: string): ModelTable | undefined {
    for (const table of this.#tables.values()) if (table.indexes.has(this.fold(name))) return table;
    return undefined;
  }

  addForeignKey(table: string, key: ModelForeignKey): void {
    this.table(table)?.foreignKeys.set(this.fold(key.name), key);
  }

  /** Foreign keys of other tables that refer to this one. */
  referrers(name: string): ModelTable[] {
    const wanted = this.#foldTable(name);
    return [...this.#tables.values()].filter(
      (table) =>
        this.#foldTable(table.name) !== wanted &&
        [...table.foreignKeys.values()].some((key) => this.#foldTable(key.references.table) === wanted),
    );
  }

  /** A renamed column in everything that has it. */
  renameColumn(table: ModelTable, before: string, after: string): void {
    const [from, to] = [this.fold(before), this.fold(after)];
    table.columns = new Map([...table.columns].map(([name, type]) => [name === from ? to : name, type]));
    const renamed = (name: string) => (this.fold(name) === from ? after : name);
    table.primaryKey = table.primaryKey.map(renamed);
    for (const [name, index] of table.indexes)
      table.indexes.set(name, { ...index, columns: index.columns.map(renamed) });
    for (const [name, key] of table.foreignKeys) table.foreignKeys.set(name, { ...key, column: renamed(key.column) });
  }

  /** A dropped column, with the indexes that PostgreSQL drops and MySQL shortens. */
  dropColumn(table: ModelTable, column: string): void {
    const gone = this.fold(column);
    table.columns.delete(gone);
    table.primaryKey = table.primaryKey.filter((name) => this.fold(name) !== gone);
    const over = Array.from(table.indexes.values());
    for (const index of over) {
      if (!index.columns.some((name) => this.fold(name) === gone)) continue;
      const rest = index.columns.filter((name) => this.fold(name) !== gone);
      if (this.dialect === 'mysql' && rest.length > 0)
        table.indexes.set(this.fold(index.name), { ...index, columns: rest });
      else this.dropIndex(table, index.name);
    }
    for (const [name, key] of table.foreignKeys) if (this.fold(key.column) === gone) table.foreignKeys.delete(name);
  }
}
