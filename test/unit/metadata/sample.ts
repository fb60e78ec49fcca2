/** A small application as task.dat holds it, made from the columns of its line. */
import type { Line, Value } from '../../../src/metadata/model.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../../../src/metadata/structure.ts';

export interface SampleTable {
  fields: string[];
  records: unknown[][];
}
export type Sample = { db_type: unknown } & Record<string, SampleTable>;

const ROWS: Readonly<Partial<Record<BuilderTableName, readonly Readonly<Record<string, Value>>[]>>> = {
  sys_items: [
    {
      id: 1,
      f_name: 'Shop',
      f_item_name: 'shop',
      parent: -1,
      type_id: 5,
      f_server_module: 'def on_open(task):\n    pass\n',
    },
    { id: 2, f_name: 'Catalogs', f_item_name: 'catalogs', parent: 1, type_id: 6 },
    { id: 10, f_name: 'Customers', f_item_name: 'customers', parent: 2, type_id: 10, f_table_name: 'SHOP_CUSTOMERS' },
  ],
  sys_roles: [{ id: 1, f_name: 'Administrator' }],
  sys_params: [
    { id: 1, f_version: '1.2.0', f_jam_version: '7.0.120', f_language: 1, f_modification: 49, f_build_version: 7 },
  ],
};

/** A fresh copy each time: tests change it. Every record is longer than the fields, as in real exports. */
export function sample(line: Line = 7): Sample {
  const tables = BUILDER_TABLES[line].map(({ name, columns }) => {
    const fields = columns.map((column) => column.name);
    const records = (ROWS[name] ?? []).map((row) => [
      ...fields.map((field) => row[field] ?? (field === 'deleted' ? 0 : null)),
      'display value',
    ]);
    return [name, { fields, records }];
  });
  return { db_type: 3, ...Object.fromEntries(tables) };
}

/** Sets one value of a record, by column name. */
export function put(table: SampleTable, record: number, column: string, value: unknown): void {
  table.records[record]![table.fields.indexOf(column)] = value;
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
