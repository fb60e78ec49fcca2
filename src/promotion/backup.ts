/** A small backup before the import: the project's metadata and every file that the zip will overwrite. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from '../hosts/host.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { targetFiles } from './files.ts';
import type { Seen } from './look.ts';
import type { Run } from './run.ts';
import type { StateFolder } from './state-folder.ts';

export interface Backup {
  path: string;
  /** One sentence: where it is and how it is put back by hand. Stands in every sentence of a failure. */
  sentence: string;
}

const PRIVATE_FOLDER = { mode: 0o700 };
const PRIVATE_FILE = { mode: 0o600 };

/**
 * @returns where the backup is.
 * @throws Stop when it can not be written; nothing of the target was touched by then.
 */
export async function makeBackup(run: Run, zip: MetadataPackage, seen: Seen, folder: StateFolder): Promise<Backup> {
  const { inputs, log } = run;
  const { host } = folder;
  const time = new Date()
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  const path = join(folder.path, `${folder.slug}-${time}-${process.pid}`);
  await host.makeDirectory(path, PRIVATE_FOLDER);
  if (inputs.projectDir !== undefined) {
    const admin = await adminBytes(run, join(inputs.projectDir, 'admin.sqlite'));
    await host.writeFile(join(path, 'admin.sqlite'), admin, PRIVATE_FILE);
  } else {
    // The builder tables hold no logins; users and the project's connection are not among them.
    const tables = Buffer.from(
      `${JSON.stringify({ db_type: seen.state.metadata.dbType, ...seen.state.metadata.tables }, null, 1)}\n`,
    );
    await host.writeFile(join(path, 'builder-tables.json'), tables, PRIVATE_FILE);
  }
  const copied = await copyFiles(run, zip, host, path);
  await host.writeFile(join(path, 'README.txt'), Buffer.from(instructions(inputs.projectDir, path)), PRIVATE_FILE);
  const where = host.remote ? ` on ${host.name}` : '';
  log.info(`Backup of the metadata and of ${copied} files that the zip overwrites: ${path}${where}`);
  log.info(`To put it back by hand: see ${join(path, 'README.txt')}. The database's own data are not in it.`);
  return {
    path,
    sentence: `A backup from before is in ${path}${where}; its README.txt says how to put it back by hand.`,
  };
}

async function adminBytes(run: Run, adminPath: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), `jampy-promote-${run.token}-`));
  try {
    await run.host.snapshotDatabase(adminPath, join(folder, 'admin.sqlite'));
    return await readFile(join(folder, 'admin.sqlite'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every file of the target that the zip overwrites. @returns how many. */
async function copyFiles(run: Run, zip: MetadataPackage, host: Host, path: string): Promise<number> {
  const target = targetFiles(run);
  const there = await target.compare(zip.files);
  const made = new Set<string>();
  const copies: Promise<void>[] = [];
  for (const [name, { equal }] of there) {
    for (const parent of parentsOf(dirname(join('files', name)))) {
      if (made.has(parent)) continue;
      await host.makeDirectory(join(path, parent), PRIVATE_FOLDER);
      made.add(parent);
    }
    const bytes = equal && !target.asText ? zip.files.get(name) : await target.read(name);
    if (bytes) copies.push(host.writeFile(join(path, 'files', name), bytes, PRIVATE_FILE));
    if (copies.length >= 16) await Promise.all(copies.splice(0));
  }
  await Promise.all(copies);
  return there.size;
}

/** `a/b/c` → a, a/b, a/b/c. */
function parentsOf(path: string): string[] {
  const parts = path.split(/[\\/]/);
  return parts.map((_, position) => join(...parts.slice(0, position + 1)));
}

function instructions(projectDir: string | undefined, path: string): string {
  const start = [
    'What is here: the metadata and the files of a Jam.py project from before a promotion.',
    'What is not here: the data and tables of its database. What an import dropped comes back from a database backup only.',
    '',
    'To put it back by hand:',
  ];
  const steps =
    projectDir === undefined
      ? [
          '1. files/ holds every file that the promotion would overwrite (text files as the Builder shows them): put them back into the project folder on the server.',
          '2. builder-tables.json holds the builder tables. The simplest way back is to export the earlier state from the project it came from and import that zip; this file tells what it was.',
          '3. Restart the server.',
        ]
      : [
          '1. Stop the service, all of its processes.',
          `2. Make sure that ${join(projectDir, 'migration')} is empty and ${join(projectDir, '_admin.sqlite')} is not there.`,
          `3. Copy ${join(path, 'admin.sqlite')} over ${join(projectDir, 'admin.sqlite')}, keeping its owner and mode.`,
          `4. Copy everything in ${join(path, 'files')} over ${projectDir}, keeping owners and modes.`,
          '5. Compare the database with what this metadata expects: tables and columns that the import made or dropped are not undone by this.',
          '6. Start the service.',
        ];
  return `${[...start, ...steps].join('\n')}\n`;
}
