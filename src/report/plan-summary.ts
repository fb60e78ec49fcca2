/** A plan in the job summary. Every section is whole or cut with a sentence, so that no markup stays open. */
import { consentLine } from '../planning/consent.ts';
import type { LineDiff } from '../planning/line-diff.ts';
import { type Change, type Loss, type Plan, RISKS, type Risk } from '../planning/plan.ts';
import { baseText, countedText, failingOf } from '../planning/plan-text.ts';
import { firstLine } from '../planning/sql/statement.ts';
import { cutList } from './cut.ts';
import { plainText } from './plain-text.ts';

/** Markdown loses its meaning; secrets are taken out before. */
export type Safe = (text: string) => string;
/** Inside of `<pre>`: HTML loses its meaning, and no blank line may end the block for Markdown. */
type Raw = (text: string) => string;

const RISK_SIGNS: Readonly<Record<Risk, string>> = {
  safe: '🟢',
  'locks-table': '🔒',
  ignored: '⚠️',
  'loses-data': '🔥',
  'will-fail': '❌',
};

export const RISK_WORDS: Readonly<Record<Risk, string>> = {
  safe: 'safe',
  'locks-table': 'locks the table',
  ignored: 'ignored by Jam.py',
  'loses-data': 'loses data',
  'will-fail': 'will fail',
};

/** Bytes that the sections may take; together far below what GitHub takes. */
const ROOM = { losses: 120_000, changes: 250_000, sql: 200_000, code: 200_000, files: 60_000 };
const MOST_ROWS = 500;
const REST = 'plan-file has them all';

export function planSummary(plan: Plan, redact: (text: string) => string, safe: Safe): string[] {
  const raw: Raw = (text) => preText(redact(text));
  return [
    ...comparison(plan, safe),
    ...lossTable(plan.losses, safe),
    ...failures(plan, safe),
    ...changeTable(plan.changes, safe),
    ...parameters(plan, safe),
    ...fileTable(plan, safe),
    ...sql(plan, safe, raw),
    ...code(plan, safe, raw),
  ];
}

/** Text for the inside of `<pre>`. Exported for the tests that try to break out. */
export function preText(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n+$/, '').split('\n');
  const clean = lines.map((line) =>
    plainText(line).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`),
  );
  // A blank line would end the HTML block, and what follows would be Markdown again.
  return clean.map((line) => (line.trim() === '' ? '&#8203;' : line)).join('\n');
}

function sizeOf(row: string): number {
  return Buffer.byteLength(row) + 1;
}

function table(title: string, heads: string, rows: readonly string[], room: number, what: string): string[] {
  if (rows.length === 0) return [];
  const columns = heads.split('|').length;
  const { shown, left } = cutList(rows, MOST_ROWS, room, sizeOf);
  const rest = left > 0 ? ['', `${left} of ${rows.length} ${what} are not shown: ${REST}.`] : [];
  return [`#### ${title}`, '', `| ${heads} |`, `|${'---|'.repeat(columns)}`, ...shown, ...rest, ''];
}

function comparison({ base, database }: Plan, safe: Safe): string[] {
  return [safe(`Compared with ${baseText(base)}. ${database.note}`), ''];
}

function lossTable(losses: readonly Loss[], safe: Safe): string[] {
  const rows = losses.map((loss) => {
    const who = loss.consent === undefined ? '⛔ nobody' : `✅ ${safe(loss.consent)}`;
    return `| ${safe(consentLine(loss))} | ${safe(loss.reason)} | ${countedText(loss) ?? 'not counted'} | ${who} |`;
  });
  return table(
    `What would be destroyed: ${losses.length}`,
    'Object | Why | How much | Accepted by',
    rows,
    ROOM.losses,
    'losses',
  );
}

function failures(plan: Plan, safe: Safe): string[] {
  const { refusal, drift, unusedConsents } = plan;
  const rows = [
    ...(refusal === undefined ? [] : [`| ❌ | the import itself | ${safe(refusal)} |`]),
    ...failingOf(plan).map(({ sql: text, reason }) => `| ❌ | ${safe(firstLine(text, 200))} | ${safe(reason ?? '')} |`),
    ...drift.map(({ object, detail, fails }) => `| ${fails ? '❌' : '⚠️'} | ${safe(object)} | ${safe(detail)} |`),
    ...unusedConsents.map((consent) => `| ⚠️ | ${safe(consent)} | this consent matches nothing that would be lost |`),
  ];
  return table('What stands in the way', '  | What | Why', rows, ROOM.losses, 'lines');
}

/** Worst first; of an item that comes or goes its fields are counted. */
function changeTable(changes: readonly Change[], safe: Safe): string[] {
  const whole = new Map(
    changes
      .filter(({ object, kind }) => object === 'item' && kind !== 'changed' && kind !== 'renamed')
      .map((change) => [change.id, change.kind]),
  );
  const told = changes.filter(({ object, itemId, kind }) => object === 'item' || whole.get(itemId) !== kind);
  const parts = Map.groupBy(
    changes.filter(({ object }) => object !== 'item'),
    ({ itemId }) => itemId,
  );
  const rows = [...told]
    .sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk))
    .map((change) => {
      const isWhole = change.object === 'item' && whole.has(change.id);
      const what = isWhole ? `${parts.get(change.id)?.length ?? 0} parts` : whatChanged(change);
      const risk = [RISK_WORDS[change.risk], ...change.reasons].join(': ');
      const name = change.from === undefined ? change.name : `${change.from} → ${change.name}`;
      return `| ${RISK_SIGNS[change.risk]} | ${change.kind} | ${change.object} | ${safe(name)} | ${safe(what)} | ${safe(risk)} |`;
    });
  return table(`Changes: ${changes.length}`, '  | | What | Name | Values | Risk', rows, ROOM.changes, 'changes');
}

function whatChanged({ values, modules, kind }: Change): string {
  const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text || 'empty');
  const told = values
    .slice(0, 6)
    .map(({ column, before, after }) =>
      kind === 'added' ? `${column} ${short(after)}` : `${column} ${short(before)} → ${short(after)}`,
    );
  const more = values.length > told.length ? [`and ${values.length - told.length} more`] : [];
  return [...told, ...more, ...modules.map(({ title, diff }) => `${title} +${diff.added} −${diff.removed}`)].join(', ');
}

function parameters({ keptParameters }: Plan, safe: Safe): string[] {
  const rows = keptParameters.map(
    ({ column, target, zip, reason }) =>
      `| ${safe(column)} | ${safe(target || 'empty')} | ${safe(zip || 'empty')} | ${safe(reason)} |`,
  );
  return table(
    'Parameters that stay as the target has them',
    'Parameter | Target | Zip | Why',
    rows,
    ROOM.files,
    'parameters',
  );
}

function fileTable({ files }: Plan, safe: Safe): string[] {
  const words = { added: 'added', changed: 'changed', 'left-behind': 'left behind: an import never deletes' };
  const rows = files.map(({ path, kind, size, diff }) => {
    const lines = diff ? `+${diff.added} −${diff.removed}` : `${size} bytes`;
    return `| ${safe(path)} | ${words[kind]} | ${lines} |`;
  });
  return table(`Files: ${files.length}`, 'File | | ', rows, ROOM.files, 'files');
}

function sql({ statements, database }: Plan, safe: Safe, raw: Raw): string[] {
  if (statements.length === 0) return [];
  const texts = statements.map(
    ({ sql: text, risk }) => `${risk === 'safe' ? '' : `-- ${RISK_WORDS[risk]}\n`}${text.trim()};`,
  );
  const { shown, left } = cutList(texts.map(raw), statements.length, ROOM.sql, sizeOf);
  const rest = left > 0 ? [`${left} of ${statements.length} statements are not shown: ${REST}.`, ''] : [];
  const title = `SQL for ${database.name}: ${statements.length} statement${statements.length === 1 ? '' : 's'}`;
  return [...folded(safe(title), `<pre>${shown.join('\n')}</pre>`), ...rest];
}

function folded(title: string, html: string): string[] {
  return ['<details>', `<summary>${title}</summary>`, html, '</details>', ''];
}

function code({ changes, files }: Plan, safe: Safe, raw: Raw): string[] {
  const diffs = [
    ...changes.flatMap(({ name, modules }) => modules.map(({ title, diff }) => ({ title: `${name}: ${title}`, diff }))),
    ...files.flatMap(({ path, diff }) => (diff ? [{ title: path, diff }] : [])),
  ];
  const blocks = diffs.map(({ title, diff }) =>
    folded(
      `${safe(title)} (+${diff.added} −${diff.removed})`,
      diff.cut ? safe('Too long to be shown line by line.') : `<pre>${raw(diffText(diff))}</pre>`,
    ).join('\n'),
  );
  const { shown, left } = cutList(blocks, blocks.length, ROOM.code, sizeOf);
  if (blocks.length === 0) return [];
  const rest = left > 0 ? [`${left} of ${blocks.length} code diffs are not shown: report-file has them all.`, ''] : [];
  return ['#### Code', '', ...shown, ...rest];
}

function diffText({ hunks }: LineDiff): string {
  const signs = { same: ' ', added: '+', removed: '-' };
  return hunks.map((hunk) => hunk.map(({ kind, text }) => `${signs[kind]}${text}`).join('\n')).join('\n…\n');
}
