/** A plan in the job summary. Every section is whole or cut with a sentence, so that no markup stays open. */
import { consentLine } from '../planning/consent.ts';
import type { LineDiff } from '../planning/line-diff.ts';
import { type Change, type Plan, RISKS, type Risk } from '../planning/plan.ts';
import { baseText, countedText, failingOf } from '../planning/plan-text.ts';
import { firstLine } from '../planning/sql/statement.ts';
import { renderList } from './cut.ts';
import { fencedMarkdown, foldedMarkdown, type Markdown, tableMarkdown } from './markdown.ts';

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

/** Bytes that the sections may take; with those of summary.ts below what GitHub takes. */
const ROOM = {
  losses: 70_000,
  consents: 10_000,
  failures: 70_000,
  drift: 50_000,
  changes: 160_000,
  parameters: 40_000,
  files: 40_000,
  sql: 140_000,
  diffs: 140_000,
};
const LONGEST_VALUE = 40;
const LONGEST_STATEMENT = 200;
const REST = 'plan-file has them all';

export function planSummary(plan: Plan, md: Markdown): string[] {
  return [
    ...comparison(plan, md),
    ...losses(plan, md),
    ...failures(plan, md),
    ...drift(plan, md),
    ...changeTable(plan.changes, md),
    ...parameters(plan, md),
    ...fileTable(plan, md),
    ...sql(plan, md),
    ...code(plan, md),
  ];
}

function comparison({ base, database }: Plan, md: Markdown): string[] {
  return [md.text(`Compared with ${baseText(base)}. ${database.note}`), ''];
}

function losses({ losses: lost, unusedConsents }: Plan, md: Markdown): string[] {
  const table = tableMarkdown({
    title: `What would be destroyed: ${lost.length}`,
    heads: ['Object', 'Accepted by', 'How much', 'Why'],
    list: lost,
    row: (loss) => [
      md.code(consentLine(loss)),
      loss.consent === undefined ? '⛔ nobody' : `✅ ${loss.consent}`,
      countedText(loss) ?? 'not counted',
      md.text(loss.reason),
    ],
    room: md.room(ROOM.losses),
    what: 'losses',
    rest: REST,
  });
  return [...table, ...unused(unusedConsents, md)];
}

function unused(consents: readonly string[], md: Markdown): string[] {
  if (consents.length === 0) return [];
  const { shown, left } = renderList(consents, { bytes: md.room(ROOM.consents) }, md.code);
  const cut = left > 0 ? [`and ${left} more: ${REST}`] : [];
  return [`⚠️ Accepted, but nothing of that name would be lost: ${[...shown, ...cut].join(', ')}.`, ''];
}

function failures(plan: Plan, md: Markdown): string[] {
  return tableMarkdown({
    title: 'What will fail',
    heads: ['', 'What', 'Why'],
    list: [...(plan.refusal === undefined ? [] : [plan.refusal]), ...failingOf(plan)],
    row: (failure) =>
      typeof failure === 'string'
        ? ['❌', 'the import itself', md.text(failure)]
        : ['❌', md.code(md.cut(firstLine(failure.sql), LONGEST_STATEMENT)), md.text(failure.reason ?? '')],
    room: md.room(ROOM.failures),
    what: 'failures',
    rest: REST,
  });
}

function drift({ drift: differences }: Plan, md: Markdown): string[] {
  return tableMarkdown({
    title: 'Where the database is not as its metadata say',
    heads: ['', 'Object', 'What', 'What fails for it'],
    list: differences,
    row: ({ object, detail, fails }) => [
      fails === undefined ? '⚠️' : '❌',
      md.code(object),
      md.text(detail),
      md.text(fails ?? ''),
    ],
    room: md.room(ROOM.drift),
    what: 'differences',
    rest: REST,
  });
}

/** Worst first; of an item that comes or goes its fields are counted. */
function changeTable(changes: readonly Change[], md: Markdown): string[] {
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
  return tableMarkdown({
    title: `Changes: ${changes.length}`,
    heads: ['', 'Change', 'Name', 'Risk', 'What'],
    list: [...told].sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk)),
    row: (change) => {
      const isWhole = change.object === 'item' && whole.has(change.id);
      const count = parts.get(change.id)?.length ?? 0;
      const names = change.from === undefined ? [change.name] : [change.from, change.name];
      return [
        RISK_SIGNS[change.risk],
        `${change.kind} ${change.object.replaceAll('-', ' ')}`,
        names.map(md.code).join(' → '),
        md.text([RISK_WORDS[change.risk], ...change.reasons].join(': ')),
        isWhole ? partsText(count) : whatChanged(change, md),
      ];
    },
    room: md.room(ROOM.changes),
    what: 'lines',
    rest: REST,
  });
}

function partsText(count: number): string {
  return count === 0 ? '' : `with ${count} fields, indexes and other parts`;
}

function whatChanged({ values, modules, kind }: Change, md: Markdown): string {
  const short = (text: string) => md.text(md.cut(text, LONGEST_VALUE)) || 'empty';
  const told = values
    .slice(0, 6)
    .map(({ column, before, after }) =>
      kind === 'added' ? `${md.code(column)} ${short(after)}` : `${md.code(column)} ${short(before)} → ${short(after)}`,
    );
  const more = values.length > told.length ? [`and ${values.length - told.length} more`] : [];
  const lines = modules.map(({ title, diff }) => md.text(`${title} +${diff.added} −${diff.removed} lines`));
  return [...told, ...more, ...lines].join(', ');
}

function parameters({ keptParameters }: Plan, md: Markdown): string[] {
  return tableMarkdown({
    title: 'Parameters that stay as the target has them',
    heads: ['Parameter', 'Target', 'Zip', 'Why'],
    list: keptParameters,
    row: ({ column, target, zip, reason }) => [
      md.code(column),
      ...[target || 'empty', zip || 'empty', reason].map(md.text),
    ],
    room: md.room(ROOM.parameters),
    what: 'parameters',
    rest: REST,
  });
}

function fileTable({ files }: Plan, md: Markdown): string[] {
  const words = { added: 'added', changed: 'changed', 'left-behind': 'left behind: an import never deletes' };
  return tableMarkdown({
    title: `Files: ${files.length}`,
    heads: ['File', 'Change', 'Size'],
    list: files,
    row: ({ path, kind, size, diff }) => [
      md.code(path),
      words[kind],
      diff ? `+${diff.added} −${diff.removed} lines` : `${size} bytes`,
    ],
    room: md.room(ROOM.files),
    what: 'files',
    rest: REST,
  });
}

function sql({ statements, database }: Plan, md: Markdown): string[] {
  const count = statements.length;
  if (count === 0) return [];
  const { shown, left } = renderList(statements, { bytes: md.room(ROOM.sql) }, ({ sql: text, risk }) => {
    const mark = risk === 'safe' ? '' : `-- ${RISK_WORDS[risk]}\n`;
    return `${mark}${md.lines(text.trim())};`;
  });
  const cut = left > 0 ? [`${left} of ${count} statements are not shown: ${REST}.`, ''] : [];
  if (shown.length === 0) return cut;
  const title = md.text(`SQL for ${database.name}: ${count} statement${count === 1 ? '' : 's'}`);
  return [...foldedMarkdown(title, fencedMarkdown('sql', shown.join('\n'))), ...cut];
}

function code({ changes, files }: Plan, md: Markdown): string[] {
  const diffs = [
    ...changes.flatMap(({ name, modules }) => modules.map(({ title, diff }) => ({ title: `${name}: ${title}`, diff }))),
    ...files.flatMap(({ path, diff }) => (diff ? [{ title: path, diff }] : [])),
  ];
  if (diffs.length === 0) return [];
  const { shown, left } = renderList(diffs, { bytes: md.room(ROOM.diffs) }, ({ title, diff }) => {
    const text = diffText(diff);
    const body =
      diff.cut || text.length > ROOM.diffs
        ? 'Too long to be shown line by line.'
        : fencedMarkdown('diff', md.lines(text));
    return foldedMarkdown(md.text(`${title} (+${diff.added} −${diff.removed})`), body).join('\n');
  });
  const cut = left > 0 ? [`${left} of ${diffs.length} code diffs are not shown: report-file has them all.`, ''] : [];
  return ['#### Code', '', ...shown, ...cut];
}

/** As `diff -u` writes it, so that GitHub colours the lines. */
function diffText({ hunks }: LineDiff): string {
  const signs = { same: ' ', added: '+', removed: '-' };
  return hunks
    .map((hunk) => {
      const [first] = hunk;
      const at = `@@ line ${first?.after ?? first?.before ?? 1} @@`;
      return [at, ...hunk.map(({ kind, text }) => `${signs[kind]}${text}`)].join('\n');
    })
    .join('\n');
}
