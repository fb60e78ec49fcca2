/** Words and texts of the programs that `shell-files.ts` runs: what is asked of them, and what they say. */
import { randomBytes } from 'node:crypto';
import { type PlatformPath, posix } from 'node:path';
import { fail, type Stop } from '../errors.ts';
import type { FileStat } from './host.ts';
import { quoteWord } from './quote.ts';
import type { ScriptEnd } from './script.ts';

/** Bytes of the paths in one script, which has to be one word of at most 128 KiB. */
const LONGEST_LIST = 100_000;
const KINDS: Readonly<Record<string, FileStat['kind']>> = { f: 'file', d: 'directory', l: 'symlink' };
/** How find prints what `parseStat` reads. */
export const STAT = '%y %s %m %U %G';
/** A line that says only that something is not there. */
export const NOT_THERE = /(^|: )(No such file or directory|Not a directory)\r?$/;
/** sudo says it each time on a machine whose name is not in its hosts file, and goes on. */
const NOISE = /^sudo: unable to resolve host .*\r?\n?/gm;

export function withoutNoise(stderr: string): string {
  return stderr.replace(NOISE, '');
}

/** Whether a program failed for nothing else than that. */
export function isMissing(stderr: string): boolean {
  const lines = linesOf(stderr);
  return lines.length > 0 && lines.every((line) => NOT_THERE.test(line) && !/^sudo: /.test(line));
}

/** @param prefix e.g. `sudo -n -u app -- `. @param said sudo's own line. */
export function sudoRefused(where: string, prefix: string, said: string): Stop {
  const user = sudoUser(prefix)?.replace(/^#/, '') ?? 'another user';
  return fail(
    'sudo-refused',
    `On ${where} we may not act as ${user}, the user that owns the project (${said.trim()}): permit it in /etc/sudoers.d with NOPASSWD for the few programs that docs/servers.md lists, or connect as that user. Nothing was changed.`,
  );
}

/** For a program that sudo did not let through: it has not failed, it never ran. @param said its standard error. */
export function sudoTrouble(where: string, prefix: readonly string[], said: string): Stop | undefined {
  if (prefix[0] !== 'sudo') return undefined;
  const pattern = /^sudo: (a password|a terminal|.*not allowed|sorry|.*may not run|.*not in the sudoers)/i;
  const refused = linesOf(said).find((line) => pattern.test(line));
  return refused === undefined ? undefined : sudoRefused(where, `${prefix.join(' ')} `, refused);
}

/** The user of `sudo -n -u USER --`, as sudo takes it: a name, or # and a number. */
export function sudoUser(prefix: string): string | undefined {
  return /^sudo .*-u '?([^' ]+)/.exec(prefix)?.[1];
}

/** What a program said, in our words. */
export function fileTrouble(said: string): string {
  const known: readonly [RegExp, string][] = [
    [/Permission denied|Operation not permitted/, 'the user of this run has no right to'],
    [/No space left on device/, 'no space is left there'],
    [/Disk quota exceeded/, "the user's quota is used up"],
    [/Read-only file system/, 'it is on a file system that is read-only'],
    [/No such file or directory/, 'its folder is not there'],
    [/Not a directory/, 'a part of its path is a file'],
  ];
  return known.find(([pattern]) => pattern.test(said))?.[1] ?? said.slice(0, 300);
}

/**
 * Why a program never ran, which a shell tells by exit codes of its own, and programs that become another user by theirs
 * or in words; undefined when it ran. Not for what sudo refuses.
 */
export function startRefused({ code, stderr }: Pick<ScriptEnd, 'code' | 'stderr'>): string | undefined {
  const said = linesOf(stderr).at(-1) ?? '';
  if (code !== 126 && code !== 127 && !/^(runuser|setpriv): failed to execute /.test(said)) return undefined;
  if (/^sudo: /.test(said)) return undefined;
  if (code === 127 || NOT_THERE.test(said)) return 'is not there';
  return `can not be started: ${fileTrouble(said)}`;
}

export function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

export function parseStat([kind = '', size, mode, uid, gid]: readonly (string | undefined)[]): FileStat {
  return {
    kind: KINDS[kind] ?? 'other',
    size: Number(size),
    mode: Number.parseInt(mode ?? '0', 8) & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
  };
}

/** Five digits: with fewer chmod leaves a folder's set-group-id bit as it is. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(5, '0');
}

/**
 * A name in the same folder for what is not whole yet: recovery (promotion/recover.ts) knows it by how it begins.
 * @param paths `node:path` for a path of this machine.
 */
export function beside(path: string, paths: PlatformPath = posix): string {
  return paths.join(paths.dirname(path), `.${paths.basename(path)}.${randomBytes(6).toString('hex')}`);
}

/** Lists short enough for one command. */
export function portions(paths: readonly string[]): string[][] {
  const lists: string[][] = [];
  let length = LONGEST_LIST;
  for (const path of paths) {
    const more = Buffer.byteLength(quoteWord(path)) + 1;
    length += more;
    if (length > LONGEST_LIST) {
      lists.push([]);
      length = more;
    }
    lists.at(-1)?.push(path);
  }
  return lists;
}

/** Our own exit code for bytes that arrived damaged. */
export const DAMAGED = 93;

export interface Put {
  /** Words before every program, ending in a blank, or nothing. */
  prefix: string;
  /** Path that the name of the temporary file begins with. */
  temporary: string;
  /** Of the bytes on standard input, hex. */
  sha256: string;
  mode: number;
  /** The program that puts the temporary file, `TEMPORARY`, in place. */
  place: string;
}

/** The path of the temporary file as a word of `Put.place`. */
export const TEMPORARY = '"$t"';

/**
 * Writes standard input to a temporary file, makes sure of what arrived, and puts it in place. Run again over a broken
 * connection it may meet its first run, which still works: each has a file of its own, named by its shell's number.
 */
export function putScript({ prefix: s, temporary, sha256, mode, place }: Put): string {
  const t = TEMPORARY;
  return [
    `t=${quoteWord(temporary)}.$$`,
    `put() {`,
    // Made empty and private first; the final mode comes with the whole content.
    `  ${s}install -m 600 -- /dev/null ${t} &&`,
    `  ${s}dd of=${t} bs=65536 conv=notrunc,fsync status=none &&`,
    `  { [ "$(${s}cat -- ${t} | sha256sum | cut -c1-64)" = ${sha256} ] || return ${DAMAGED}; } &&`,
    `  ${s}chmod -- ${octal(mode)} ${t} &&`,
    `  ${s}${place}`,
    `}`,
    `put; code=$?`,
    // Nothing is written to a closed pipe when it ended early, and no half file stays.
    `cat >/dev/null; ${s}rm -f -- ${t}`,
    `exit $code`,
  ].join('\n');
}
