/**
 * The folder of a new project. It is made in a private folder inside, and appears only when it is finished and closed:
 * with its WSGI application last, so that no service can serve a half-made or an open one (docs/decisions/0011).
 */
import { join } from 'node:path';
import { fail, reasonOf, refuse } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import { removeTree } from '../hosts/remove-tree.ts';

/** Where a project is made, and the mark of a folder that is ours and half-made. */
const STAGING = '.jampy-provision';
/** In it: the project itself, and the names that are being moved out of it. */
const PROJECT = 'project';
const PLACING = 'placing.json';
/** In this order, after all others: whatever serves a project needs the last one. */
const LAST = ['langs.sqlite', 'admin.sqlite', 'builder.html', 'server.py', 'wsgi.py'];
/** What a file system puts into an empty volume. */
const HARMLESS = ['lost+found'];

export type Folder =
  /** Not there, or nothing in it. */
  | { kind: 'new'; exists: boolean }
  /** Ours: a run was interrupted before anything could be served. `names`: what it had put in place. */
  | { kind: 'half-made'; names: readonly string[] }
  /** Ours: all is in place but for our own folder, which is left. */
  | { kind: 'placed' }
  | { kind: 'project' };

/** @throws Stop (refused) when something else is in it. */
export async function lookAtFolder(host: Host, projectDir: string): Promise<Folder> {
  const stat = await host.stat(projectDir);
  if (!stat) return { kind: 'new', exists: false };
  if (stat.kind !== 'directory')
    throw refuse('project-dir', `project-dir (${projectDir}) on ${host.name} is no folder. Nothing was changed.`);
  const names = ((await host.list(projectDir)) ?? []).filter((name) => !HARMLESS.includes(name));
  if (names.includes(STAGING)) return halfMade(host, projectDir, names);
  if (names.includes('admin.sqlite')) return { kind: 'project' };
  if (names.length === 0) return { kind: 'new', exists: true };
  throw notEmpty(host, projectDir, names);
}

function notEmpty(host: Host, projectDir: string, names: readonly string[]) {
  return refuse(
    'folder-not-empty',
    `project-dir (${projectDir}) on ${host.name} is not empty and holds no Jam.py project: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}. A new project overwrites files of its names, so give an empty folder. Nothing was changed.`,
  );
}

async function halfMade(host: Host, projectDir: string, names: readonly string[]): Promise<Folder> {
  if (names.includes('wsgi.py')) return { kind: 'placed' };
  const placing = await placedNames(host, projectDir);
  const others = names.filter((name) => name !== STAGING && !placing.includes(name));
  if (others.length > 0) throw notEmpty(host, projectDir, others);
  return { kind: 'half-made', names: names.filter((name) => name !== STAGING) };
}

async function placedNames(host: Host, projectDir: string): Promise<string[]> {
  const bytes = await host.readFile(join(projectDir, STAGING, PLACING));
  try {
    const names: unknown = JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array()));
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}

/** What an interrupted run left is removed: nobody served it, and everything is made anew in less than a minute. */
export async function clearFolder(host: Host, projectDir: string, { names }: { names: readonly string[] }) {
  for (const name of names) await removeTree(host, join(projectDir, name));
  await removeTree(host, join(projectDir, STAGING));
}

/** @returns the empty folder in which the project is to be made. */
export async function openStaging(host: Host, projectDir: string): Promise<string> {
  const staging = join(projectDir, STAGING);
  await host.makeDirectory(staging, { mode: 0o700 });
  const project = join(staging, PROJECT);
  await host.makeDirectory(project, { mode: 0o700 });
  return project;
}

/** Puts the finished project in place. @throws Stop when something appeared there meanwhile */
export async function placeProject(host: Host, projectDir: string): Promise<void> {
  const project = join(projectDir, STAGING, PROJECT);
  const made = (await host.list(project)) ?? [];
  const rank = (name: string) => LAST.indexOf(name);
  const names = made.filter((name) => name !== '__pycache__').sort((a, b) => rank(a) - rank(b));
  for (const name of ['admin.sqlite', 'wsgi.py']) {
    if (!names.includes(name))
      throw fail('project-not-made', `The new project has no ${name}: nothing was put in place.`);
  }
  const list = new TextEncoder().encode(JSON.stringify(names));
  await host.writeFile(join(projectDir, STAGING, PLACING), list, { mode: 0o600 });
  const there = (await host.list(projectDir)) ?? [];
  const taken = names.filter((name) => there.includes(name));
  if (taken.length > 0) throw notEmpty(host, projectDir, taken);
  for (const name of names) await host.rename(join(project, name), join(projectDir, name));
  await closeStaging(host, projectDir);
}

/** The last step: what is left in our own folder holds no secret. */
export async function closeStaging(host: Host, projectDir: string): Promise<void> {
  await removeTree(host, join(projectDir, STAGING));
}

/** A new project's folder belongs to the user that the project is to be of. @throws Stop */
export async function makeFolder(operator: Host, host: Host, projectDir: string): Promise<void> {
  const mode = { mode: 0o755 };
  try {
    await host.makeDirectory(projectDir, mode);
    return;
  } catch (error) {
    if (host === operator) throw error;
  }
  // The folder above is not that user's.
  const owner = await host.user();
  try {
    await operator.makeDirectory(projectDir, mode);
    const stat = await operator.stat(projectDir);
    if (owner && stat) await operator.changeOwner([projectDir], { uid: owner.uid, gid: stat.gid });
    if (await host.canWrite(projectDir)) return;
  } catch (error) {
    throw fail('project-dir', `${projectDir} can not be made on ${host.name}: ${reasonOf(error)}`, error);
  }
  await operator.removeEmptyDirectory(projectDir);
  throw refuse(
    'project-dir',
    `${projectDir} can not be made on ${host.name} for ${owner?.name ?? 'the user of run-as'}: make that folder by hand and give it to that user. Nothing was changed.`,
  );
}
