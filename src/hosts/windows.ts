/**
 * Programs on Windows, which has no process groups: a small Node in between tells the program's number and ends as it
 * ends; a tree of processes is ended by Windows' own taskkill.
 */
import { execute } from './exec.ts';

/**
 * Standard input is handed on, and what is left of it is drained, so that a program that ends early does not break the
 * pipe. What cmd.exe gets it splits itself, by rules of its own.
 */
const BETWEEN = `
const { spawn } = require('node:child_process');
const [marker, program, ...args] = process.argv.slice(1);
const stdio = ['pipe', 'inherit', 'inherit'];
const windowsVerbatimArguments = program === 'cmd.exe';
const child = spawn(program, args, { stdio, windowsHide: true, windowsVerbatimArguments });
child.on('spawn', () => process.stderr.write(marker + ' alone ' + child.pid + '\\n'));
child.on('error', ({ code, message }) => {
  process.stderr.write((code === 'ENOENT' ? program + ' is not there' : message) + '\\n');
  process.exit(127);
});
child.stdin.on('error', () => {});
process.stdin.on('error', () => {}).pipe(child.stdin);
child.on('exit', (code) => {
  process.stdin.unpipe().resume().on('end', () => process.exit(code ?? 1));
  if (process.stdin.readableEnded) process.exit(code ?? 1);
});
`;

/** @param marker as of `groupArgv`: a line of standard error is `MARKER alone PID`. */
export function windowsArgv(argv: readonly string[], marker: string): string[] {
  return [process.execPath, '-e', BETWEEN, marker, ...argv];
}

/** A line as operators write it, for `windowsArgv`. */
export function windowsShell(line: string): [string, ...string[]] {
  return ['cmd.exe', '/d', '/s', '/c', `"${line}"`];
}

/** A program with everything that it started, as far as taskkill can; one that has ended already is no error. */
export async function endTree(pid: number): Promise<void> {
  const silent = () => {};
  const argv = ['taskkill', '/pid', String(pid), '/t', '/f'];
  await execute({ argv, input: Buffer.alloc(0), onStdout: silent, onStderr: silent }).catch(silent);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // As it should be.
  }
}
