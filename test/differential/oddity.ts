/** What goes wrong, or only looks wrong, in an upgrade. */
import type { MutableRow } from './application.ts';
import { ordinaryField } from './values.ts';
import { addTable, type Workshop } from './workshop.ts';

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

export const tableOf = ({ app, random }: Workshop) => random.maybe(app.realTables());

/** A field of an old or a new table. */
export function newField(shop: Workshop, values: MutableRow): MutableRow | undefined {
  const item = shop.random.chance(0.3) ? addTable(shop) : tableOf(shop);
  return item && shop.app.addField(item, { ...ordinaryField(shop.random, shop.names), ...values });
}

/** An index of a table; its name is a new one unless `values` has one. */
export function newIndex(shop: Workshop, values: MutableRow): void {
  const item = tableOf(shop);
  if (!item) return;
  shop.app.addIndex(item, { f_index_name: shop.names.index(), f_unique_index: 0, f_foreign_index: 0, ...values });
}
