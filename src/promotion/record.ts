/**
 * What the last promotion put into a target, kept beside the project: the next one tells by it what was edited there
 * since, and which files it left behind. Without it nothing is known of edits, and nothing else is missing.
 */
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { reasonOf } from '../errors.ts';
import { recased } from '../metadata/compare.ts';
import type { BuilderTables, Line, Metadata, MetadataPackage } from '../metadata/model.ts';
import { type Run, troubleOf } from './run.ts';
import { type StateFolder, slugOfTarget, stateFolders } from './state-folder.ts';

export interface PromotionRecord {
  /** metadata-digest of the zip. */
  digest: string;
  version: string;
  /** When, in ISO 8601. */
  at: string;
  /** In the target's case. */
  metadata: Metadata;
  /** Paths of the zip's files. */
  files: readonly string[];
}

const FORMAT = 1;
/** Of the unpacked record, in bytes: more than any metadata that a zip may hold. */
const LONGEST = 1024 * 1024 * 1024;

const nameOf = (slug: string) => `${slug}.promoted.json.gz`;

/** @throws Stop when it can not be written. */
async function writeRecord(folder: StateFolder, zip: MetadataPackage, dbType: number): Promise<void> {
  const { line, tables } = recased(zip, dbType);
  const record = {
    format: FORMAT,
    digest: zip.digest,
    version: zip.appVersion,
    at: new Date().toISOString(),
    line,
    dbType,
    tables,
    files: [...zip.files.keys()],
  };
  const bytes = await promisify(gzip)(JSON.stringify(record));
  await folder.host.writeFile(join(folder.path, nameOf(folder.slug)), bytes, { mode: 0o600 });
}

/** A promotion that is good is not less so because of its record. */
export async function recordPromotion(
  run: Run,
  folder: StateFolder,
  zip: MetadataPackage,
  dbType: number,
): Promise<void> {
  await writeRecord(folder, zip, dbType).catch((error: unknown) => {
    run.log.warning(
      `What was promoted can not be recorded (${troubleOf(error)}): the next plan knows nothing of edits at the target.`,
    );
  });
}

/** @returns undefined, with a warning where one is there that can not be read. */
export async function readRecord(run: Run): Promise<PromotionRecord | undefined> {
  const name = nameOf(slugOfTarget(run.inputs));
  for (const { path, hosts } of await stateFolders(run)) {
    for (const host of hosts) {
      const bytes = await host.readFile(join(path, name)).catch(() => undefined);
      if (!bytes) continue;
      try {
        return parse(await promisify(gunzip)(bytes, { maxOutputLength: LONGEST }));
      } catch (error) {
        run.log.warning(
          `${join(path, name)}, which tells what was promoted last, can not be read (${reasonOf(error)}): edits in the Builder of the target are not looked for.`,
        );
        return undefined;
      }
    }
  }
  return undefined;
}

function parse(bytes: Uint8Array): PromotionRecord {
  const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  const { format, digest, version, at, line, dbType, tables, files } = value;
  if (format !== FORMAT || (line !== 5 && line !== 7) || typeof tables !== 'object' || tables === null)
    throw new Error('it is of another form');
  const metadata: Metadata = { line: line as Line, dbType: Number(dbType), tables: tables as BuilderTables };
  return {
    digest: String(digest),
    version: String(version),
    at: String(at),
    metadata,
    files: Array.isArray(files) ? files.map(String) : [],
  };
}
