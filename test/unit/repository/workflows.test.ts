/** The workflows that a user copies use inputs that exist, and the README shows them and the tables as they are. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renewed, rulesPage } from '../../../scripts/readme-tables.ts';
import { COMMANDS, INPUTS } from '../../../src/input-table.ts';
import { readInputs } from '../../../src/inputs.ts';
import { OUTPUTS } from '../../../src/report/result.ts';
import { Secrets } from '../../../src/secrets.ts';
import { filesBelow, read, root } from './repository.ts';

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Call & { steps?: Call[]; permissions?: Record<string, string>; environment?: string }>;
}

/** A step, or a job that calls a workflow. */
interface Call {
  uses?: string;
  with?: Record<string, string | boolean>;
  secrets?: Record<string, string>;
}

const examples = Object.fromEntries(
  filesBelow('examples/workflows', '.yml').map((path) => [basename(path), read(path)]),
);

/** What a workflow gives this action, or the workflow that calls it for him. */
function given(workflow: Workflow): Record<string, string> {
  const calls = Object.values(workflow.jobs).flatMap((job) => [job, ...(job.steps ?? [])]);
  const own = calls.filter((call) => call.uses?.startsWith('OWNER/jampy-promote'));
  expect(own).toHaveLength(1);
  const { uses = '', with: inputs = {}, secrets = {} } = own[0] as Call;
  const asInputs = Object.entries(secrets).map(([name, value]) => [name.toLowerCase().replaceAll('_', '-'), value]);
  const command = uses.includes('/promote.yml@') ? { command: 'promote' } : {};
  return { ...command, ...(inputs as Record<string, string>), ...Object.fromEntries(asInputs) };
}

describe.each(Object.keys(examples))('%s', (name) => {
  const text = examples[name] as string;
  const workflow = parse(text) as Workflow;

  test('gives only inputs that exist, and all that its command needs', () => {
    const values = given(workflow);
    const known = [...INPUTS.map((input) => input.name), 'environment'];
    expect(Object.keys(values).filter((input) => !known.includes(input))).toEqual([]);
    // Who starts it by hand may leave all of its inputs empty.
    const filled = (input: string) =>
      values[input]?.replace(/\$\{\{ inputs\..*?\}\}/g, '').replace(/\$\{\{.*?\}\}/g, 'value');
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
      if (!steps) continue;
      const checkout = steps.find((step) => step.uses?.startsWith('actions/checkout@'));
      expect(checkout?.with).toEqual({ 'persist-credentials': false });
    }
  });

  test('reads only outputs that exist', () => {
    const used = [...text.matchAll(/\.outputs\.([\w-]+)/g)].map((match) => match[1]);
    expect(used.filter((output) => !(OUTPUTS as readonly (string | undefined)[]).includes(output))).toEqual([]);
  });
});

describe('the workflow for other repositories', () => {
  const workflow = parse(read('.github/workflows/promote.yml')) as Workflow;
  const { inputs, secrets } = workflow.on.workflow_call as { inputs: object; secrets: object };
  const OWN = ['environment', 'plan-environment', 'runs-on'];
  /** Of a plan without a target, of a new project, of reports that stay on the runner, and of the workflow itself. */
  const NOT_PASSED =
    'command base-metadata database-type provision database-admin-url jam-version project-title language parameters copy-from keep-users approved-plan github-token comment plan-file report-file sarif-file'.split(
      ' ',
    );
  const stepOf = (job: string) =>
    (workflow.jobs[job]?.steps?.find(({ uses }) => uses?.startsWith('OWNER/'))?.with ?? {}) as Record<string, string>;

  test('takes every input that is about a target, secrets as secrets', () => {
    const wanted = INPUTS.filter(({ name }) => !NOT_PASSED.includes(name));
    const plain = wanted.filter(({ secret }) => !secret).map(({ name }) => name);
    expect(Object.keys(inputs)).toEqual([...OWN, ...plain]);
    const asSecrets = wanted.filter(({ secret }) => secret).map(({ name }) => name.toUpperCase().replaceAll('-', '_'));
    expect(Object.keys(secrets).toSorted()).toEqual(asSecrets.toSorted());
  });

  test('plans and promotes with the same inputs, each under its own name', () => {
    const { command: plan, ...planned } = stepOf('plan');
    const { command, 'approved-plan': approved, ...promoted } = stepOf('promote');
    expect([plan, command]).toEqual(['plan', 'promote']);
    expect(promoted).toEqual(planned);
    const expected = INPUTS.filter(({ name }) => !NOT_PASSED.includes(name)).map(({ name, secret }) => [
      name,
      `\${{ ${secret ? `secrets.${name.toUpperCase().replaceAll('-', '_')}` : `inputs.${name}`} }}`,
    ]);
    expect(planned).toEqual(Object.fromEntries(expected));
    // An output that GitHub drops must not turn into a promotion that nobody approved.
    expect(approved).toBe(['$', "{{ needs.plan.outputs.plan-digest || 'missing' }}"].join(''));
  });

  test('only the environment with reviewers promotes', () => {
    expect(workflow.jobs.promote?.environment).toBe(['$', '{{ inputs.environment }}'].join(''));
    expect(workflow.jobs.plan?.environment).toBe(['$', '{{ inputs.plan-environment }}'].join(''));
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs.promote?.permissions).toEqual({ contents: 'read', deployments: 'read' });
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
      else expect(existsSync(join(root, path)), path).toBe(true);
    }
  });
});
