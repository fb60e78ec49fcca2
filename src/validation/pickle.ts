/**
 * Reads a pickle without unpickling it: only the opcodes that old Builders wrote into f_info are harmless
 * (docs/jampy.md, "f_info"). Protocol 0 is text, one opcode a character, with its argument up to the line end.
 */

export type PickleVerdict =
  /** `keys`: of the outermost dictionary, as Python writes one. */
  | { kind: 'harmless'; keys: ReadonlySet<string> }
  /** Holds an opcode that the Builder never wrote; those can run code. */
  | { kind: 'opcode'; name: string }
  /** Not a pickle. */
  | { kind: 'garbage' };

/** The other opcodes, by name for the sentence. */
const OTHER_OPCODES: Readonly<Record<string, string>> = {
  '0': 'POP',
  '1': 'POP_MARK',
  '2': 'DUP',
  F: 'FLOAT',
  J: 'BININT',
  K: 'BININT1',
  L: 'LONG',
  M: 'BININT2',
  N: 'NONE',
  P: 'PERSID',
  Q: 'BINPERSID',
  R: 'REDUCE',
  T: 'BINSTRING',
  U: 'SHORT_BINSTRING',
  V: 'UNICODE',
  X: 'BINUNICODE',
  b: 'BUILD',
  c: 'GLOBAL',
  e: 'APPENDS',
  g: 'GET',
  h: 'BINGET',
  i: 'INST',
  j: 'LONG_BINGET',
  o: 'OBJ',
  q: 'BINPUT',
  r: 'LONG_BINPUT',
  t: 'TUPLE',
  u: 'SETITEMS',
  ')': 'EMPTY_TUPLE',
  ']': 'EMPTY_LIST',
  '}': 'EMPTY_DICT',
  G: 'BINFLOAT',
  B: 'BINBYTES',
  C: 'SHORT_BINBYTES',
};

const GARBAGE: PickleVerdict = { kind: 'garbage' };

/** Opcodes with an argument line: what the argument must look like, and whether it puts a value on the stack. */
const WITH_LINE: Readonly<Record<string, { argument: RegExp; pushes: boolean }>> = {
  S: { argument: /^(['"]).*\1$/, pushes: true },
  I: { argument: /^[+-]?\d+$/, pushes: true },
  p: { argument: /^\d+$/, pushes: false },
};

/** Values that opcodes without an argument need on the stack above the last mark, and leave there. */
const STACK: Readonly<Record<string, { needs: number; takes: number }>> = {
  a: { needs: 2, takes: 1 },
  s: { needs: 3, takes: 2 },
};

/** Judges the text of f_info that does not begin with `json`. Linear in its length; nothing is executed. */
export function judgePickle(source: string): PickleVerdict {
  /** Values above each mark, the innermost last; the first is the bottom of the stack. */
  const stack = [0];
  const keys = new Set<string>();
  let at = 0;
  while (at < source.length) {
    const opcode = source[at++] as string;
    const top = stack.length - 1;
    const line = WITH_LINE[opcode];
    const change = STACK[opcode];
    if (line !== undefined) {
      const end = source.indexOf('\n', at);
      const argument = source.slice(at, end).replace(/\r$/, '');
      if (end < 0 || !line.argument.test(argument)) return GARBAGE;
      at = end + 1;
      // On the dictionary alone: its value comes next.
      if (opcode === 'S' && top === 0 && stack[0] === 1) keys.add(argument.slice(1, -1));
      if (line.pushes) stack[top]!++;
      else if (stack[top] === 0) return GARBAGE;
    } else if (opcode === '(') {
      stack.push(0);
    } else if (opcode === 'd' || opcode === 'l') {
      if (top === 0) return GARBAGE;
      stack.pop();
      stack[top - 1]!++;
    } else if (change !== undefined) {
      if (stack[top]! < change.needs) return GARBAGE;
      stack[top]! -= change.takes;
    } else if (opcode === '.') {
      return top === 0 && stack[0]! > 0 ? { kind: 'harmless', keys } : GARBAGE;
    } else {
      const name = OTHER_OPCODES[opcode];
      return name === undefined ? GARBAGE : { kind: 'opcode', name };
    }
  }
  return GARBAGE;
}
