/** What Jam.py asks of an id that is on both sides of an import, before it looks at anything else. */
import { firstById, idOf, int, type Metadata, type Row, rowsOf, text } from '../metadata/model.ts';

/** Why an import refuses the two records of one id: another kind of item, or another table. One clause. */
export function identityTrouble(before: Row, after: Row): string | undefined {
  if (int(before, 'type_id') !== int(after, 'type_id')) return 'they are of different types';
  const [was, is] = [text(before, 'f_table_name'), text(after, 'f_table_name')];
  // Jam.py compares without case.
  if (was === '' || was.toUpperCase() === is.toUpperCase()) return undefined;
  return `their tables are ${was} and ${is || 'none'}`;
}

/** The first item that makes an import refuse the whole zip, in words. */
export function firstIdentityTrouble(before: Metadata, after: Metadata): string | undefined {
  const now = firstById(rowsOf(after, 'sys_items'));
  for (const old of rowsOf(before, 'sys_items')) {
    const item = now.get(idOf(old));
    const trouble = item && identityTrouble(old, item);
    if (item && trouble)
      return `item ${idOf(old)} is ${text(old, 'f_item_name')} in the project and ${text(item, 'f_item_name')} in the zip, and ${trouble}`;
  }
  return undefined;
}
