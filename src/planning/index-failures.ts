/** Why the server will refuse a statement about an index or a foreign key. */
import { truthy } from '../metadata/model.ts';
import type { Dialect } from './catalogue.ts';
import type { DatabaseModel, ModelTable } from './database-model.ts';
import { because, type Failure, missingTable, nameTrouble } from './failure.ts';
import { indexFields } from './schema.ts';
import type { Made } from './sql/statement.ts';
import type { Sides } from './statement-sides.ts';

export function dropIndex(statement: Made, model: DatabaseModel): Failure | undefined {
  const name = statement.index ?? '';
  const owner = model.dialect === 'mysql' ? model.table(statement.table) : model.ownerOfIndex(name);
  if (!owner?.indexes.has(model.fold(name))) return because(`the index ${name} is not in the database`);
  if (model.dialect === 'mysql') {
    const index = owner.indexes.get(model.fold(name));
    const first = model.fold(index?.columns[0] ?? '');
    const others = [...owner.indexes.values()].filter((other) => other !== index);
    const served = others.some((other) => model.fold(other.columns[0] ?? '') === first);
    const isKey = model.fold(owner.primaryKey[0] ?? '') === first;
    const needed = [...owner.foreignKeys.values()].some((key) => model.fold(key.column) === first);
    if (needed && !served && !isKey) return because(`a foreign key needs the index ${name}`);
  }
  model.dropIndex(owner, name);
  return undefined;
}

export function dropForeignKey(statement: Made, model: DatabaseModel): Failure | undefined {
  const table = model.table(statement.table);
  const name = model.fold(statement.index ?? '');
  if (!table?.foreignKeys.has(name)) return because(`the foreign key ${statement.index} is not in the database`);
  table.foreignKeys.delete(name);
  return undefined;
}

export function createIndex(statement: Made, model: DatabaseModel, sides: Sides): Failure | undefined {
  const row = sides.newIndexById.get(statement.indexId ?? 0) ?? {};
  const name = statement.index ?? '';
  const table = model.table(statement.table);
  const trouble = nameTrouble(model.dialect, name, 'index');
  if (trouble) return trouble;
  if (indexFields(row).length === 0) return because('the index is over no column');
  if (!table) return missingTable(statement.table);
  const named = columnNames(statement.sql);
  const gone = named.find((column) => !table.columns.has(model.fold(column)));
  // SQLite takes a name in quotes that is no column for a text.
  if (gone !== undefined && model.dialect !== 'sqlite')
    return because(`the column ${gone} is not in ${statement.table}`);
  // PostgreSQL looks for the columns before it looks for the name.
  if (model.dialect === 'postgresql' && sides.line === 7 && model.has(name))
    return { reason: `there is an index ${name} already, and Jam.py says IF NOT EXISTS`, skipped: true };
  const taken = model.dialect === 'mysql' ? table.indexes.has(model.fold(name)) : model.has(name);
  if (taken) return because(`there is an index ${name} already`);
  const twice = named.length !== new Set(named.map((column) => model.fold(column))).size;
  if (twice && model.dialect === 'mysql') return because('one of its columns comes twice');
  const unique = truthy(row, 'f_unique_index');
  const long = keyTrouble(model, table, named, unique);
  if (long) return because(long);
  model.addIndex(statement.table, { name, unique, columns: named });
  return undefined;
}

/** `("A" , "B" DESC)` at the end of a CREATE INDEX; names with quotation marks were refused before. */
function columnNames(sql: string): string[] {
  const list = sql.slice(sql.lastIndexOf(' (') + 2, -1);
  return list.split(', ').map((part) => /^"(.*)" (?:DESC)?$/.exec(part)?.[1] ?? part);
}

export function addForeignKey(statement: Made, model: DatabaseModel): Failure | undefined {
  const table = model.table(statement.table);
  const [, target = '', key = ''] = / REFERENCES "(.*)"\("(.*)"\)(?: MATCH SIMPLE)?$/.exec(statement.sql) ?? [];
  const column = statement.column ?? '';
  const trouble = nameTrouble(model.dialect, statement.index ?? '', 'foreign key');
  if (trouble) return trouble;
  if (!table) return missingTable(statement.table);
  const referenced = model.table(target);
  if (!referenced) return missingTable(target);
  if (!table.columns.has(model.fold(column))) return because(`the column ${column} is not in ${statement.table}`);
  if (!referenced.columns.has(model.fold(key))) return because(`the column ${key || 'None'} is not in ${target}`);
  if (foreignKeyTaken(statement, model, table)) return because(`there is a foreign key ${statement.index} already`);
  const [left, right] = [table.columns.get(model.fold(column)), referenced.columns.get(model.fold(key))];
  if (left && right && !comparable(model.dialect, left, right))
    return because(`${column} is ${left} and ${key} is ${right}: a foreign key needs the same type`);
  if (!isUnique(model, referenced, key)) return because(`${target}.${key} is not the key of its table`);
  model.addForeignKey(statement.table, {
    name: statement.index ?? '',
    column,
    references: { table: target, column: key },
  });
  // MySQL makes an index of its own for it where there is none.
  if (model.dialect === 'mysql' && !leads(model, table, column))
    model.addIndex(statement.table, { name: statement.index ?? '', unique: false, columns: [column] });
  return undefined;
}

function foreignKeyTaken(statement: Made, model: DatabaseModel, table: ModelTable): boolean {
  const name = model.fold(statement.index ?? '');
  if (model.dialect === 'postgresql') return table.foreignKeys.has(name);
  return [...model.tables].some((each) => each.foreignKeys.has(name));
}

function leads(model: DatabaseModel, table: ModelTable, column: string): boolean {
  const wanted = model.fold(column);
  if (model.fold(table.primaryKey[0] ?? '') === wanted) return true;
  return [...table.indexes.values()].some((index) => model.fold(index.columns[0] ?? '') === wanted);
}

function isUnique(model: DatabaseModel, table: ModelTable, column: string): boolean {
  const wanted = model.fold(column);
  // InnoDB asks for an index that begins with it only.
  if (model.dialect === 'mysql') return leads(model, table, column);
  if (table.primaryKey.length === 1 && model.fold(table.primaryKey[0] ?? '') === wanted) return true;
  return [...table.indexes.values()].some(
    (index) => index.unique && index.columns.length === 1 && model.fold(index.columns[0] ?? '') === wanted,
  );
}

const NUMBERS = ['INTEGER', 'NUMERIC', 'BIGINT', 'SMALLINT'];
const TEXTS = ['TEXT', 'CHARACTER VARYING', 'CHARACTER'];

function comparable(dialect: Dialect, left: string, right: string): boolean {
  if (left === right) return !(dialect === 'mysql' && /TEXT|BLOB/.test(left));
  if (dialect === 'mysql') return false;
  // PostgreSQL turns whole numbers into NUMERIC by itself, and not back.
  if (left === 'NUMERIC') return false;
  return [NUMBERS, TEXTS].some((family) => family.includes(left) && family.includes(right));
}

/**
 * What InnoDB refuses in an index over texts without end. A unique one is kept by hashes, and takes no counted column;
 * of another each such text is cut to the longest key, which leaves nothing for a second column.
 */
export function keyTrouble(
  model: DatabaseModel,
  table: ModelTable,
  columns: readonly string[],
  unique: boolean,
): string | undefined {
  if (model.dialect !== 'mysql' || columns.length < 2) return undefined;
  const names = columns.map((column) => model.fold(column));
  if (!names.some((name) => /TEXT|BLOB/.test(table.columns.get(name) ?? ''))) return undefined;
  if (!unique) return 'an index over a long text has no room for a second column';
  const counted = names.includes(model.fold(table.primaryKey[0] ?? ''));
  return counted ? 'a unique index over a long text can not have the counted key in it' : undefined;
}
