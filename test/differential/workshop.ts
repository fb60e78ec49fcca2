/** What a change of an application works with, and what changes of several kinds have in common. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import type { Value } from '../../src/metadata/model.ts';
import type { Dialect } from '../../src/planning/catalogue.ts';
import { type Application, CATALOGS, DETAILS, JOURNALS, type MutableRow } from './application.ts';
import type { Random } from './random.ts';
import { type Names, ordinaryField } from './values.ts';

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

/** A table that is in the database. */
export const table = ({ app, random }: Workshop) => random.maybe(app.realTables());

/** An ordinary column of a table, for changes. */
export function column(shop: Workshop): { item: MutableRow; field: MutableRow } | undefined {
  const item = table(shop);
  const field = item && shop.random.maybe(shop.app.columnsOf(item));
  return field && item && { item, field };
}

/** Does it name the field? */
export function inIndex(index: MutableRow, id: Value | undefined): boolean {
  if (index.f_foreign_field === id) return true;
  return String(index.f_fields_list ?? '').includes(`[${id},`);
}
