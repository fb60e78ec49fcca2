/**
 * Work that somebody did in the production Builder: what the target has, and neither what was promoted last nor the zip
 * has. An import overwrites it without a word.
 */
import type { Metadata } from '../metadata/model.ts';
import type { BuilderTableName } from '../metadata/structure.ts';
import { type BareChange, changesOf } from './changes.ts';

/** The edits of one item, or of one record that belongs to none. */
export interface LiveEdit {
  item: string;
  itemId: number;
  table: BuilderTableName;
  /** One clause each: `field phone was added`, `customers.city: f_size 30 instead of 20`. */
  details: readonly string[];
}

/**
 * @param promoted what the last promotion put there, or the base of the zip; in the target's case.
 * @param target what is there now.
 * @param zip in the target's case.
 */
export function liveEditsOf(promoted: Metadata, target: Metadata, zip: Metadata): LiveEdit[] {
  const stays = new Set(changesOf(target, zip).flatMap(marks));
  const edits = new Map<string, LiveEdit & { details: string[] }>();
  for (const change of changesOf(promoted, target)) {
    const lost = lostParts(change, stays);
    if (lost.length === 0) continue;
    const name = change.item || change.name;
    const edit = edits.get(name) ?? {
      item: name,
      itemId: change.itemId || change.id,
      table: tableOf(change),
      details: [],
    };
    edit.details.push(...lost);
    edits.set(name, edit);
  }
  return [...edits.values()];
}

function tableOf(change: BareChange): BuilderTableName {
  return change.itemId ? 'sys_items' : change.table;
}

/** Everything in which the zip differs from the target; what was edited and is not among it is in the zip too. */
function marks({ kind, table, id, values, modules }: BareChange): string[] {
  if (kind === 'added' || kind === 'removed') return [`${table} ${id}`];
  return [...values, ...modules].map(({ column }) => `${table} ${id} ${column}`);
}

function lostParts(change: BareChange, differs: ReadonlySet<string>): string[] {
  const { kind, object, table, id, name, values, modules } = change;
  const whole = differs.has(`${table} ${id}`);
  if (kind === 'added') return whole ? [`the ${object} ${name} was added`] : partsOf(change, differs);
  if (kind === 'removed') return whole ? [`the ${object} ${name} was removed`] : [];
  if (whole) return [`the ${object} ${name} was changed`];
  const edited = values.filter(({ column }) => differs.has(`${table} ${id} ${column}`));
  const coded = modules.filter(({ column }) => differs.has(`${table} ${id} ${column}`));
  return [
    ...edited.map(({ column, before, after }) => `${name}: ${column} is ${quoted(after)}, was ${quoted(before)}`),
    ...coded.map(({ title, diff }) => `the ${title} of ${name} (${diff.added} lines added, ${diff.removed} removed)`),
  ];
}

/** The same record was added on both sides, and differs. */
function partsOf({ object, table, id, name }: BareChange, differs: ReadonlySet<string>): string[] {
  const some = [...differs].some((mark) => mark.startsWith(`${table} ${id} `));
  return some ? [`the ${object} ${name} was added with other values`] : [];
}

function quoted(value: string): string {
  return value === '' ? 'empty' : JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
}
