/** Both sides of an import as a rule compares them: names in one case, and only records that an import takes as one. */
import { recased } from '../metadata/compare.ts';
import { databaseName } from '../metadata/enums.ts';
import { firstById, idOf, int, type Metadata, type Row, rowsOf, text } from '../metadata/model.ts';
import { type Dialect, dialectOf } from '../planning/catalogue.ts';
import { identityTrouble } from '../planning/identity.ts';
import { isColumnField, isTableItem } from '../planning/sides.ts';
import { DIALECT_TYPES } from '../planning/sql/dialects.ts';
import { type Context, quote } from './context.ts';

export interface Sides {
  before: Metadata;
  after: Metadata;
}

const KNOWN = new WeakMap<Context, Sides>();

/** undefined without a base, or with one of the other line, which no import takes. Made once for all rules. */
export function sidesOf(context: Context): Sides | undefined {
  const { metadata, target } = context;
  const { base } = target;
  if (!base || base.line !== metadata.line) return undefined;
  const dbType = target.dbType ?? metadata.dbType;
  const sides = KNOWN.get(context) ?? { before: recased(base, dbType), after: recased(metadata, dbType) };
  KNOWN.set(context, sides);
  return sides;
}

export interface Pair {
  before: Row;
  after: Row;
}

/** Tables that stay. Of an id that became another item nothing is compared: that is one finding, not hundreds. */
export function keptTables({ before, after }: Sides): Pair[] {
  const old = firstById(rowsOf(before, 'sys_items'));
  return rowsOf(after, 'sys_items').flatMap((item) => {
    const was = old.get(idOf(item));
    if (!was || !isTableItem(after.line, item) || !isTableItem(after.line, was)) return [];
    return text(was, 'f_table_name') === '' || identityTrouble(was, item) ? [] : [{ before: was, after: item }];
  });
}

/** Fields of the tables that stay, with their item as it will be. */
export function keptFields(sides: Sides): (Pair & { item: Row })[] {
  const items = new Map(keptTables(sides).map(({ after }) => [idOf(after), after]));
  const old = firstById(rowsOf(sides.before, 'sys_fields'));
  return rowsOf(sides.after, 'sys_fields').flatMap((field) => {
    const was = old.get(idOf(field));
    const owner = int(field, 'owner_rec_id') ?? 0;
    const item = items.get(owner);
    return item && was && int(was, 'owner_rec_id') === owner ? [{ before: was, after: field, item }] : [];
  });
}

/** Those of them that are a column on both sides. */
export function keptColumns(sides: Sides): (Pair & { item: Row })[] {
  const { line } = sides.after;
  return keptFields(sides).filter(({ before, after }) => isColumnField(line, before) && isColumnField(line, after));
}

/** Dialects whose tables an import changes: the target's, or both where it is not known. SQLite takes one import only. */
export function changingDialects(dbType: number | undefined): Dialect[] {
  const dialect = dbType === undefined ? undefined : dialectOf(dbType);
  if (dbType === undefined) return ['postgresql', 'mysql'];
  return dialect === undefined || dialect === 'sqlite' ? [] : [dialect];
}

export function nameOf(dialect: Dialect): string {
  return databaseName(DIALECT_TYPES[dialect]);
}

/** `'title' of 'countries'` */
export function fieldName(field: Row, item: Row): string {
  return `${quote(text(field, 'f_field_name'))} of ${quote(text(item, 'f_item_name'))}`;
}
