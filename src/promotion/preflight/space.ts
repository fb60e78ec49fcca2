/** Whether what an import writes fits: the zip, its unpacked copy, copies of admin.sqlite, and the files that grow. */
import { join } from 'node:path';
import type { Places } from './places.ts';
import type { Problem } from './problem.ts';
import { foldersOf } from './write-access.ts';

/** What one import writes; the least that it can do with, not what would be comfortable. */
export interface Writes {
  project: string;
  /** Where Jam.py unpacks the zip. */
  temporary: string;
  /** Where the backup goes. */
  backup: string;
  /** Bytes of the zip that is put into migration/. */
  zip: number;
  /** Of all that is in it, task.dat too: bytes by path inside the project. */
  entries: ReadonlyMap<string, number>;
}

/** On one file system. */
export interface Need {
  /** A path on it. */
  path: string;
  bytes: number;
  files: number;
  /** For the sentence. */
  parts: string[];
  /** Number of the file system; undefined where it can not be seen. */
  device: string | undefined;
}

export interface Free {
  bytes: number;
  files: number | undefined;
}

/** Counters, the import's log, and pages that admin.sqlite gains. */
const SMALL_THINGS = 64 * 1024;
const BLOCK = 4096;

/** What each file system has to take; the project's comes first. */
export function needsOf(writes: Writes, { at }: Places): Need[] {
  const { project, entries } = writes;
  const admin = blocks(at.get(join(project, 'admin.sqlite'))?.size ?? 0);
  const unpacked = sum([...entries.values()].map(blocks));
  const folders = foldersOf(project, [...entries.keys()]);
  const files = [...entries].filter(([path]) => path !== 'task.dat');
  const growth = sum(files.map(([path, size]) => Math.max(0, blocks(size) - blocks(sizeAt(at, join(project, path))))));
  const there = files.filter(([path]) => at.has(join(project, path)));
  const newOnes = files.length - there.length + folders.filter((folder) => !at.has(folder)).length;
  const overwritten = sum(there.map(([path]) => blocks(sizeAt(at, join(project, path)))));
  const needs: Need[] = [];
  const add = (path: string, bytes: number, count: number, part: string) => {
    const device = at.get(path)?.device;
    const known = device === undefined ? undefined : needs.find((need) => need.device === device);
    if (!known) return void needs.push({ path, bytes, files: count, parts: [part], device });
    known.bytes += bytes;
    known.files += count;
    known.parts.push(part);
  };
  // The copy of admin.sqlite is gone when the files are copied.
  const most = Math.max(admin, growth);
  add(project, blocks(writes.zip) + most + SMALL_THINGS, newOnes + 4, 'the zip, a copy of admin.sqlite, larger files');
  add(writes.temporary, unpacked, entries.size + folders.length, 'the unpacked zip');
  // A backup that does not fit on a file system of its own is told when it is made, before the stop as well.
  if (at.get(writes.backup)?.device === needs[0]?.device)
    add(writes.backup, admin + overwritten, there.length + folders.length + 3, 'the backup');
  return needs;
}

export function spaceProblems(needs: readonly (Need & { free: Free | undefined })[], where: string): Problem[] {
  return needs.flatMap(({ path, bytes, files, parts, free }) => {
    if (!free) return [];
    const problem = (has: string, needed: string): Problem => ({
      outcome: 'failed',
      id: 'no-space',
      sentence: `The file system of ${path} on ${where} has ${has} left, and the import needs space for about ${needed} (${parts.join(', ')}): make room there.`,
    });
    if (free.bytes < bytes) return [problem(sizeText(free.bytes), sizeText(bytes))];
    if (free.files !== undefined && free.files < files) return [problem(`${free.files} inodes`, `${files} files`)];
    return [];
  });
}

/** `412 KB`, `3.4 GB`. */
function sizeText(bytes: number): string {
  const kilo = bytes / 1024;
  if (kilo < 1000) return `${Math.ceil(kilo)} KB`;
  return kilo < 1_000_000 ? `${(kilo / 1024).toFixed(1)} MB` : `${(kilo / 1024 / 1024).toFixed(1)} GB`;
}

function sizeAt(at: Places['at'], path: string): number {
  return at.get(path)?.size ?? 0;
}

/** As a file system counts. */
function blocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
