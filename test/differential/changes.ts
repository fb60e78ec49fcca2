/** What developers do to an application between two releases; imports of these are meant to work. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import type { Value } from '../../src/metadata/model.ts';
import type { Dialect } from '../../src/planning/catalogue.ts';
import { type Application, CATALOGS, DETAILS, JOURNALS, type MutableRow } from './application.ts';
import type { Random } from './random.ts';
import { goodDefault, type Names, ordinaryField, sizeFor } from './values.ts';

export interface Workshop {
  random: Random;
  app: Application;
  names: Names;
  dialect: Dialect;
}

export type Change = (shop: Workshop) => void;

/** A table with its key and some fields, as the Builder of the line makes it. */
export function addTable(shop: Workshop, values: MutableRow = {}): MutableRow {
  const { app, random, names } = shop;
  const isDetail = app.line === 5 && random.chance(0.25);
  const parent = isDetail ? DETAILS : random.pick([CATALOGS, JOURNALS]);
  const group = app.items.find((item) => item.id === parent);
  const item = app.addItem({
    parent,
    type_id: isDetail ? 12 : 10,
    f_item_name: names.item(),
    f_table_name: names.table(),
    f_gen_name: random.chance(0.5) ? 'whatever_seq' : null,
    f_soft_delete: random.chance(0.5) ? 1 : 0,
  });
  if (app.line === 5) {
    Object.assign(item, { f_primary_key: group?.f_primary_key ?? null, f_deleted_flag: group?.f_deleted_flag ?? null });
  } else {
    const key = app.addField(item, { f_data_type: DATA_TYPE.INTEGER, f_db_field_name: 'id' });
    const deleted = app.addField(item, {
      f_data_type: DATA_TYPE.BOOLEAN,
      f_db_field_name: 'deleted',
      f_default_value: random.pick(['false', null]),
    });
    Object.assign(item, { f_primary_key: key.id, f_deleted_flag: deleted.id });
  }
  for (let count = random.between(1, 5); count > 0; count--) app.addField(item, ordinaryField(random, names));
  Object.assign(item, values);
  return item;
}

const table = ({ app, random }: Workshop) => random.maybe(app.realTables());

/** An ordinary column of a table, for changes. */
function column(shop: Workshop): { item: MutableRow; field: MutableRow } | undefined {
  const item = table(shop);
  const field = item && shop.random.maybe(shop.app.columnsOf(item));
  return field && item && { item, field };
}

function inIndex(index: MutableRow, id: Value | undefined): boolean {
  if (index.f_foreign_field === id) return true;
  return String(index.f_fields_list ?? '').includes(`[${id},`);
}

function dropField(shop: Workshop): void {
  const found = column(shop);
  if (!found || shop.app.columnsOf(found.item).length < 2) return;
  const { id } = found.field;
  shop.app.removeIndices((index) => inIndex(index, id));
  shop.app.removeFields(new Set([id]));
}

function dropTable(shop: Workshop): void {
  const { app } = shop;
  const item = table(shop);
  if (!item || app.realTables().length < 2) return;
  removeItem(app, item);
}

export function removeItem(app: Application, item: MutableRow): void {
  const gone = new Set<Value | undefined>([item.id]);
  for (const other of app.items) if (other.table_id === item.id || other.f_copy_of === item.id) gone.add(other.id);
  const references = new Set(app.fields.filter((field) => gone.has(field.f_object)).map((field) => field.id));
  app.removeIndices((index) => gone.has(index.owner_rec_id) || references.has(index.f_foreign_field));
  app.fields = app.fields.filter((field) => !gone.has(field.owner_rec_id));
  for (const field of app.fields) if (gone.has(field.f_object)) field.f_object = null;
  app.items = app.items.filter((other) => !gone.has(other.id));
}

function rename(shop: Workshop): void {
  const found = column(shop);
  if (found) found.field.f_db_field_name = shop.names.column(false);
}

function renameItem({ app, random, names }: Workshop): void {
  const item = random.maybe(app.tables());
  if (item) Object.assign(item, { f_item_name: names.item(), f_name: 'Renamed' });
}

function resize(shop: Workshop): void {
  const found = column(shop);
  // Jam.py 5 on PostgreSQL refuses every such change: seldom.
  const refused = shop.app.line === 5 && shop.dialect === 'postgresql';
  if (!found || (refused && shop.random.chance(0.9))) return;
  if (found.field.f_data_type === DATA_TYPE.TEXT) found.field.f_size = shop.random.pick([1, 5, 50, 150, 250]);
}

function retype(shop: Workshop): void {
  const found = column(shop);
  const refused = shop.app.line === 5 && shop.dialect === 'postgresql';
  if (!found || (refused && shop.random.chance(0.9))) return;
  const type = shop.random.pick(Object.values(DATA_TYPE));
  const { random } = shop;
  Object.assign(found.field, {
    f_data_type: type,
    f_size: sizeFor(random, type),
    f_default_value: goodDefault(random, type),
  });
}

function redefault(shop: Workshop): void {
  const found = column(shop);
  if (found) found.field.f_default_value = goodDefault(shop.random, Number(found.field.f_data_type));
}

function several(shop: Workshop): void {
  const found = column(shop);
  if (!found) return;
  rename(shop);
  found.field.f_db_field_name = shop.names.column(false);
  redefault(shop);
  if (shop.app.line === 7 && found.field.f_data_type === DATA_TYPE.TEXT) found.field.f_size = 120;
}

/** Jam.py 5 may take the group's fields too. */
export function indexable({ app, dialect }: Workshop, item: MutableRow): MutableRow[] {
  const group = app.line === 5 ? app.fields.filter((field) => field.owner_rec_id === item.parent) : [];
  const texts: readonly number[] = [DATA_TYPE.LONGTEXT, DATA_TYPE.KEYS, DATA_TYPE.FILE, DATA_TYPE.IMAGE];
  return [...app.columnsOf(item), ...group].filter(
    (field) => dialect !== 'mysql' || !texts.includes(Number(field.f_data_type)),
  );
}

export function fieldsList(random: Random, ids: readonly unknown[]): string {
  return JSON.stringify(ids.map((id) => [id, random.chance(0.3)]));
}

function addIndex(shop: Workshop): void {
  const { app, random, names } = shop;
  const item = table(shop);
  if (!item) return;
  const fields = random.some(indexable(shop, item), random.between(1, 3));
  if (fields.length === 0) return;
  const ids = fields.map((field) => field.id);
  app.addIndex(item, {
    f_index_name: names.index(),
    f_unique_index: random.chance(0.3) ? 1 : 0,
    f_foreign_index: 0,
    f_fields_list: fieldsList(random, ids),
    descending: random.chance(0.2) ? 1 : 0,
  });
}

function dropIndex({ app, random }: Workshop): void {
  const index = random.maybe(app.indices);
  if (index) app.removeIndices((each) => each === index);
}

/** The same name under a new id, as a changed index must have it. */
function renewIndex({ app, random, names }: Workshop): void {
  const index = random.maybe(app.indices.filter((each) => !each.f_foreign_index));
  const owner = index && app.items.find((item) => item.id === index.owner_rec_id);
  if (!index || !owner) return;
  const { id } = index;
  app.removeIndices((each) => each.id === id);
  const name = random.chance(0.5) ? index.f_index_name : names.index();
  app.addIndex(owner, { ...index, f_index_name: name ?? null, f_unique_index: index.f_unique_index ? 0 : 1 });
}

/** Nothing happens in the database. */
function editIndex({ app, random, names }: Workshop): void {
  const index = random.maybe(app.indices);
  if (!index) return;
  if (random.chance(0.5)) index.f_unique_index = index.f_unique_index ? 0 : 1;
  else index.f_index_name = names.index();
}

function keyOf(app: Application, item: MutableRow | undefined): MutableRow | undefined {
  return item && app.field(item.f_primary_key);
}

function addForeignKey(shop: Workshop): void {
  const { app, random, names } = shop;
  const item = table(shop);
  const target = random.maybe(app.realTables().filter((each) => keyOf(app, each)?.f_data_type === DATA_TYPE.INTEGER));
  if (!item || !target) return;
  const field = app.addField(item, {
    ...ordinaryField(random, names),
    f_data_type: DATA_TYPE.INTEGER,
    f_size: null,
    f_default_value: null,
    f_object: target.id ?? null,
  });
  app.addIndex(item, { f_index_name: names.foreignKey(), f_foreign_index: 1, f_foreign_field: field.id ?? null });
}

function addLookup(shop: Workshop): void {
  const { app, random, names } = shop;
  const item = table(shop);
  const master = item && random.maybe(app.fieldsOf(item).filter((field) => field.f_object));
  if (!item || !master) return;
  app.addField(item, { ...ordinaryField(random, names), f_master_field: master.id ?? null });
}

function toLookup(shop: Workshop): void {
  const { app, random } = shop;
  const found = column(shop);
  if (!found || app.columnsOf(found.item).length < 3) return;
  const { field, item } = found;
  if (app.indices.some((index) => inIndex(index, field.id))) return;
  const master = random.maybe(app.columnsOf(item).filter((each) => each !== field));
  field.f_master_field = master?.id ?? null;
}

function fromLookup(shop: Workshop): void {
  const { app, random, names } = shop;
  const item = table(shop);
  const field = item && random.maybe(app.fieldsOf(item).filter((each) => each.f_master_field));
  if (field) Object.assign(field, { f_master_field: null, f_db_field_name: names.column(false) });
}

function addDetail({ app, random, names }: Workshop): void {
  const master = random.maybe(app.tables().filter((item) => item.type_id === 10));
  const prototype = random.maybe(app.tables().filter((item) => item.type_id === (app.line === 5 ? 12 : 10)));
  if (!master || !prototype) return;
  const link = app.line === 7 ? (random.maybe(app.columnsOf(prototype))?.id ?? null) : null;
  app.addItem({
    parent: master.id ?? null,
    type_id: 14,
    table_id: prototype.id ?? null,
    f_item_name: random.chance(0.7) ? (prototype.f_item_name ?? null) : names.item(),
    f_table_name: prototype.f_table_name ?? null,
    ...(app.line === 7 ? { f_master_field: link } : {}),
  });
}

function dropDetail({ app, random }: Workshop): void {
  const detail = random.maybe(app.items.filter((item) => item.type_id === 14));
  if (detail) app.items = app.items.filter((item) => item !== detail);
}

function addVirtual(shop: Workshop): void {
  const named = shop.random.chance(0.5);
  const item = addTable(shop, { f_virtual_table: 1 });
  if (!named) item.f_table_name = '';
}

function addReport({ app, names }: Workshop): void {
  app.addItem({ parent: 5, type_id: 13, f_item_name: names.item(), f_view_template: 'report.ods' });
}

function toVirtual({ app, random }: Workshop): void {
  const quiet = (item: MutableRow) => app.indicesOf(item).length === 0;
  const item = random.maybe(app.realTables().filter(quiet));
  if (item && app.realTables().length > 1) item.f_virtual_table = 1;
}

/** Jam.py 7: a second item on the table of another. */
export function addCopy(shop: Workshop): void {
  const { app } = shop;
  if (app.line !== 7) return;
  const original = table(shop);
  if (!original) return;
  const copy = app.addItem({
    ...original,
    f_item_name: shop.names.item(),
    f_copy_of: original.id ?? null,
  });
  for (const field of app.fieldsOf(original)) {
    const { id } = field;
    const twin = app.addField(copy, { ...field, owner_rec_id: copy.id ?? null });
    if (id === original.f_primary_key) copy.f_primary_key = twin.id ?? null;
    if (id === original.f_deleted_flag) copy.f_deleted_flag = twin.id ?? null;
  }
}

/** Jam.py 7: a sum over a detail; an import makes a column of it only together with its table. */
export function addCalculated(shop: Workshop): void {
  const { app, random, names } = shop;
  if (app.line !== 7) return;
  const item = random.chance(0.5) ? addTable(shop) : table(shop);
  if (!item) return;
  app.addField(item, {
    ...ordinaryField(random, names),
    f_data_type: DATA_TYPE.CURRENCY,
    f_size: 0,
    f_default_value: null,
    f_calc_item: random.pick(app.items).id ?? null,
    f_calc_op: 1,
  });
}

function moveGroup({ app, random }: Workshop): void {
  // On Jam.py 5 the key belongs to the group: such a move would take the key from the item.
  if (app.line === 5) return;
  const item = random.maybe(app.tables());
  if (item) item.parent = random.pick([CATALOGS, JOURNALS]);
}

/** Jam.py 5: a field that all items of a group have; tables that are there do not get it. */
function addCommonField({ app, random, names }: Workshop): void {
  if (app.line !== 5) return;
  const group = app.items.find((item) => item.id === random.pick([CATALOGS, JOURNALS, DETAILS]));
  if (group) app.addField(group, ordinaryField(random, names));
}

function editOther({ app, random }: Workshop): void {
  const field = random.maybe(app.fields);
  if (field) Object.assign(field, { f_name: 'Other caption', f_help: 'Help', f_required: 1 });
  const item = random.maybe(app.tables());
  if (item) Object.assign(item, { f_server_module: '# changed\n', f_index: random.between(0, 20) });
}

export const CHANGES: readonly [weight: number, change: Change][] = [
  [10, (shop) => void addTable(shop)],
  [
    12,
    (shop) => {
      const item = table(shop);
      if (item) shop.app.addField(item, ordinaryField(shop.random, shop.names));
    },
  ],
  [8, rename],
  [6, dropField],
  [3, dropTable],
  [2, renameItem],
  [6, resize],
  [4, retype],
  [6, redefault],
  [3, several],
  [9, addIndex],
  [5, dropIndex],
  [4, renewIndex],
  [1, editIndex],
  [7, addForeignKey],
  [3, addLookup],
  [2, toLookup],
  [2, fromLookup],
  [4, addDetail],
  [2, dropDetail],
  [2, addVirtual],
  [1, addReport],
  [1, toVirtual],
  [2, addCopy],
  [2, addCalculated],
  [2, moveGroup],
  [1, addCommonField],
  [2, editOther],
];
