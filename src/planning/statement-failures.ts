/** Why the server will refuse a statement, judged on a model of the database that is kept up to date as statements run. */
import { DATA_TYPE } from '../metadata/enums.ts';
import { text } from '../metadata/model.ts';
import { changedDefaultTrouble, columnTrouble, liveDefaultTrouble } from './column-failures.ts';
import type { DatabaseModel, ModelTable } from './database-model.ts';
import { because, type Failure, type Judge, missingTable, nameTrouble } from './failure.ts';
import { addForeignKey, createIndex, dropForeignKey, dropIndex, keyTrouble } from './index-failures.ts';
import { catalogueWord } from './schema.ts';
import type { Column } from './sql/dialect.ts';
import type { Made, PlannedStatement } from './sql/statement.ts';
import type { Sides } from './statement-sides.ts';

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
export function failureOf(statement: Made, model: DatabaseModel, sides: Sides): Failure | undefined {
  return JUDGES[statement.kind](statement, model, sides);
}

function dropTable(statement: Made, model: DatabaseModel, { line }: Sides): Failure | undefined {
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

function renameColumn(statement: Made, model: DatabaseModel, sides: Sides): Failure | undefined {
  const missing = needsColumn(statement, model);
  if (missing) return missing;
  const table = model.table(statement.table) as ModelTable;
  const before = statement.column ?? '';
  const after = text(sides.lastFieldById.get(statement.fieldId ?? 0) ?? {}, 'f_db_field_name');
  const trouble = nameTrouble(model.dialect, after, 'column');
  if (trouble) return trouble;
  const same = model.fold(before) === model.fold(after);
  if (table.columns.has(model.fold(after)) && !(same && model.dialect !== 'postgresql'))
    return because(`the table ${statement.table} has a column ${after} already`);
  const typed = typeAfterChange(statement.sql);
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

/** Sizes above which MySQL refuses these types. */
const LARGEST: Readonly<Record<string, number>> = { DATETIME: 6, CHAR: 255, INT: 255 };

/** Jam.py 5 on MySQL writes the new type word with the old size, Jam.py 7 the type that is there with the new one. */
export function typeAfterChange(sql: string): Failure | undefined {
  const type = / CHANGE {2}"[^"]*" "[^"]*" (.*)$/.exec(sql)?.[1];
  if (type === undefined) return undefined;
  if (/^VARCHAR$/.test(type)) return because('MySQL needs a size for VARCHAR');
  if (/^(LONGTEXT|DOUBLE|DATE)\(/.test(type)) return because(`MySQL takes no size for ${type.replace(/\(.*/, '')}`);
  const [, word = '', size] = /^(\w+)\((\d+)\)/.exec(type) ?? [];
  if (Number(size) > (LARGEST[word.toUpperCase()] ?? Number.POSITIVE_INFINITY))
    return because(`MySQL takes no size of ${size} for ${word}`);
  return undefined;
}

function changeDefault(statement: Made, model: DatabaseModel, sides: Sides): Failure | undefined {
  const missing = needsColumn(statement, model);
  if (missing) return missing;
  const facts = factsOf(statement, sides);
  const value = / SET DEFAULT (.*)$/s.exec(statement.sql)?.[1];
  if (!facts || value === undefined) return undefined;
  const type = model.table(statement.table)?.columns.get(model.fold(statement.column ?? '')) ?? '';
  // How large a number may be is for the type that the column has.
  const isNumber = facts.dataType === DATA_TYPE.INTEGER || facts.dataType === DATA_TYPE.BOOLEAN;
  const dataType = isNumber && type !== 'INTEGER' ? DATA_TYPE.CURRENCY : facts.dataType;
  const isTruth = facts.dataType === DATA_TYPE.BOOLEAN;
  const written = isTruth ? undefined : columnTrouble({ ...facts, dataType, primary: false }, sides, 'default');
  return wrap(written ?? liveDefaultTrouble(type, value));
}

function changeColumn(statement: Made, model: DatabaseModel, sides: Sides): Failure | undefined {
  const renamed = renameColumn(statement, model, sides);
  if (renamed) return renamed;
  const facts = factsOf(statement, sides);
  const rest = / CHANGE {2}"[^"]*" "[^"]*" (.*)$/s.exec(statement.sql)?.[1] ?? '';
  // Whatever the metadata call the column: sizes and types are the live ones.
  const written = facts && columnTrouble({ ...facts, size: 0, primary: false }, sides, 'default');
  return wrap(written ?? changedDefaultTrouble(rest));
}

function addColumn(statement: Made, model: DatabaseModel, sides: Sides): Failure | undefined {
  const table = model.table(statement.table);
  const name = statement.column ?? '';
  if (!table) return missingTable(statement.table);
  const facts = factsOf(statement, sides);
  const trouble = nameTrouble(model.dialect, name, 'column') ?? (facts && wrap(columnTrouble(facts, sides, 'add')));
  if (trouble) return trouble;
  if (table.columns.has(model.fold(name))) return because(`the table ${statement.table} has a column ${name} already`);
  table.columns.set(model.fold(name), typeOf(facts, sides));
  return undefined;
}

function createSequence(statement: Made, model: DatabaseModel): Failure | undefined {
  const name = /"(.*)"$/.exec(statement.sql)?.[1] ?? '';
  if (model.has(name)) return because(`there is something of the name ${name} already`);
  model.addOther(name);
  return undefined;
}

function createTable(statement: Made, model: DatabaseModel, sides: Sides): Failure | undefined {
  const facts = sides.columnsOfNew(sides.newItemById.get(statement.itemId) ?? {});
  const trouble = nameTrouble(model.dialect, statement.table, 'table');
  if (trouble) return trouble;
  if (facts.length === 0 && model.dialect !== 'postgresql') return because('a table without columns can not be made');
  if (model.has(statement.table)) return because(`there is a table ${statement.table} already`);
  const columns = new Map<string, string>();
  for (const fact of facts) {
    const wrong = nameTrouble(model.dialect, fact.name, 'column') ?? wrap(columnTrouble(fact, sides, 'create'));
    if (wrong) return because(`${fact.name || 'a field'}: ${wrong.reason}`);
    if (columns.has(model.fold(fact.name))) return because(`two of its columns are called ${fact.name}`);
    columns.set(model.fold(fact.name), typeOf(fact, sides));
  }
  const key = facts.find((fact) => fact.primary);
  model.addTable({
    name: statement.table,
    columns,
    primaryKey: key ? [key.name] : [],
    indexes: new Map(),
    foreignKeys: new Map(),
  });
  if (model.dialect === 'postgresql' && sides.line === 7 && key) model.addOther(`${statement.table}_${key.name}_seq`);
  return undefined;
}

function typeOf(facts: Column | undefined, { dialect, line }: Sides): string {
  if (!facts) return '';
  return facts.primary && dialect === 'postgresql' && line === 7
    ? 'INTEGER'
    : catalogueWord(dialect, line, facts.dataType);
}

/** The field that a statement is about, as it will be; the key of an existing table is none of its columns' business. */
function factsOf({ fieldId = 0 }: Made, sides: Sides): Column | undefined {
  const field = sides.lastFieldById.get(fieldId);
  return field && sides.column(field, {});
}

function wrap(trouble: string | undefined): Failure | undefined {
  return trouble === undefined ? undefined : because(trouble);
}
