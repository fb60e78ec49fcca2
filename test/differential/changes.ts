/** What developers do to an application between two releases; imports of these are meant to work. */
import type { Value } from '../../src/metadata/model.ts';
import type { Application, MutableRow } from './application.ts';
import { CATALOGS, JOURNALS } from './application.ts';
import {
  addCalculated,
  addCommonField,
  addField,
  addLookup,
  dropField,
  fromLookup,
  redefault,
  rename,
  resize,
  retype,
  several,
  toLookup,
} from './field-changes.ts';
import { addForeignKey, addIndex, dropIndex, editIndex, renewIndex } from './index-changes.ts';
import { addTable, table, type Workshop } from './workshop.ts';

export type Change = (shop: Workshop) => void;

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

function renameItem({ app, random, names }: Workshop): void {
  const item = random.maybe(app.tables());
  if (item) Object.assign(item, { f_item_name: names.item(), f_name: 'Renamed' });
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

function moveGroup({ app, random }: Workshop): void {
  // On Jam.py 5 the key belongs to the group: such a move would take the key from the item.
  if (app.line === 5) return;
  const item = random.maybe(app.tables());
  if (item) item.parent = random.pick([CATALOGS, JOURNALS]);
}

function editOther({ app, random }: Workshop): void {
  const field = random.maybe(app.fields);
  if (field) Object.assign(field, { f_name: 'Other caption', f_help: 'Help', f_required: 1 });
  const item = random.maybe(app.tables());
  if (item) Object.assign(item, { f_server_module: '# changed\n', f_index: random.between(0, 20) });
}

export const CHANGES: readonly [weight: number, change: Change][] = [
  [10, (shop) => void addTable(shop)],
  [12, addField],
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
