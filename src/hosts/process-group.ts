/**
 * How a program is started so that it can be ended with everything it started: as the leader of its own session,
 * its process group id told on the first line of standard error. Works the same through any shell on any host.
 */
import type { Started } from './host.ts';

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

export interface GroupOptions {
  env?: Readonly<Record<string, string>> | undefined;
  /** What `asUser` gave. */
  prefix?: readonly string[];
  /** Path of a named pipe that is made to be the program's standard input. */
  pipe?: string | undefined;
  /**
   * Path of a file that takes both streams; beside it `.group` and, at the end, `.code` tell what the group and the
   * exit code are, whoever still listens by then.
   */
  output?: string | undefined;
}

// $0 is the second script, "$@" the program. Asked by the shell itself: util-linux's setsid waits, busybox's does not.
const OUTER =
  'if setsid --wait true 2>/dev/null; then exec setsid --wait sh -c "$0" group "$@"; fi; exec sh -c "$0" alone "$@"';

/**
 * The argument vector that runs a program in a process group of its own. The shells around it run as us, so that only
 * the program itself has to be permitted to the other user.
 * @param marker a word unlikely in any output; the first line of standard error is `MARKER group|alone PID`.
 */
export function groupArgv(argv: readonly string[], marker: string, options: GroupOptions = {}): string[] {
  const { env = {}, prefix = [], pipe, output } = options;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  // Without variables `env` tells in the same words on every host that a program is not there.
  const program = prefix.length > 0 && variables.length === 0 ? argv : ['env', ...variables, ...argv];
  const tell = `echo "${marker} $0 $$" >&2`;
  // What is left of standard input is drained, so that a program that ends early does not break the pipe.
  const plain = `${tell}; "$@"; code=$?; cat >/dev/null 2>&1; exit $code`;
  // Opened for both ways the named pipe waits for nobody, at either end.
  const piped = `pipe=$1; shift; mkfifo -m 600 "$pipe" && exec 3<>"$pipe" && ${tell}; "$@" <&3; code=$?; rm -f "$pipe"; exit $code`;
  // Whoever makes the file first decides whether it runs; the exit code appears whole or not at all.
  const filed = `out=$1; shift; (umask 077; set -C; : >"$out" && echo "$0 $$" >"$out.group") || exit; ${tell}; "$@" </dev/null >>"$out" 2>&1; code=$?; echo $code >"$out.part" && mv -f "$out.part" "$out.code"; exit $code`;
  const inner = output !== undefined ? [filed, output] : pipe !== undefined ? [piped, pipe] : [plain];
  return ['sh', '-c', OUTER, ...inner, ...prefix, ...program];
}

/**
 * Takes the marker line out of a stream of text; tells once what was started.
 * @returns a filter, called without text at the stream's end: what was held back then has no marker in it.
 */
export function markerFilter(marker: string, onStarted: (started: Started) => void): (text?: string) => string {
  let held: string | undefined = '';
  return (text) => {
    if (text === undefined) {
      const early = held ?? '';
      held = undefined;
      return early;
    }
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
