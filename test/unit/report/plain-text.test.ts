import { describe, expect, test } from 'vitest';
import { inertLine, plainText } from '../../../src/report/plain-text.ts';

test.each([
  ['a\nb', 'a\\u000ab'],
  ['a\r\nb', 'a\\u000d\\u000ab'],
  ['a\tb', 'a b'],
  ['\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
  ['\u009b2J\u0085\u0000', '\\u009b2J\\u0085\\u0000'],
  ['a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ['\u202etxt.exe\u2066\u200b\ufeff', '\\u202etxt.exe\\u2066\\u200b\\ufeff'],
  ['Käufer 客户 🎉', 'Käufer 客户 🎉'],
])('%j becomes %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test('lines of our own stay lines', () => {
  expect(plainText('a\r\nb\n', true)).toBe('a\\u000d\nb\n');
});

/** As GitHub's runner decides: the trimmed line starts with `::`, or holds `##[`. */
function isCommand(line: string): boolean {
  return /^::/.test(line.trimStart()) || line.includes('##[');
}

describe('no line is a command afterwards', () => {
  test.each([
    '::error::x',
    '  ::error::x',
    '\u00a0\u3000\u2003::error::x',
    '::stop-commands::x',
    ':::error::x',
    '::::',
    '##[error]x',
    'a ##[command]b ##[group]c',
    '####[error]x',
    '##[##[error]',
  ])('%j', (line) => {
    expect(isCommand(line)).toBe(true);
    expect(isCommand(inertLine(line))).toBe(false);
  });

  test.each(['a::b::c', 'std::vector', '# [a]', 'time 12:30', ''])('%j stays', (line) => {
    expect(inertLine(line)).toBe(line);
  });
});
