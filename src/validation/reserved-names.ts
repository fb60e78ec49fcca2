/**
 * Names that Jam.py's own classes use (docs/jampy.md, "Reserved names"), seen on 5.4.136 (the same in 5.5.4) and 7.0.120.
 * Listed by where they are: in both lines, or in one only.
 */
import type { Line } from '../metadata/model.ts';

interface Names {
  both: string;
  five: string;
  seven: string;
}

/** Properties and methods of an item on the server. A field of that name makes `open` raise in server code. */
const SERVER_ITEM: Names = {
  both: `
  abort active add_detail add_field add_field_def add_filter add_filter_def all append apply apply_changes
  apply_delta bind_item bind_items bof can_create can_delete can_edit can_view cancel check_operation
  check_record_valid clear_filters clear_handlers clone close close_details compare_field_values copy
  create_fields create_filters dataset delete delta detail_by_ID detail_by_name do_apply do_internal_open
  do_open edit empty environ eof execute_open field_by_ID field_by_id field_by_name filter_by_name
  filter_index find first free get_child_class get_event get_field_by_id get_field_values get_filter_values
  get_info get_master_field get_module_name get_next_id get_order_by_list get_reports_info
  get_select_statement get_where_list insert is_browsing is_changing is_deleting is_edited is_modified is_new
  item_by_ID item_state last load_code load_handlers load_index_fields load_interface locate log_changes
  new_record next open open__in open_details order_clause post prior read_info read_only rec_count rec_deleted
  rec_inserted rec_modified rec_no record_count register round search select_records session set_field_values
  set_fields set_filter_values set_info set_order_by set_where skip store_handlers store_index_fields
  store_interface task_locked update_deleted user_info virtual_table where_clause write_info`,
  five: `
  apply_sql change_table_sql create_index_sql create_table_sql delete_index_sql delete_sql delete_table_sql
  empty_table_sql field_alias fields_clause find_change_log find_rec_info find_rec_version from_clause
  get_rec_info get_record_count get_record_count_queries get_record_count_query get_records_status
  get_select_queries get_select_query get_version group_clause insert_sql keep_history lookup_field_sql
  lookup_table_alias lookup_table_alias1 lookup_table_alias2 prepare_fields prepare_filters rec_change_id
  rec_controls_info record_status recreate_table_sql split_query table_alias update_delta update_rec_version
  update_sql`,
  seven: `
  check_field_restricted compile copy_record_fields cur_to_str date_to_str datetime_to_str execute_query
  field_def_restrictions float_to_str get_field_defs get_filter_defs init_delta_details init_history
  init_open_dataset lock_active set_apply_connection str_to_cur str_to_date str_to_datetime str_to_float`,
};

/** Further names of an item in the browser: the Builder calls them reserved words. */
const BROWSER_ITEM: Names = {
  both: `
  ID addChild add_button add_edit_button add_view_button alert alert_error alert_success append_record
  apply_filters apply_record assign_filters bind_events bind_handlers calc_summary can_modify cancel_edit
  check_filters_valid close_edit_form close_filter close_filter_form close_view_form controls
  controls_disabled controls_enabled create_bands create_controls create_detail_table create_detail_views
  create_edit_form create_filter_form create_filter_inputs create_inputs create_table create_tabs create_tree
  create_view_form create_view_tables default_field delete_record details disable_controls disable_edit_form
  disabled display_history dyn_fields each each_detail each_field each_filter each_item edit_form_disabled
  edit_record enable_controls enable_edit_form expanded field_defs fields filter_active filter_defs filtered
  filters find_first find_last find_next find_prior find_template format_string getChildClass get_filter_html
  get_filter_text hide_message ids_to_field_names ids_to_item_names init initAttr init_filters init_params
  insert_record is_empty_obj is_loaded item_caption item_name item_type item_type_id items load_module
  load_modules load_script log_message lookup_field message owner owner_read_only paginate permissions
  post_record print_html process_selection_changed question record_is_edited refresh refresh_page
  refresh_record resize_controls sanitize_html selection_limit selections send_request server set_edit_fields
  set_lookup_field_value set_view_fields show_history show_message sort types update_controls view view_modal
  visible warning yes_no_cancel`,
  five: `
  change_log edit_record_version emptyFunc get_default_field get_keep_history get_rec_count get_virtual_table
  init_search rec_unchanged reopen script_loaded`,
  seven: `
  copy_record format_date_to_string format_string_to_date int_to_str leftPad parseDateInt str_to_int
  update_form update_record`,
};

/** Properties and methods of the task and of groups on the server: an item of that name is not reached as `task.name`. */
const SERVER_TASK: Names = {
  both: `
  abort add_item all bind_item bind_items can_view check_operation check_password_hash clear_handlers
  compile_all compile_item connect convert_report copy_database create_connection create_connection_ex
  create_pool environ execute execute_select find generate_password_hash get_child_class get_info
  get_master_field get_module_name item_by_ID item_by_name language load_code load_handlers lock read_info
  register select session set_info store_handlers task_locked timeout user_info version write_info`,
  five: `
  add_report getconn`,
  seven: `
  check_field_restricted compile cur_to_str date_to_str datetime_to_str execute_query float_to_str logged_in
  login redirect round serve_page str_to_cur str_to_date str_to_datetime str_to_float`,
};

/** Words that Jam.py 7 refuses as names of items and fields, whatever their case. */
export const KEYWORDS_OF_7: ReadonlySet<string> = new Set(['badge', 'label', 'hidden', 'progress', 'task']);

function setOf(names: Names, line: Line): ReadonlySet<string> {
  const only = line === 5 ? names.five : names.seven;
  return new Set(`${names.both} ${only}`.split(/\s+/).filter(Boolean));
}

function perLine(names: Names): Readonly<Record<Line, ReadonlySet<string>>> {
  return { 5: setOf(names, 5), 7: setOf(names, 7) };
}

export const SERVER_ITEM_NAMES = perLine(SERVER_ITEM);
export const BROWSER_ITEM_NAMES = perLine(BROWSER_ITEM);
export const SERVER_TASK_NAMES = perLine(SERVER_TASK);
