/** Whether the import may write what it has to write: a missing right would show in the middle of it. */
import { dirname, join } from 'node:path';
import type { Line } from '../../metadata/model.ts';
import { some } from '../run.ts';
import type { Places } from './places.ts';
import type { Problem } from './problem.ts';

export interface Wanted {
  project: string;
  line: Line;
  /** Of the zip, by path inside the project. */
  files: readonly string[];
  /** Of the host, for sentences. */
  where: string;
  /** For sentences: `the user of this run`, or the project's owner. */
  who: string;
}

/** The folders that the zip's files are in, the project's own last. */
export function foldersOf(project: string, files: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); folder !== '.' && !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
    }
  }
  return [...[...folders].map((folder) => join(project, folder)), project];
}

/** Everything that is asked about. */
export function pathsOf({ project, files }: Pick<Wanted, 'project' | 'files'>): string[] {
  const own = ['migration', 'logs', 'admin.sqlite'].map((name) => join(project, name));
  return [...own, ...files.map((file) => join(project, file)), ...foldersOf(project, files)];
}

/**
 * Jam.py 5 removes a file and writes it anew, Jam.py 7 writes into the one that is there and then sets times and modes of
 * the folders, which only their owner may do (docs/jampy.md, "What an import copies").
 */
export function writeProblems(wanted: Wanted, { at, uid }: Places): Problem[] {
  const { project, line, files, where, who } = wanted;
  const folders = foldersOf(project, files);
  const written = [project, join(project, 'migration'), join(project, 'logs'), join(project, 'admin.sqlite')];
  const needed = new Set([...written, ...folders, ...(line === 7 ? files.map((file) => join(project, file)) : [])]);
  const closed = [...needed].filter((path) => at.get(path)?.writable === false);
  const foreign = folders.filter((path) => {
    const place = at.get(path);
    return line === 7 && uid !== undefined && uid !== 0 && place?.folder && place.uid !== uid && !closed.includes(path);
  });
  const problems: Problem[] = [];
  if (closed.length > 0) {
    problems.push({
      outcome: 'failed',
      id: 'folder-not-writable',
      sentence: `${some(closed)} can not be written on ${where} by ${who}, and an import has to: give that user the right, or name the right user as run-as.`,
    });
  }
  if (foreign.length > 0) {
    problems.push({
      outcome: 'failed',
      id: 'folder-of-another',
      sentence: `${some(foreign)} on ${where} can be written by ${who} but belongs to somebody else, and Jam.py 7 sets the times and modes of these folders, which only their owner may do, when the database is changed already: make that user their owner.`,
    });
  }
  return problems;
}
