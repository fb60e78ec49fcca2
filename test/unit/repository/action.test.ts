/** action.yml promises what the code reads and sets: nothing more, nothing less. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { INPUTS } from '../../../src/input-table.ts';
import { OUTPUTS } from '../../../src/report/result.ts';
import { VERSION } from '../../../src/version.ts';
import { read } from './repository.ts';

interface ActionFile {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string; value?: string }>;
  runs: Record<string, string>;
}

const action = parse(read('action.yml')) as ActionFile;

test('action.yml has the inputs of the code, in its order and with its defaults', () => {
  const declared = Object.entries(action.inputs).map(([name, input]) => ({ name, default: input.default }));
  // On the command line nobody gives one by himself.
  const onlyHere: Record<string, string> = { 'github-token': ['$', '{{ github.token }}'].join('') };
  expect(declared).toEqual(INPUTS.map(({ name, default: given }) => ({ name, default: given ?? onlyHere[name] })));
});

test('no input is marked as required: what a command needs is told by the command', () => {
  expect(Object.entries(action.inputs).filter(([, input]) => input.required)).toEqual([]);
});

test('defaults are strings, so that no YAML reader turns them into something else', () => {
  for (const input of Object.values(action.inputs)) expect(['string', 'undefined']).toContain(typeof input.default);
});

test('action.yml has the outputs of the code, in its order', () => {
  expect(Object.keys(action.outputs)).toEqual([...OUTPUTS]);
});

test('every output is set somewhere by a command', () => {
  const code = ['run-command', 'validate', 'plan', 'promote', 'write-reports']
    .map((name) => read(`src/commands/${name}.ts`))
    .join('\n');
  const set = OUTPUTS.filter((name) =>
    new RegExp(`^\\s*(outputs\\[)?'?${name}'?(\\]\\s=|:)|\\{ ${name}:|\\['${name}', `, 'm').test(code),
  );
  expect(set).toEqual([...OUTPUTS]);
});

test('every input and output is described in a sentence', () => {
  for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
    expect(description).toMatch(/^[\w`].{10,}\.$/s);
  }
});

test('the action runs the built file on Node 24', () => {
  expect(action.runs).toEqual({
    using: 'node24',
    main: 'dist/index.js',
    post: 'dist/post.js',
    'post-if': 'always()',
  });
});

test('the command line tells the version of package.json', () => {
  expect(VERSION).toBe(JSON.parse(read('package.json')).version);
});
