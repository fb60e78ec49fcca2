/** The risk of each change: that of its statements, and what Jam.py does not do although the metadata say so. */
import { firstById, idOf, type Metadata, type Row, rowsOf } from '../metadata/model.ts';
import { INDEX_COLUMNS } from '../metadata/structure.ts';
import type { Dialect } from './catalogue.ts';
import { type BareChange, NOTHING } from './changes.ts';
import { keptColumn } from './kept-column.ts';
import { type Change, type Loss, type Risk, worstRisk } from './plan.ts';
import { isColumnField, isCopy, isTableItem } from './sides.ts';
import type { PlannedStatement } from './sql/statement.ts';

export interface Sources {
  before: Metadata;
  after: Metadata;
  /** undefined: no SQL is predicted, and nothing is said of what it would do. */
  dialect: Dialect | undefined;
  statements: readonly PlannedStatement[];
  losses: readonly Loss[];
  /** The import's analysis fails. */
  refusal: string | undefined;
}

interface Verdict {
  risk: Risk;
  reason: string;
}

/** The same changes, each with its risk: not copied, as there may be tens of thousands. */
export function withRisks(changes: readonly BareChange[], sources: Sources): Change[] {
  const rows = {
    before: { item: rowsById(sources.before, 'sys_items'), field: rowsById(sources.before, 'sys_fields') },
    after: { item: rowsById(sources.after, 'sys_items'), field: rowsById(sources.after, 'sys_fields') },
  };
  const byItem = Map.groupBy(sources.statements, ({ itemId }) => itemId);
  return changes.map((change) => {
    const verdicts = ofStatements(change, byItem.get(owner(change, rows)) ?? []);
    // Without SQL, and for a type that is converted, only the loss itself tells.
    if (!verdicts.some(({ risk }) => risk === 'loses-data')) verdicts.push(...ofLosses(change, sources.losses));
    if (sources.dialect !== undefined) verdicts.push(...ignored(change, sources, rows));
    const risk = worstRisk(verdicts.map((verdict) => verdict.risk));
    const reasons = new Set(verdicts.filter((verdict) => verdict.risk !== 'safe').map(({ reason }) => reason));
    return Object.assign(change, { risk, reasons: reasons.size === 0 ? NOTHING : [...reasons] });
  });
}

type Rows = Record<'before' | 'after', Record<'item' | 'field', ReadonlyMap<number, Row>>>;

function rowsById(metadata: Metadata, table: 'sys_items' | 'sys_fields'): Map<number, Row> {
  return firstById(rowsOf(metadata, table));
}

function owner(change: BareChange, rows: Rows): number {
  if (change.object === 'item') return change.id;
  const row = rows.after.field.get(change.id) ?? rows.before.field.get(change.id);
  return change.object === 'field' ? Number(row?.owner_rec_id ?? 0) : change.itemId;
}

const OF_ITEM: readonly PlannedStatement['kind'][] = [
  'create-table',
  'drop-table',
  'create-sequence',
  'drop-sequence',
  'own-sequence',
];

function ofStatements(change: BareChange, statements: readonly PlannedStatement[]): Verdict[] {
  return statements
    .filter((statement) => {
      if (change.object === 'field') return statement.fieldId === change.id;
      if (change.object === 'index') return statement.indexId === change.id;
      return change.object === 'item' && OF_ITEM.includes(statement.kind);
    })
    .map(({ risk, reason = '' }) => ({ risk, reason }));
}

function ofLosses(change: BareChange, losses: readonly Loss[]): Verdict[] {
  return losses
    .filter((loss) => loss.recordId === change.id && loss.table === change.table)
    .map(({ reason }): Verdict => ({ risk: 'loses-data', reason }));
}

/** What the metadata will say and Jam.py does nothing about (docs/jampy.md, "Success that is none"). */
function ignored(change: BareChange, sources: Sources, rows: Rows): Verdict[] {
  const say = (reason: string): Verdict[] => [{ risk: 'ignored', reason }];
  if (change.kind === 'added' || change.kind === 'removed') {
    return change.object === 'field' ? groupField(change, sources, rows, say) : [];
  }
  if (change.object === 'index') {
    const same = change.values.every(({ column }) => !INDEX_COLUMNS.includes(column));
    return same ? [] : say('Jam.py makes no SQL for an index that changes under its id: delete it and add a new one');
  }
  const side = change.object === 'field' ? 'field' : 'item';
  const [before, after] = [rows.before[side].get(change.id), rows.after[side].get(change.id)];
  if (!before || !after) return [];
  if (change.object === 'item') return ignoredOfItem(before, after, sources, say);
  if (change.object === 'field') return ignoredOfField(change, before, after, sources, rows, say);
  return [];
}

type Say = (reason: string) => Verdict[];

function ignoredOfItem(before: Row, after: Row, { after: { line } }: Sources, say: Say): Verdict[] {
  const [was, is] = [isTableItem(line, before), isTableItem(line, after)];
  const verdicts: Verdict[] = [];
  if (!was && is) verdicts.push(...say('Jam.py makes no table for an item that was virtual or a copy before'));
  if (was && !is && !isCopy(line, after))
    verdicts.push(...say('the table stays in the database, and is used by nobody'));
  if (was && is && idOr(before, 'f_primary_key') !== idOr(after, 'f_primary_key'))
    verdicts.push(...say('Jam.py does not change the primary key of a table that exists'));
  return verdicts;
}

function idOr(row: Row, column: string): number {
  return Number(row[column] ?? 0);
}

/** Jam.py 5 keeps common fields at the group, and alters no table for them. */
function groupField({ id, kind }: BareChange, { before, after }: Sources, rows: Rows, say: Say): Verdict[] {
  if (after.line !== 5) return [];
  const field = rows.after.field.get(id) ?? rows.before.field.get(id);
  const group = rows.after.item.get(idOr(field ?? {}, 'owner_rec_id'));
  const members = rowsOf(before, 'sys_items').filter((item) => idOr(item, 'parent') === idOf(group ?? {}));
  const isGroup = group !== undefined && !isTableItem(5, group) && members.some((item) => isTableItem(5, item));
  if (!isGroup) return [];
  return say(
    kind === 'added'
      ? 'a common field of a group gets no column in tables that exist'
      : 'the column of a common field stays in tables that exist',
  );
}

function ignoredOfField(
  change: BareChange,
  before: Row,
  after: Row,
  sources: Sources,
  rows: Rows,
  say: Say,
): Verdict[] {
  const { line } = sources.after;
  const dialect = sources.dialect as Dialect;
  if (!isColumnField(line, before) || !isColumnField(line, after)) return [];
  const columns = change.values.map(({ column }) => column);
  if (!columns.some((column) => ['f_data_type', 'f_size', 'f_db_field_name', 'f_default_value'].includes(column)))
    return [];
  const owner = rows.after.item.get(idOr(after, 'owner_rec_id'));
  if (owner && !isTableItem(line, owner)) {
    return columns.some((column) => column !== 'f_default_value') ? groupField(change, sources, rows, say) : [];
  }
  // An existing SQLite project can not be imported into; of a new one nothing changes.
  if (dialect === 'sqlite' || sources.refusal !== undefined) return [];
  const kept = keptColumn(dialect, line, before, after);
  return kept === undefined ? [] : say(kept);
}
