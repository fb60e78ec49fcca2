import { describe, expect, it } from 'vitest';
import { judgePickle } from '../../../src/validation/pickle.ts';

describe('judgePickle', () => {
  const harmless = [
    "(dp0\nS'view'\np1\n(lp2\ns.",
    '(lp0\nI1\naI00\na.',
    'S"it\'s"\n.',
    "(dp1\r\nS'a'\r\np2\r\nI-1\r\ns.",
    '(dp0\n.and what follows the end is not read: cos\nsystem\n',
  ];
  for (const source of harmless) {
    it(`harmless: ${JSON.stringify(source)}`, () => expect(judgePickle(source)).toMatchObject({ kind: 'harmless' }));
  }

  it('tells the keys of the outermost dictionary, and no others', () => {
    const inner = "(dp9\nS'inner'\np8\nI1\ns";
    const verdict = judgePickle(`(dp0\nS'view'\np1\n${inner}sS"or'der"\nS'text'\ns.`);
    expect(verdict).toEqual({ kind: 'harmless', keys: new Set(['view', "or'der"]) });
  });

  const opcodes: [string, string][] = [
    ["cos\nsystem\n(S'id'\ntR.", 'GLOBAL'],
    ["(S'id'\nios\nsystem\n.", 'INST'],
    ["(dp0\nS'view'\n(cos\nsystem\n", 'GLOBAL'],
    ["(S'a'\ntR.", 'TUPLE'],
    ['(lp0\nR.', 'REDUCE'],
    ['(lp0\nb.', 'BUILD'],
    ['Vtext\n.', 'UNICODE'],
    ['Pid\n.', 'PERSID'],
    ['N.', 'NONE'],
  ];
  for (const [source, name] of opcodes) {
    it(`${name}: ${JSON.stringify(source)}`, () => expect(judgePickle(source)).toEqual({ kind: 'opcode', name }));
  }

  const garbage = [
    '',
    '.',
    '~',
    '{"view": []}',
    '(dp0\n',
    "S'open\n.",
    'I1x\n.',
    'a.',
    '(.',
    'd.',
    'p0\n.',
    '\u0080\u0004.',
  ];
  for (const source of garbage) {
    it(`garbage: ${JSON.stringify(source)}`, () => expect(judgePickle(source)).toEqual({ kind: 'garbage' }));
  }

  it('is linear in the length', () => {
    expect(judgePickle(`${'('.repeat(300_000)}${'l'.repeat(300_000)}.`)).toMatchObject({ kind: 'harmless' });
  });
});
