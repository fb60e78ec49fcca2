/** Runs the action and the command line with the same inputs and holds both to one clear sentence. */
import { expect } from 'vitest';
import type { ActionOptions, ActionRun, Installed } from './action.ts';

export type Inputs = Record<string, string>;

export interface Wanted {
  code: number;
  /** The `result` output; none for wrong use. */
  result?: 'invalid' | 'failed' | 'refused' | 'unknown';
  /** What the sentence must say. */
  says: RegExp | readonly RegExp[];
}

const SECRETS = ['builder-password', 'app-password', 'database-url'];

/** A name of an input as the command line reads it from the environment. */
function variable(name: string): string {
  return `JAMPY_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The command line with the inputs of an action. */
export function asCli(action: Installed, inputs: Inputs, options: ActionOptions = {}): Promise<ActionRun> {
  const { command = 'validate', ...rest } = inputs;
  const given = Object.entries(rest).filter(([, value]) => value !== '');
  const secret = given.filter(([name]) => SECRETS.includes(name)).map(([name, value]) => [variable(name), value]);
  const open = given.filter(([name]) => !SECRETS.includes(name)).map(([name, value]) => `--${name}=${value}`);
  return action.cli([command, ...open], { ...options, env: { ...Object.fromEntries(secret), ...options.env } });
}

/** What `::name …::data` holds, as the runner unescapes it. */
export function unescapeData(data: string): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** The errors that the runner shows for a step. */
export function errorsOf(run: ActionRun): string[] {
  return [...run.stdout.matchAll(/^::error(?: [^\n]*?)?::(.*)$/gm)].map((match) => unescapeData(match[1] as string));
}

const STACK = /^\s+at .+:\d+:\d+\)?$|node:internal|Something unexpected|Unhandled|UnhandledPromise|^\s*throw /m;

function noStack(run: ActionRun): void {
  expect(run.stdout + run.stderr).not.toMatch(STACK);
}

/** The sentence with which the action ended: the first of its errors, before those of findings. */
export function checkAction(run: ActionRun, wanted: Wanted): string {
  noStack(run);
  const sentence = errorsOf(run)[0] ?? '';
  const context = `${sentence}\n${run.stdout}${run.stderr}`;
  expect([run.code, run.outputs.result], context).toEqual([wanted.code, wanted.result]);
  checkSentence(sentence, wanted);
  if (wanted.result) expect(run.outputs.reason).toBe(sentence);
  return sentence;
}

function checkSentence(sentence: string, { says }: Wanted): void {
  for (const part of Array.isArray(says) ? says : [says]) expect(sentence).toMatch(part);
  expect(sentence).toMatch(/\.$|\.\n- |[.)]$/);
  expect(sentence.length).toBeLessThan(1500);
  expect(sentence).not.toMatch(/\bundefined\b|\bnull\b|\[object|NaN/);
}

/** The same inputs through both doors, one after the other. */
export async function bothSay(
  action: Installed,
  inputs: Inputs,
  wanted: Wanted,
  options: ActionOptions = {},
): Promise<{ sentence: string; run: ActionRun; cli: ActionRun }> {
  const run = await action.run(inputs, options);
  const sentence = checkAction(run, wanted);
  const cli = await asCli(action, inputs, options);
  noStack(cli);
  expect(cli.code, cli.stdout + cli.stderr).toBe(wanted.code);
  for (const part of Array.isArray(wanted.says) ? wanted.says : [wanted.says]) {
    expect(wanted.result ? cli.stdout : cli.stderr).toMatch(part);
  }
  return { sentence, run, cli };
}
