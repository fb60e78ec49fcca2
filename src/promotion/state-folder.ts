/** Where lock and backups of a target live: beside the project, never inside it (all of it may be served). */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { usage } from '../errors.ts';
import type { PromoteInputs } from '../inputs.ts';
import type { Run } from './run.ts';

export interface StateFolder {
  path: string;
  /** Names of this target's files in it begin with this. */
  slug: string;
}

/** @throws Stop when backup-dir is inside the project. */
export function stateFolder(inputs: PromoteInputs): StateFolder {
  const { projectDir, backupDir, url } = inputs;
  if (projectDir !== undefined) {
    if (backupDir !== undefined && isInside(projectDir, backupDir)) {
      throw usage(
        'input',
        `backup-dir: ${backupDir} is inside project-dir, where the server may hand it out. Give a folder outside.`,
      );
    }
    return {
      path: backupDir ?? join(dirname(projectDir), `${basename(projectDir)}.jampy-promote`),
      slug: slugOf(basename(projectDir), projectDir),
    };
  }
  const { host, pathname } = new URL(url as string);
  const home = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return { path: backupDir ?? join(home, 'jampy-promote'), slug: slugOf(host, `${host}${pathname}`) };
}

function slugOf(name: string, identity: string): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 8);
  return `${name.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 60)}-${hash}`;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way.startsWith('..') || way.startsWith('/'));
}

/**
 * Made private to us; our own is made private again. A `backup-dir` that is there may serve others too and stays as it
 * is: what we put into it is private in itself.
 * @returns whether it is ours to remove when nothing is left in it.
 */
export async function makeStateFolder(run: Run, folder: StateFolder): Promise<boolean> {
  if (run.inputs.backupDir !== undefined && (await run.host.stat(folder.path))) return false;
  await run.host.makeDirectory(folder.path, { mode: 0o700 });
  return true;
}
