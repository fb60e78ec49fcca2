/** The job summary, Markdown. Names come from an untrusted zip or server: each is escaped where it stands. */
import { type Finding, placeText } from '../finding.ts';
import { type Markdown, markdownWithout, tableMarkdown } from './markdown.ts';
import { planSummary } from './plan-summary.ts';
import { type CommandResult, headline } from './result.ts';

/**
 * Bytes that the sections may take. With those of a plan they stay below 1 MiB: GitHub drops the whole of a longer summary.
 */
const ROOM = { verdict: 60_000, findings: 110_000 };
const LOG_HAS_REST = 'the log of the step has them all';
/** Failures, warnings and notes of one part. */
const MOST_TEXTS = 20;

const SIGNS: Readonly<Record<CommandResult['result'], string>> = {
  valid: '✅',
  planned: '✅',
  provisioned: '✅',
  imported: '✅',
  unchanged: '✅',
  invalid: '❌',
  failed: '❌',
  refused: '⛔',
  unknown: '❓',
};

/**
 * @param redact takes secrets out of a text; before escaping, which would hide them from it.
 * @param share part of the room that the sections have.
 */
export function summaryMarkdown(
  result: CommandResult,
  redact: (text: string) => string = (text) => text,
  share = 1,
): string {
  const { promotion, application } = result;
  const md = markdownWithout(redact, share);
  const parts = [`### ${SIGNS[result.result]} ${md.text(headline(result))}`, ''];
  if (result.reason) parts.push(md.text(result.reason), '');
  for (const sentence of result.untold ?? []) parts.push(`⚠️ ${md.text(sentence)}`, '');
  for (const sentence of result.provisioned?.sentences ?? []) parts.push(md.text(sentence), '');
  if (promotion) parts.push(...verdictTable(promotion.checks, md));
  const findings = findingTable(result.findings, md);
  // What is wrong comes before what changes.
  const worst = result.findings.some(({ severity }) => severity === 'error');
  if (worst) parts.push(...findings);
  if (result.plan) parts.push(...planSummary(result.plan, md));
  if (!worst) parts.push(...findings);
  const facts: [string, string | undefined][] = [
    ['Metadata file', md.code(result.zipPath)],
    ['Application', md.code([application.name, application.version].filter(Boolean).join(' '))],
    ['Jam.py line', application.line === undefined ? undefined : String(application.line)],
    ['Exported by Jam.py', md.code(result.outputs['jam-version'] ?? '')],
    ['Target runs Jam.py', md.code(result.outputs['target-jam-version'] ?? '')],
    ['Verified', promotion && result.outputs.verified],
    ['Address', md.code(result.outputs.url ?? '')],
    ['Error', md.code(result.errorId ?? '')],
    ['Backup from before', md.code(result.outputs['backup-dir'] ?? '')],
    ['Digest', md.code(application.digest.slice(0, 16))],
    ['Time', `${result.seconds.toFixed(1)} s`],
  ];
  parts.push('#### About', '', '| | |', '|---|---|');
  for (const [name, value] of facts) if (value) parts.push(`| ${name} | ${value} |`);
  parts.push('');
  return parts.join('\n');
}

function verdictTable(checks: NonNullable<CommandResult['promotion']>['checks'], md: Markdown): string[] {
  return tableMarkdown({
    title: 'What was looked at',
    heads: ['', 'Part', 'Result'],
    list: checks,
    row: ({ part, seen, summary, failures, warnings, notes }) => {
      const sign = failures.length > 0 ? '❌' : seen === 'not-looked-at' ? '➖' : warnings.length > 0 ? '⚠️' : '✅';
      const texts = [summary, ...failures, ...warnings, ...notes];
      const more = texts.length > MOST_TEXTS ? [`and ${texts.length - MOST_TEXTS} more in the log.`] : [];
      return [sign, part, [...texts.slice(0, MOST_TEXTS).map(md.text), ...more].join('<br>')];
    },
    room: md.room(ROOM.verdict),
    what: 'parts',
    rest: LOG_HAS_REST,
  });
}

function findingTable(findings: readonly Finding[], md: Markdown): string[] {
  const signs = { error: '❌', warning: '⚠️', note: 'ℹ️' };
  return tableMarkdown({
    title: `Findings: ${findings.length}`,
    heads: ['', 'Where', 'What', 'How to mend it', 'Rule'],
    list: findings,
    row: ({ severity, place, message, remedy, rule }) => [
      signs[severity],
      md.code(placeText(place)),
      md.text(message),
      md.text(remedy),
      md.code(rule),
    ],
    room: md.room(ROOM.findings),
    what: 'findings',
    rest: LOG_HAS_REST,
  });
}
