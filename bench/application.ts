/** A business application as Jam.py 7 exports one, of any size, made up here: what commands are timed with. */
import AdmZip from 'adm-zip';
import { DATA_TYPE, DB_TYPE, TYPE } from '../src/metadata/enums.ts';
import { BUILDER_TABLES, type BuilderTableName } from '../src/metadata/structure.ts';

type Values = Readonly<Record<string, string | number | null>>;

const TASK = 1;
const GROUP = 2;
const FIRST_ITEM = 10;
const COMMON_FIELDS = 10;

export interface Size {
  items: number;
  /** At least 10. */
  fieldsOfItem: number;
  /** Of a second release every tenth item has one field more. */
  release?: 1 | 2;
  /** Items without modules: the size of the metadata is then that of items and fields. */
  bare?: boolean;
}

export const SMALL: Size = { items: 30, fieldsOfItem: COMMON_FIELDS };

const INFO = `json${JSON.stringify({ view: { '0': [[1], [2], [3]] }, edit: { '0': [] }, order: [], reports: [] })}`;

const SERVER_MODULE = Array.from(
  { length: 5 },
  (_, part) => `def total_${part}(item, rate):
    copy = item.copy()
    copy.open()
    amount = 0
    for record in copy:
        if record.price.value:
            amount += record.price.value * (1 + rate / 100)
    return round(amount, 2)
`,
).join('\n');

const CLIENT_MODULE = `function Events() {
${Array.from({ length: 6 }, (_, part) => `  function on_view_form_created_${part}(item) {\n    item.view_form.find('#new-btn').hide();\n    item.paginate = true;\n  }\n  this.on_view_form_created_${part} = on_view_form_created_${part};`).join('\n')}
}
`;

function fieldsOf(item: number, { fieldsOfItem, release = 1 }: Size): Values[] {
  const first = 1000 + item * 100;
  const field = (position: number, name: string, type: number, more: Values = {}): Values => ({
    id: first + position,
    owner_id: 3,
    owner_rec_id: item,
    f_name: name.replaceAll('_', ' '),
    f_field_name: name,
    f_db_field_name: name,
    f_data_type: type,
    f_size: type === DATA_TYPE.TEXT ? 100 : null,
    ...more,
  });
  const named = ['name', 'city', 'street', 'remark'].map((name, at) => field(3 + at, name, DATA_TYPE.TEXT));
  return [
    field(1, 'id', DATA_TYPE.INTEGER),
    field(2, 'deleted', DATA_TYPE.INTEGER),
    ...named,
    field(7, 'price', DATA_TYPE.CURRENCY),
    field(8, 'since', DATA_TYPE.DATE),
    field(9, 'notes', DATA_TYPE.LONGTEXT),
    field(COMMON_FIELDS, 'active_flag', DATA_TYPE.BOOLEAN),
    ...Array.from({ length: fieldsOfItem - COMMON_FIELDS }, (_, at) =>
      field(COMMON_FIELDS + 1 + at, `column_${at}`, DATA_TYPE.TEXT),
    ),
    ...(release === 2 && item % 10 === 0 ? [field(fieldsOfItem + 1, 'added', DATA_TYPE.INTEGER)] : []),
  ];
}

function rows(size: Size): Record<string, Values[]> {
  const ids = Array.from({ length: size.items }, (_, position) => FIRST_ITEM + position);
  const items = ids.map((id) => ({
    id,
    parent: GROUP,
    type_id: TYPE.ITEM,
    f_name: `Item ${id}`,
    f_item_name: `item_${id}`,
    f_table_name: `shop_item_${id}`,
    f_primary_key: 1000 + id * 100 + 1,
    f_deleted_flag: 1000 + id * 100 + 2,
    f_info: INFO,
    ...(size.bare ? {} : { f_server_module: SERVER_MODULE, f_web_client_module: CLIENT_MODULE }),
  }));
  const system = ['project', 'users', 'roles', 'tasks'].map((name, at) => ({
    id: at - 4,
    parent: at === 0 ? null : -4,
    type_id: at + 1,
    f_name: name,
    f_item_name: name,
  }));
  const index = (id: number) => ({
    id,
    owner_id: 3,
    owner_rec_id: id,
    f_index_name: `shop_item_${id}_name`,
    f_fields_list: JSON.stringify([[1000 + id * 100 + 3, false]]),
  });
  const may = { f_can_view: 1, f_can_create: 1, f_can_edit: 1, f_can_delete: 1 };
  return {
    sys_items: [
      ...system,
      { id: TASK, parent: -1, type_id: TYPE.TASK, f_name: 'Shop', f_item_name: 'shop' },
      { id: GROUP, parent: TASK, type_id: TYPE.ITEMS, f_name: 'Catalogs', f_item_name: 'catalogs' },
      ...items,
    ],
    sys_fields: ids.flatMap((id) => fieldsOf(id, size)),
    sys_indices: ids.map(index),
    sys_roles: [{ id: 1, f_name: 'Administrator' }],
    sys_privileges: ids.map((id) => ({ id, owner_id: 2, owner_rec_id: 1, item_id: id, ...may })),
    sys_params: [{ id: 1, f_language: 1, f_theme: 1, f_version: '1.0.0', f_jam_version: '7.0.120', f_upgraded_to: 7 }],
  };
}

/** @returns the metadata zip, and how many bytes it holds inflated */
export function largeApplication(size: Size = SMALL): { zip: Buffer; inflated: number } {
  const all: Partial<Record<BuilderTableName, Values[]>> = rows(size);
  const tables = BUILDER_TABLES[7].map(({ name, columns }) => {
    const fields = columns.map((column) => column.name);
    const records = (all[name] ?? []).map((row) => [
      ...fields.map((field) => row[field] ?? (field === 'deleted' ? 0 : null)),
      '',
    ]);
    return [name, { fields, records }] as const;
  });
  const taskDat = Buffer.from(JSON.stringify({ db_type: DB_TYPE.POSTGRESQL, ...Object.fromEntries(tables) }));
  const page = Buffer.from(`<!DOCTYPE html>\n<title>Shop</title>\n${'<p>A page of the shop.</p>\n'.repeat(40)}`);
  const zip = new AdmZip();
  zip.addFile('task.dat', taskDat);
  zip.addFile('index.html', page);
  zip.addFile('css/project.css', Buffer.from('.form-header { color: #224466; }\n'.repeat(20)));
  const inflated = zip.getEntries().reduce((sum, entry) => sum + entry.header.size, 0);
  return { zip: zip.toBuffer(), inflated };
}
