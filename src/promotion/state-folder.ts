/** Where lock and backups of a target live: beside the project, never inside it (all of it may be served). */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fail, reasonOf, usage } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import { wayInside } from '../paths.ts';
import type { TargetInputs } from '../target-inputs.ts';
import type { Run } from './run.ts';

export interface StateFolder {
  path: string;
  /** Names of this target's files in it begin with this. */
  slug: string;
  /** The host as the user who may write there: the one we come as, or else the project's owner. */
  host: Host;
  /** Ours to remove when nothing is left in it. */
  ours: boolean;
}

export const PRIVATE = { mode: 0o700 };

/**
 * The folder, made private where it is ours. A `backup-dir` that is there may serve others too and stays as it is: what
 * we put into it is private in itself.
 * @throws Stop when backup-dir is inside the project, or nobody may write there.
 */
export async function openStateFolder(run: Run): Promise<StateFolder> {
  const { projectDir, backupDir } = run.inputs;
  const slug = slugOfTarget(run.inputs);
  if (projectDir !== undefined && backupDir !== undefined) await checkOutside(run, projectDir, backupDir);
  if (backupDir !== undefined) {
    const there = await run.operator.stat(backupDir).catch(() => undefined);
    const path = backupDir;
    if (there) return { path, slug, host: await writerOf(run, path), ours: false };
    return { path, slug, host: await maker(run, path), ours: true };
  }
  if (projectDir === undefined) {
    const path = await homeFolder(run.operator);
    await run.operator.makeDirectory(path, PRIVATE);
    return { path, slug, host: run.operator, ours: true };
  }
  const path = besideProject(projectDir);
  try {
    return { path, slug, host: await maker(run, path), ours: true };
  } catch (error) {
    // Only another machine's folders are commonly closed to both users.
    if (!run.operator.remote) throw error;
    const home = await homeFolder(run.operator);
    await run.operator.makeDirectory(home, PRIVATE);
    run.log.info(`Lock and backup are in ${home}, since ${path} can not be made; backup-dir names another place.`);
    return { path: home, slug, host: run.operator, ours: true };
  }
}

/** Where such a folder may be, without making one: each with those who may be able to read there. */
export async function stateFolders(run: Run): Promise<{ path: string; hosts: Host[] }[]> {
  const { projectDir, backupDir } = run.inputs;
  const hosts = run.operator === run.host ? [run.operator] : [run.operator, run.host];
  if (backupDir !== undefined) return [{ path: backupDir, hosts }];
  const home = { path: await homeFolder(run.operator), hosts: [run.operator] };
  if (projectDir === undefined) return [home];
  return [{ path: besideProject(projectDir), hosts }, ...(run.operator.remote ? [home] : [])];
}

function besideProject(projectDir: string): string {
  return join(dirname(projectDir), `${basename(projectDir)}.jampy-promote`);
}

export function slugOfTarget({ projectDir, url }: Pick<TargetInputs, 'projectDir' | 'url'>): string {
  if (projectDir !== undefined) return slugOf(basename(projectDir), projectDir);
  const { host, pathname } = new URL(url as string);
  return slugOf(host, `${host}${pathname}`);
}

function slugOf(name: string, identity: string): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 8);
  return `${name.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 60)}-${hash}`;
}

/** Links are followed: what they lead to is what the server hands out. */
async function checkOutside(run: Run, projectDir: string, backupDir: string): Promise<void> {
  const real = await run.host.realPath(backupDir);
  if (wayInside(projectDir, backupDir) === undefined && wayInside(projectDir, real) === undefined) return;
  throw usage(
    'input',
    `backup-dir: ${backupDir} is inside project-dir, where the server may hand it out. Give a folder outside.`,
  );
}

async function writerOf(run: Run, path: string): Promise<Host> {
  for (const host of [run.operator, run.host]) if (await host.canWrite(path).catch(() => false)) return host;
  throw fail(
    'state-folder',
    `${path} can not be written on ${run.operator.name}, and lock and backup have to be there. Nothing was changed.`,
  );
}

/** Makes the folder, as the one who may. */
async function maker(run: Run, path: string): Promise<Host> {
  const reasons: string[] = [];
  for (const host of [run.operator, run.host]) {
    try {
      await host.makeDirectory(path, PRIVATE);
      // One that is there already may be the other user's.
      if (await host.canWrite(path)) return host;
      reasons.push(`${path} can not be written.`);
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  throw fail(
    'state-folder',
    `The folder for lock and backup can not be made: ${reasons[0]} Make ${path} by hand for the project's owner, or give backup-dir. Nothing was changed.`,
  );
}

/** A folder of the user that we are there. */
async function homeFolder(operator: Host): Promise<string> {
  if (!operator.remote) {
    return join(process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'jampy-promote');
  }
  const argv: [string, ...string[]] = ['sh', '-c', 'printf %s "$HOME"'];
  const { stdout } = await operator.run({ argv, timeoutMs: 30_000 });
  return join(stdout, '.local', 'state', 'jampy-promote');
}
