/** The report: one page of HTML with nothing outside of it and no script, for whoever reviews a promotion. */
import type { Finding } from '../finding.ts';
import { placeText } from '../finding.ts';
import { consentLine } from '../planning/consent.ts';
import type { LineDiff } from '../planning/line-diff.ts';
import {
  type Change,
  type Drift,
  type FileChange,
  type KeptParameter,
  type Loss,
  type Plan,
  type Risk,
  worstRisk,
} from '../planning/plan.ts';
import { baseText, countedText, failingOf } from '../planning/plan-text.ts';
import { firstLine, type PlannedStatement } from '../planning/sql/statement.ts';
import { renderList } from './cut.ts';
import { entityDiagram } from './html-diagram.ts';
import { STYLE } from './html-style.ts';
import { escapeHtml } from './html-text.ts';
import { RISK_WORDS } from './plan-summary.ts';

export interface PlanReport {
  headline: string;
  reason?: string;
  facts: readonly (readonly [string, string])[];
  plan: Plan;
  findings: readonly Finding[];
}

/** Bytes that one section may take: browsers show a page of a few megabytes at once. */
const ROOM = 4_000_000;
const REST = 'are left out of this page: plan-file has them all';

type Escape = (text: string) => string;

/** @param redact takes secrets out of a text, before it is escaped. */
export function planHtml(report: PlanReport, redact: (text: string) => string): string {
  const { plan, findings } = report;
  const text: Escape = (value) => escapeHtml(redact(value));
  const code: Escape = (value) => escapeHtml(redact(value), true);
  const sections = [
    section('What would be destroyed', plan.losses.length, losses(plan, text)),
    section('What will fail', undefined, failures(plan, text)),
    section('Where the database is not as its metadata say', plan.drift.length, drift(plan, text)),
    section('Findings', findings.length, findingTable(findings, text)),
    section('Changes by item', plan.changes.length, changeTree(plan.changes, text, code)),
    section(
      'Tables',
      plan.entities.length,
      plan.entities.length > 0 ? `<div class="diagram">${entityDiagram(plan.entities, redact)}</div>` : '',
    ),
    section(`SQL for ${text(plan.database.name)}`, plan.statements.length, statementList(plan.statements, text, code)),
    section('Files', plan.files.length, fileList(plan.files, text, code)),
    section('Parameters that stay as the target has them', plan.keptParameters.length, parameters(plan, text)),
  ];
  const facts = [...report.facts, ['Compared with', baseText(plan.base)] as const];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(report.headline)}</title><style>${STYLE}</style></head><body>
<h1>${text(report.headline)}</h1>
${report.reason === undefined ? '' : `<p class="reason">${text(report.reason)}</p>`}
${rows(
  ['', ''],
  facts.filter(([, value]) => value),
  (fact) => fact.map(text),
  'facts',
)}
<p class="note">${text(plan.database.note)}</p>
${sections.join('\n')}
</body></html>
`;
}

function section(title: string, count: number | undefined, body: string): string {
  return body === '' ? '' : `<section><h2>${title}${count === undefined ? '' : ` (${count})`}</h2>${body}</section>`;
}

/** A table. @param row gives cells, HTML already. @param what the rows are, where some may be left out. */
function rows<T>(
  heads: readonly string[],
  list: readonly T[],
  row: (value: T) => readonly string[],
  what: string,
): string {
  if (list.length === 0) return '';
  const line = (value: T) =>
    `<tr>${row(value)
      .map((cell) => `<td>${cell}</td>`)
      .join('')}</tr>`;
  const { shown, left } = renderList(list, { bytes: ROOM }, line);
  const head = heads.some(Boolean) ? `<thead><tr>${heads.map((name) => `<th>${name}</th>`).join('')}</tr></thead>` : '';
  const rest = left > 0 ? `<p>${left} of ${list.length} ${what} ${REST}.</p>` : '';
  return `<div class="${head === '' ? 'facts' : 'scroll'}"><table>${head}<tbody>${shown.join('\n')}</tbody></table></div>${rest}`;
}

function losses({ losses: list, unusedConsents }: Plan, text: Escape): string {
  const row = (loss: Loss) => [
    `<code>${text(consentLine(loss))}</code>`,
    loss.consent === undefined ? '<span class="error">nobody</span>' : loss.consent,
    countedText(loss) ?? 'not counted',
    text(loss.reason),
  ];
  const unused = unusedConsents.map((consent) => `<code>${text(consent)}</code>`).join(', ');
  const note =
    unused === '' ? '' : `<p class="warning">Accepted, but nothing of that name would be lost: ${unused}.</p>`;
  return rows(['Object', 'Accepted by', 'How much', 'Why'], list, row, 'losses') + note;
}

function failures(plan: Plan, text: Escape): string {
  const list = [...(plan.refusal === undefined ? [] : [plan.refusal]), ...failingOf(plan)];
  const row = (failure: (typeof list)[number]) =>
    typeof failure === 'string'
      ? ['the import itself', text(failure)]
      : [`<code>${text(firstLine(failure.sql))}</code>`, text(failure.reason ?? '')];
  return rows(['What', 'Why'], list, row, 'failures');
}

function drift({ drift: list }: Plan, text: Escape): string {
  const row = ({ object, detail, fails = '' }: Drift) => [`<code>${text(object)}</code>`, text(detail), text(fails)];
  return rows(['Object', 'What', 'What fails for it'], list, row, 'differences');
}

function findingTable(findings: readonly Finding[], text: Escape): string {
  const row = ({ severity, place, message, remedy, rule }: Finding) => [
    `<span class="${severity}">${severity}</span>`,
    `<code>${text(placeText(place))}</code>`,
    text(message),
    text(remedy),
    `<code>${text(rule)}</code>`,
  ];
  return rows(['Severity', 'Where', 'What', 'How to mend it', 'Rule'], findings, row, 'findings');
}

function badge(risk: Risk): string {
  return `<span class="risk ${risk}">${RISK_WORDS[risk]}</span>`;
}

function changeTree(changes: readonly Change[], text: Escape, code: Escape): string {
  const groups = [...Map.groupBy(changes, ({ item, name }) => item || name)];
  const { shown, left } = renderList(groups, { bytes: ROOM }, ([item, list]) => {
    const worst = worstRisk(list.map(({ risk }) => risk));
    const own = list.find(({ object }) => object === 'item');
    const word = own ? ` ${own.kind}` : '';
    const open = worst === 'safe' ? '' : ' open';
    const lines = list.map((change) => changeLine(change, text, code)).join('');
    return `<details${open}><summary>${text(item)}${word}, ${list.length} change${list.length === 1 ? '' : 's'} ${badge(worst)}</summary><ul>${lines}</ul></details>`;
  });
  const rest = left > 0 ? `<p>The changes of ${left} of ${groups.length} items ${REST}.</p>` : '';
  return shown.join('\n') + rest;
}

function changeLine(change: Change, text: Escape, code: Escape): string {
  const name = change.from === undefined ? change.name : `${change.from} → ${change.name}`;
  const why = change.reasons.length > 0 ? `: ${text(change.reasons.join('; '))}` : '';
  const values = change.values.map(({ column, before, after }) => {
    const told = change.kind === 'added' ? text(after) : `${text(before || 'empty')} → ${text(after || 'empty')}`;
    return `<li><code>${text(column)}</code> ${told}</li>`;
  });
  // What goes with its item is no loss of its own, and "safe" beside a field that is gone would mislead.
  const risk = change.risk === 'safe' ? '' : ` ${badge(change.risk)}`;
  const modules = change.modules.map(({ title, diff }) => sideBySide(title, diff, text, code));
  return `<li>${change.kind} ${change.object.replaceAll('-', ' ')} <strong>${text(name)}</strong>${risk}${why}${values.length > 0 ? `<ul>${values.join('')}</ul>` : ''}${modules.join('')}</li>`;
}

/**
 * Before on the left, after on the right; removed and added lines stand beside each other. On a narrow page below each
 * other, where the right half of unchanged lines (`same`) is left out.
 */
function sideBySide(title: string, diff: LineDiff, text: Escape, code: Escape): string {
  const head = `${text(title)} (+${diff.added} −${diff.removed})`;
  if (diff.cut) return `<details><summary>${head}</summary><p>Too long to be compared line by line.</p></details>`;
  const parts = diff.hunks.map((hunk) => {
    const pairs: string[] = [];
    for (let at = 0; at < hunk.length; ) {
      const line = hunk[at];
      if (line?.kind === 'same') {
        pairs.push(pair(line.before, line.text, '', line.after, line.text, 'same', code));
        at++;
        continue;
      }
      const end = hunk.findIndex(({ kind }, position) => position > at && kind === 'same');
      const changed = hunk.slice(at, end < 0 ? hunk.length : end);
      const [left, right] = [
        changed.filter(({ kind }) => kind === 'removed'),
        changed.filter(({ kind }) => kind === 'added'),
      ];
      for (let row = 0; row < Math.max(left.length, right.length); row++) {
        const [l, r] = [left[row], right[row]];
        pairs.push(pair(l?.before, l && `− ${l.text}`, 'removed', r?.after, r && `+ ${r.text}`, 'added', code));
      }
      at += changed.length;
    }
    return pairs.join('');
  });
  const gap = '<tr class="gap"><td colspan="4">…</td></tr>';
  return `<details open><summary>${head}</summary><div class="scroll"><table class="code"><colgroup><col class="n"><col><col class="n"><col></colgroup><tbody>${parts.join(gap)}</tbody></table></div></details>`;
}

function pair(
  leftNumber: number | undefined,
  left: string | undefined,
  leftKind: string,
  rightNumber: number | undefined,
  right: string | undefined,
  rightKind: string,
  code: Escape,
): string {
  const cell = (number: number | undefined, value: string | undefined, kind: string) =>
    value === undefined
      ? '<td class="n none"></td><td class="none"></td>'
      : `<td class="n ${kind}">${number ?? ''}</td><td class="${kind}">${code(value)}</td>`;
  return `<tr>${cell(leftNumber, left, leftKind)}${cell(rightNumber, right, rightKind)}</tr>`;
}

function statementList(statements: readonly PlannedStatement[], text: Escape, code: Escape): string {
  if (statements.length === 0) return '';
  const { shown, left } = renderList(
    statements,
    { bytes: ROOM },
    ({ sql, risk, reason }) =>
      `<li>${badge(risk)}${reason === undefined ? '' : ` ${text(reason)}`}<pre>${code(sql.trim())};</pre></li>`,
  );
  const rest = left > 0 ? `<p>${left} of ${statements.length} statements ${REST}.</p>` : '';
  return `<ol>${shown.join('\n')}</ol>${rest}`;
}

function fileList(files: readonly FileChange[], text: Escape, code: Escape): string {
  const row = ({ path, kind, size }: FileChange) => [
    `<code>${text(path)}</code>`,
    kind === 'left-behind' ? 'left behind: an import never deletes' : kind,
    kind === 'left-behind' ? '' : `${size} bytes`,
  ];
  const diffs = files.flatMap(({ path, diff }) => (diff ? [{ path, diff }] : []));
  const { shown, left } = renderList(diffs, { bytes: ROOM }, ({ path, diff }) => sideBySide(path, diff, text, code));
  const rest = left > 0 ? `<p>The lines of ${left} of ${diffs.length} files ${REST}.</p>` : '';
  return rows(['File', 'Change', 'Size'], files, row, 'files') + shown.join('\n') + rest;
}

function parameters({ keptParameters }: Plan, text: Escape): string {
  const row = ({ column, target, zip, reason }: KeptParameter) => [
    `<code>${text(column)}</code>`,
    ...[target || 'empty', zip || 'empty', reason].map(text),
  ];
  return rows(['Parameter', 'Target', 'Zip', 'Why'], keptParameters, row, 'parameters');
}
