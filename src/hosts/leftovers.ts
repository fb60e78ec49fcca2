/**
 * What a run leaves on a host when it is killed: temporary folders that are named by its token, and in them the programs
 * that it started `detached`, each with the file `.group` that process-group.ts describes.
 */
import type { Started } from './host.ts';
import { quoteWord } from './quote.ts';

/** Letters and digits: part of paths and patterns. */
const TOKEN = /^[A-Za-z0-9]{8,64}$/;

/** Every temporary folder of a run begins with this. @throws when it is no token. */
export function folderName(token: string): string {
  if (!TOKEN.test(token)) throw new Error(`not a token: ${token}`);
  return `jampy-promote-${token}`;
}

/**
 * A script that prints `group PID` or `alone PID` for every program that still runs. A number alone proves nothing, it is
 * used again: the shell around the program must still have the random path of its output among its arguments. Folders
 * that are not our own count for nothing.
 * @param parent folder of temporary folders, as it was written into the arguments.
 */
export function leftRunningScript(parent: string, token: string): string {
  const folders = `-maxdepth 1 -type d -user "$(id -u)" -name ${quoteWord(`${folderName(token)}*`)}`;
  return [
    `find ${quoteWord(`${parent}/`.replace(/\/+$/, '/.'))} ${folders} -exec find '{}' -maxdepth 1 -name '*.group' ';' 2>/dev/null |`,
    'while read -r file; do',
    `  out=${quoteWord(parent.replace(/\/+$/, ''))}/\${file#*/./}; out=\${out%.group}`,
    '  [ -e "$out.code" ] && continue',
    '  read -r kind pid <"$file" || continue',
    `  tr '\\0' '\\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -e "$out" && echo "$kind $pid"`,
    'done; true',
  ].join('\n');
}

export function parseLeftRunning(said: string): Started[] {
  return [...said.matchAll(/^(group|alone) ([1-9]\d{0,9})$/gm)].map((match) => ({
    pid: Number(match[2]),
    ownGroup: match[1] === 'group',
  }));
}
