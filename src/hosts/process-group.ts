/**
 * How a program is started so that it can be ended with everything it started: as the leader of its own session,
 * its process group id told on the first line of standard error. Works the same through any shell on any host.
 */
import type { Command } from './host.ts';

/** Programs that put another user's identity on a command, by who we are. */
export function asUser(user: string | undefined, weAreRoot: boolean): string[] {
  if (user === undefined) return [];
  const numeric = /^\d+$/.test(user);
  if (!weAreRoot) return ['sudo', '-n', '-u', numeric ? `#${user}` : user, '--'];
  // setpriv takes the groups of a known name only; a bare number gets none but its own.
  return numeric
    ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--']
    : ['runuser', '-u', user, '--'];
}

/**
 * The argument vector that runs `command` in a process group of its own.
 * @param marker a word unlikely in any output; the first line of standard error is `MARKER PID`.
 * @param ownSession whether `setsid` is there (Linux); without it only the program itself can be ended.
 */
export function groupArgv(command: Command, marker: string, ownSession: boolean, weAreRoot: boolean): string[] {
  const env = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    ...asUser(command.user, weAreRoot),
    ...(ownSession ? ['setsid', '--wait'] : []),
    'sh',
    '-c',
    // What is left of standard input is drained, so that a program that ends early does not break the pipe.
    `echo "${marker} $$" >&2; "$@"; code=$?; cat >/dev/null 2>&1; exit $code`,
    'sh',
    'env',
    ...env,
    ...command.argv,
  ];
}

/** Takes the marker line out of a stream of text; tells the group id once. */
export function markerFilter(marker: string, onGroup: (pid: number) => void): (text: string) => string {
  let held: string | undefined = '';
  return (text) => {
    if (held === undefined) return text;
    held += text;
    const match = new RegExp(`${marker} (\\d+)\\r?\\n`).exec(held);
    if (!match) {
      if (held.length < 4096) return '';
      const early = held;
      held = undefined;
      return early;
    }
    onGroup(Number(match[1]));
    const rest = held.replace(match[0], '');
    held = undefined;
    return rest;
  };
}
