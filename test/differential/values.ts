/** Random names, types, sizes and default values: those that a Builder gives, and odd ones. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import type { Value } from '../../src/metadata/model.ts';
import type { Application, MutableRow } from './application.ts';
import type { Random } from './random.ts';

const WORDS = (
  'user desc order group select table index key value name date number type status city phone email total price tax ' +
  'customer invoice track album artist genre media line unit quantity notes photo hidden active label comment level ' +
  'primary check default column constraint references limit offset from where to year month'
).split(' ');

/** How an application writes its names. */
export type NameStyle = 'lower' | 'upper' | 'mixed';

export class Names {
  readonly #random: Random;
  readonly #app: () => Application;
  readonly #style: NameStyle;

  constructor(random: Random, app: () => Application, style: NameStyle) {
    this.#random = random;
    this.#app = app;
    this.#style = style;
  }

  /** Reserved words among them, and sometimes nothing but such a word. */
  column(bare = this.#random.chance(0.3)): string {
    const word = this.#random.pick(WORDS);
    const taken = this.#app().fields.some((field) => String(field.f_db_field_name).toLowerCase() === word);
    return this.#styled(bare && !taken ? word : `${word}_${this.#app().number()}`);
  }

  table(): string {
    const word = this.#random.pick(WORDS);
    const bare = this.#random.chance(0.15);
    const taken = this.#app().items.some((item) => String(item.f_table_name).toLowerCase() === word);
    return this.#styled(bare && !taken ? word : `app_${word}_${this.#app().number()}`);
  }

  index(): string {
    return this.#styled(`${this.#random.pick(WORDS)}_idx_${this.#app().number()}`);
  }

  foreignKey(): string {
    return this.#styled(`fk_${this.#random.pick(WORDS)}_${this.#app().number()}`);
  }

  item(): string {
    return `${this.#random.pick(WORDS)}_item_${this.#app().number()}`;
  }

  #styled(name: string): string {
    if (this.#style === 'lower') return name;
    if (this.#style === 'upper' || this.#random.chance(0.3)) return name.toUpperCase();
    return this.#random.chance(0.5) ? name : name.replace(/^./, (first) => first.toUpperCase());
  }
}

const TYPES = Object.values(DATA_TYPE);
const COMMON = [DATA_TYPE.TEXT, DATA_TYPE.TEXT, DATA_TYPE.TEXT, DATA_TYPE.INTEGER, DATA_TYPE.INTEGER];

export function dataType(random: Random): number {
  return random.chance(0.4) ? random.pick(COMMON) : random.pick(TYPES);
}

/** A size that the Builder would give. */
export function sizeFor(random: Random, type: number): Value {
  if (type === DATA_TYPE.TEXT) return random.pick([1, 10, 20, 40, 100, 200]);
  return random.pick([null, null, 0]);
}

/** A default value that every database takes. */
export function goodDefault(random: Random, type: number): Value {
  if (random.chance(0.6)) return null;
  switch (type) {
    case DATA_TYPE.TEXT:
      return random.pick(['', 'new', 'a b', 'x%y', '0']);
    case DATA_TYPE.INTEGER:
      return random.pick(['0', '1', '-5']);
    case DATA_TYPE.FLOAT:
    case DATA_TYPE.CURRENCY:
      return random.pick(['0', '1.5', '-0.25']);
    case DATA_TYPE.BOOLEAN:
      return random.pick(['true', 'false', '', 'yes']);
    case DATA_TYPE.DATE:
    case DATA_TYPE.DATETIME:
      return random.pick(['CURRENT DATE', '']);
    default:
      return null;
  }
}

export function oddDefault(random: Random): Value {
  return random.pick([
    '',
    "it's",
    "it''s",
    'abc',
    'c\\d',
    'tail\\',
    'true',
    'false',
    '1,5',
    '99999999999',
    ' 7 ',
    'NULL',
    '%s',
    '{"a": 1}',
    'x"y',
    '0x10',
    '1e3',
  ]);
}

/** Longer than PostgreSQL's 63 and MySQL's 64 characters, or just as long. */
export function longName(random: Random, start: string): string {
  return `${start}_${'long_name_'.repeat(9)}`.slice(0, random.pick([63, 64, 64, 65, 70]));
}

/** An ordinary field of a table. */
export function ordinaryField(random: Random, names: Names): MutableRow {
  const type = dataType(random);
  return {
    f_data_type: type,
    f_size: sizeFor(random, type),
    f_default_value: goodDefault(random, type),
    f_db_field_name: names.column(),
    f_required: random.chance(0.2) ? 1 : 0,
  };
}
