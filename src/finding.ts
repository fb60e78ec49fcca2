/** What a rule says about a metadata zip. Pure data: no rule prints, stops or reads anything. */

export type Severity = 'error' | 'warning' | 'note';

/** Where in the zip: an entry, or a row of a builder table told by the names a developer knows. */
export interface Place {
  /** Path of the zip entry, for findings about the package and its files. */
  entry?: string;
  /** Builder table, e.g. `sys_fields`. */
  table?: string;
  /** Id of the row in that table. */
  id?: number;
  /** Name of the item (f_item_name), e.g. `customers`. */
  item?: string;
  /** Name of the field, index, filter, parameter, role or list inside the item. */
  field?: string;
  /** Line number (from 1) in a module or template. */
  line?: number;
}

export interface Finding {
  /** Stable rule id in kebab-case, e.g. `zip-path-outside-project`. */
  rule: string;
  severity: Severity;
  place: Place;
  /** What is wrong, one sentence. May hold text from the zip: sinks escape it. */
  message: string;
  /** How to mend it, one sentence, in the Builder's own words. */
  remedy: string;
}

/** `customers.phone` or `sys_roles row 3` or `js/app.js`: the place in words, empty when it is the whole zip. */
export function placeText(place: Place): string {
  const name = [place.item, place.field].filter((part) => part !== undefined).join('.');
  const row = place.table && place.id !== undefined ? `${place.table} row ${place.id}` : (place.table ?? '');
  const where = place.entry ?? (name || row);
  return place.line === undefined ? where : `${where}:${place.line}`;
}
