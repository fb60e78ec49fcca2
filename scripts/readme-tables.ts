/**
 * Writes into README.md what is kept elsewhere: the tables of inputs and outputs (action.yml) and the example workflows.
 * `--check` only tells whether they are current.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

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

function main(args: readonly string[]): number {
  const path = join(ROOT, 'README.md');
  const readme = readFileSync(path, 'utf8');
  const folder = join(ROOT, 'examples', 'workflows');
  const examples = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const wanted = renewed(readme, readFileSync(join(ROOT, 'action.yml'), 'utf8'), examples);
  if (readme === wanted) return 0;
  if (args.includes('--check')) {
    console.error('README.md: its tables or workflows are not those of action.yml and examples/. Run: npm run readme');
    return 1;
  }
  writeFileSync(path, wanted);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
