/**
 * A developer at work in Jam.py's Builder: every step makes the calls that the Builder's JavaScript makes for it, so
 * what comes out of the export is what a real project's export looks like.
 */

import {
  BUILDER_ITEMS,
  type Change,
  deleted,
  inserted,
  JamClient,
  type JamRecord,
  type JamValue,
  modified,
  SYS_ITEMS_FIELDS,
} from './builder.ts';
import { BuilderRows, type NewField, type NewTable, TASK } from './fields.ts';

/** Jam.py's numbers of item types. */
const ITEM = 10;
const DETAIL_TABLE = 12;
const REPORT = 13;

export class Developer extends BuilderRows {
  readonly application: JamClient;

  constructor(url: string, line: 5 | 7) {
    super(url, line);
    this.application = new JamClient(url, line, 1);
  }

  async addRole(name: string): Promise<number> {
    const [id] = await this.builder.apply(BUILDER_ITEMS.sys_roles, [inserted({ deleted: 0, f_name: name })]);
    return id ?? 0;
  }

  async addLookupList(name: string, values: [number, string][]): Promise<void> {
    const row = { deleted: 0, f_name: name, f_lookup_values_text: JSON.stringify(values) };
    await this.builder.apply(BUILDER_ITEMS.sys_lookup_lists, [inserted(row)]);
  }

  /** A new item with its table. In a group of details (Jam.py 5) it becomes a detail's prototype. */
  async addTable(table: NewTable): Promise<void> {
    const group = await this.item(table.group);
    const [tableName, generator] = (await this.builder.server('get_new_table_name', [table.name])) as [string, string];
    const values: JamRecord = {
      ...(await this.newItem(group.id)),
      type_id: group.type_id === 8 ? DETAIL_TABLE : ITEM,
      f_name: table.caption,
      f_item_name: table.name,
      f_table_name: tableName,
      f_gen_name: generator || null,
      f_soft_delete: !table.hardDelete,
      f_virtual_table: false,
    };
    const fields = await this.commonFields(group, values);
    if (table.hardDelete) {
      // Unticking "soft delete"; the flag's field stays.
      values.f_soft_delete = false;
    }
    for (const field of table.fields) fields.push(inserted(await this.newField(field, fields)));
    await this.#applyItem({ ...inserted(values), details: { [SYS_ITEMS_FIELDS]: fields } });
  }

  /** Adds, changes and removes fields of an item in one go, as its dialog does. */
  async changeTable(
    name: string,
    change: { caption?: string; add?: NewField[]; rename?: Record<string, string>; drop?: string[] },
  ): Promise<void> {
    const item = await this.item(name);
    const fields: Change[] = [];
    for (const dropped of change.drop ?? []) {
      const row = await this.field(item, dropped);
      const problem = await this.builder.server('server_can_delete_field', [row.id], BUILDER_ITEMS.sys_fields);
      if (problem) throw new Error(`${name}.${dropped}: ${String(problem)}`);
      fields.push(deleted(row));
    }
    for (const [from, to] of Object.entries(change.rename ?? {})) {
      const column = await this.literalCase(to);
      fields.push(modified({ ...(await this.field(item, from)), f_field_name: to, f_db_field_name: column }));
    }
    const present = (await this.fields(item)).map(inserted);
    for (const field of change.add ?? []) fields.push(inserted(await this.newField(field, present)));
    const values = change.caption === undefined ? item : { ...item, f_name: change.caption };
    const details = fields.length > 0 ? { [SYS_ITEMS_FIELDS]: fields } : undefined;
    const status = change.caption === undefined ? ({ status: 4, values } as const) : modified(values);
    await this.#applyItem(details ? { ...status, details } : status);
  }

  async dropTable(name: string): Promise<void> {
    const item = await this.item(name);
    const problem = await this.builder.server('server_can_delete', [item.id], BUILDER_ITEMS.sys_items);
    if (problem) throw new Error(`${name}: ${String(problem)}`);
    await this.#applyItem(deleted(item));
  }

  /** An index; each field is a name, or a name after `-` for descending order. */
  async addIndex(item: string, name: string, fields: string[], unique = false): Promise<void> {
    const owner = await this.item(item);
    const list: [number, boolean][] = [];
    for (const field of fields)
      list.push([(await this.field(owner, field.replace(/^-/, ''))).id, field.startsWith('-')]);
    const text = await this.builder.server('server_dump_index_fields', [list], BUILDER_ITEMS.sys_indices);
    await this.#addIndex({
      owner_rec_id: owner.id,
      f_index_name: await this.literalCase(name),
      f_foreign_index: false,
      f_unique_index: unique,
      f_fields_list: String(text),
    });
  }

  /** A foreign key of a lookup field. (Jam.py 7 hides the dialog, its server still makes them.) */
  async addForeignKey(item: string, field: string): Promise<void> {
    const owner = await this.item(item);
    await this.#addIndex({
      owner_rec_id: owner.id,
      f_index_name: `FK_${String(owner.f_table_name)}_${field}`.toUpperCase(),
      f_foreign_index: true,
      f_foreign_field: (await this.field(owner, field)).id,
    });
  }

  /**
   * Makes `table` a detail of `item`. Jam.py 5: a prototype of the details group. Jam.py 7: any item, by its lookup
   * field of the master.
   */
  async addDetail(item: string, table: string, masterField: string): Promise<void> {
    const [owner, detail] = [await this.item(item), await this.item(table)];
    const row = this.line === 5 ? [detail.id] : [detail.id, masterField, (await this.field(detail, masterField)).id];
    await this.builder.server('server_update_details', [owner.id, [row]], BUILDER_ITEMS.sys_items);
  }

  /** Jam.py 7: another item over the same table, with fields of its own numbers. */
  async addCopy(of: string, name: string, caption: string): Promise<void> {
    const source = await this.item(of);
    const {
      id: _id,
      f_info: _info,
      f_server_module: _server,
      f_web_client_module: _client,
      f_js_funcs: _functions,
      ...same
    } = source;
    const values: JamRecord = {
      ...same,
      ...(await this.newItem(Number(source.parent))),
      f_name: caption,
      f_item_name: name,
      f_copy_of: source.id,
    };
    const numbers = new Map<number, number>();
    const fields = await this.fields(source);
    for (const field of fields) numbers.set(field.id, Number(await this.builder.server('get_fields_next_id')));
    const own = (value: JamValue | undefined) => (value ? (numbers.get(Number(value)) ?? null) : null);
    for (const role of ['f_primary_key', 'f_deleted_flag', 'f_master_id', 'f_master_rec_id', 'f_record_version']) {
      values[role] = own(source[role]);
    }
    const copies = fields.map((field) =>
      inserted({ ...field, id: own(field.id), owner_rec_id: null, f_master_field: own(field.f_master_field) }),
    );
    await this.#applyItem({ ...inserted(values), details: { [SYS_ITEMS_FIELDS]: copies } });
  }

  async addFilter(item: string, field: string, type: number): Promise<void> {
    const owner = await this.item(item);
    const row = await this.field(owner, field);
    await this.builder.apply(BUILDER_ITEMS.sys_filters, [
      inserted({
        deleted: 0,
        owner_id: 0,
        owner_rec_id: owner.id,
        task_id: TASK,
        f_index: 0,
        f_field: row.id,
        f_name: row.f_name ?? '',
        f_filter_name: field,
        f_type: type,
        f_visible: true,
      }),
    ]);
  }

  async addReport(name: string, caption: string, template: string, params: NewField[]): Promise<void> {
    const group = await this.item('reports');
    const values = {
      ...(await this.newItem(group.id)),
      type_id: REPORT,
      f_name: caption,
      f_item_name: name,
      f_view_template: template,
    };
    const id = await this.#applyItem(inserted(values));
    for (const [index, param] of params.entries()) {
      const row = await this.lookups(param);
      await this.builder.apply(BUILDER_ITEMS.sys_report_params, [
        inserted({
          deleted: 0,
          owner_rec_id: id,
          f_index: index,
          f_name: param.caption,
          f_param_name: param.name,
          f_size: param.size ?? null,
          f_required: param.required ?? false,
          f_visible: true,
          f_alignment: 1,
          ...row,
        }),
      ]);
    }
  }

  /** What a role may do with an item, as the Roles page saves it. */
  async allow(
    role: number,
    item: string,
    rights: { view: boolean; create: boolean; edit: boolean; delete: boolean },
  ): Promise<void> {
    const owner = await this.item(item);
    const roles = BUILDER_ITEMS.sys_roles;
    const detail =
      (await this.builder.items()).find((candidate) => candidate.path.endsWith('sys_roles.sys_privileges'))?.id ?? 0;
    const rows = await this.builder.open(detail, {}, { __master_id: roles, __master_rec_id: role });
    const row = rows.find((candidate) => candidate.item_id === owner.id);
    if (!row) throw new Error(`no privileges of role ${role} for ${item}`);
    const values: JamRecord = {
      ...row,
      deleted: 0,
      owner_id: roles,
      owner_rec_id: role,
      f_can_view: rights.view,
      f_can_create: rights.create,
      f_can_edit: rights.edit,
      f_can_delete: rights.delete,
    };
    const [master] = await this.builder.open(roles, { id: role });
    const change = row.id === null ? inserted(values) : modified(values);
    await this.builder.apply(roles, [{ status: 4, values: master ?? {}, details: { [detail]: [change] } }]);
    await this.builder.server('roles_changed', [], roles);
  }

  /** Jam.py 7: what a role may do with one field of an item. */
  async restrictField(role: number, item: string, field: string, right: 'f_prohibited' | 'f_read_only'): Promise<void> {
    const owner = await this.item(item);
    const args = [null, role, owner.id, (await this.field(owner, field)).id, right, true];
    await this.builder.server('server_change_field_privilege', args);
  }

  /** Saves a module in the code editor, which refuses code that does not compile. */
  async code(item: string, code: { server?: string; client?: string }): Promise<void> {
    const { id } = await this.item(item);
    for (const [text, isServer] of [
      [code.server, true],
      [code.client, false],
    ] as const) {
      if (text === undefined) continue;
      const { error } = (await this.builder.server('server_save_edit', [id, text, isServer])) as { error: string };
      if (error) throw new Error(`code of ${item}: ${error}`);
    }
  }

  /** Saves a file of the project in the code editor (`index.html`, `project.css`, …). */
  async file(name: string, text: string): Promise<void> {
    const { error } = (await this.builder.server('server_save_file', [name, text])) as { error: string };
    if (error) throw new Error(`${name}: ${error}`);
  }

  /** The application's version as its developer sets it in the project's parameters. */
  async setVersion(version: string): Promise<void> {
    const [row] = await this.builder.open(BUILDER_ITEMS.sys_params);
    await this.builder.apply(BUILDER_ITEMS.sys_params, [modified({ ...row, f_version: version })]);
  }

  /** Inserts rows over the application's own API; their ids. `details` by the name of the detail. */
  async insertRows(
    item: string,
    rows: { values: JamRecord; details?: Record<string, JamRecord[]> }[],
  ): Promise<number[]> {
    // Opening the page is what makes the server take over what was changed in the Builder.
    await (await this.application.fetch('/')).arrayBuffer();
    this.application.reload();
    const items = await this.application.items();
    const found = items.find((candidate) => candidate.name === item && candidate.type === ITEM);
    if (!found) throw new Error(`the application has no item ${item}`);
    const changes = rows.map(({ values, details }) => {
      const entries = Object.entries(details ?? {}).map(([name, lines]) => {
        const detail = items.find((candidate) => candidate.path === `${found.path}.${name}`);
        return [detail?.id ?? 0, lines.map(inserted)];
      });
      return { ...inserted(values), details: Object.fromEntries(entries) };
    });
    return await this.application.apply(found.id, changes);
  }

  /** Jam.py's own export; its name and bytes. It stays in the project's public folder, which the lab throws away. */
  async export(): Promise<{ name: string; bytes: Uint8Array }> {
    const name = String(await this.builder.server('server_export_task', []));
    const base = name.split('/').at(-1) ?? '';
    const response = await this.builder.fetch(`/static/internal/${encodeURIComponent(base)}`);
    if (response.status !== 200) throw new Error(`the export ${name} can not be downloaded: HTTP ${response.status}`);
    return { name: base, bytes: new Uint8Array(await response.arrayBuffer()) };
  }

  async #applyItem(change: Change): Promise<number> {
    const [id] = await this.builder.apply(BUILDER_ITEMS.sys_items, [change], { manual_update: false });
    await this.builder.server('server_update_has_children');
    return id ?? 0;
  }

  async #addIndex(values: JamRecord): Promise<void> {
    await this.builder.apply(BUILDER_ITEMS.sys_indices, [inserted({ deleted: 0, task_id: TASK, ...values })], {
      manual_update: false,
    });
  }
}
