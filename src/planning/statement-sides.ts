/** Both sides of an import with the look-ups that its statements are made of and judged by. */
import { firstById, idOf, int, type Line, type Metadata, type Row, rowsOf, truthy } from '../metadata/model.ts';
import type { Catalogue, Dialect } from './catalogue.ts';
import { type LiveColumns, liveColumns } from './live.ts';
import { byOwner, columnOf, inIdOrder, isColumnField, isCopy, isTableItem } from './sides.ts';
import type { Column, SqlDialect } from './sql/dialect.ts';
import { SQL } from './sql/dialects.ts';
import type { Question } from './statements.ts';

export class Sides {
  readonly sql: SqlDialect;
  readonly live: LiveColumns;
  readonly oldItems: readonly Row[];
  readonly oldItemById: ReadonlyMap<number, Row>;
  readonly newItemById: ReadonlyMap<number, Row>;
  readonly newFieldById: ReadonlyMap<number, Row>;
  /** Of a field id that comes twice the last row, which is the one that a changed table gets. */
  readonly lastFieldById: ReadonlyMap<number, Row>;
  readonly newIndexById: ReadonlyMap<number, Row>;
  readonly oldFieldsOf: ReadonlyMap<number, readonly Row[]>;
  readonly newFieldsOf: ReadonlyMap<number, readonly Row[]>;
  /** Place of a field in the zip. */
  readonly #position: ReadonlyMap<Row, number>;
  readonly line: Line;
  readonly before: Metadata;
  readonly after: Metadata;
  readonly dialect: Dialect;

  /** @param catalogue the live one, or what the metadata before imply. */
  constructor({ before, dialect, databaseName }: Question, after: Metadata, catalogue: Catalogue) {
    this.line = after.line;
    this.before = before;
    this.after = after;
    this.dialect = dialect;
    this.sql = SQL[dialect];
    this.live = liveColumns(catalogue, this.line, databaseName);
    this.oldItems = inIdOrder(rowsOf(before, 'sys_items'));
    this.oldItemById = firstById(this.oldItems);
    this.newItemById = firstById(rowsOf(after, 'sys_items'));
    this.newFieldById = firstById(rowsOf(after, 'sys_fields'));
    this.lastFieldById = new Map(rowsOf(after, 'sys_fields').map((row) => [idOf(row), row]));
    this.newIndexById = firstById(rowsOf(after, 'sys_indices'));
    this.#position = new Map(rowsOf(after, 'sys_fields').map((row, position) => [row, position]));
    this.oldFieldsOf = byOwner(inIdOrder(rowsOf(before, 'sys_fields')));
    this.newFieldsOf = byOwner(rowsOf(after, 'sys_fields'));
  }

  isCopy(item: Row): boolean {
    return isCopy(this.line, item);
  }

  isTable(item: Row): boolean {
    return isTableItem(this.line, item);
  }

  isColumn(field: Row): boolean {
    return isColumnField(this.line, field);
  }

  /** @param item whose primary key it may be; any other record: it is none. */
  column(field: Row, item: Row): Column {
    return columnOf(this.line, field, item);
  }

  /**
   * Columns of a new table in the order of the zip; Jam.py 5 takes those of the group too, and 7 also the calculated
   * ones, which it leaves out everywhere else.
   */
  columnsOfNew(item: Row): Column[] {
    const own = this.newFieldsOf.get(idOf(item)) ?? [];
    const parent = int(item, 'parent') ?? 0;
    const common = this.line === 5 && parent !== idOf(item) ? (this.newFieldsOf.get(parent) ?? []) : [];
    const place = (row: Row) => this.#position.get(row) ?? 0;
    return [...common, ...own]
      .sort((a, b) => place(a) - place(b))
      .filter((field) => !truthy(field, 'f_master_field'))
      .map((field) => this.column(field, item));
  }
}
