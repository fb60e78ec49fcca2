/** Of columns: sizes, defaults, names, keys. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import { addCalculated } from './field-changes.ts';
import { newField, type Oddity, tableOf } from './oddity.ts';
import { longName, oddDefault, ordinaryField } from './values.ts';
import { addTable } from './workshop.ts';

export const COLUMN_ODDITIES: Readonly<Record<string, Oddity>> = {
  'size on a type without': (shop) =>
    void newField(shop, {
      f_data_type: shop.random.pick([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
      f_size: shop.random.pick([3, 10, 10, 300]),
      f_default_value: null,
    }),
  'text without size': (shop) =>
    void newField(shop, { f_data_type: DATA_TYPE.TEXT, f_size: shop.random.pick([null, 0]) }),
  'odd default': (shop) =>
    void newField(shop, {
      f_data_type: shop.random.between(1, 11),
      f_size: 40,
      f_default_value: oddDefault(shop.random),
    }),
  'default becomes odd': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (field) field.f_default_value = oddDefault(shop.random);
  },
  'long column': (shop) => void newField(shop, { f_db_field_name: longName(shop.random, `c${shop.app.number()}`) }),
  'column twice': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (!item || !field) return;
    const name = String(field.f_db_field_name);
    const other = shop.random.chance(0.3) ? name.toUpperCase() : name;
    shop.app.addField(item, { ...ordinaryField(shop.random, shop.names), f_db_field_name: other });
  },
  'calculated becomes a column, or the reverse': (shop) => {
    const field = shop.random.maybe(shop.app.fields.filter((each) => each.f_calc_item));
    if (field) field.f_calc_item = null;
    else addCalculated(shop);
    if (shop.app.line === 7 && shop.random.chance(0.4)) {
      const item = tableOf(shop);
      const column = item && shop.random.maybe(shop.app.columnsOf(item));
      if (column && item) column.f_calc_item = item.id ?? null;
    }
  },
  'calculated without a column name': (shop) => {
    addCalculated(shop);
    const field = shop.app.fields.at(-1);
    if (field?.f_calc_item) field.f_db_field_name = '';
  },
  'key that is no number': (shop) => {
    const item = addTable(shop);
    const field = shop.random.maybe(shop.app.columnsOf(item));
    if (field) item.f_primary_key = field.id ?? null;
  },
  'key with a size and a default': (shop) => {
    const item = addTable(shop);
    const key = shop.app.fieldsOf(item).find((field) => field.id === item.f_primary_key);
    if (key)
      Object.assign(key, { f_size: shop.random.pick([null, 10]), f_default_value: shop.random.pick(['0', '', '5']) });
  },
  'key moves': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (item && field) item.f_primary_key = field.id ?? null;
  },
  'key is renamed': (shop) => {
    const item = tableOf(shop);
    const key = item && shop.app.fieldsOf(item).find((field) => field.id === item.f_primary_key);
    if (key) key.f_db_field_name = shop.names.column(false);
  },
  'names swapped': (shop) => {
    const item = tableOf(shop);
    const [one, two] = item ? shop.random.some(shop.app.columnsOf(item), 2) : [];
    if (!one || !two) return;
    [one.f_db_field_name, two.f_db_field_name] = [two.f_db_field_name ?? null, one.f_db_field_name ?? null];
  },
  'name of a dropped column': (shop) => {
    const item = tableOf(shop);
    const [one, two] = item ? shop.random.some(shop.app.columnsOf(item), 2) : [];
    if (!one || !two) return;
    two.f_db_field_name = one.f_db_field_name ?? null;
    shop.app.removeFields(new Set([one.id]));
  },
  'rename with another type': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (field)
      Object.assign(field, { f_db_field_name: shop.names.column(false), f_data_type: shop.random.between(1, 11) });
  },
  'empty column name': (shop) => void newField(shop, { f_db_field_name: shop.random.pick(['', null]) }),
  'blank in a name': (shop) => void newField(shop, { f_db_field_name: `two words ${shop.app.number()}` }),
  'quote in a name': (shop) => void newField(shop, { f_db_field_name: `quo"te_${shop.app.number()}` }),
  'percent in a name': (shop) => void newField(shop, { f_db_field_name: `rate_%_${shop.app.number()}` }),
  'umlaut in a name': (shop) => void newField(shop, { f_db_field_name: `größe_${shop.app.number()}` }),
};
