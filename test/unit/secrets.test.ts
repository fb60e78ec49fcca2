import { describe, expect, test } from 'vitest';
import { Secrets } from '../../src/secrets.ts';

function knowing(...values: string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

const PASSWORD = 'p@ss/w:rd#%é+"x';

describe('a long secret', () => {
  test.each<[string, string]>([
    ['itself', PASSWORD],
    ['inside a word', `xx${PASSWORD}yy`],
    ['URL-encoded', encodeURIComponent(PASSWORD)],
    ['as a form sends it', new URLSearchParams({ v: PASSWORD }).toString().slice(2)],
    ['in JSON', JSON.stringify({ v: PASSWORD })],
    ['in base64', Buffer.from(PASSWORD).toString('base64')],
    ['in base64 for URLs', Buffer.from(PASSWORD).toString('base64url')],
    ['in the base64 of a Basic login', Buffer.from(`deploy:${PASSWORD}`).toString('base64')],
    ['in base64, one byte on', Buffer.from(`a${PASSWORD}bc`).toString('base64')],
    ['in base64, two bytes on', Buffer.from(`ab${PASSWORD}c`).toString('base64')],
  ])('%s', (_name, text) => {
    const clean = knowing(PASSWORD).redact(`before ${text} after`);
    expect(clean).toContain('***');
    expect(clean).toMatch(/^before .* after$/s);
    const inner = Buffer.from(PASSWORD).toString('base64').slice(4, -6);
    for (const part of [PASSWORD, encodeURIComponent(PASSWORD), inner]) expect(clean).not.toContain(part);
  });

  test('of several lines: each line', () => {
    const clean = knowing('first line\r\nsecond line\n').redact('a first line, a second line');
    expect(clean).toBe('a ***, a ***');
  });

  test('the longest of two goes first', () => {
    expect(knowing('secret', 'secret-and-more').redact('secret-and-more secret')).toBe('*** ***');
  });

  test('with signs of regular expressions and replacements', () => {
    expect(knowing('a.*$&$1(b').redact('xx a.*$&$1(b aaaaaaaaa')).toBe('xx *** aaaaaaaaa');
  });
});

describe('a short secret', () => {
  test.each([
    ['111', 'password 111.', 'password ***.'],
    ['111', 'a digest 8f111c and 1112', 'a digest 8f111c and 1112'],
    ['111', '"111"', '"***"'],
    ['x', 'x', '***'],
    ['a.b', 'a.b axb', '*** axb'],
  ])('%s in %s', (secret, text, clean) => {
    expect(knowing(secret).redact(text)).toBe(clean);
  });

  test('is not told to the runner, which replaces it everywhere', () => {
    const masked: string[] = [];
    const secrets = new Secrets((value) => masked.push(value));
    secrets.add('111');
    expect(masked).toEqual([]);
    secrets.add('long enough');
    expect(masked).toContain('long enough');
    expect(masked.every((value) => value.length >= 6)).toBe(true);
  });
});

describe('an address', () => {
  test.each([
    [
      'https://deploy:p%40ss%2Fword@app.example.com/',
      ['p%40ss%2Fword', 'p@ss/word', Buffer.from('deploy:p@ss/word').toString('base64')],
    ],
    ['postgres://boss:100%25@db/app', ['postgres://boss:100%25@db/app']],
    ['mysql://boss:a:colon@db/app', ['a:colon']],
    ['https://deploy:stray%percent@host/', ['stray%percent']],
  ])('%s', (address, parts) => {
    const secrets = new Secrets();
    secrets.addUrl(address);
    for (const part of parts) expect(secrets.redact(`<${part}>`)).toBe('<***>');
  });

  test.each([
    'https://app.example.com/',
    'https://deploy@app.example.com/',
    '',
    'no address',
    'https://app.example.com/a@b',
  ])('without a password stays: %s', (address) => {
    const secrets = new Secrets();
    secrets.addUrl(address);
    expect(secrets.redact('https://app.example.com/')).toBe('https://app.example.com/');
  });
});

test('nothing is no secret', () => {
  const secrets = knowing('', '   ', '\n');
  secrets.add(undefined);
  secrets.addUrl(undefined);
  expect(secrets.redact('all of this stays')).toBe('all of this stays');
});
