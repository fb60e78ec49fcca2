/** What goes wrong, or only looks wrong, in upgrades: each by its name, so that a mismatch tells what it had. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import type { Value } from '../../src/metadata/model.ts';
import type { Application, MutableRow } from './application.ts';
import { addCalculated, addCopy, addTable, fieldsList, removeItem, type Workshop } from './changes.ts';
import type { Random } from './random.ts';
import { longName, oddDefault, ordinaryField } from './values.ts';

/** What somebody does by hand before the import. */
export interface ByHand {
  /** SQL on admin.sqlite. */
  admin: string[];
  /** SQL on the database; names in double quotes. */
  database: string[];
  /** Rows of task.dat with the mark `deleted`. */
  deletedInZip: boolean;
}

export type Oddity = (shop: Workshop, byHand: ByHand) => void;

const tableOf = ({ app, random }: Workshop) => random.maybe(app.realTables());

function newField(shop: Workshop, values: MutableRow): MutableRow | undefined {
  const item = shop.random.chance(0.3) ? addTable(shop) : tableOf(shop);
  return item && shop.app.addField(item, { ...ordinaryField(shop.random, shop.names), ...values });
}

function newIndex(shop: Workshop, values: MutableRow): void {
  const item = tableOf(shop);
  if (!item) return;
  shop.app.addIndex(item, { f_index_name: shop.names.index(), f_unique_index: 0, f_foreign_index: 0, ...values });
}

/** A column that the database has already, and its table. */
function existing(shop: Workshop, settled: Application): { item: MutableRow; field: MutableRow } | undefined {
  const item = shop.random.maybe(settled.realTables());
  const field = item && shop.random.maybe(settled.columnsOf(item));
  const now = field && shop.app.field(field.id);
  return item && now && { item, field: now };
}

const quoted = (name: Value | undefined) => `"${String(name).replaceAll('"', '""')}"`;

export const ODDITIES: Readonly<Record<string, Oddity>> = {
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
  'long table': (shop) => void addTable(shop, { f_table_name: longName(shop.random, `t${shop.app.number()}`) }),
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
  'column twice': (shop) => {
    const item = tableOf(shop);
    const field = item && shop.random.maybe(shop.app.columnsOf(item));
    if (!item || !field) return;
    const name = String(field.f_db_field_name);
    const other = shop.random.chance(0.3) ? name.toUpperCase() : name;
    shop.app.addField(item, { ...ordinaryField(shop.random, shop.names), f_db_field_name: other });
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
  'table twice': (shop) => {
    const item = tableOf(shop);
    if (item) addTable(shop, { f_table_name: item.f_table_name ?? null });
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
  'item without fields': (shop) => {
    const { app, random, names } = shop;
    app.addItem({ parent: random.pick([2, 3]), type_id: 10, f_item_name: names.item(), f_table_name: names.table() });
  },
  'item without key': (shop) => void addTable(shop, { f_primary_key: null }),
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
};

/** Of a database that somebody changed by hand: the live catalogue matters, and nothing is implied any more. */
export const DRIFT: Readonly<Record<string, (shop: Workshop, settled: Application, byHand: ByHand) => void>> = {
  'column gone': (shop, settled, { database }) => {
    const found = existing(shop, settled);
    if (!found) return;
    database.push(dropColumn(shop, found.item, found.field));
    Object.assign(found.field, { f_size: 222, f_default_value: shop.app.line === 7 ? null : '' });
  },
  'column of another type': (shop, settled, { database }) => {
    const found = existing(shop, settled);
    if (!found) return;
    const type = shop.random.pick(typesByHand(shop));
    const change =
      shop.dialect === 'mysql'
        ? `MODIFY ${quoted(found.field.f_db_field_name)} ${type}`
        : `DROP COLUMN ${quoted(found.field.f_db_field_name)} CASCADE, ADD COLUMN ${quoted(found.field.f_db_field_name)} ${type}`;
    database.push(`ALTER TABLE ${quoted(found.item.f_table_name)} ${change}`);
    if (shop.app.line === 7) Object.assign(found.field, { f_size: shop.random.pick([3, 60, 500]) });
    else if (shop.random.chance(0.5)) found.field.f_db_field_name = shop.names.column(false);
  },
  'column there already': (shop, settled, { database }) => {
    const item = shop.random.maybe(settled.realTables());
    const now = shop.app.items.find((each) => each.id === item?.id);
    if (!item || !now) return;
    const field = shop.app.addField(now, ordinaryField(shop.random, shop.names));
    database.push(`ALTER TABLE ${quoted(item.f_table_name)} ADD COLUMN ${quoted(field.f_db_field_name)} integer`);
  },
  'table there already': (shop, _settled, { database }) => {
    const item = addTable(shop);
    database.push(`CREATE TABLE ${quoted(item.f_table_name)} (x integer)`);
  },
  'index there already': (shop, settled, { database }) => {
    const found = existing(shop, settled);
    if (!found) return;
    const index = { f_index_name: shop.names.index(), f_fields_list: fieldsList(shop.random, [found.field.id]) };
    const item = shop.app.items.find((each) => each.id === found.item.id);
    if (!item) return;
    shop.app.addIndex(item, index);
    const key = shop.app.line === 7 ? 'deleted' : quoted(found.field.f_db_field_name);
    database.push(`CREATE INDEX ${quoted(index.f_index_name)} ON ${quoted(found.item.f_table_name)} (${key})`);
  },
  'table gone': (shop, settled, { database }) => {
    const item = shop.random.maybe(settled.realTables());
    if (!item) return;
    const cascade = shop.dialect === 'postgresql' ? ' CASCADE' : '';
    database.push(`DROP TABLE ${quoted(item.f_table_name)}${cascade}`);
    const now = shop.app.items.find((each) => each.id === item.id);
    const field = now && shop.random.maybe(shop.app.columnsOf(now));
    if (field && shop.random.chance(0.7)) field.f_db_field_name = shop.names.column(false);
    else if (now) removeItem(shop.app, now);
  },
};

function dropColumn({ dialect }: Workshop, item: MutableRow, field: MutableRow): string {
  const cascade = dialect === 'postgresql' ? ' CASCADE' : '';
  return `ALTER TABLE ${quoted(item.f_table_name)} DROP COLUMN ${quoted(field.f_db_field_name)}${cascade}`;
}

function typesByHand({ dialect }: { dialect: Workshop['dialect']; random: Random }): string[] {
  return dialect === 'mysql'
    ? ['varchar(30)', 'char(5)', 'bigint', 'int unsigned', 'decimal(10,2)', 'tinyint(1)', 'longtext', 'double', 'date']
    : ['varchar(30)', 'char(5)', 'varchar', 'bigint', 'numeric(10,2)', 'timestamptz'];
}
