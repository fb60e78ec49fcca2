/** Every block of code in the README and the docs is something that runs: shell by a shell, YAML by GitHub's own parser. */
import { spawnSync } from 'node:child_process';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { INPUTS } from '../../../src/input-table.ts';
import { readAllowDestructive, readConsentFile } from '../../../src/planning/consent.ts';
import { filesBelow, read } from './repository.ts';

interface Block {
  place: string;
  language: string;
  text: string;
}

function blocksOf(path: string): Block[] {
  return [...read(path).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ 1: language = '', 2: text = '', index }) => ({
    place: `${path}:${read(path).slice(0, index).split('\n').length}`,
    language,
    text,
  }));
}

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...filesBelow('docs', '.md'),
  ...filesBelow('examples', '.md'),
];
const blocks = pages.flatMap(blocksOf);
const inLanguage = (...wanted: string[]) => blocks.filter(({ language }) => wanted.includes(language));

/** What GitHub's own parser says of a workflow, in its words. */
async function problemsOf(name: string, content: string): Promise<string[]> {
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const problems = parsed.context.errors.getErrors().map(({ message }) => message);
  if (!parsed.value) return [...problems, 'it is no workflow'];
  const template = await convertWorkflowTemplate(parsed.context, parsed.value);
  return [...problems, ...(template.errors ?? []).map(({ Message }) => Message)];
}

test.each([...filesBelow('examples/workflows', '.yml'), ...filesBelow('.github/workflows', '.yml')])(
  '%s is a workflow to GitHub',
  async (path) => {
    expect(await problemsOf(path, read(path))).toEqual([]);
  },
);

test('what is no workflow is told', async () => {
  expect(await problemsOf('x.yml', 'on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n')).not.toEqual([]);
});

test('every block is in a language that is checked here, or a picture', () => {
  const checked = ['sh', 'yaml', 'mermaid', ''];
  expect(blocks.length).toBeGreaterThan(15);
  expect(blocks.filter(({ language }) => !checked.includes(language)).map(({ place }) => place)).toEqual([]);
});

test.each(inLanguage('sh').map(({ place, text }) => [place, text] as const))('%s: a shell takes it', (_, text) => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

describe.each(inLanguage('sh').map(({ place, text }) => [place, text] as const))('%s', (_, text) => {
  test('uses scripts of package.json and options of the command line that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const run = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const lines = text.replaceAll('\\\n', ' ').split('\n');
    const own = lines.filter((line) => /dist\/cli\.js|jampy-promote (validate|plan|promote|provision)/.test(line));
    const options = own.flatMap((line) => [...line.matchAll(/ --([\w-]+)/g)].map(([, name = '']) => name));
    const known = [...INPUTS.map(({ name }) => name), 'json', 'verbose', 'help', 'version'];
    expect(options.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe.each(inLanguage('yaml').map(({ place, text }) => [place, text] as const))('%s', (_, text) => {
  test('is a workflow, or a part of one with inputs that exist', async () => {
    if (/^jobs:/m.test(text)) {
      expect(await problemsOf('block.yml', text)).toEqual([]);
      return;
    }
    const part = parse(text) as unknown;
    const steps = Array.isArray(part) ? (part as { uses?: string; with?: object }[]) : [{ with: part as object }];
    for (const { uses = 'OWNER/jampy-promote@v1', with: inputs = {} } of steps) {
      if (!uses.startsWith('OWNER/')) continue;
      const known = INPUTS.map(({ name }) => name);
      expect(Object.keys(inputs).filter((name) => !known.includes(name))).toEqual([]);
      const { 'allow-destructive': allow = '' } = inputs as Record<string, string>;
      expect(readAllowDestructive(allow).problems).toEqual([]);
    }
  });
});

test('lines of destructive.allow are consents', () => {
  const lines = blocks.filter(({ language, text }) => language === '' && /^drop-/.test(text));
  expect(lines.length).toBeGreaterThan(0);
  for (const { text } of lines) expect(readConsentFile(text, 'c641d457731bd68f'.padEnd(64, '0')).problems).toEqual([]);
});
