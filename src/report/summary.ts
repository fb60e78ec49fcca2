/** The job summary, Markdown. Names come from an untrusted zip or server: each is escaped where it stands. */
import { type Finding, placeText } from '../validation/finding.ts';
import { plainText } from './plain-text.ts';
import { type CommandResult, headline } from './result.ts';

/** GitHub takes 1 MiB a step; far below, a page stays readable. */
const MOST_FINDINGS = 200;
const LONGEST = 900_000;

/** Markdown and HTML lose their meaning, also inside a table cell. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~@:]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const SIGNS: Readonly<Record<CommandResult['result'], string>> = {
  valid: '✅',
  imported: '✅',
  unchanged: '✅',
  invalid: '❌',
  failed: '❌',
  refused: '⛔',
  unknown: '❓',
};

export function summaryMarkdown(result: CommandResult): string {
  const { promotion, application } = result;
  const parts = [`### ${SIGNS[result.result]} ${escapeMarkdown(headline(result))}`, ''];
  if (result.reason) parts.push(`${escapeMarkdown(result.reason)}`, '');
  const facts: [string, string | undefined][] = [
    ['Metadata file', result.zipPath],
    ['Application', [application.name, application.version].filter(Boolean).join(' ')],
    ['Jam.py line', application.line === undefined ? undefined : String(application.line)],
    ['Exported by Jam.py', result.outputs['jam-version']],
    ['Target runs Jam.py', result.outputs['target-jam-version']],
    ['Verified', promotion && result.outputs.verified],
    ['Address', result.outputs.url],
    ['Backup from before', result.outputs['backup-dir']],
    ['Digest', application.digest.slice(0, 16)],
    ['Time', `${result.seconds.toFixed(1)} s`],
  ];
  parts.push('| | |', '|---|---|');
  for (const [name, value] of facts) if (value) parts.push(`| ${name} | ${escapeMarkdown(value)} |`);
  parts.push('');
  if (promotion && promotion.checks.length > 0) parts.push(...verdictTable(promotion.checks));
  parts.push(...findingTable(result.findings));
  const text = parts.join('\n');
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST)}\n\nThe rest is cut: the log of the step has it all.\n`;
}

function verdictTable(checks: NonNullable<CommandResult['promotion']>['checks']): string[] {
  const rows = checks.map((check) => {
    const sign =
      check.failures.length > 0 ? '❌' : check.seen === 'not-looked-at' ? '➖' : check.warnings.length > 0 ? '⚠️' : '✅';
    const texts = [check.summary, ...check.failures, ...check.warnings, ...check.notes]
      .map(escapeMarkdown)
      .join('<br>');
    return `| ${sign} | ${check.part} | ${texts} |`;
  });
  return ['#### What was looked at', '', '| | Part | |', '|---|---|---|', ...rows, ''];
}

function findingTable(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const signs = { error: '❌', warning: '⚠️', note: 'ℹ️' };
  const rows = findings.slice(0, MOST_FINDINGS).map((finding) => {
    const cells = [placeText(finding.place), finding.message, finding.remedy].map(escapeMarkdown);
    return `| ${signs[finding.severity]} | ${cells[0]} | ${cells[1]} | ${cells[2]} | ${escapeMarkdown(finding.rule)} |`;
  });
  const more = findings.length > MOST_FINDINGS ? ['', `and ${findings.length - MOST_FINDINGS} more in the log.`] : [];
  return [
    `#### Findings: ${findings.length}`,
    '',
    '| | Where | What | How to mend it | Rule |',
    '|---|---|---|---|---|',
    ...rows,
    ...more,
    '',
  ];
}
