/** Finds the one metadata file that `metadata-file` means. The only file of this folder that touches the disk. */
import { type FileHandle, glob, open, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { reasonOf, type Stop, usage } from '../errors.ts';
import { visible } from '../metadata/finding-list.ts';
import { LIMITS, sizeText } from '../metadata/limits.ts';
import { shownPath } from '../paths.ts';

/** Zips that are named when none matches. */
const NAMED = 8;

/**
 * The file that `pattern` names: a path, or a glob (`*`, `?`, `[a-z]`, `{a,b}`, `**`) with exactly one match, relative
 * to `workspace` or absolute. A file of that very name wins over the meaning as a glob, so names with blanks, brackets
 * and parentheses work. Throws a usage Stop: no match, several, a folder, not readable, too large.
 */
export async function locateMetadataFile(
  pattern: string,
  workspace: string,
): Promise<{ path: string; bytes: Uint8Array }> {
  const literal = resolve(workspace, pattern);
  const kind = await kindOf(literal);
  if (kind === 'folder') {
    const ways = `name the zip in it, e.g. "${shown(pattern.replace(/[/\\]+$/, ''))}/*.zip"`;
    throw usage('metadata-file-folder', `metadata-file "${shown(pattern)}" is a folder; ${ways}.`);
  }
  if (kind === 'other') throw notAFile(literal, workspace);
  if (kind === 'file') return { path: literal, bytes: await read(literal, workspace) };
  const path = await onlyMatch(pattern, workspace);
  return { path, bytes: await read(path, workspace) };
}

async function onlyMatch(pattern: string, workspace: string): Promise<string> {
  const matches: string[] = [];
  for (const path of await globbed(pattern, workspace)) {
    if (!['folder', 'none'].includes(await kindOf(path))) matches.push(path);
  }
  const [only, ...others] = matches;
  if (only === undefined) throw await noMatch(pattern, workspace);
  if (others.length > 0) {
    const names = matches.slice(0, NAMED).map((path) => `"${near(path, workspace)}"`);
    const more = matches.length > NAMED ? ` and ${matches.length - NAMED} more` : '';
    const message = `metadata-file "${shown(pattern)}" matches ${matches.length} files: ${names.join(', ')}${more}; name the one that is meant, or keep only one.`;
    throw usage('metadata-file-several', message);
  }
  if ((await kindOf(only)) === 'other') throw notAFile(only, workspace);
  return only;
}

/** Absolute paths, sorted, each once. */
async function globbed(pattern: string, folder: string): Promise<string[]> {
  const exclude = (name: string) => ['node_modules', '.git'].includes(basename(name));
  const found = new Set<string>();
  try {
    for await (const path of glob(pattern, { cwd: folder, exclude })) found.add(resolve(folder, path));
  } catch {
    // A folder that can not be read has no matches; the sentence of "no match" names where we looked.
  }
  return [...found].sort();
}

async function noMatch(pattern: string, workspace: string): Promise<Stop> {
  const wild = pattern.search(/[*?[{]/);
  const fixed = wild < 0 ? pattern : pattern.slice(0, wild);
  const folder = resolve(workspace, /[/\\]$/.test(fixed) ? fixed : dirname(fixed || '.'));
  const where =
    (await kindOf(folder)) === 'folder' ? `searched in ${shown(folder)}` : `there is no folder ${shown(folder)}`;
  const zips = await globbed('{*,*/*,*/*/*}.zip', workspace);
  const names = zips.slice(0, NAMED).map((path) => `"${near(path, workspace)}"`);
  const more = zips.length > NAMED ? ' …' : '';
  const others =
    zips.length > 0
      ? `zips near it: ${names.join(', ')}${more}`
      : 'no other zip is near it: is the repository checked out, and the export committed';
  const message = `No file matches metadata-file "${shown(pattern)}" (${where}; ${others}).`;
  return usage('metadata-file-missing', message);
}

function notAFile(path: string, workspace: string): Stop {
  const message = `metadata-file "${near(path, workspace)}" is not a plain file (a device, pipe or socket); name a zip.`;
  return usage('metadata-file-not-a-file', message);
}

type Kind = 'file' | 'folder' | 'other' | 'none';

/** What is at a path, links followed; what can not be looked at counts as a file, so that reading it tells why. */
async function kindOf(path: string): Promise<Kind> {
  try {
    const found = await stat(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return ['EACCES', 'EPERM', 'ELOOP', 'EIO'].includes(code) ? 'file' : 'none';
  }
}

async function read(path: string, workspace: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { size } = await file.stat();
    if (size > LIMITS.packedBytes) {
      const message = `metadata-file "${near(path, workspace)}" is ${sizeText(size)} large; more than ${sizeText(LIMITS.packedBytes)} are not accepted: is it a metadata zip?`;
      throw usage('metadata-file-too-large', message);
    }
    return await file.readFile();
  } catch (error) {
    if ((error as Stop).name === 'Stop') throw error;
    const message = `metadata-file "${near(path, workspace)}" can not be read (${reasonOf(error)}); give the user of this run the right to read it.`;
    throw usage('metadata-file-unreadable', message);
  } finally {
    await file?.close();
  }
}

/** A path for people. */
function near(path: string, workspace: string): string {
  return shown(shownPath(path, resolve(workspace)));
}

function shown(name: string): string {
  return visible(name);
}
