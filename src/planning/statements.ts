/**
 * The SQL of an import, to the letter and in Jam.py's order (docs/jampy.md, "The statements of an import"; the
 * differential test holds it against Jam.py's own import log). Pure: what the database has comes in as its catalogue.
 */

import { recased } from '../metadata/compare.ts';
import { idOf, int, type Metadata, type Row, rowsOf, text, truthy } from '../metadata/model.ts';
import type { Catalogue, Dialect } from './catalogue.ts';
import { foretell } from './foretell.ts';
import { firstIdentityTrouble } from './identity.ts';
import { impliedCatalogue } from './implied-catalogue.ts';
import { indexFields } from './schema.ts';
import { inIdOrder } from './sides.ts';
import type { Column, Draft } from './sql/dialect.ts';
import { DIALECT_TYPES } from './sql/dialects.ts';
import type { Made, PlannedStatement } from './sql/statement.ts';
import { Sides } from './statement-sides.ts';

export interface Question {
  /** The target's own metadata, with its generator names. */
  before: Metadata;
  /** As in the zip: identifiers are written in the target's case here. */
  zip: Metadata;
  dialect: Dialect;
  /** The live database; undefined: what `before` implies. */
  catalogue: Catalogue | undefined;
  /** Name of the database, which Jam.py 7 does not quote on MySQL. */
  databaseName?: string | undefined;
}

export interface Prediction {
  /** In Jam.py's order. One with risk `will-fail` fails; PostgreSQL stops there and takes everything back. */
  statements: readonly PlannedStatement[];
  /** The import's analysis fails for this, before anything is changed. */
  refusal: string | undefined;
}

class Refusal extends Error {}

/** Never throws; the same question always gives the same answer. */
export function predictStatements(question: Question): Prediction {
  const { before, dialect } = question;
  const zip = recased(question.zip, DIALECT_TYPES[dialect]);
  const catalogue = question.catalogue ?? impliedCatalogue(before, dialect);
  const sides = new Sides(question, zip, catalogue);
  let refusal: string | undefined;
  const made: Made[] = [];
  try {
    const other = firstIdentityTrouble(before, zip);
    if (other) throw new Refusal(other);
    refuseDeleted(zip);
    made.push(...indexDrops(sides), ...tableDrops(sides), ...tableChanges(sides), ...tables(sides), ...indexes(sides));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refusal = error.message;
  }
  if (refusal !== undefined) return { statements: [], refusal };
  return { statements: foretell(made, sides, catalogue), refusal };
}

/** An export leaves such rows out; Jam.py lets nobody set the mark of deletion, an import neither. */
function refuseDeleted(zip: Metadata): void {
  for (const [table, { rows }] of Object.entries(zip.tables)) {
    const row = rows.find((each) => truthy(each, 'deleted'));
    if (row) throw new Refusal(`row ${idOf(row)} of ${table} is marked as deleted, which no import takes`);
  }
}

const from = (item: Row, drafts: readonly Draft[], table: string, more: Partial<Made> = {}): Made[] =>
  drafts.map((draft) => ({ ...draft, table, itemId: idOf(item), ...more }));

/** Step 1: indexes and foreign keys whose ids are gone, of items that stay. */
function indexDrops(sides: Sides): Made[] {
  const kept = new Set(rowsOf(sides.after, 'sys_indices').map(idOf));
  const made: Made[] = [];
  for (const row of inIdOrder(rowsOf(sides.before, 'sys_indices'))) {
    if (kept.has(idOf(row))) continue;
    const owner = int(row, 'owner_rec_id') ?? 0;
    const item = sides.newItemById.get(owner);
    const old = sides.oldItemById.get(owner);
    if (!item || text(item, 'f_table_name') === '' || !namesTable(sides, item)) continue;
    if (old && (truthy(old, 'f_virtual_table') || sides.isCopy(old))) continue;
    const foreign = truthy(row, 'f_foreign_index');
    const index = text(row, 'f_index_name');
    // Python's word for nothing, where the record has none.
    const table = String(old?.f_table_name ?? 'None');
    const drafts = foreign ? sides.sql.dropForeignKey(table, index) : sides.sql.dropIndex(table, index);
    made.push(...from(old ?? item, drafts, table, { index, indexId: idOf(row) }));
  }
  return made;
}

/** Jam.py 7 asks for "not virtual or not a copy", which nearly every item is. */
function namesTable(sides: Sides, item: Row): boolean {
  const isVirtual = truthy(item, 'f_virtual_table');
  return sides.line === 5 ? !isVirtual : !isVirtual || !sides.isCopy(item);
}

/** Step 2: tables of items that are gone. */
function tableDrops(sides: Sides): Made[] {
  return sides.oldItems
    .filter((item) => !sides.newItemById.has(idOf(item)) && sides.isTable(item))
    .flatMap((item) => {
      const table = text(item, 'f_table_name');
      const hasKey = truthy(item, 'f_primary_key');
      return from(item, sides.sql.dropTable(sides.line, table, text(item, 'f_gen_name'), hasKey), table);
    });
}

/** Step 3: columns of items that are on both sides, judged by the new record. */
function tableChanges(sides: Sides): Made[] {
  return sides.oldItems.flatMap((old) => {
    const item = sides.newItemById.get(idOf(old));
    return item && sides.isTable(item) ? changesOf(sides, old, item) : [];
  });
}

function changesOf(sides: Sides, old: Row, item: Row): Made[] {
  const table = text(item, 'f_table_name');
  const oldRows = sides.oldFieldsOf.get(idOf(item)) ?? [];
  const newRows = sides.newFieldsOf.get(idOf(item)) ?? [];
  // A field id that comes twice: the last one counts.
  const newById = new Map(newRows.map((row) => [idOf(row), row]));
  const drops: Made[] = [];
  const changes: Made[] = [];
  const adds: Made[] = [];
  for (const row of oldRows) {
    const now = newById.get(idOf(row));
    const [was, is] = [sides.isColumn(row), now !== undefined && sides.isColumn(now)];
    const more = { fieldId: idOf(row) };
    if (was && !is) {
      drops.push(...from(item, sides.sql.dropColumn(table, sides.column(row, old)), table, more));
    } else if (was && now) {
      const [left, right] = [sides.column(row, old), sides.column(now, item)];
      if (differ(sides, left, right)) {
        const change = sides.sql.changeColumn(sides.line, table, left, right, () => sides.live(table, left.name));
        if ('refusal' in change) throw new Refusal(change.refusal);
        changes.push(...from(item, change.drafts, table, more));
      }
    } else if (now && is) {
      adds.push(...from(item, sides.sql.addColumn(sides.line, table, sides.column(now, item)), table, more));
    }
  }
  const known = new Set(oldRows.map(idOf));
  for (const row of newRows) {
    if (known.has(idOf(row)) || !sides.isColumn(row)) continue;
    known.add(idOf(row));
    const column = sides.column(newById.get(idOf(row)) ?? row, item);
    adds.push(...from(item, sides.sql.addColumn(sides.line, table, column), table, { fieldId: column.fieldId }));
  }
  return [...drops, ...changes, ...adds];
}

function differ({ sql, line }: Sides, before: Column, after: Column): boolean {
  return (
    before.name !== after.name ||
    sql.typeWord(line, before.dataType) !== sql.typeWord(line, after.dataType) ||
    before.size !== after.size ||
    (line === 7 && before.defaultValue !== after.defaultValue)
  );
}

/** Step 4: tables of new items. */
function tables(sides: Sides): Made[] {
  return rowsOf(sides.after, 'sys_items')
    .filter((item) => !sides.oldItemById.has(idOf(item)) && sides.isTable(item))
    .flatMap((item) => {
      const table = text(item, 'f_table_name');
      const generator = truthy(item, 'f_primary_key') ? `${table}_SEQ`.toLowerCase() : 'None';
      const drafts = sides.sql.createTable(sides.line, table, sides.columnsOfNew(item), generator);
      return from(item, drafts, table);
    });
}

/** Step 5: indexes and foreign keys of new ids. Of an id that stays nothing is done, whatever has changed. */
function indexes(sides: Sides): Made[] {
  const known = new Set(rowsOf(sides.before, 'sys_indices').map(idOf));
  return rowsOf(sides.after, 'sys_indices').flatMap((row) => {
    const owner = int(row, 'owner_rec_id') ?? 0;
    const item = sides.newItemById.get(owner);
    const old = sides.oldItemById.get(owner);
    if (known.has(idOf(row)) || !item || text(item, 'f_table_name') === '' || !namesTable(sides, item)) return [];
    if (old && (truthy(old, 'f_virtual_table') || sides.isCopy(old))) return [];
    const table = text(item, 'f_table_name');
    const index = text(row, 'f_index_name');
    const more = { index, indexId: idOf(row) };
    if (truthy(row, 'f_foreign_index')) return from(item, foreignKey(sides, row, item, index), table, more);
    if (!isList(text(row, 'f_fields_list')))
      throw new Refusal(`the index ${index} has no list of fields that Jam.py could read`);
    const columns = indexColumns(sides, row, item);
    const unique = truthy(row, 'f_unique_index');
    return from(item, sides.sql.createIndex(sides.line, table, index, unique, columns), table, more);
  });
}

function isList(json: string): boolean {
  try {
    return Array.isArray(JSON.parse(json));
  } catch {
    return false;
  }
}

/**
 * Jam.py looks records up by moving to them, and stays where it is when there is none: a foreign key to a missing item
 * is made to its own table, one to a missing key to its own field.
 */
function foreignKey(sides: Sides, row: Row, item: Row, index: string): Draft[] {
  const field = sides.newFieldById.get(int(row, 'f_foreign_field') ?? 0);
  const target = sides.newItemById.get(int(field ?? {}, 'f_object') ?? 0) ?? item;
  const key = sides.newFieldById.get(int(target, 'f_primary_key') ?? 0) ?? field;
  const references = { table: text(target, 'f_table_name'), column: text(key ?? {}, 'f_db_field_name') };
  return sides.sql.addForeignKey(text(item, 'f_table_name'), index, text(field ?? {}, 'f_db_field_name'), references);
}

/** `"A" , "B" DESC`; a field that is no column of the item becomes the word None. */
function indexColumns(sides: Sides, row: Row, item: Row): string {
  const columns = new Map(sides.columnsOfNew(item).map((column) => [column.fieldId, column.name]));
  const part = ([id, descending]: readonly [number, boolean]) =>
    `"${columns.get(id) ?? 'None'}" ${descending ? 'DESC' : ''}`;
  return indexFields(row).map(part).join(', ');
}
