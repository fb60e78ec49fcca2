/** A script's own output among that of others, however the stream is cut. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { Framed, framedScript } from '../../../src/hosts/framed.ts';
import { quoteWords } from '../../../src/hosts/quote.ts';
import { isMissing, portions, sudoTrouble, withoutNoise } from '../../../src/hosts/shell-words.ts';

const WORD = 'a1b2c3d4e5';
const sent = (before: string, output: string, after: string) => `${before}b${WORD}\n${output}e${WORD} 7\n${after}`;

function read(stream: Buffer, size: number): { framed: Framed; output: Buffer } {
  const framed = new Framed(WORD);
  const parts: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size) parts.push(framed.take(stream.subarray(at, at + size)));
  return { framed, output: Buffer.concat(parts) };
}

test.each([
  '',
  'one line\n',
  'no end of line',
  `b${WORD}\n twice`,
  `e${WORD.slice(1)} 3\n`,
  'ee',
  `e${WORD.slice(0, 5)}`,
])('output %j is found at every cut', (output) => {
  const stream = Buffer.from(sent(`Welcome\nb${WORD} almost\n`, output, 'bye\n'));
  for (let size = 1; size <= stream.length; size++) {
    const { framed, output: found } = read(stream, size);
    expect(found.toString()).toBe(output);
    expect([framed.began, framed.code]).toEqual([true, 7]);
  }
});

test('bytes of every kind pass; what is not there is not made up', () => {
  const all = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
  const stream = Buffer.concat([Buffer.from(`b${WORD}\n`), all, Buffer.from(`e${WORD} 0\n`)]);
  expect(read(stream, 65_536).output.equals(all)).toBe(true);
  const cut = read(stream.subarray(0, 60_000), 65_536);
  expect([cut.framed.began, cut.framed.code]).toEqual([true, undefined]);
  const none = read(Buffer.from('x'.repeat(10_000)), 100).framed;
  expect([none.began, none.code, none.before.length]).toEqual([false, undefined, 4096]);
});

test.each([
  ['true # a comment', 0],
  ['cat <<END\nhere\nEND', 0],
  ['exit 3', 3],
  ['exec sh -c "exit 4"', 4],
  ['(exit 5)', 5],
  ['printf no-end', 0],
])('the script %j in a shell', (script, code) => {
  const stdout = execFileSync('sh', ['-c', framedScript(WORD, script)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const { framed } = read(stdout, 1000);
  expect(framed.code).toBe(code);
});

test('lists of paths fit one word of a script by their bytes', () => {
  const paths = Array.from({ length: 3000 }, (_, at) => `/srv/名前のとても長いファイル ${at} it's`);
  const lists = portions(paths);
  expect(lists.flat()).toEqual(paths);
  for (const list of lists) expect(Buffer.byteLength(quoteWords(list))).toBeLessThan(120_000);
  expect(portions([])).toEqual([]);
});

test('what is only not there, and what is more', () => {
  expect(isMissing("find: '/a b': No such file or directory\n")).toBe(true);
  expect(isMissing('cat: /a/b: Not a directory\n')).toBe(true);
  expect(isMissing('cat: /No such file or directory: Permission denied\n')).toBe(false);
  expect(isMissing('sudo: unable to stat /etc/sudoers: No such file or directory\n')).toBe(false);
  expect(isMissing('a: No such file or directory\nb: Permission denied\n')).toBe(false);
  expect(isMissing('')).toBe(false);
  expect(withoutNoise('sudo: unable to resolve host x: Name or service not known\ncat: x\n')).toBe('cat: x\n');
});

test('what sudo did not let through has not failed', () => {
  const prefix = ['sudo', '-n', '-u', 'jamapp', '--'];
  for (const said of [
    'sudo: a password is required',
    'sudo: sorry, you must have a tty to run sudo',
    'sudo: a terminal is required to read the password',
  ]) {
    const trouble = sudoTrouble('app.example.com', prefix, `first\n${said}\n`);
    expect(trouble?.message).toMatch(/^On app\.example\.com we may not act as jamapp, /);
    expect(sudoTrouble('app.example.com', [], said)).toBeUndefined();
  }
  expect(sudoTrouble('app.example.com', prefix, 'python: error\n')).toBeUndefined();
});
