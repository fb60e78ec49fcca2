/** The workflows that a user copies use inputs that exist, and the README shows them and the tables as they are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renewed, rulesPage } from '../../../scripts/readme-tables.ts';
import { COMMANDS, INPUTS } from '../../../src/input-table.ts';
import { readInputs } from '../../../src/inputs.ts';
import { OUTPUTS } from '../../../src/report/result.ts';
import { Secrets } from '../../../src/secrets.ts';

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, { steps: { uses?: string; with?: Record<string, string | boolean> }[] }>;
}

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const names = readdirSync(new URL('examples/workflows/', root));
const examples = Object.fromEntries(names.map((name) => [name, read(`examples/workflows/${name}`)]));

/** The step of a workflow that runs this action. */
function ownStep(workflow: Workflow): Record<string, string> {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const own = steps.filter((step) => step.uses?.includes('jampy-promote'));
  expect(own).toHaveLength(1);
  return (own[0]?.with ?? {}) as Record<string, string>;
}

describe.each(names)('%s', (name) => {
  const text = examples[name] as string;
  const workflow = parse(text) as Workflow;

  test('gives only inputs that exist, and all that its command needs', () => {
    const given = ownStep(workflow);
    const known = INPUTS.map((input) => input.name);
    expect(Object.keys(given).filter((input) => !known.includes(input))).toEqual([]);
    const filled = (input: string) => given[input]?.replace(/\$\{\{.*?\}\}/g, 'value');
    const inputs = readInputs(filled, '/workspace', new Secrets());
    expect(COMMANDS).toContain(inputs.command);
    if ('pull_request' in workflow.on) expect(inputs.command).toBe('plan');
    else expect(inputs.command).toBe('promote');
  });

  test('asks for no more than it needs', () => {
    const only = 'pull_request' in workflow.on ? {} : { deployments: 'read' };
    expect(workflow.permissions).toEqual({ contents: 'read', ...only });
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    for (const { steps } of Object.values(workflow.jobs)) {
      const checkout = steps.find((step) => step.uses?.startsWith('actions/checkout@'));
      expect(checkout?.with).toEqual({ 'persist-credentials': false });
    }
  });

  test('reads only outputs that exist', () => {
    const used = [...text.matchAll(/\.outputs\.([\w-]+)/g)].map((match) => match[1]);
    expect(used.filter((output) => !(OUTPUTS as readonly (string | undefined)[]).includes(output))).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = read('README.md');

  test('shows the tables of action.yml and the example workflows as they are', () => {
    expect(renewed(readme, read('action.yml'), examples)).toBe(readme);
  });

  test('docs/rules.md is made of the rules', () => {
    expect(read('docs/rules.md')).toBe(rulesPage());
  });

  test('a changed action.yml gives another table', () => {
    expect(renewed(readme, read('action.yml').replace('default: 30m', 'default: 31m'), examples)).not.toBe(readme);
  });

  test('links to files and headings that are there', () => {
    const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const [, link = ''] of readme.matchAll(/\]\(([^)]+)\)/g)) {
      const [path = '', anchor] = link.split('#');
      if (/^https?:/.test(path)) continue;
      if (path === '') expect(anchors).toContain(anchor);
      else expect(existsSync(new URL(path, root)), path).toBe(true);
    }
  });
});
