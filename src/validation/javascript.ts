/**
 * Does a source parse as JavaScript? Nothing is run. The text is nobody's friend: what would make the parser slow or
 * large (names declared in deep scopes, huge regular expressions, nesting without end) is bounded here.
 */
import { Parser, type Position } from 'acorn';

export interface ScriptProblem {
  /** From 1, as an editor counts. */
  line: number;
  column: number;
  /** The parser's words, without text of the source beyond one name. */
  message: string;
}

/** How a source is read: as the body of a function, as a file for `<script>`, or as a file with import and export. */
export type Reading = 'function-body' | 'script' | 'module';

/** Sources with more characters are not parsed. The largest file seen in real exports has 3.25 MB. */
export const LARGEST_SCRIPT = 4 * 1024 * 1024;

/** Scopes inside each other in which names that are declared twice are looked for. */
const SCOPES_WITH_NAMES = 32;
/** Characters of a regular expression that is looked into. */
const LARGEST_PATTERN = 20_000;

/** A list of names whose look-up does not take longer when it grows; acorn uses push, indexOf and the first name. */
class Names {
  readonly known = new Set<string>();
  0: string | undefined;

  push(name: string): void {
    if (this.known.size === 0) this[0] = name;
    this.known.add(name);
  }

  indexOf(name: string): number {
    return this.known.has(name) ? 0 : -1;
  }
}

interface Scope {
  var: Names;
  lexical: Names;
  functions: Names;
}

/** The parts of acorn's parser that are bounded; its version is pinned, and a test holds each bound. */
interface Internals {
  scopeStack: Scope[];
  enterScope(flags: number): void;
  declareName(name: string, bindingType: number, pos: number): void;
  validateRegExpPattern(state: { source: string }): void;
}

const Base = Parser as unknown as new (options: unknown, input: string) => Internals;

class BoundedParser extends Base {
  override enterScope(flags: number): void {
    super.enterScope(flags);
    const scope = this.scopeStack.at(-1);
    if (scope) Object.assign(scope, { var: new Names(), lexical: new Names(), functions: new Names() });
  }

  override declareName(name: string, bindingType: number, pos: number): void {
    if (this.scopeStack.length <= SCOPES_WITH_NAMES) super.declareName(name, bindingType, pos);
  }

  override validateRegExpPattern(state: { source: string }): void {
    if (state.source.length <= LARGEST_PATTERN) super.validateRegExpPattern(state);
  }
}

const Bounded = BoundedParser as unknown as typeof Parser;

/** acorn says this, or the engine throws a RangeError, when the source nests too deep. */
const NO_STACK = /stack/i;
export const TOO_DEEP = 'too deeply nested to be parsed';

function isPosition(value: unknown): value is Position {
  return typeof value === 'object' && value !== null && 'line' in value && 'column' in value;
}

/** acorn's sentence without its place and without the text of a regular expression; one short line. */
function shortened(message: string): string {
  const words = message
    .replace(/ \(\d+:\d+\)$/, '')
    .replace(/^(Invalid regular expression).*\/[^/]*: /s, '$1: ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
  return words.length > 120 ? `${words.slice(0, 119)}…` : words;
}

function attempt(source: string, module: boolean): ScriptProblem | undefined {
  try {
    Bounded.parse(source, {
      ecmaVersion: 'latest',
      sourceType: module ? 'module' : 'script',
      allowReturnOutsideFunction: !module,
    });
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = error instanceof SyntaxError && 'loc' in error && isPosition(error.loc) ? error.loc : undefined;
    const place = { line: at?.line ?? 1, column: (at?.column ?? 0) + 1 };
    return { ...place, message: NO_STACK.test(message) ? TOO_DEEP : shortened(message) };
  }
}

/** The first place where the source does not parse, or undefined. Never throws. */
export function scriptProblem(source: string, reading: Reading): ScriptProblem | undefined {
  if (reading !== 'function-body') return attempt(source, reading === 'module');
  // The line break is Jam.py's: a last line may be a comment.
  const wrapped = attempt(`function Events() {\n${source}\n}`, false);
  if (wrapped === undefined || wrapped.message === TOO_DEEP) return wrapped && within(source, wrapped, 1);
  // On its own, a brace too many is told where it stands.
  return within(source, attempt(source, false) ?? wrapped, 0);
}

/** The place inside the source: what is missing at its end is told of its last line. */
function within(source: string, problem: ScriptProblem, before: number): ScriptProblem {
  const last = source.split(/\r\n|[\n\r\u2028\u2029]/).length;
  return { ...problem, line: Math.min(Math.max(problem.line - before, 1), last) };
}
