/** What the action says of a result, where GitHub's files can not be written; what it does is tried with the built program. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Log } from '../../src/log.ts';
import type { CommandResult } from '../../src/report/result.ts';
import type { Secrets } from '../../src/secrets.ts';

type Command = (given: { secrets: Secrets; log: Log }) => CommandResult;
const command = vi.hoisted(() => ({ run: undefined as unknown as Command }));
vi.mock('../../src/commands/run-command.ts', () => ({
  runCommand: async (options: { secrets: Secrets; log: Log }) => ({ result: command.run(options), inputs: {} }),
}));
const { runAction } = await import('../../src/main.ts');

const SECRET = 's3cret-word';
const imported: CommandResult = {
  command: 'promote',
  result: 'imported',
  exitCode: 0,
  reason: undefined,
  outputs: { result: 'imported', verified: 'full' },
  findings: [],
  zipPath: 'shop.zip',
  application: { name: 'shop', caption: 'Shop', version: '1.2', line: 7, digest: 'abc' },
  promotion: undefined,
  seconds: 1,
};

let base: string;
let out = '';

/** A file of GitHub's, or a folder in its place, which nobody can write: root neither. */
async function given(name: 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY', writable: boolean): Promise<string> {
  const path = join(base, SECRET, name);
  await (writable ? writeFile(path, '') : mkdir(path));
  vi.stubEnv(name, path);
  return path;
}

/** Lines that are no masks. */
const said = () => out.split('\n').filter((line) => line && !line.startsWith('::add-mask::'));

beforeEach(async () => {
  out = '';
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-main-')));
  await mkdir(join(base, SECRET));
  command.run = ({ secrets }) => {
    secrets.add(SECRET);
    return imported;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  // core.setFailed sets it.
  process.exitCode = undefined;
  await rm(base, { recursive: true, force: true });
});

test('a summary that can not be written is a warning', async () => {
  const outputs = await given('GITHUB_OUTPUT', true);
  await given('GITHUB_STEP_SUMMARY', false);
  expect(await runAction()).toBe(0);
  expect(said()).toEqual([expect.stringMatching(/^::warning::The job summary can not be written: .*\*\*\*/)]);
  expect(await readFile(outputs, 'utf8')).toMatch(/^result<<.*\nimported\n/);
});

test.each<[string, Partial<CommandResult>, number, RegExp]>([
  [
    'that worked',
    {},
    1,
    /^::error::Shop 1\.2 is in production \(result: imported\)\. Yet the outputs of this step can not be written/,
  ],
  [
    'that was refused',
    { result: 'refused', exitCode: 3, reason: `The lock is held by ${SECRET}.`, outputs: { result: 'refused' } },
    3,
    /^::error::The promotion of Shop 1\.2 was refused \(result: refused\)\. The lock is held by \*\*\*\. Yet the outputs /,
  ],
])(
  'outputs that can not be written are an error that tells the result of a run %s',
  async (_name, more, code, sentence) => {
    command.run = ({ secrets }) => {
      secrets.add(SECRET);
      return { ...imported, ...more };
    };
    await given('GITHUB_OUTPUT', false);
    vi.stubEnv('GITHUB_STEP_SUMMARY', '');
    expect(await runAction()).toBe(code);
    expect(said()).toEqual([expect.stringMatching(sentence)]);
    expect(said().join()).not.toContain(SECRET);
  },
);

test('where an unexpected error was thrown is for debugging, without secrets', async () => {
  vi.stubEnv('GITHUB_OUTPUT', '');
  command.run = ({ secrets }) => {
    secrets.add(SECRET);
    throw new TypeError(`no ${SECRET}\n::set-env name=x::y \u202e##[group]`);
  };
  expect(await runAction()).toBe(1);
  expect(said().map((line) => line.slice(0, 16))).toEqual(['::error title=un', expect.stringMatching(/^::debug::/)]);
  expect(said()[1]).toContain('main.test.ts');
  expect(said().join()).not.toMatch(new RegExp(`${SECRET}|\u202e|0A::set-env`));
});

test('of each kind ten annotations, the reason first; what is left stands in the log', async () => {
  await given('GITHUB_OUTPUT', true);
  await given('GITHUB_STEP_SUMMARY', true);
  const found = (severity: 'error' | 'warning', count: number) =>
    Array.from({ length: count }, (_, at) => ({
      rule: `rule-${at}`,
      severity,
      place: {},
      message: `${severity} ${at}.`,
      remedy: 'Mend it.',
    }));
  command.run = ({ log }) => {
    for (let at = 0; at < 12; at++) log.notice(`notice ${at}`);
    for (let at = 0; at < 4; at++) log.warning(`seen ${at}`);
    const findings = [...found('error', 15), ...found('warning', 15)];
    return { ...imported, result: 'invalid', exitCode: 1, reason: 'It has 15 errors.', findings };
  };
  expect(await runAction()).toBe(1);
  const of = (kind: string) => said().filter((line) => line.startsWith(`::${kind}`));
  expect([of('error').length, of('warning').length, of('notice').length]).toEqual([10, 10, 10]);
  expect(of('error')[0]).toBe('::error::It has 15 errors.');
  expect(of('error')[1]).toMatch(/^::error title=rule-0,.*error 0\. Mend it\.$/);
  expect(of('warning').map((line) => line.replace(/.*::/, ''))).toEqual([
    ...[0, 1, 2, 3].map((at) => `seen ${at}`),
    ...[0, 1, 2, 3, 4, 5].map((at) => `warning ${at}. Mend it.`),
  ]);
  expect(said()).toEqual(expect.arrayContaining(['Notice: notice 10', 'Notice: notice 11']));
});
