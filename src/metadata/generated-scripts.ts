/**
 * Files of js/ that Jam.py writes itself from the client modules, at every import and code change: their text follows
 * the builder tables, so comparing them would say nothing (docs/jampy.md, "Generated scripts").
 */
import { int, type Metadata, rowsOf, text } from './model.ts';

/** Paths such as `js/crm.catalogs.customers.js` and their `.min.js`, for every item of the metadata. */
export function generatedScripts(metadata: Metadata): Set<string> {
  const items = new Map(rowsOf(metadata, 'sys_items').map((row) => [int(row, 'id'), row]));
  const paths = new Set<string>();
  for (const item of items.values()) {
    const names: string[] = [];
    let at: typeof item | undefined = item;
    for (let depth = 0; at !== undefined && (int(at, 'id') ?? 0) > 0 && depth < 20; depth++) {
      names.unshift(text(at, 'f_item_name'));
      at = items.get(int(at, 'parent'));
    }
    if (names.length === 0) continue;
    paths.add(`js/${names.join('.')}.js`);
    paths.add(`js/${names.join('.')}.min.js`);
  }
  return paths;
}
