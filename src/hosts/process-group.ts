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

/** A started program: its process group, or only its process where the host can not make groups. */
export interface Started {
  pid: number;
  ownGroup: boolean;
}

// $0 is the second script, "$@" the program. Asked by the shell itself: util-linux's setsid waits, busybox's does not.
const OUTER =
  'if setsid --wait true 2>/dev/null; then exec setsid --wait sh -c "$0" group "$@"; fi; exec sh -c "$0" alone "$@"';

/**
 * The argument vector that runs `command` in a process group of its own.
 * @param marker a word unlikely in any output; the first line of standard error is `MARKER group|alone PID`.
 * @param pipe path of a named pipe that is made to be the program's standard input; undefined: it has ours.
 */
export function groupArgv(command: Command, marker: string, weAreRoot: boolean, pipe?: string): string[] {
  const env = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const tell = `echo "${marker} $0 $$" >&2`;
  // What is left of standard input is drained, so that a program that ends early does not break the pipe.
  const plain = `${tell}; "$@"; code=$?; cat >/dev/null 2>&1; exit $code`;
  // Opened for both ways the named pipe waits for nobody, at either end.
  const piped = `pipe=$1; shift; mkfifo -m 600 "$pipe" && exec 3<>"$pipe" && ${tell}; "$@" <&3; code=$?; rm -f "$pipe"; exit $code`;
  const inner = pipe === undefined ? [plain] : [piped, pipe];
  return [...asUser(command.user, weAreRoot), 'sh', '-c', OUTER, ...inner, 'env', ...env, ...command.argv];
}

/** Takes the marker line out of a stream of text; tells once what was started. */
export function markerFilter(marker: string, onStarted: (started: Started) => void): (text: string) => string {
  let held: string | undefined = '';
  return (text) => {
    if (held === undefined) return text;
    held += text;
    const match = new RegExp(`${marker} (group|alone) (\\d+)\\r?\\n`).exec(held);
    if (!match) {
      if (held.length < 4096) return '';
      const early = held;
      held = undefined;
      return early;
    }
    onStarted({ pid: Number(match[2]), ownGroup: match[1] === 'group' });
    const rest = held.replace(match[0], '');
    held = undefined;
    return rest;
  };
}
