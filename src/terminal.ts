/** The command line: the same commands, inputs and exit codes as the action. */

import { cancelledBySignal } from './cancellation.ts';
import { runCommand } from './commands/run-command.ts';
import { EXIT_CODES, reasonOf, Stop, usage } from './errors.ts';
import { callerOf } from './github/context.ts';
import { COMMANDS, INPUTS } from './input-table.ts';
import { plainText } from './report/plain-text.ts';
import { type CommandResult, headline, outputText } from './report/result.ts';
import { terminalLog } from './report/terminal-log.ts';
import { Secrets } from './secrets.ts';
import { VERSION } from './version.ts';

interface Arguments {
  values: ReadonlyMap<string, string>;
  json: boolean;
  verbose: boolean;
  help: boolean;
  version: boolean;
}

/** @param args without the interpreter and the script. @returns the exit code */
export async function runCli(args: readonly string[]): Promise<number> {
  const secrets = new Secrets();
  const sayError = (message: string) => process.stderr.write(`${plainText(secrets.redact(message), true)}\n`);
  try {
    const given = parseArguments(args);
    if (given.help) return print(helpText());
    if (given.version) return print(`${VERSION}\n`);
    const log = terminalLog(given.json ? process.stderr : process.stdout, secrets, given.verbose);
    const { result } = await runCommand({
      lookup: (name) => given.values.get(name) ?? process.env[`JAMPY_${name.toUpperCase().replaceAll('-', '_')}`],
      workspace: process.cwd(),
      secrets,
      log,
      caller: (token) => callerOf(process.env, token),
      cancelled: cancelledBySignal(log),
    });
    if (given.json) print(`${JSON.stringify(cleanOutputs(result, secrets))}\n`);
    else print(plainText(secrets.redact(ending(result)), true));
    return result.exitCode;
  } catch (error) {
    if (!(error instanceof Stop)) {
      sayError(`Something unexpected happened: ${reasonOf(error)}`);
      if (process.env.JAMPY_DEBUG) sayError(String((error as Error)?.stack));
      return EXIT_CODES.failed;
    }
    sayError(`${error.message}\n${lookUp(error.id)}`);
    return EXIT_CODES[error.outcome];
  }
}

function cleanOutputs(result: CommandResult, secrets: Secrets): Record<string, string> {
  const redact = (text: string) => secrets.redact(text);
  return Object.fromEntries(
    Object.entries(result.outputs).map(([name, value]) => [name, outputText(name, value, redact)]),
  );
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function lookUp(errorId: string): string {
  return `(${errorId} in docs/troubleshooting.md)`;
}

function ending(result: CommandResult): string {
  const verified = result.promotion ? ` (verified: ${result.outputs.verified})` : '';
  const more = result.errorId === undefined ? '' : `${lookUp(result.errorId)}\n`;
  const reason = result.reason ? `${result.reason}\n${more}` : '';
  return `\n${headline(result)}: ${result.result}${verified}\n${reason}`;
}

/** @throws Stop (usage) that lists every problem. */
function parseArguments(args: readonly string[]): Arguments {
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const problems: string[] = [];
  const positional: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--json' || arg === '--help' || arg === '--version' || arg === '--verbose' || arg === '-h') {
      switches.add(arg);
      continue;
    }
    if (!arg.startsWith('-')) {
      positional.push(arg);
      continue;
    }
    const [name = '', ...assigned] = arg.slice(2).split('=');
    const spec = arg.startsWith('--') ? INPUTS.find((input) => input.name === name) : undefined;
    if (!spec || name === 'command') {
      problems.push(`${arg.split('=')[0]} is not an option; see --help.`);
      continue;
    }
    if (spec.secret) {
      problems.push(
        `--${name} is a secret, and arguments can be read by every user of this machine: set JAMPY_${name.toUpperCase().replaceAll('-', '_')} in the environment.`,
      );
      if (assigned.length === 0) at++;
      continue;
    }
    const next = args[at + 1];
    if (assigned.length > 0) values.set(name, assigned.join('='));
    else if (spec.default === 'false' && !/^(true|false)$/i.test(next ?? '')) values.set(name, 'true');
    else if (next === undefined || next.startsWith('--')) problems.push(`--${name} needs a value.`);
    else values.set(name, args[++at] as string);
  }
  const help = switches.has('--help') || switches.has('-h') || (args.length === 0 && !process.env.JAMPY_COMMAND);
  const [command, file, ...rest] = positional;
  if (command !== undefined) values.set('command', command);
  if (file !== undefined) values.set('metadata-file', file);
  if (rest.length > 0) problems.push(`Too many arguments: ${rest.join(' ')}. Quote a name with blanks.`);
  if (problems.length > 0 && !help) throw usage('arguments', problems.join('\n'));
  return {
    values,
    json: switches.has('--json'),
    verbose: switches.has('--verbose'),
    help,
    version: switches.has('--version'),
  };
}

function helpText(): string {
  const options = INPUTS.filter((input) => input.name !== 'command' && input.name !== 'metadata-file' && !input.secret);
  const secrets = INPUTS.filter((input) => input.secret);
  const line = (name: string, note: string) => `  ${name.padEnd(36)}${note}`;
  return [
    'Usage: jampy-promote COMMAND [METADATA-FILE] [--input value …] [--json]',
    '',
    'Promotes a committed Jam.py metadata zip to production, and proves the result.',
    '',
    `Commands: ${COMMANDS.join(', ')}`,
    '',
    'Options (any may also stand in the environment as JAMPY_ and its name in upper snake case):',
    line('METADATA-FILE', 'path or glob of the committed zip, exactly one match (default metadata/*.zip)'),
    ...options.map(({ name, help, default: value }) => line(`--${name}`, value ? `${help} (default ${value})` : help)),
    line('--json', 'outputs as one JSON object on standard output, the log on standard error'),
    line('--verbose', 'more detail in the log'),
    line('--help, --version', ''),
    '',
    'Secrets come from the environment only:',
    ...secrets.map(({ name, help }) => line(`JAMPY_${name.toUpperCase().replaceAll('-', '_')}`, help)),
    '',
    'Exit codes: 0 good, 1 invalid or failed, 2 wrong use, 3 refused (nothing was touched), 4 outcome unknown.',
    '',
  ].join('\n');
}
