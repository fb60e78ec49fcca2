/** docs/troubleshooting.md names every error id, and none that is not one. */
import { expect, test } from 'vitest';
import { filesBelow, read } from './repository.ts';

/** Where the code names an id: a Stop, a helper that makes one, a preflight problem, a promotion's end. */
const NAMED = [
  /\b(?:refuse|fail|usage|lost|no)\(\s*'([a-z][a-z0-9-]+)'/g,
  /new Stop\(\s*'\w+',\s*'([a-z][a-z0-9-]+)'/g,
  /outcome: '(?:refused|failed)',\s*id: '([a-z][a-z0-9-]+)'/g,
  /errorId: [^\n]*?'([a-z][a-z0-9-]+)'/g,
  /\bTIMED_OUT = '([a-z][a-z0-9-]+)'/g,
  /\bfail\([^\n]*\? TIMED_OUT : `\$\{verb\}(-command)`/g,
  /\bfail\(`[^\n]*'(unexpected)'\)/g,
];
/** Findings have docs/rules.md. */
const ELSEWHERE = /^src\/(metadata|validation)\//;

function idsInCode(): Set<string> {
  const files = filesBelow('src', '.ts').filter((path) => !ELSEWHERE.test(path));
  const text = files.map((path) => read(path)).join('\n');
  const found = NAMED.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, id = '']) => id));
  return new Set(found.flatMap((id) => (id === '-command' ? ['stop-command', 'start-command'] : [id])));
}

test('every error id is documented once, and every documented one exists', () => {
  const page = read('docs/troubleshooting.md');
  const documented = Array.from(page.matchAll(/^\| (`[^|]*`) \|/gm), ([, cell = '']) => cell)
    .filter((cell) => !/^`(refused|failed|unknown)`$/.test(cell))
    .flatMap((cell) => cell.split(', ').map((id) => id.replaceAll('`', '')));
  expect([...documented].sort()).toEqual([...idsInCode()].sort());
});
