/** Whether the service commands can be run, as far as their lines tell: the program is there, and sudo permits it. */
import type { Host } from '../../hosts/host.ts';
import type { Problem } from './problem.ts';

/** A line by the input that it stands in. */
export type Line = readonly [input: string, line: string];

export interface SimpleLine {
  /** The program that the line starts; undefined where sudo searches for it. */
  program: string;
  /** What `sudo -n` is asked: its options and the command behind them. */
  sudo: { user: string; words: readonly string[] } | undefined;
}

const LIMIT = 30_000;
/** Nothing that a shell would read as more than words. */
const SIMPLE = /^[\w\s/.,:@%+=-]+$/;
/** For each program, and the words behind `sudo -n -l`: whether it is permitted, the program's path, what sudo said. */
const ASK = [
  'export LC_ALL=C; set -f',
  'while [ $# -gt 1 ]; do',
  '  said=$(sudo -n -l $2 2>&1) && word=yes || word=no',
  '  path=$(command -v -- "$1") || path=$1',
  '  printf "%s|%s|%s\\n" "$word" "$path" "$(printf %s "$said" | tr "\\n" " ")"',
  '  shift 2',
  'done',
].join('\n');

/** @returns undefined for a line that only a shell can judge. */
export function simpleLine(line: string): SimpleLine | undefined {
  if (!SIMPLE.test(line) || /[\r\n]/.test(line.trim())) return undefined;
  const words = line.trim().split(/\s+/);
  const [program = ''] = words;
  if (program === '' || program.includes('=')) return undefined;
  return { program, sudo: program === 'sudo' ? behindSudo(words.slice(1)) : undefined };
}

/** `-n [-u USER] [--] PROGRAM ARGS`; undefined for any other options. */
function behindSudo(words: readonly string[]): SimpleLine['sudo'] {
  let user = 'root';
  let silent = false;
  let at = 0;
  for (; words[at]?.startsWith('-'); at++) {
    const word = words[at];
    if (word === '--') {
      at++;
      break;
    }
    if (word === '-n') silent = true;
    else if (word === '-u' && words[at + 1] !== undefined) user = words[++at] as string;
    else return undefined;
  }
  const command = words.slice(at);
  return silent && command[0] !== undefined && !command[0].includes('=') ? { user, words: command } : undefined;
}

/** @param operator the host as the user who runs these lines. */
export async function commandProblems(operator: Host, lines: readonly Line[]): Promise<Problem[]> {
  const simple = lines.flatMap(([input, line]) => {
    const parsed = simpleLine(line);
    return parsed ? [{ input, line, ...parsed }] : [];
  });
  const names = [...new Set(simple.map(({ program }) => program))];
  const missing = new Set(await operator.missingPrograms(names));
  const problems = simple
    .filter(({ program }) => missing.has(program))
    .map(({ input, program }) =>
      failed(
        `${input} starts ${program}, and ${operator.name} has no such program that this user may run: install it, or write its whole path.`,
      ),
    );
  return [...problems, ...(missing.has('sudo') ? [] : await sudoProblems(operator, simple))];
}

type Asked = SimpleLine & { input: string; line: string };

async function sudoProblems(operator: Host, lines: readonly Asked[]): Promise<Problem[]> {
  const asked = lines.flatMap(({ input, line, sudo }) => (sudo ? [{ input, line, sudo }] : []));
  if (asked.length === 0) return [];
  const questions = asked.flatMap(({ sudo: { user, words } }) => [
    String(words[0]),
    `-u ${user} -- ${words.join(' ')}`,
  ]);
  const { stdout } = await operator.run({ argv: ['sh', '-c', ASK, 'sh', ...questions], timeoutMs: LIMIT });
  const answers = stdout.split('\n');
  const login = (await operator.user())?.name ?? 'this user';
  const refused = new Map<string, { inputs: string[]; rights: string[] }>();
  const problems: Problem[] = [];
  for (const [at, { input, sudo }] of asked.entries()) {
    const [word, path = '', said = ''] = (answers[at] ?? '').split('|');
    if (word !== 'no') continue;
    if (/command not found/.test(said)) {
      problems.push(
        failed(
          `${input} starts ${sudo.words[0]} by sudo, and ${operator.name} has no such program: install it, or write its whole path.`,
        ),
      );
      continue;
    }
    const { inputs, rights } = refused.get(sudo.user) ?? { inputs: [], rights: [] };
    refused.set(sudo.user, {
      inputs: [...inputs, input],
      rights: [...rights, [path, ...sudo.words.slice(1)].map(sudoersWord).join(' ')],
    });
  }
  for (const [user, { inputs, rights }] of refused) {
    problems.push({
      outcome: 'failed',
      id: 'sudo-service',
      sentence: `On ${operator.name} sudo does not let ${login} run the ${inputs.join(' and the ')} without a password: add this line to a file in /etc/sudoers.d: ${login} ALL = (${user}) NOPASSWD: ${[...new Set(rights)].join(', ')}`,
    });
  }
  return problems;
}

/** The characters that sudoers reads as its own. */
export function sudoersWord(word: string): string {
  return word.replace(/[\\,:=]/g, '\\$&');
}

function failed(sentence: string): Problem {
  return { outcome: 'failed', id: 'service-command', sentence };
}
