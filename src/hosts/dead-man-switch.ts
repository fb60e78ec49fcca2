/**
 * A script that the host runs by itself when it has not heard of us for a while: a connection that stays broken, or a
 * runner that is gone, must not leave things half done there.
 */
import { leftRunningScript } from './leftovers.ts';
import { quoteWord } from './quote.ts';

export interface DeadManSwitch {
  /** Whether the host has taken over, or is about to: what it does must not be done here too. */
  fired(): Promise<boolean>;
  /** It is not needed any more. @returns false when it came too late. */
  disarm(): Promise<boolean>;
  /** Whether the host has taken over and done all of it. */
  done(): Promise<boolean>;
}

/** On this machine there is no connection that could break. */
export const NO_SWITCH: DeadManSwitch = {
  fired: async () => false,
  disarm: async () => true,
  done: async () => false,
};

/** Files in our private folder there. */
const SWITCH_FILES = {
  alive: 'switch-alive',
  fired: 'switch-fired',
  done: 'switch-done',
  over: 'switch-over',
  pid: 'switch-pid',
} as const;

/** The path of such a file as a shell word. */
export function wordsFor(folder: string): (name: keyof typeof SWITCH_FILES) => string {
  return (name) => quoteWord(`${folder}/${SWITCH_FILES[name]}`);
}

/**
 * The waiting script, for a shell on the host.
 * @param folder private to us there: when it is gone, so is the need. @param token of this run.
 * @param options.silentSeconds how long we may be silent. @param options.patienceSeconds how long programs that were
 * started `detached` may go on before `script` is run all the same.
 */
export function switchScript(
  folder: string,
  token: string,
  script: string,
  options: { silentSeconds: number; patienceSeconds: number },
): string {
  const file = wordsFor(folder);
  const running = leftRunningScript('/tmp', token);
  return [
    'cd /',
    `echo $$ >${file('pid')}`,
    'while :; do',
    '  sleep 2',
    `  [ -e ${file('over')} ] && exit 0`,
    `  [ -e ${file('alive')} ] || exit 0`,
    `  [ -n "$(find ${file('alive')} -newermt '-${options.silentSeconds} seconds' 2>/dev/null)" ] || break`,
    'done',
    // One of the two wins: whoever makes the name of the other out of its own file.
    `mv -T ${file('alive')} ${file('fired')} || exit 0`,
    'waited=0',
    `while [ "$waited" -lt ${options.patienceSeconds} ] && [ -n "$(${running})" ]; do sleep 1; waited=$((waited + 1)); done`,
    script,
    `: >${file('done')}`,
  ].join('\n');
}

/** Shell words that succeed while the switch may still act: what it goes by must not be removed under its hands. */
export function stillArmed(folder: string): string {
  const file = wordsFor(folder);
  return `[ -e ${file('alive')} ] || { [ -e ${file('fired')} ] && [ ! -e ${file('done')} ]; }`;
}

/**
 * For whoever puts the target in order after a run that was killed: its switch does nothing any more, also where it has
 * begun to. The number in its file is believed only of a shell that has this folder among its words.
 */
export function standDownScript(folder: string): string {
  const file = wordsFor(folder);
  return [
    `mv -T ${file('alive')} ${file('over')} 2>/dev/null`,
    `if read -r pid 2>/dev/null <${file('pid')} && [ "$pid" -gt 1 ]; then`,
    `  grep -qaF -e ${quoteWord(`${folder}/${SWITCH_FILES.fired}`)} "/proc/$pid/cmdline" 2>/dev/null && kill -s TERM -- "-$pid" 2>/dev/null`,
    'fi',
  ].join('\n');
}
