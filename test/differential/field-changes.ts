/** What developers do to fields between two releases. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import { CATALOGS, DETAILS, JOURNALS } from './application.ts';
import { goodDefault, ordinaryField, sizeFor } from './values.ts';
import { addTable, column, inIndex, table, type Workshop } from './workshop.ts';

export function addField(shop: Workshop): void {
  const item = table(shop);
  if (item) shop.app.addField(item, ordinaryField(shop.random, shop.names));
}

export function rename(shop: Workshop): void {
  const found = column(shop);
  if (found) found.field.f_db_field_name = shop.names.column(false);
}

export function resize(shop: Workshop): void {
  const found = column(shop);
  // Jam.py 5 on PostgreSQL refuses every such change: seldom.
  const refused = shop.app.line === 5 && shop.dialect === 'postgresql';
  if (!found || (refused && shop.random.chance(0.9))) return;
  if (found.field.f_data_type === DATA_TYPE.TEXT) found.field.f_size = shop.random.pick([1, 5, 50, 150, 250]);
}

export function retype(shop: Workshop): void {
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

export function redefault(shop: Workshop): void {
  const found = column(shop);
  if (found) found.field.f_default_value = goodDefault(shop.random, Number(found.field.f_data_type));
}

export function several(shop: Workshop): void {
  const found = column(shop);
  if (!found) return;
  rename(shop);
  found.field.f_db_field_name = shop.names.column(false);
  redefault(shop);
  if (shop.app.line === 7 && found.field.f_data_type === DATA_TYPE.TEXT) found.field.f_size = 120;
}

export function dropField(shop: Workshop): void {
  const found = column(shop);
  if (!found || shop.app.columnsOf(found.item).length < 2) return;
  const { id } = found.field;
  shop.app.removeIndices((index) => inIndex(index, id));
  shop.app.removeFields(new Set([id]));
}

export function addLookup(shop: Workshop): void {
  const { app, random, names } = shop;
  const item = table(shop);
  const master = item && random.maybe(app.fieldsOf(item).filter((field) => field.f_object));
  if (!item || !master) return;
  app.addField(item, { ...ordinaryField(random, names), f_master_field: master.id ?? null });
}

export function toLookup(shop: Workshop): void {
  const { app, random } = shop;
  const found = column(shop);
  if (!found || app.columnsOf(found.item).length < 3) return;
  const { field, item } = found;
  if (app.indices.some((index) => inIndex(index, field.id))) return;
  const master = random.maybe(app.columnsOf(item).filter((each) => each !== field));
  field.f_master_field = master?.id ?? null;
}

export function fromLookup(shop: Workshop): void {
  const { app, random, names } = shop;
  const item = table(shop);
  const field = item && random.maybe(app.fieldsOf(item).filter((each) => each.f_master_field));
  if (field) Object.assign(field, { f_master_field: null, f_db_field_name: names.column(false) });
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

/** Jam.py 5: a field that all items of a group have; tables that are there do not get it. */
export function addCommonField({ app, random, names }: Workshop): void {
  if (app.line !== 5) return;
  const group = app.items.find((item) => item.id === random.pick([CATALOGS, JOURNALS, DETAILS]));
  if (group) app.addField(group, ordinaryField(random, names));
}
