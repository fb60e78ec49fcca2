/** Why the server will refuse a statement, judged on a model of the database that is kept up to date as statements run. */
import { DATA_TYPE } from '../metadata/enums.ts';
import type { Line, Metadata, Row } from '../metadata/model.ts';
import { int, rowsOf, text, truthy } from '../metadata/model.ts';
import type { Dialect } from './catalogue.ts';
import { type ColumnFacts, changedDefaultTrouble, columnTrouble, liveDefaultTrouble } from './column-failures.ts';
import type { DatabaseModel, ModelTable } from './database-model.ts';
import { catalogueWord, indexFields } from './schema.ts';
import type { PlannedStatement } from './sql/statement.ts';

type Made = Omit<PlannedStatement, 'risk'>;

export interface Failure {
  reason: string;
  /** Nothing happens, and no error is told. */
  skipped?: boolean;
}

export interface Surroundings {
  /** In the target's case. */
  zip: Metadata;
  line: Line;
  dialect: Dialect;
  fields: ReadonlyMap<number, Row>;
}

type Judge = (statement: Made, model: DatabaseModel, around: Surroundings) => Failure | undefined;

const JUDGES: Readonly<Record<PlannedStatement['kind'], Judge>> = {
  'drop-index': dropIndex,
  'drop-foreign-key': dropForeignKey,
  'drop-table': dropTable,
  'drop-sequence': dropSequence,
  'drop-column': dropColumn,
  'rename-column': renameColumn,
  'resize-column': needsColumn,
  'default-column': changeDefault,
  'change-column': changeColumn,
  'add-column': addColumn,
  'create-sequence': createSequence,
  'create-table': createTable,
  'own-sequence': () => undefined,
  'create-index': createIndex,
  'add-foreign-key': addForeignKey,
};

/** undefined: it works, and the model has changed accordingly. */
export function failureOf(statement: Made, model: DatabaseModel, around: Surroundings): Failure | undefined {
  return JUDGES[statement.kind](statement, model, around);
}

const because = (reason: string): Failure => ({ reason });
const missingTable = (name: string) => because(`the table ${name || 'without a name'} is not in the database`);
const LONGEST_NAME = 64;

function nameTrouble(dialect: Dialect, name: string, what: string): Failure | undefined {
  if (name.includes('"')) return because(`the name of the ${what} has a quotation mark in it`);
  if (name === '' && dialect !== 'sqlite') return because(`the ${what} has no name`);
  if (dialect === 'mysql' && name.length > LONGEST_NAME)
    return because(`the name of the ${what} is longer than 64 characters`);
  if (dialect === 'mysql' && name.endsWith(' ')) return because(`the name of the ${what} ends with a blank`);
  return undefined;
}

function dropIndex(statement: Made, model: DatabaseModel): Failure | undefined {
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

function dropForeignKey(statement: Made, model: DatabaseModel): Failure | undefined {
  const table = model.table(statement.table);
  const name = model.fold(statement.index ?? '');
  if (!table?.foreignKeys.has(name)) return because(`the foreign key ${statement.index} is not in the database`);
  table.foreignKeys.delete(name);
  return undefined;
}

function dropTable(statement: Made, model: DatabaseModel, { line }: Surroundings): Failure | undefined {
  if (!model.table(statement.table)) {
    const silent =
      statement.sql.includes('IF EXISTS') && nameTrouble(model.dialect, statement.table, 'table') === undefined;
    if (silent) return undefined;
    return missingTable(statement.table);
  }
  const [referrer] = model.referrers(statement.table);
  if (referrer && model.dialect !== 'sqlite') return because(`a foreign key of ${referrer.name} refers to the table`);
  model.dropTable(statement.table, line === 5 ? [`${statement.table}_SEQ`.toLowerCase()] : []);
  return undefined;
}

function dropSequence(statement: Made, model: DatabaseModel): Failure | undefined {
  const name = /"(.*)"$/.exec(statement.sql)?.[1] ?? '';
  if (name === '') return because('the project has no name for the sequence of the table');
  model.dropOther(name);
  return undefined;
}

function dropColumn(statement: Made, model: DatabaseModel): Failure | undefined {
  const table = model.table(statement.table);
  const name = statement.column ?? '';
  if (!table) return missingTable(statement.table);
  if (!table.columns.has(model.fold(name)))
    return because(`the column ${statement.table}.${name} is not in the database`);
  if (model.dialect === 'mysql') {
    if (table.columns.size === 1) return because('MySQL does not drop the last column of a table');
    const mine = [...table.foreignKeys.values()].some((key) => model.fold(key.column) === model.fold(name));
    if (mine) return because(`a foreign key is on the column ${statement.table}.${name}`);
    const unique = [...table.indexes.values()].find(
      (index) =>
        index.unique &&
        index.columns.length > 1 &&
        index.columns.map((each) => model.fold(each)).includes(model.fold(name)),
    );
    if (unique) return because(`the unique index ${unique.name} is over this and other columns`);
  }
  const referrer = model
    .referrers(statement.table)
    .find((other) =>
      [...other.foreignKeys.values()].some(
        (key) => model.table(key.references.table) === table && model.fold(key.references.column) === model.fold(name),
      ),
    );
  if (referrer) return because(`a foreign key of ${referrer.name} refers to the column`);
  model.dropColumn(table, name);
  return undefined;
}

function needsColumn(statement: Made, model: DatabaseModel): Failure | undefined {
  const table = model.table(statement.table);
  if (!table) return missingTable(statement.table);
  if (table.columns.has(model.fold(statement.column ?? ''))) return undefined;
  return because(`the column ${statement.table}.${statement.column} is not in the database`);
}

function renameColumn(statement: Made, model: DatabaseModel, around: Surroundings): Failure | undefined {
  const missing = needsColumn(statement, model);
  if (missing) return missing;
  const table = model.table(statement.table) as ModelTable;
  const before = statement.column ?? '';
  const after = text(around.fields.get(statement.fieldId ?? 0) ?? {}, 'f_db_field_name');
  const trouble = nameTrouble(model.dialect, after, 'column');
  if (trouble) return trouble;
  const same = model.fold(before) === model.fold(after);
  if (table.columns.has(model.fold(after)) && !(same && model.dialect !== 'postgresql'))
    return because(`the table ${statement.table} has a column ${after} already`);
  const typed = typeAfterChange(statement);
  if (typed) return typed;
  model.renameColumn(table, before, after);
  const type = typeWritten(statement);
  if (type !== undefined) table.columns.set(model.fold(after), type);
  for (const index of table.indexes.values()) {
    const trouble = keyTrouble(model, table, index.columns, index.unique);
    if (trouble) return because(trouble);
  }
  return undefined;
}

/** Type word, in upper case, that MySQL gives a changed column. */
function typeWritten(statement: Made): string | undefined {
  return / CHANGE {2}"[^"]*" "[^"]*" (\w+)/.exec(statement.sql)?.[1]?.toUpperCase();
}

/**
 * What InnoDB refuses in an index over texts without end. A unique one is kept by hashes, and takes no counted column;
 * of another each such text is cut to the longest key, which leaves nothing for a second column.
 */
function keyTrouble(
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

/** Jam.py 5 on MySQL writes the new type word with the old size. */
function typeAfterChange(statement: Made): Failure | undefined {
  const type = / CHANGE {2}"[^"]*" "[^"]*" (.*)$/.exec(statement.sql)?.[1];
  if (type === undefined) return undefined;
  if (/^VARCHAR$/.test(type)) return because('MySQL needs a size for VARCHAR');
  if (/^(LONGTEXT|DOUBLE|DATE)\(/.test(type)) return because(`MySQL takes no size for ${type.replace(/\(.*/, '')}`);
  return undefined;
}

function changeDefault(statement: Made, model: DatabaseModel, around: Surroundings): Failure | undefined {
  const missing = needsColumn(statement, model);
  if (missing) return missing;
  const facts = factsOf(statement.fieldId ?? 0, around);
  const value = / SET DEFAULT (.*)$/s.exec(statement.sql)?.[1];
  if (!facts || value === undefined) return undefined;
  const type = model.table(statement.table)?.columns.get(model.fold(statement.column ?? '')) ?? '';
  // How large a number may be is for the type that the column has.
  const isNumber = facts.dataType === DATA_TYPE.INTEGER || facts.dataType === DATA_TYPE.BOOLEAN;
  const dataType = isNumber && type !== 'INTEGER' ? DATA_TYPE.CURRENCY : facts.dataType;
  const isTruth = facts.dataType === DATA_TYPE.BOOLEAN;
  const written = isTruth ? undefined : columnTrouble({ ...facts, dataType, primary: false }, around, 'default');
  return wrap(written ?? liveDefaultTrouble(type, value));
}

function changeColumn(statement: Made, model: DatabaseModel, around: Surroundings): Failure | undefined {
  const renamed = renameColumn(statement, model, around);
  if (renamed) return renamed;
  const facts = factsOf(statement.fieldId ?? 0, around);
  const rest = / CHANGE {2}"[^"]*" "[^"]*" (.*)$/s.exec(statement.sql)?.[1] ?? '';
  // Whatever the metadata call the column: sizes and types are the live ones.
  const written = facts && columnTrouble({ ...facts, size: 0, primary: false }, around, 'default');
  return wrap(written ?? changedDefaultTrouble(rest));
}

function addColumn(statement: Made, model: DatabaseModel, around: Surroundings): Failure | undefined {
  const table = model.table(statement.table);
  const name = statement.column ?? '';
  if (!table) return missingTable(statement.table);
  const facts = factsOf(statement.fieldId ?? 0, around);
  const trouble = nameTrouble(model.dialect, name, 'column') ?? (facts && wrap(columnTrouble(facts, around, 'add')));
  if (trouble) return trouble;
  if (table.columns.has(model.fold(name))) return because(`the table ${statement.table} has a column ${name} already`);
  table.columns.set(model.fold(name), typeOf(facts, around));
  return undefined;
}

function createSequence(statement: Made, model: DatabaseModel): Failure | undefined {
  const name = /"(.*)"$/.exec(statement.sql)?.[1] ?? '';
  if (model.has(name)) return because(`there is something of the name ${name} already`);
  model.addOther(name);
  return undefined;
}

function createTable(statement: Made, model: DatabaseModel, around: Surroundings): Failure | undefined {
  const facts = columnsOf(statement.itemId, around);
  const trouble = nameTrouble(model.dialect, statement.table, 'table');
  if (trouble) return trouble;
  if (facts.length === 0 && model.dialect !== 'postgresql') return because('a table without columns can not be made');
  if (model.has(statement.table)) return because(`there is a table ${statement.table} already`);
  const columns = new Map<string, string>();
  for (const fact of facts) {
    const wrong = nameTrouble(model.dialect, fact.name, 'column') ?? wrap(columnTrouble(fact, around, 'create'));
    if (wrong) return because(`${fact.name || 'a field'}: ${wrong.reason}`);
    if (columns.has(model.fold(fact.name))) return because(`two of its columns are called ${fact.name}`);
    columns.set(model.fold(fact.name), typeOf(fact, around));
  }
  const key = facts.find((fact) => fact.primary);
  model.addTable({
    name: statement.table,
    columns,
    primaryKey: key ? [key.name] : [],
    indexes: new Map(),
    foreignKeys: new Map(),
  });
  if (model.dialect === 'postgresql' && around.line === 7 && key) model.addOther(`${statement.table}_${key.name}_seq`);
  return undefined;
}

function createIndex(statement: Made, model: DatabaseModel, around: Surroundings): Failure | undefined {
  const row = rowsOf(around.zip, 'sys_indices').find((each) => int(each, 'id') === statement.indexId) ?? {};
  const name = statement.index ?? '';
  const table = model.table(statement.table);
  const columns = indexFields(row).map(([id]) => {
    const field = around.fields.get(id);
    return field ? text(field, 'f_db_field_name') : 'None';
  });
  const trouble = nameTrouble(model.dialect, name, 'index');
  if (trouble) return trouble;
  if (columns.length === 0) return because('the index is over no column');
  if (!table) return missingTable(statement.table);
  const named = columnNames(statement.sql);
  const gone = named.find((column) => !table.columns.has(model.fold(column)));
  // SQLite takes a name in quotes that is no column for a text.
  if (gone !== undefined && model.dialect !== 'sqlite')
    return because(`the column ${gone} is not in ${statement.table}`);
  // PostgreSQL looks for the columns before it looks for the name.
  if (model.dialect === 'postgresql' && around.line === 7 && model.has(name))
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

function addForeignKey(statement: Made, model: DatabaseModel): Failure | undefined {
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

function wrap(trouble: string | undefined): Failure | undefined {
  return trouble === undefined ? undefined : because(trouble);
}

function typeOf(facts: ColumnFacts | undefined, { dialect, line }: Surroundings): string {
  if (!facts) return '';
  return facts.primary && dialect === 'postgresql' && line === 7
    ? 'INTEGER'
    : catalogueWord(dialect, line, facts.dataType);
}

function factsOf(fieldId: number, around: Surroundings): ColumnFacts | undefined {
  const field = around.fields.get(fieldId);
  return field && factsOfRow(field, false);
}

function factsOfRow(field: Row, primary: boolean): ColumnFacts {
  const value = field.f_default_value;
  return {
    name: text(field, 'f_db_field_name'),
    dataType: int(field, 'f_data_type') ?? 0,
    size: int(field, 'f_size') ?? 0,
    defaultValue: value === null || value === undefined ? null : String(value),
    primary,
    fieldId: int(field, 'id') ?? 0,
  };
}

function columnsOf(itemId: number, { zip, line }: Surroundings): ColumnFacts[] {
  const item = rowsOf(zip, 'sys_items').find((row) => int(row, 'id') === itemId) ?? {};
  const owners = line === 5 ? [itemId, int(item, 'parent')] : [itemId];
  return rowsOf(zip, 'sys_fields')
    .filter((field) => owners.includes(int(field, 'owner_rec_id')) && !truthy(field, 'f_master_field'))
    .map((field) => factsOfRow(field, int(field, 'id') === int(item, 'f_primary_key')));
}
