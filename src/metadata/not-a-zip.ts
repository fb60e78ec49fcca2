/** Names what a file is that should be a metadata zip and can not be read as one: the usual accidents of git and CI. */
import type { FindingList } from './finding-list.ts';
import { LIMITS } from './limits.ts';

const COMMIT_AGAIN = 'then commit the exported file again.';
const BINARY = `Add the line "*.zip binary" to .gitattributes, ${COMMIT_AGAIN}`;

/** What other files start with, and what they then are. */
const OTHERS: readonly [RegExp, string][] = [
  [/^\s*(<!doctype html|<html)/i, 'an HTML page; perhaps a login or error page was saved in place of the export'],
  [/^\s*\{/, 'JSON; perhaps the task.dat alone'],
  [/^[^ -~]\u{8b}/u, 'a gzip or tar.gz archive'],
  [/^7z\u{bc}\u{af}/u, 'a 7z archive'],
  [/^Rar!/, 'a RAR archive'],
  [/^SQLite format 3/, 'an SQLite database; admin.sqlite is not what Export makes'],
];

/**
 * Adds the one finding that fits, and tells whether it did. `shift` is how many bytes too far behind the end of the
 * zip lies, by its own account; with `onlyText` only the conversion of line ends or of the character set is looked for.
 */
export function notAZip(zip: Buffer, found: FindingList, hint: { shift?: number; onlyText?: boolean } = {}): boolean {
  if (zip.length === 0) {
    found.error(
      'zip-empty-file',
      {},
      'The metadata file is empty (0 bytes).',
      `Export the metadata again in the Builder, ${COMMIT_AGAIN}`,
    );
    return true;
  }
  const start = zip.toString('latin1', 0, 64);
  if (start.startsWith('version https://git-lfs')) {
    const message = 'The metadata file is a Git LFS pointer: the zip itself was not fetched.';
    const remedy = 'Set "lfs: true" at actions/checkout, or run "git lfs pull" before this step.';
    found.error('zip-lfs-pointer', {}, message, remedy);
    return true;
  }
  const converted = start.startsWith('PK') ? conversion(zip, hint.shift) : undefined;
  if (converted) {
    const message = `The zip was treated as a text file: ${converted}.`;
    found.error('zip-text-converted', {}, message, BINARY);
    return true;
  }
  if (hint.onlyText) return false;
  if (start.startsWith('PK\x03\x04')) {
    const message = 'The zip is cut off: its end, which lists what it holds, is missing.';
    const remedy = 'Copy or download the exported file again (completely), then commit it again.';
    found.error('zip-truncated', {}, message, remedy);
  } else {
    const what = OTHERS.find(([pattern]) => pattern.test(start))?.[1];
    const message = `The metadata file is not a zip${what ? ` but ${what}` : ''}.`;
    found.error('zip-not-a-zip', {}, message, 'Commit the file that Export in the Builder downloads.');
  }
  return true;
}

/** How a zip's bytes were converted, told from traces that compressed data does not have; undefined: no sign of it. */
function conversion(zip: Buffer, shift: number | undefined): string | undefined {
  const sample = zip.subarray(0, LIMITS.packedBytes);
  if (count(sample, REPLACEMENT) >= 2) return 'bytes that are no UTF-8 were replaced by U+FFFD';
  const lines = count(sample, LF);
  const windowsLines = count(sample, CRLF);
  const allWindows = lines > 0 && lines === windowsLines;
  if (allWindows && (lines >= 8 || shift === windowsLines)) return 'line ends LF became CRLF';
  if (windowsLines === 0 && shift !== undefined && shift < 0 && lines >= -shift) return 'line ends CRLF became LF';
  return recoded(sample) ? 'its bytes were written as UTF-8 characters' : undefined;
}

const REPLACEMENT = Buffer.from([0xef, 0xbf, 0xbd]);
const LF = Buffer.from('\n');
const CRLF = Buffer.from('\r\n');

/** Compressed data is hardly ever valid UTF-8; with many characters beyond ASCII it was made so. */
function recoded(zip: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(zip);
    return zip.length - text.length >= 16;
  } catch {
    return false;
  }
}

function count(bytes: Buffer, part: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + part.length)) found += 1;
  return found;
}
