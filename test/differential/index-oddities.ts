/** Of indexes and foreign keys. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import { fieldsList } from './index-changes.ts';
import { newField, newIndex, type Oddity, tableOf } from './oddity.ts';
import { longName } from './values.ts';
import { addTable } from './workshop.ts';

export const INDEX_ODDITIES: Readonly<Record<string, Oddity>> = {
  'long index': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (!item || !field) return;
    const start = `i${shop.app.number()}`;
    for (const tail of ['', 'x']) {
      const name = `${longName(shop.random, start)}${shop.random.chance(0.5) ? tail : ''}`;
      shop.app.addIndex(item, { f_index_name: name, f_fields_list: fieldsList(shop.random, [field.id]) });
    }
  },
  'long key name': (shop) => {
    const item = addTable(shop, { f_table_name: longName(shop.random, `t${shop.app.number()}`).slice(0, 55) });
    newIndex(shop, { f_fields_list: fieldsList(shop.random, [shop.app.columnsOf(item)[0]?.id]) });
  },
  'index twice': (shop) => {
    const index = shop.random.maybe(shop.app.indices);
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (!index || !field) return;
    newIndex(shop, {
      f_index_name: index.f_index_name ?? null,
      f_fields_list: fieldsList(shop.random, [field.id]),
    });
  },
  'index named as a table': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (item && field)
      newIndex(shop, { f_index_name: item.f_table_name ?? null, f_fields_list: fieldsList(shop.random, [field.id]) });
  },
  'index of a missing field': (shop) =>
    newIndex(shop, {
      f_fields_list: shop.random.pick(['[[99999, false]]', '[[99999, true], [1, false]]', '', '[]']),
    }),
  'index of a lookup': (shop) => {
    const lookup = shop.random.maybe(shop.app.fields.filter((field) => field.f_master_field));
    const owner = shop.app.items.find((item) => item.id === lookup?.owner_rec_id);
    if (!lookup || !owner) return;
    shop.app.addIndex(owner, {
      f_index_name: shop.names.index(),
      f_fields_list: fieldsList(
        shop.random,
        [lookup.id, ...shop.app.columnsOf(owner).map((field) => field.id)].slice(0, 2),
      ),
    });
  },
  'index of a text without end': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item).filter((each) => Number(each.f_data_type) >= 8));
    if (!field || !item) return;
    shop.app.addIndex(item, {
      f_index_name: shop.names.index(),
      f_unique_index: shop.random.chance(0.4) ? 1 : 0,
      f_fields_list: fieldsList(shop.random, [field.id]),
    });
  },
  'column twice in an index': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (item && field)
      shop.app.addIndex(item, {
        f_index_name: shop.names.index(),
        f_fields_list: fieldsList(shop.random, [field.id, field.id]),
      });
  },
  'index of a virtual item': (shop) => {
    const { app, random, names } = shop;
    const item = random.chance(0.5) ? addTable(shop, { f_virtual_table: 1 }) : random.maybe(app.tables());
    if (!item) return;
    item.f_virtual_table = 1;
    const ids = random.some(app.columnsOf(item), 2).map((field) => field.id);
    if (ids.length > 0) app.addIndex(item, { f_index_name: names.index(), f_fields_list: fieldsList(random, ids) });
  },
  'foreign key to a missing item': (shop) => {
    const field = newField(shop, { f_data_type: DATA_TYPE.INTEGER, f_size: null, f_object: 99_999 });
    const item = shop.app.items.find((each) => each.id === field?.owner_rec_id);
    if (!item || !field) return;
    const index = { f_index_name: shop.names.foreignKey(), f_foreign_index: 1, f_foreign_field: field.id ?? null };
    shop.app.addIndex(item, index);
  },
  'foreign key of another type': (shop) => {
    const target = tableOf(shop);
    if (!target) return;
    const field = newField(shop, {
      f_data_type: shop.random.pick([1, 3, 5, 7, 8]),
      f_size: null,
      f_default_value: null,
      f_object: target.id ?? null,
    });
    if (field && field.f_data_type === 1) field.f_size = 20;
    const item = shop.app.items.find((each) => each.id === field?.owner_rec_id);
    if (item && field)
      shop.app.addIndex(item, {
        f_index_name: shop.names.foreignKey(),
        f_foreign_index: 1,
        f_foreign_field: field.id ?? null,
      });
  },
  'column dropped, its index stays': (shop) => {
    const index = shop.random.maybe(shop.app.indices.filter((each) => !each.f_foreign_index));
    const id = /\[(\d+),/.exec(String(index?.f_fields_list ?? ''))?.[1];
    if (id) shop.app.removeFields(new Set([Number(id)]));
  },
  'table dropped, references stay': (shop) => {
    const key = shop.random.maybe(shop.app.indices.filter((each) => each.f_foreign_index));
    const target = shop.app.items.find((item) => item.id === shop.app.field(key?.f_foreign_field)?.f_object);
    if (!target || !key) return;
    const both = shop.random.chance(0.5);
    const owner = shop.app.items.find((item) => item.id === key.owner_rec_id);
    shop.app.items = shop.app.items.filter((item) => item !== target && !(both && item === owner));
    shop.app.fields = shop.app.fields.filter((field) => field.owner_rec_id !== target.id);
    shop.app.removeIndices((index) => index.owner_rec_id === target.id);
  },
};
