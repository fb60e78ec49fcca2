/** What developers do to indexes and foreign keys between two releases. */
import { DATA_TYPE } from '../../src/metadata/enums.ts';
import type { Application, MutableRow } from './application.ts';
import type { Random } from './random.ts';
import { ordinaryField } from './values.ts';
import { table, type Workshop } from './workshop.ts';

/** Jam.py 5 may take the group's fields too. */
function indexable({ app, dialect }: Workshop, item: MutableRow): MutableRow[] {
  const group = app.line === 5 ? app.fields.filter((field) => field.owner_rec_id === item.parent) : [];
  const texts: readonly number[] = [DATA_TYPE.LONGTEXT, DATA_TYPE.KEYS, DATA_TYPE.FILE, DATA_TYPE.IMAGE];
  return [...app.columnsOf(item), ...group].filter(
    (field) => dialect !== 'mysql' || !texts.includes(Number(field.f_data_type)),
  );
}

export function fieldsList(random: Random, ids: readonly unknown[]): string {
  return JSON.stringify(ids.map((id) => [id, random.chance(0.3)]));
}

export function addIndex(shop: Workshop): void {
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

export function dropIndex({ app, random }: Workshop): void {
  const index = random.maybe(app.indices);
  if (index) app.removeIndices((each) => each === index);
}

/** The same name under a new id, as a changed index must have it. */
export function renewIndex({ app, random, names }: Workshop): void {
  const index = random.maybe(app.indices.filter((each) => !each.f_foreign_index));
  const owner = index && app.items.find((item) => item.id === index.owner_rec_id);
  if (!index || !owner) return;
  const { id } = index;
  app.removeIndices((each) => each.id === id);
  const name = random.chance(0.5) ? index.f_index_name : names.index();
  app.addIndex(owner, { ...index, f_index_name: name ?? null, f_unique_index: index.f_unique_index ? 0 : 1 });
}

/** Nothing happens in the database. */
export function editIndex({ app, random, names }: Workshop): void {
  const index = random.maybe(app.indices);
  if (!index) return;
  if (random.chance(0.5)) index.f_unique_index = index.f_unique_index ? 0 : 1;
  else index.f_index_name = names.index();
}

function keyOf(app: Application, item: MutableRow | undefined): MutableRow | undefined {
  return item && app.field(item.f_primary_key);
}

export function addForeignKey(shop: Workshop): void {
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
