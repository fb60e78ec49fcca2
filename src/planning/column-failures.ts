/** What a server refuses in the definition of a column as Jam.py writes it: sizes and defaults. */
import { DATA_TYPE } from '../metadata/enums.ts';
import type { Line } from '../metadata/model.ts';
import type { Dialect } from './catalogue.ts';
import { type Column, defaultText } from './sql/dialect.ts';

type Where = 'create' | 'add' | 'default';

const { TEXT, INTEGER, FLOAT, CURRENCY, DATE, DATETIME, BOOLEAN, LONGTEXT, KEYS, FILE, IMAGE } = DATA_TYPE;

/** One clause, or undefined when the server takes it. */
export function columnTrouble(
  column: Column,
  { dialect, line }: { dialect: Dialect; line: Line },
  where: Where,
): string | undefined {
  const size = where === 'default' ? undefined : sizeTrouble(column, dialect, line, where);
  return size ?? keyTrouble(column, dialect, line, where) ?? defaultTrouble(column, dialect, line);
}

export function sizeTrouble(
  { dataType, size }: Column,
  dialect: Dialect,
  line: Line,
  where: Where,
): string | undefined {
  const is = (...types: readonly number[]) => types.includes(dataType);
  if (dialect === 'mysql' && is(TEXT) && size === 0) return 'MySQL needs a size for VARCHAR, and it has none';
  if (size < 0) return `${size} is no size`;
  if (where !== 'add' || size === 0) return undefined;
  const refused = `it has the size ${size}, which Jam.py writes behind a type that takes none`;
  if (dialect === 'mysql') {
    if (is(DATE, LONGTEXT, FLOAT, CURRENCY)) return refused;
    if (is(KEYS, FILE, IMAGE) && (line === 5 || !is(KEYS))) return refused;
    if (is(DATETIME) && size > 6) return refused;
    if (is(INTEGER, BOOLEAN) && size > 255) return refused;
  }
  if (dialect === 'postgresql' && line === 5) {
    if (is(INTEGER, BOOLEAN, DATE, LONGTEXT, KEYS, FILE, IMAGE)) return refused;
    if (is(FLOAT, CURRENCY) && size > 1000) return refused;
  }
  return undefined;
}

function keyTrouble({ primary, dataType }: Column, dialect: Dialect, line: Line, where: Where): string | undefined {
  if (!primary || where !== 'create') return undefined;
  const number = dataType === INTEGER || dataType === BOOLEAN;
  if (dialect === 'mysql' && !number && dataType !== FLOAT && dataType !== CURRENCY)
    return 'MySQL counts up numbers only, and the primary key is none';
  if (dialect === 'postgresql' && line === 5 && (dataType === DATE || dataType === DATETIME))
    return 'a sequence gives no dates';
  return undefined;
}

export function defaultTrouble(column: Column, dialect: Dialect, line: Line): string | undefined {
  const value = defaultText(line, column);
  if (value === undefined) return undefined;
  if (column.primary && dialect === 'postgresql') return 'the primary key has a default value beside its own';
  if (column.primary && dialect === 'mysql')
    return 'the primary key has a default value, which a counted number can not have';
  if ([TEXT, LONGTEXT, FILE, IMAGE].includes(column.dataType as never)) {
    const inside = value.slice(1, -1);
    if (inside.replaceAll("''", '').includes("'")) return 'its default value has a quote, which Jam.py does not escape';
    const tail = /\\+$/.exec(inside)?.[0] ?? '';
    if (dialect === 'mysql' && tail.length % 2 === 1)
      return 'its default value ends with a backslash, which eats the quote';
    if (dialect === 'mysql' && column.dataType === TEXT && column.size > 0) return tooLong(inside, column.size);
    return undefined;
  }
  if (value.trim() === '') return 'its default value is empty, and Jam.py writes DEFAULT with nothing behind it';
  if (NUMBER.test(value.trim())) return numberTrouble(column, value.trim(), dialect);
  if (/^null$/i.test(value.trim())) return undefined;
  if (dialect === 'sqlite' && /^[A-Za-z_]\w*$/.test(value.trim())) return undefined;
  return `its default value ${JSON.stringify(value)} is no number`;
}

function tooLong(inside: string, size: number): string | undefined {
  const length = Array.from(inside.replaceAll("''", "'").replace(/\\(.)/gs, '$1')).length;
  return length > size ? `its default value has ${length} characters and the column takes ${size}` : undefined;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Jam.py 7 on MySQL gives a column that changes its old type anew, with the default value of the new one: what the server
 * says of the two together.
 * @param rest `VARCHAR(40) DEFAULT 'x'`
 */
export function changedDefaultTrouble(rest: string): string | undefined {
  const [, type = '', value = ''] = /^(.*?) DEFAULT (.*)$/s.exec(rest) ?? [];
  if (value === '' || /^null$/i.test(value.trim())) return undefined;
  const quoted = /^'(.*)'$/s.exec(value)?.[1];
  const plain = quoted ?? value.trim();
  const size = /^(?:var)?char\((\d+)\)/i.exec(type)?.[1];
  if (size !== undefined) return tooLong(plain, Number(size));
  if (/text|blob/i.test(type)) return undefined;
  if (/^(date|time)/i.test(type)) {
    const is = /^\d{4}-\d\d-\d\d/.test(plain) || /^0+$/.test(plain);
    return is ? undefined : `its default value ${value} is no date, and the column is ${type}`;
  }
  return NUMBER.test(plain.trim()) ? undefined : `its default value ${value} is no number, and the column is ${type}`;
}

/** Jam.py 7 on PostgreSQL leaves the type as it is, and gives the column the default value of the new one. */
export function liveDefaultTrouble(type: string, value: string): string | undefined {
  const quoted = /^'(.*)'$/s.exec(value)?.[1]?.trim();
  if (/^null$/i.test(value.trim())) return undefined;
  if (/^(DATE|TIMESTAMP)/.test(type)) {
    const isDate = quoted !== undefined && /^\d{4}-\d\d-\d\d/.test(quoted);
    return isDate ? undefined : `its default value ${value} is no date, and the column is ${type}`;
  }
  const numbers = /^(INTEGER|BIGINT|SMALLINT)/.test(type) ? /^[+-]?\d+$/ : NUMBER;
  if (quoted === undefined || !/^(INTEGER|BIGINT|SMALLINT|NUMERIC)/.test(type) || numbers.test(quoted))
    return undefined;
  return `its default value ${value} is no number, and the column is ${type}`;
}

const WHOLE = 2_147_483_647;

function numberTrouble({ dataType }: Column, value: string, dialect: Dialect): string | undefined {
  if (dialect === 'sqlite') return undefined;
  if ([INTEGER, BOOLEAN].includes(dataType as never) && Math.abs(Number(value)) > WHOLE + 1)
    return `its default value ${value} is too large`;
  return undefined;
}
