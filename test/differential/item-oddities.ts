import { addCopy, removeItem } from './changes.ts';
import { fieldsList } from './index-changes.ts';
import { type Oddity, tableOf } from './oddity.ts';
import { longName, ordinaryField } from './values.ts';
import { addTable } from './workshop.ts';

export const ITEM_ODDITIES: Readonly<Record<string, Oddity>> = {
  'long table': (shop) => void addTable(shop, { f_table_name: longName(shop.random, `t${shop.app.number()}`) }),
  'table twice': (shop) => {
    const item = tableOf(shop);
    if (item) addTable(shop, { f_table_name: item.f_table_name ?? null });
  },
  'virtual becomes real': ({ app, random, names }) => {
    const item = random.maybe(app.tables().filter((each) => each.f_virtual_table));
    if (!item) return;
    item.f_virtual_table = random.pick([0, null]);
    const field = random.maybe(app.columnsOf(item));
    if (field) field.f_db_field_name = names.column(false);
  },
  'copy with its index, or no longer a copy': (shop) => {
    const copy = shop.random.maybe(shop.app.items.filter((item) => item.f_copy_of));
    if (!copy) addCopy(shop);
    else if (shop.random.chance(0.5)) {
      copy.f_copy_of = null;
      const field = shop.random.maybe(shop.app.columnsOf(copy));
      if (field) field.f_db_field_name = shop.names.column(false);
    } else {
      const field = shop.random.maybe(shop.app.columnsOf(copy));
      if (field)
        shop.app.addIndex(copy, {
          f_index_name: shop.names.index(),
          f_fields_list: fieldsList(shop.random, [field.id]),
        });
    }
  },
  'item without fields': (shop) => {
    const { app, random, names } = shop;
    app.addItem({ parent: random.pick([2, 3]), type_id: 10, f_item_name: names.item(), f_table_name: names.table() });
  },
  'item without key': (shop) => void addTable(shop, { f_primary_key: null }),
  'table in another case': (shop) => {
    const item = tableOf(shop);
    if (!item) return;
    const name = String(item.f_table_name);
    item.f_table_name = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
    shop.app.addField(item, ordinaryField(shop.random, shop.names));
  },
  'new id for an old table': (shop) => {
    const item = tableOf(shop);
    if (!item) return;
    const { f_table_name } = item;
    removeItem(shop.app, item);
    addTable(shop, { f_table_name: f_table_name ?? null });
  },
  'empty table name': (shop) => void addTable(shop, { f_table_name: shop.random.pick(['', null]) }),
  'table gets its name': (shop) => {
    const item = shop.random.maybe(shop.app.tables().filter((each) => !each.f_table_name));
    if (item) item.f_table_name = shop.names.table();
  },
  'journal item': ({ app, names }) =>
    void app.addItem({ parent: 3, type_id: 11, f_item_name: names.item(), f_table_name: names.table() }),
  'generator missing': (shop, { admin }) => {
    const item = tableOf(shop);
    if (!item) return;
    admin.push(
      `UPDATE SYS_ITEMS SET F_GEN_NAME = ${shop.random.pick(["''", 'NULL', "'other_seq'"])} WHERE ID = ${item.id}`,
    );
    if (shop.app.realTables().length > 1) removeItem(shop.app, item);
  },
  'deleted in admin.sqlite': (shop, { admin }) => {
    const { app, random } = shop;
    const kind = random.between(0, 2);
    const item = tableOf(shop);
    const field = item && random.maybe(app.columnsOf(item));
    const index = random.maybe(app.indices);
    if (kind === 0 && field) admin.push(`UPDATE SYS_FIELDS SET DELETED = 1 WHERE ID = ${field.id}`);
    if (kind === 1 && item) admin.push(`UPDATE SYS_ITEMS SET DELETED = 1 WHERE ID = ${item.id}`);
    if (kind === 2 && index) admin.push(`UPDATE SYS_INDICES SET DELETED = 1 WHERE ID = ${index.id}`);
  },
  'deleted in the zip': (_shop, byHand) => {
    byHand.deletedInZip = true;
  },
  'id of another item': (shop) => {
    const item = tableOf(shop);
    if (!item) return;
    if (shop.random.chance(0.5)) item.f_table_name = shop.names.table();
    else item.type_id = shop.random.pick([11, 13]);
  },
};
