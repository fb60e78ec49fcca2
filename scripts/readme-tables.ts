/**
 * Writes what is kept elsewhere: into README.md the tables of inputs and outputs (action.yml) and the example workflows,
 * and docs/rules.md from the rules. `--check` only tells whether they are current.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { PACKAGE_RULES, type PackageRule } from '../src/metadata/package-rules.ts';
import { ALL_RULES, type RuleInfo } from '../src/validation/index.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface Described {
  description: string;
  default?: string;
}

interface ActionFile {
  inputs: Record<string, Described>;
  outputs: Record<string, Described>;
}

/** A cell of a Markdown table: a bar would end it. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function tablesOf(action: ActionFile): Record<string, string> {
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    `\`${name}\``,
    input.default === undefined ? '' : `\`${input.default}\``,
    cell(input.description),
  ]);
  const outputs = Object.entries(action.outputs).map(([name, output]) => [`\`${name}\``, cell(output.description)]);
  return { inputs: table(['input', 'default', 'meaning'], inputs), outputs: table(['output', 'meaning'], outputs) };
}

/** Puts `content` between the two marks of a part. @throws Error when they are not there exactly once */
function renew(text: string, begin: string, end: string, content: string): string {
  const parts = text.split(begin);
  const rest = (parts[1] ?? '').split(end);
  if (parts.length !== 2 || rest.length !== 2) throw new Error(`README.md must hold "${begin}" and "${end}" once.`);
  return `${parts[0]}${begin}\n${content}\n${end}${rest[1]}`;
}

/**
 * The README with its generated parts renewed.
 * @param examples text of each example workflow, by file name.
 */
export function renewed(readme: string, actionText: string, examples: Readonly<Record<string, string>>): string {
  let text = readme;
  for (const [name, lines] of Object.entries(tablesOf(parse(actionText) as ActionFile))) {
    text = renew(text, `<!-- ${name}: made by npm run readme -->`, `<!-- end of ${name} -->`, lines);
  }
  for (const [name, workflow] of Object.entries(examples)) {
    const block = `\`\`\`yaml\n${workflow.trimEnd()}\n\`\`\``;
    text = renew(text, `<!-- ${name}: made by npm run readme -->`, `<!-- end of ${name} -->`, block);
  }
  return text;
}

/** docs/rules.md: every rule, family by family. */
export function rulesPage(): string {
  const rules: readonly (RuleInfo | PackageRule)[] = [...PACKAGE_RULES, ...ALL_RULES];
  const families = [...new Set(rules.map((rule) => rule.family))];
  const sections = families.map((family) => {
    const rows = rules
      .filter((rule) => rule.family === family)
      .map((rule) => [
        `\`${rule.id}\``,
        cell([rule.severity, rule.severityDepends].filter(Boolean).join('; ')),
        cell(`${rule.title}. ${rule.description}`),
        cell(rule.remedy),
      ]);
    return `## ${family}\n\n${table(['rule', 'severity', 'what goes wrong', 'how to mend it'], rows)}\n`;
  });
  const head = [
    '# Rules',
    '',
    'What `validate`, `plan` and `promote` check. Made by `npm run readme` from `src/metadata` (the families `package` and',
    '`task-dat`, whose severities the input `rules` can not change: what breaks them was not read) and `src/validation`.',
    'Only errors stop a promotion; `fail-on` says what fails `validate` and `plan`.',
    '',
  ];
  return [...head, ...sections].join('\n');
}

function main(args: readonly string[]): number {
  const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
  const folder = readdirSync(join(ROOT, 'examples', 'workflows'));
  const examples = Object.fromEntries(folder.map((name) => [name, read('examples', 'workflows', name)]));
  const wanted: Record<string, string> = {
    'README.md': renewed(read('README.md'), read('action.yml'), examples),
    'docs/rules.md': rulesPage(),
  };
  const stale = Object.entries(wanted).filter(([path, text]) => !existsSync(join(ROOT, path)) || read(path) !== text);
  if (args.includes('--check')) {
    for (const [path] of stale) console.error(`${path} is not what its sources give. Run: npm run readme`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const [path, text] of stale) writeFileSync(join(ROOT, path), text);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
