/** Rules for the paths of zip entries, whatever place of the project they name (that is `places.ts`). */

import { visible } from './finding-list.ts';
import { LIMITS } from './limits.ts';
import type { PackageRuleId } from './package-rules.ts';

export interface PathProblem {
  rule: PackageRuleId;
  severity: 'error' | 'warning';
  message: string;
  remedy: string;
}

/** Flag bit 11 of a header: the name is UTF-8. Without it Python reads code page 437. */
const UTF8_FLAG = 0x0800;

/**
 * The name of an entry as Python's zipfile reads it, or undefined when it is not valid: UTF-8 where the header says so,
 * else ASCII. (Python reads other bytes as code page 437, and would write names that nobody meant.)
 */
export function decodeName(bytes: Uint8Array, flags: number): string | undefined {
  if ((flags & UTF8_FLAG) === 0 && bytes.some((byte) => byte > 0x7f)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The form under which two paths are one file on some file system: Unicode's composed form, upper and lower case
 * alike (upper first, so that `ß` and `SS` meet), as macOS and Windows compare names.
 */
export function foldedPath(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

// Marks that turn the direction of text, and characters of no width that make two names look alike.
const MISLEADING = /[\u061C\u200B\u200E\u200F\u2060\u202A-\u202E\u2066-\u2069\uFEFF]/u;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\.|$)/i;

const EXPORT_AGAIN = 'Make the zip with Export in the Builder, not by hand.';
const RENAME = 'Rename the file in the project folder of the development application, then export again.';

interface PathRule {
  rule: PackageRuleId;
  broken(path: string, segments: readonly string[]): boolean;
  severity?: 'warning';
  says: string;
  remedy: string;
}

/** In the order in which they are asked; the first broken one speaks. */
const RULES: readonly PathRule[] = [
  {
    rule: 'zip-name-characters',
    broken: (path) => CONTROL.test(path) || MISLEADING.test(path),
    says: 'holds a character that can not be seen: a NUL or control character, a line break or a mark that turns the direction of text',
    remedy: RENAME,
  },
  {
    rule: 'zip-path-backslash',
    broken: (path) => path.includes('\\'),
    says: 'holds a backslash, which is a folder on Windows and a part of the name elsewhere',
    remedy: EXPORT_AGAIN,
  },
  {
    rule: 'zip-path-absolute',
    broken: (path) => path.startsWith('/'),
    says: 'is an absolute path; entries are relative to the project folder',
    remedy: EXPORT_AGAIN,
  },
  {
    rule: 'zip-path-drive',
    broken: (path) => /^[A-Za-z]:/.test(path),
    says: 'starts with a Windows drive',
    remedy: EXPORT_AGAIN,
  },
  {
    rule: 'zip-path-dots',
    broken: (_, segments) => segments.some((segment) => ['', '.', '..'].includes(segment)),
    says: 'has an empty, "." or ".." part, so it would not land where it says',
    remedy: EXPORT_AGAIN,
  },
  {
    rule: 'zip-path-trailing',
    broken: (_, segments) => segments.some((segment) => /[.\s]$/u.test(segment)),
    says: 'has a part that ends in a dot or a blank, which Windows drops: it would become another file there',
    remedy: RENAME,
  },
  {
    rule: 'zip-path-length',
    broken: (path) => Buffer.byteLength(path) > LIMITS.pathBytes,
    says: `is longer than ${LIMITS.pathBytes} bytes`,
    remedy: 'Shorten the names of the file and its folders in the development project, then export again.',
  },
  {
    rule: 'zip-path-windows',
    severity: 'warning',
    broken: (_, segments) => segments.some((segment) => WINDOWS_DEVICE.test(segment) || /[<>:"|?*]/.test(segment)),
    says: 'is a name that Windows does not allow; a server on Windows can not take it',
    remedy: 'Nothing to do when the server is not on Windows; else rename the file, then export again.',
  },
];

/** What is wrong with a path (a folder's without its last slash), or undefined. The first trouble speaks. */
export function pathProblem(path: string): PathProblem | undefined {
  const segments = path.split('/');
  const rule = RULES.find((each) => each.broken(path, segments));
  if (!rule) return undefined;
  const message = `The path "${visible(path)}" ${rule.says}.`;
  return { rule: rule.rule, severity: rule.severity ?? 'error', message, remedy: rule.remedy };
}
