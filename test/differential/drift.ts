/** What somebody changed in the database by hand: the live catalogue matters then, and nothing is implied any more. */
import type { Value } from '../../src/metadata/model.ts';
import type { Application, MutableRow } from './application.ts';
import { removeItem } from './changes.ts';
import { fieldsList } from './index-changes.ts';
import type { ByHand } from './oddity.ts';
import type { Random } from './random.ts';
import { ordinaryField } from './values.ts';
import { addTable, type Workshop } from './workshop.ts';

/** A column that the database has already, and its table. */
function existing(shop: Workshop, settled: Application): { item: MutableRow; field: MutableRow } | undefined {
  const item = shop.random.maybe(settled.realTables());
  const field = item && shop.random.maybe(settled.columnsOf(item));
  const now = field && shop.app.field(field.id);
  return item && now && { item, field: now };
}

const quoted = (name: Value | undefined) => `"${String(name).replaceAll('"', '""')}"`;

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
