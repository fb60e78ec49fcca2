/** Writes the tables of inputs and outputs in README.md from action.yml; `--check` only tells whether they are current. */
import { readFileSync, writeFileSync } from 'node:fs';
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

/** The README with its tables renewed. @throws Error when the marks of a table are not there exactly once */
export function withTables(readme: string, actionText: string): string {
  let text = readme;
  for (const [name, lines] of Object.entries(tablesOf(parse(actionText) as ActionFile))) {
    const [begin, end] = [`<!-- ${name}: made by npm run readme -->`, `<!-- end of ${name} -->`];
    const parts = text.split(begin);
    const rest = (parts[1] ?? '').split(end);
    if (parts.length !== 2 || rest.length !== 2) throw new Error(`README.md must hold "${begin}" and "${end}" once.`);
    text = `${parts[0]}${begin}\n${lines}\n${end}${rest[1]}`;
  }
  return text;
}

function main(args: readonly string[]): number {
  const path = join(ROOT, 'README.md');
  const readme = readFileSync(path, 'utf8');
  const wanted = withTables(readme, readFileSync(join(ROOT, 'action.yml'), 'utf8'));
  if (readme === wanted) return 0;
  if (args.includes('--check')) {
    console.error('README.md: its tables are not those of action.yml. Run: npm run readme');
    return 1;
  }
  writeFileSync(path, wanted);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
