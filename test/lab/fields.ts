/** Reading and making the Builder's rows of items and fields, as its dialogs fill them in. */

import { BUILDER_ITEMS, type Change, inserted, JamClient, type JamRecord } from './builder.ts';

export const FIELD_TYPES = {
  TEXT: 1,
  INTEGER: 2,
  FLOAT: 3,
  CURRENCY: 4,
  DATE: 5,
  DATETIME: 6,
  BOOLEAN: 7,
  LONGTEXT: 8,
  KEYS: 9,
  FILE: 10,
  IMAGE: 11,
} as const;
export type FieldType = keyof typeof FIELD_TYPES;

export interface NewField {
  name: string;
  caption: string;
  /** Default: the type of the looked-up item's key. */
  type?: FieldType;
  size?: number;
  required?: boolean;
  /** As the Builder stores it: a number, `true`, `current date` …; with it the number of the choice where it is a list. */
  defaultValue?: string;
  defaultChoice?: number;
  /** Item that is looked up, and its field (for KEYS only the item). */
  lookup?: string;
  lookupField?: string;
  /** Field of the looked-up field's own item. */
  lookupField1?: string;
  /** Another lookup field of this item that this one shows a further field of. */
  masterField?: string;
  lookupList?: string;
  accept?: string;
}

/** A table to be made. */
export interface NewTable {
  group: string;
  name: string;
  caption: string;
  fields: NewField[];
  /** Rows are really deleted; only such items can be the target of a foreign key. */
  hardDelete?: boolean;
}

/** A row of the Builder's own tables. */
export type Row = JamRecord & { id: number };

/** Number of the task's own row. */
export const TASK = 1;

export class BuilderRows {
  readonly builder: JamClient;
  readonly line: 5 | 7;

  constructor(url: string, line: 5 | 7) {
    this.builder = new JamClient(url, line, 0);
    this.line = line;
  }

  /** The builder's row of an item, by name; groups, reports and the task (by its own name) too. */
  async item(name: string): Promise<Row> {
    const rows = await this.builder.open(BUILDER_ITEMS.sys_items, { f_item_name: name });
    const row = rows.find((candidate) => Number(candidate.type_id) !== 14 && Number(candidate.id) > 0);
    if (!row) throw new Error(`there is no item ${name}`);
    return row as Row;
  }

  /** Fields of an item in order of their numbers; in Jam.py 5 those of its group come with them. */
  async fields(item: Row): Promise<Row[]> {
    const owners = this.line === 5 ? [item.id, Number(item.parent)] : [item.id];
    const rows = await Promise.all(
      owners.map((owner) => this.builder.open(BUILDER_ITEMS.sys_fields, { owner_rec_id: owner })),
    );
    return rows.flat().toSorted((a, b) => Number(a.id) - Number(b.id)) as Row[];
  }

  async field(item: Row, name: string): Promise<Row> {
    const found = (await this.fields(item)).find((row) => row.f_field_name === name);
    if (!found) throw new Error(`${String(item.f_item_name)} has no field ${name}`);
    return found;
  }

  async newItem(parent: number): Promise<JamRecord> {
    const siblings = await this.builder.open(BUILDER_ITEMS.sys_items, { parent });
    return { deleted: 0, parent, task_id: TASK, table_id: 0, f_visible: true, f_index: siblings.length };
  }

  /** Jam.py 5 points the item at its group's fields; Jam.py 7 gives it copies with numbers of their own. */
  async commonFields(group: Row, item: JamRecord): Promise<Change[]> {
    const roles = [
      'f_primary_key',
      'f_deleted_flag',
      'f_master_id',
      'f_master_rec_id',
      ...(this.line === 7 ? ['f_record_version'] : []),
    ];
    if (this.line === 5) {
      for (const role of roles) item[role] = group[role] ?? null;
      return [];
    }
    const result: Change[] = [];
    for (const field of await this.builder.open(BUILDER_ITEMS.sys_fields, { owner_rec_id: group.id })) {
      const id = Number(await this.builder.server('get_fields_next_id'));
      result.push(inserted({ ...field, id, owner_rec_id: null }));
      for (const role of roles) if (group[role] === field.id) item[role] = id;
    }
    return result;
  }

  async newField(field: NewField, siblings: Change[]): Promise<JamRecord> {
    const looked = await this.lookups(field);
    const master = siblings.find(({ values }) => values.f_field_name === field.masterField)?.values.id ?? null;
    if (field.masterField && master === null) throw new Error(`${field.name}: no field ${field.masterField}`);
    const left = field.lookup || field.lookupList;
    const alignments = { 2: 3, 3: 3, 4: 3, 5: 2, 6: 2 } as Record<number, number>;
    return {
      deleted: 0,
      id: Number(await this.builder.server('get_fields_next_id')),
      task_id: TASK,
      f_name: field.caption,
      f_field_name: field.name,
      f_db_field_name: await this.literalCase(field.name),
      f_required: field.required ?? false,
      f_default_value: field.defaultValue ?? null,
      f_default_lookup_value: field.defaultChoice ?? null,
      f_master_field: master,
      f_file_accept: field.accept ?? null,
      ...looked,
      f_size: looked.f_data_type === FIELD_TYPES.TEXT ? (field.size ?? 100) : null,
      f_alignment: left ? 1 : (alignments[Number(looked.f_data_type)] ?? 1),
    };
  }

  /** Type and lookup columns of a field or report parameter. */
  async lookups(field: NewField): Promise<JamRecord> {
    if (field.lookupList) {
      const [list] = await this.builder.open(BUILDER_ITEMS.sys_lookup_lists, { f_name: field.lookupList });
      return { f_data_type: FIELD_TYPES.INTEGER, f_lookup_values: list?.id ?? null };
    }
    if (!field.lookup) return { f_data_type: FIELD_TYPES[field.type ?? 'TEXT'] };
    const item = await this.item(field.lookup);
    const key = (await this.builder.server('server_get_primary_key_type', [item.id])) as {
      field_id: number;
      data_type: number;
    };
    if (field.type === 'KEYS')
      return { f_data_type: FIELD_TYPES.KEYS, f_object: item.id, f_object_field: key.field_id };
    const shown = await this.field(item, field.lookupField ?? 'name');
    const further = field.lookupField1 ? await this.#fieldOfNumber(Number(shown.f_object), field.lookupField1) : null;
    return { f_data_type: key.data_type, f_object: item.id, f_object_field: shown.id, f_object_field1: further };
  }

  async #fieldOfNumber(item: number, name: string): Promise<number> {
    const [row] = await this.builder.open(BUILDER_ITEMS.sys_items, { id: item });
    if (!row) throw new Error(`no item ${item}`);
    return (await this.field(row as Row, name)).id;
  }

  async literalCase(name: string): Promise<string> {
    return String(await this.builder.server('server_set_literal_case', [name]));
  }
}
