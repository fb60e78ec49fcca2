/** What fields and report parameters point at: their item, lookup items and fields, master fields, lookup lists. */
import { DATA_TYPE } from '../metadata/enums.ts';
import { int, type Row, text } from '../metadata/model.ts';
import { type Context, quote, reference } from './context.ts';
import type { Report, Rule } from './rule.ts';

type LookupTable = 'sys_fields' | 'sys_report_params';

const LOOKUP_TABLES: readonly LookupTable[] = ['sys_fields', 'sys_report_params'];

function kindOf(table: LookupTable): string {
  return table === 'sys_fields' ? 'Field' : 'Report parameter';
}

function nameOf(table: LookupTable, row: Row): string {
  return `${kindOf(table)} ${quote(text(row, table === 'sys_fields' ? 'f_field_name' : 'f_param_name'))}`;
}

/**
 * Walks Lookup item, Lookup field, Lookup field 2 and 3 as Jam.py does when it loads the application.
 * Returns what is wrong with the first link that leads nowhere.
 */
function brokenLookup(context: Context, row: Row): string | undefined {
  let item = reference(row, 'f_object');
  if (item !== undefined && !context.items.has(item)) return `looks up item ${item}, which is not in the zip`;
  const columns = ['f_object_field', 'f_object_field1', 'f_object_field2'];
  for (const [index, column] of columns.entries()) {
    const fieldId = reference(row, column);
    if (fieldId === undefined) return undefined;
    // Without a lookup item behind it Jam.py reads a second or third lookup field no more.
    if (item === undefined) return index === 0 ? `has lookup field ${fieldId} but no lookup item` : undefined;
    const shown = quote(text(context.items.get(item) as Row, 'f_item_name'));
    if (!context.ownsField(item, fieldId)) return `looks up field ${fieldId}, which is not a field of ${shown}`;
    item = reference(context.fields.get(fieldId) as Row, 'f_object');
    if (item !== undefined && !context.items.has(item)) item = undefined;
  }
  return undefined;
}

function checkOwners(context: Context, report: Report): void {
  for (const table of ['sys_fields', 'sys_indices', 'sys_filters', 'sys_report_params'] as const) {
    for (const row of context.rows(table)) {
      const owner = int(row, 'owner_rec_id');
      if (owner !== undefined && context.items.has(owner)) continue;
      const message = `A row of ${table} belongs to item ${owner ?? 'nothing'}, which is not in the zip.`;
      report(context.placeOf(table, row), message);
    }
  }
}

function checkLookups(context: Context, report: Report): void {
  for (const table of LOOKUP_TABLES) {
    for (const row of context.rows(table)) {
      const broken = brokenLookup(context, row);
      if (broken !== undefined) report(context.placeOf(table, row), `${nameOf(table, row)} ${broken}.`);
    }
  }
}

function checkMasters(context: Context, report: Report): void {
  for (const row of context.rows('sys_fields')) {
    const master = reference(row, 'f_master_field');
    const owner = int(row, 'owner_rec_id');
    if (master === undefined || owner === undefined || context.ownsField(owner, master)) continue;
    const message = `${nameOf('sys_fields', row)} takes its record from field ${master}, which is not a field of the same item.`;
    report(context.placeOf('sys_fields', row), message);
  }
}

function checkLists(context: Context, report: Report): void {
  for (const table of LOOKUP_TABLES) {
    for (const row of context.rows(table)) {
      const list = reference(row, 'f_lookup_values');
      if (list === undefined || context.lists.has(list)) continue;
      report(context.placeOf(table, row), `${nameOf(table, row)} uses lookup list ${list}, which is not in the zip.`);
    }
  }
}

function checkKeys(context: Context, report: Report): void {
  for (const row of context.rows('sys_fields')) {
    if (int(row, 'f_data_type') !== DATA_TYPE.KEYS || reference(row, 'f_object') !== undefined) continue;
    report(context.placeOf('sys_fields', row), `${nameOf('sys_fields', row)} holds keys, but has no lookup item.`);
  }
}

function checkCalculated(context: Context, report: Report): void {
  if (context.metadata.line !== 7) return;
  for (const row of context.rows('sys_fields')) {
    const item = reference(row, 'f_calc_item');
    if (item === undefined) continue;
    const place = context.placeOf('sys_fields', row);
    const shown = context.items.get(item);
    if (shown === undefined) {
      report(place, `${nameOf('sys_fields', row)} is calculated over item ${item}, which is not in the zip.`);
      continue;
    }
    for (const column of ['f_calc_field', 'f_calc_lookup_field']) {
      const field = reference(row, column);
      if (field === undefined || context.ownsField(item, field)) continue;
      const name = quote(text(shown, 'f_item_name'));
      const message = `${nameOf('sys_fields', row)} is calculated with field ${field}, which is not a field of ${name}.`;
      report(place, message, { severity: 'warning' });
    }
  }
}

export const fieldReferenceRules: readonly Rule[] = [
  {
    id: 'owner-missing',
    family: 'references',
    title: 'Fields, indexes, filters and parameters belong to an item',
    severity: 'error',
    description: 'A field, index, filter or parameter of an item that is not there is lost or breaks the import.',
    remedy: 'Export the application again with the Builder (Project, Export).',
    check: checkOwners,
  },
  {
    id: 'lookup-missing',
    family: 'references',
    title: 'Lookup items and fields exist',
    severity: 'error',
    description: 'The import succeeds, then the application does not load or the item cannot be opened.',
    remedy: 'Choose Lookup item and Lookup field of it again in the Builder, then export the application again.',
    check: checkLookups,
  },
  {
    id: 'master-field-missing',
    family: 'references',
    title: 'Master fields exist',
    severity: 'error',
    description: 'The import succeeds, then the item cannot be opened or shows nothing.',
    remedy: 'Choose the Master field of it again in the Builder, then export the application again.',
    check: checkMasters,
  },
  {
    id: 'lookup-list-missing',
    family: 'references',
    title: 'Lookup lists exist',
    severity: 'error',
    description: 'The field shows raw values instead of the texts of its list.',
    remedy: 'Choose the Lookup value list of it again in the Builder, then export the application again.',
    check: checkLists,
  },
  {
    id: 'keys-lookup-missing',
    family: 'references',
    title: 'Fields of keys have a lookup item',
    severity: 'warning',
    description: 'A field of keys has nothing to choose from without a lookup item.',
    remedy: 'Choose the Lookup item of the field in the Builder, then export the application again.',
    check: checkKeys,
  },
  {
    id: 'calculation-missing',
    family: 'references',
    title: 'Calculated fields have an item and fields',
    severity: 'error',
    severityDepends: 'a warning when only a field of the calculation is missing',
    description: 'The import succeeds, then the application does not load (Jam.py 7).',
    remedy: 'Choose Calc. object and Calc. field of it again in the Builder, then export the application again.',
    check: checkCalculated,
  },
];
