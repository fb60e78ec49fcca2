/** The command line's own words; what its commands do is tried with the built program. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { INPUTS } from '../../src/input-table.ts';
import { runCli } from '../../src/terminal.ts';
import { VERSION } from '../../src/version.ts';

let out = '';
let err = '';
let folder: string;

beforeEach(async () => {
  [out, err] = ['', ''];
  folder = await realpath(await mkdtemp(join(tmpdir(), 'jampy-cli-')));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

test('the version is package.json’s', async () => {
  expect(createRequire(import.meta.url)('../../package.json').version).toBe(VERSION);
  expect([await runCli(['--version']), out]).toEqual([0, `${VERSION}\n`]);
});

test.each([[['--help']], [['-h']], [[]], [['promote', '--help', '--nonsense']]])('help for %j', async (args) => {
  expect(await runCli(args)).toBe(0);
  expect(out).toContain('Usage: jampy-promote COMMAND');
  for (const input of INPUTS.filter(({ name }) => !['command', 'metadata-file'].includes(name))) {
    const shown = input.secret ? `JAMPY_${input.name.toUpperCase().replaceAll('-', '_')}` : `--${input.name}`;
    expect(out).toContain(shown);
    expect(out.includes(`--${input.name} `)).toBe(!input.secret);
  }
});

describe('wrong arguments', () => {
  test.each<[string[], RegExp[]]>([
    [['validate', '--no-such'], [/^--no-such is not an option; see --help\.$/m]],
    [['--command', 'promote'], [/--command is not an option/]],
    [['validate', 'a.zip', 'b c.zip'], [/Too many arguments: b c\.zip\. Quote a name with blanks\./]],
    [['promote', '--url'], [/--url needs a value/]],
    [
      ['promote', '--builder-password', 'pa55word', '--nope'],
      [/set JAMPY_BUILDER_PASSWORD/, /--nope is not an option/],
    ],
    [['promote', '--database-url=postgres://u:pa55word@h/d'], [/set JAMPY_DATABASE_URL/]],
    [['destroy'], [/"destroy" is not a command/]],
    [['promote'], [/promote needs a target/]],
    [
      ['promote', '--url', 'https://a.example.com/', '--timeout=later', '--allow-older-target=perhaps'],
      [/2 inputs/, /"later"/, /"perhaps"/],
    ],
  ])('%j', async (args, says) => {
    expect(await runCli(args)).toBe(2);
    for (const part of says) expect(err).toMatch(part);
    expect(out + err).not.toMatch(/pa55word|^\s+at /m);
  });
});

describe('where values come from', () => {
  const missing = async (args: string[]) => {
    expect(await runCli(args)).toBe(2);
    return /metadata-file "(.*?)"/.exec(err)?.[1];
  };

  test.each([
    [['validate', 'one.zip'], 'one.zip'],
    [['validate', '--metadata-file', 'two.zip'], 'two.zip'],
    [['validate', '--metadata-file=with=sign.zip'], 'with=sign.zip'],
    [['--fail-on', 'never', 'validate', 'three.zip'], 'three.zip'],
    [['--json', 'validate', 'four.zip', '--verbose'], 'four.zip'],
    [['validate'], 'metadata/*.zip'],
  ])('%j', async (args, name) => {
    expect(await missing(args)).toBe(name);
  });

  test('the environment, unless an argument says otherwise', async () => {
    vi.stubEnv('JAMPY_COMMAND', 'validate');
    vi.stubEnv('JAMPY_METADATA_FILE', 'from-environment.zip');
    expect(await missing([])).toBe('from-environment.zip');
    err = '';
    expect(await missing(['validate', 'from-argument.zip'])).toBe('from-argument.zip');
  });

  test('a flag needs no value, and takes one that is true or false', async () => {
    vi.stubEnv('JAMPY_URL', 'http://192.0.2.1/');
    expect(await runCli(['promote', 'x.zip'])).toBe(3);
    expect(out).toContain('http:// to another machine');
    for (const args of [
      ['--allow-insecure-http', 'x.zip'],
      ['--allow-insecure-http', 'true', 'x.zip'],
    ]) {
      err = '';
      expect(await missing(['promote', ...args])).toBe('x.zip');
    }
    expect(await runCli(['promote', 'x.zip', '--allow-insecure-http', 'false'])).toBe(3);
  });
});

test('--json: the outputs alone on standard output, the log beside it', async () => {
  await writeFile(join(folder, 'bad.zip'), 'no zip');
  expect(await runCli(['validate', 'bad.zip', '--json'])).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ result: 'invalid', 'error-count': '1' });
  expect(err).toMatch(/Validate/);
});

test('without --json all of it on standard output, ending with the result', async () => {
  await writeFile(join(folder, 'bad.zip'), 'no zip');
  expect(await runCli(['validate', 'bad.zip'])).toBe(1);
  expect(out).toMatch(/^Validate …\n/);
  expect(out).toMatch(/is not valid: invalid\nbad\.zip has 1 error, .*\n$/);
  expect(err).toBe('');
});
