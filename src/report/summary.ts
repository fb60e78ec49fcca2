/** The job summary, Markdown. Names come from an untrusted zip or server: each is escaped where it stands. */
import { type Finding, placeText } from '../finding.ts';
import { plainText } from './plain-text.ts';
import { planSummary } from './plan-summary.ts';
import { type CommandResult, headline } from './result.ts';

/** GitHub takes 1 MiB a step and drops all of a longer one; far below, a page stays readable. In bytes. */
const MOST_FINDINGS = 200;
const LONGEST = 900_000;
const APART = '&#8203;';

/**
 * Markdown and HTML lose their meaning, also inside a table cell. GitHub looks for people and issues in the page that comes
 * of it, where an entity is a letter again: only a character without width keeps these names apart from their sign.
 */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~@:]/g, (character, at: number, whole: string) => {
      const name = character === '@' || (character === '#' && /\d/.test(whole[at + 1] ?? ''));
      return `&#${character.charCodeAt(0)};${name ? APART : ''}`;
    });
}

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

/** @param redact takes secrets out of a text; before escaping, which would hide them from it. */
export function summaryMarkdown(result: CommandResult, redact: (text: string) => string = (text) => text): string {
  const { promotion, application } = result;
  const safe = (text: string) => escapeMarkdown(redact(text));
  const parts = [`### ${SIGNS[result.result]} ${safe(headline(result))}`, ''];
  // Blanks in front would make code of it.
  if (result.reason) parts.push(safe(result.reason.trim()), '');
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
  for (const [name, value] of facts) if (value) parts.push(`| ${name} | ${safe(value)} |`);
  parts.push('');
  for (const sentence of result.provisioned?.sentences ?? []) parts.push(safe(sentence), '');
  if (promotion && promotion.checks.length > 0) parts.push(...verdictTable(promotion.checks, safe));
  const findings = findingTable(result.findings, safe);
  // What is wrong comes before what changes.
  const worst = result.findings.some(({ severity }) => severity === 'error');
  if (worst) parts.push(...findings);
  if (result.plan) parts.push(...planSummary(result.plan, redact, safe));
  if (!worst) parts.push(...findings);
  const text = parts.join('\n');
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST) return text;
  const whole = text.slice(0, new TextDecoder().decode(bytes.subarray(0, LONGEST)).lastIndexOf('\n'));
  return `${whole}\n\nThe rest is cut: the log of the step has it all.\n`;
}

type Safe = (text: string) => string;

function verdictTable(checks: NonNullable<CommandResult['promotion']>['checks'], safe: Safe): string[] {
  const rows = checks.map((check) => {
    const sign =
      check.failures.length > 0 ? '❌' : check.seen === 'not-looked-at' ? '➖' : check.warnings.length > 0 ? '⚠️' : '✅';
    const texts = [check.summary, ...check.failures, ...check.warnings, ...check.notes].map(safe).join('<br>');
    return `| ${sign} | ${check.part} | ${texts} |`;
  });
  return ['#### What was looked at', '', '| | Part | |', '|---|---|---|', ...rows, ''];
}

function findingTable(findings: readonly Finding[], safe: Safe): string[] {
  if (findings.length === 0) return [];
  const signs = { error: '❌', warning: '⚠️', note: 'ℹ️' };
  const rows = findings.slice(0, MOST_FINDINGS).map((finding) => {
    const cells = [placeText(finding.place), finding.message, finding.remedy].map(safe);
    return `| ${signs[finding.severity]} | ${cells[0]} | ${cells[1]} | ${cells[2]} | ${safe(finding.rule)} |`;
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
