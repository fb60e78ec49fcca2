/**
 * The builder tables of each line, column by column (docs/jampy.md, "Builder tables"): what the Builder's own
 * structure says of 5.4.136 = 5.5.4 and of 7.0.120. Names are those of task.dat; admin.sqlite has them in upper case.
 */
import type { Line } from './model.ts';

export type BuilderTableName =
  | 'sys_items'
  | 'sys_fields'
  | 'sys_indices'
  | 'sys_filters'
  | 'sys_report_params'
  | 'sys_roles'
  | 'sys_params'
  | 'sys_privileges'
  | 'sys_field_privileges'
  | 'sys_lookup_lists';

export type ColumnKind = 'int' | 'bool' | 'text' | 'long' | 'image';

export interface BuilderColumn {
  name: string;
  kind: ColumnKind;
  /** Longest text that an import accepts, in characters; undefined: no limit. */
  maxLength: number | undefined;
  /** An import fails when it is null. */
  required: boolean;
  /** Releases of the same line exist that did not write it: its absence is normal. */
  newer: boolean;
}

export interface BuilderTableStructure {
  name: BuilderTableName;
  columns: readonly BuilderColumn[];
  /** item_id of the table in the Builder's API (task 0), the same in both lines. */
  apiItemId: number;
}

// name:kind(max length), then ! = required on import, ? = older releases of the line lack it.
const BOTH: Record<BuilderTableName, string> = {
  sys_items:
    'id:int deleted:int f_name:text(256)! parent:int type_id:int table_id:int has_children:bool f_index:int f_table_name:text(256) f_gen_name:text(256) f_view_template:text(256) f_visible:bool f_soft_delete:bool f_web_client_module:long f_server_module:long f_info:long f_virtual_table:bool f_js_external:bool f_js_filename:text(1024) f_primary_key:int f_master_id:int f_master_rec_id:int f_js_funcs:long f_keep_history:bool f_edit_lock:bool sys_id:int f_select_all:bool task_id:int f_deleted_flag:int f_record_version:int?',
  sys_fields:
    'id:int deleted:int owner_id:int owner_rec_id:int f_name:text(256)! task_id:int f_db_field_name:text(256) f_data_type:int f_size:int f_object:int f_object_field:int f_object_field1:int f_object_field2:int f_master_field:int f_multi_select:bool f_multi_select_all:bool f_enable_typehead:bool f_lookup_values:int f_required:bool f_default:bool f_read_only:bool f_alignment:int f_default_value:text(256) f_help:long f_placeholder:text(256) f_mask:text(30) f_default_lookup_value:int f_image_placeholder:image f_image_camera:bool f_file_download_btn:bool f_file_open_btn:bool f_file_accept:text(256) f_textarea:bool? f_do_not_sanitize:bool?',
  sys_indices:
    'id:int deleted:int owner_id:int owner_rec_id:int f_index_name:text(256)! descending:bool f_unique_index:bool f_foreign_index:bool f_foreign_field:int f_fields_list:text(256) task_id:int',
  sys_filters:
    'id:int deleted:int owner_id:int owner_rec_id:int f_index:int f_field:int f_name:text(256)! f_filter_name:text(256)! f_data_type:int f_type:int f_multi_select_all:bool f_visible:bool f_help:long f_placeholder:text(256) task_id:int',
  sys_report_params:
    'id:int deleted:int owner_id:int owner_rec_id:int f_index:int f_name:text(256)! f_param_name:text(256)! f_data_type:int f_size:int f_object:int f_object_field:int f_object_field1:int f_object_field2:int f_multi_select:bool f_multi_select_all:bool f_enable_typehead:bool f_lookup_values:int f_required:bool f_visible:bool f_alignment:int f_master_field:int f_help:long f_placeholder:text(256) task_id:int?',
  sys_roles: 'id:int deleted:int f_name:text(256)!',
  // 5.4.27 and older wrote few of these.
  sys_params:
    'id:int deleted:int f_safe_mode:bool f_debugging:bool f_con_pool_size:int f_language:int! f_version:text(256) f_persist_con:bool f_single_file_js:bool? f_dynamic_js:bool? f_compressed_js:bool? f_field_id_gen:int? f_timeout:int? f_delete_reports_after:int? f_ignore_change_ip:bool? f_history_item:int? f_lock_item:int? f_sys_group:int? f_theme:int!? f_small_font:bool? f_full_width:bool? f_forms_in_tabs:bool? f_max_content_length:int? f_modification:int? f_import_delay:int? f_client_modified:bool? f_server_modified:bool? f_build_version:int? f_params_version:int? f_maintenance:bool? f_production:bool? f_jam_version:text(256)? f_upload_file_ext:text(1000)?',
  sys_privileges:
    'id:int deleted:int owner_id:int owner_rec_id:int item_id:int owner_item:text(256) f_can_view:bool f_can_create:bool f_can_edit:bool f_can_delete:bool',
  sys_field_privileges: '',
  sys_lookup_lists: 'id:int deleted:int f_name:text(256)! f_lookup_values_text:long',
};

const ONLY: Record<Line, Partial<Record<BuilderTableName, string>>> = {
  5: {
    sys_items: 'f_item_name:text(256)!',
    sys_fields:
      'f_field_name:text(256)! f_image_edit_width:int f_image_edit_height:int f_image_view_width:int f_image_view_height:int',
  },
  7: {
    sys_items: 'f_item_name:text(30)! f_master_field:int f_copy_of:int f_master_applies:bool',
    sys_fields:
      'f_field_name:text(30)! f_calc_item:int f_calc_field:int f_calc_op:int f_calc_lookup_field:int f_image_edit_height:text(20) f_image_edit_width:text(20) f_image_view_height:text(20) f_image_view_width:text(20)',
    sys_report_params:
      'f_calc_item:int f_calc_field:int f_calc_op:int f_read_only:bool f_not_null:bool f_check_before_deleting:bool',
    sys_params:
      'f_show_not_null:bool? f_upgraded_to:int? f_show_select_sql:bool? f_ace_theme:text(20)? f_modern_input_btns:bool?',
    sys_field_privileges:
      'id:int deleted:int item:int owner_rec_id:int field:int f_prohibited:bool f_read_only:bool owner_id:int',
  },
};

const API_ITEM_IDS: Record<BuilderTableName, number> = {
  sys_items: 3,
  sys_fields: 7,
  sys_indices: 22,
  sys_filters: 23,
  sys_report_params: 21,
  sys_roles: 2,
  sys_params: 8,
  sys_privileges: 24,
  sys_field_privileges: 28,
  sys_lookup_lists: 11,
};

function parseColumns(source: string): BuilderColumn[] {
  return source
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      const match = /^(\w+):(int|bool|text|long|image)(?:\((\d+)\))?(!?)(\??)$/.exec(word);
      if (!match) throw new Error(`structure.ts: "${word}" is not a column`);
      const [, name, kind, max, required, newer] = match;
      return {
        name: name as string,
        kind: kind as ColumnKind,
        maxLength: max ? Number(max) : undefined,
        required: required === '!',
        newer: newer === '?',
      };
    });
}

function structureOf(line: Line): readonly BuilderTableStructure[] {
  return (Object.keys(BOTH) as BuilderTableName[])
    .map((name) => ({
      name,
      columns: parseColumns(`${BOTH[name]} ${ONLY[line][name] ?? ''}`),
      apiItemId: API_ITEM_IDS[name],
    }))
    .filter((table) => table.columns.length > 0);
}

/** Columns of sys_indices that make an index what it is in the database. */
export const INDEX_COLUMNS: readonly string[] = [
  'f_index_name',
  'f_unique_index',
  'f_foreign_index',
  'f_foreign_field',
  'f_fields_list',
  'owner_rec_id',
];

/** Builder tables per line, in the order of Jam.py's export. */
export const BUILDER_TABLES: Readonly<Record<Line, readonly BuilderTableStructure[]>> = {
  5: structureOf(5),
  7: structureOf(7),
};
