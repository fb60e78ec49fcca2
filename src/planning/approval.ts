/**
 * What an approval is bound to: the zip, the target, everything that was seen there, and the plan. It travels from the job
 * that plans to the job that promotes as one line of text, the output `plan-digest`, and comes back as `approved-plan`.
 */
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { KEPT, rowNamer } from '../metadata/compare.ts';
import { rowText } from '../metadata/digest.ts';
import { idOf, type Metadata, rowsOf } from '../metadata/model.ts';
import { BUILDER_TABLES } from '../metadata/structure.ts';
import type { Catalogue } from './catalogue.ts';
import { consentLine } from './consent.ts';
import type { Loss, Plan } from './plan.ts';

const PREFIX = 'plan1.';
/** Bytes: a value of the environment may have 128 KiB on Linux, and inputs travel there. */
const LONGEST = 100_000;
/** Bytes of a digest that somebody made too large. */
const MOST_BYTES = 4_000_000;
/** Hex digits that tell whether one object moved; the whole is told apart by all 64. */
const SHORT = 8;

/** What follows from everything else: told only where nothing else moved. */
const SQL = 'the SQL';
const CHANGES = 'the changes';

/** Objects by the name that people know, each with a digest, or a word. */
export type Parts = Readonly<Record<string, string>>;

export interface Approvable {
  /** metadata-digest. */
  zip: string;
  /** Digest of where the target is. */
  target: string;
  /** Digest of what was seen there, and of each object. */
  state: string;
  /** Digest of what the import would do. */
  plan: string;
  /** Left out where they are too many: then it is not told what moved, only that something did. */
  parts?: Parts | undefined;
}

/** What was seen at a target. */
export interface Sight {
  metadata: Metadata;
  source: string;
  jamVersion: string | undefined;
  catalogue: Catalogue | undefined;
  /** Files that the zip would bring and that are there: digests of their bytes. */
  files: ReadonlyMap<string, string>;
}

/** @param where what names the target: host, folder and address. */
export function approvable(zip: { digest: string }, where: readonly string[], sight: Sight, plan: Plan): Approvable {
  const seen = { ...metadataParts(sight.metadata), ...otherParts(sight) };
  const planned = planParts(plan);
  return {
    zip: zip.digest,
    target: digest(JSON.stringify(where)),
    state: digestOf(seen),
    plan: digestOf(planned),
    parts: shortened({ ...seen, ...planned }),
  };
}

/** Enough of each digest to name what moved. */
function shortened(parts: Parts): Parts {
  return Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, isDigest(value) ? value.slice(0, SHORT) : value]),
  );
}

function isDigest(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value);
}

/** Builder tables, item by item: an item with its fields, indexes, filters, parameters and privileges. */
function metadataParts(metadata: Metadata): Parts {
  const groups = new Map<string, string[]>();
  for (const { name: table, columns } of BUILDER_TABLES[metadata.line]) {
    const kept = KEPT[table] ?? {};
    const known = metadata.tables[table]?.columns ?? [];
    const present = columns.map((column) => column.name).filter((name) => !(name in kept) && known.includes(name));
    const nameOf = rowNamer(metadata.tables, table);
    for (const row of rowsOf(metadata, table).toSorted((a, b) => idOf(a) - idOf(b))) {
      const { name, item, itemId } = nameOf(row);
      const group = itemId > 0 ? `item ${item} (${itemId})` : name === '' ? table : `${table} ${name}`;
      const texts = groups.get(group) ?? [];
      texts.push(`${table}:${rowText(row, present)}`);
      groups.set(group, texts);
    }
  }
  return Object.fromEntries([...groups].map(([name, texts]) => [name, digest(texts.join('\n'))]));
}

function otherParts({ metadata, source, jamVersion, catalogue, files }: Sight): Parts {
  const parts: Record<string, string> = {
    'the way the target was looked at': source,
    'Jam.py of the target': jamVersion ?? 'not known',
    'type of the database': String(metadata.dbType),
    'the database': catalogue === undefined ? 'not looked at' : 'looked at',
  };
  for (const [path, hash] of files) parts[`file ${path}`] = hash;
  for (const [name, { columns, primaryKey, indexes, foreignKeys }] of catalogue?.tables ?? [])
    parts[`table ${name} in the database`] = digest(
      JSON.stringify([[...columns.values()], primaryKey, byName(indexes), byName(foreignKeys)]),
    );
  return parts;
}

function byName<T extends { name: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Rows come and go in production: of a loss only whether there was anything to lose is approved. */
function planParts({ statements, refusal, changes, files, losses }: Plan): Parts {
  const done = changes.map(({ kind, object, table, id, values, modules }) => [
    kind,
    object,
    table,
    id,
    values,
    modules,
  ]);
  return {
    [SQL]: digest(JSON.stringify([statements.map(({ sql }) => sql), refusal ?? null])),
    [CHANGES]: digest(JSON.stringify([done, files.map(({ path, kind }) => [path, kind])])),
    ...Object.fromEntries(losses.map((loss) => [`loss ${consentLine(loss)}`, contents(loss)])),
  };
}

function contents({ rows, values }: Loss): string {
  const count = values ?? rows;
  return count === undefined ? 'not counted' : count === 0 ? 'empty' : 'with data';
}

/** As one line of letters, digits, `.`, `-` and `_`; the parts are left out where it would be too long. */
export function writeApproval(value: Approvable): string {
  const whole = encode(value);
  return whole.length <= LONGEST ? whole : encode({ ...value, parts: undefined });
}

function encode(value: Approvable): string {
  return PREFIX + deflateRawSync(JSON.stringify(value), { level: 9 }).toString('base64url');
}

/** undefined: the text is no `plan-digest`. */
export function readApproval(text: string): Approvable | undefined {
  if (!text.startsWith(PREFIX) || !/^[\w-]+$/.test(text.slice(PREFIX.length))) return undefined;
  try {
    const packed = Buffer.from(text.slice(PREFIX.length), 'base64url');
    const value: unknown = JSON.parse(inflateRawSync(packed, { maxOutputLength: MOST_BYTES }).toString('utf8'));
    return isApprovable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isApprovable(value: unknown): value is Approvable {
  if (typeof value !== 'object' || value === null) return false;
  const { zip, target, state, plan, parts } = value as Record<string, unknown>;
  const isText = (part: unknown) => typeof part === 'string';
  if (![zip, target, state, plan].every(isText)) return false;
  return parts === undefined || (typeof parts === 'object' && parts !== null && Object.values(parts).every(isText));
}

/**
 * What is not as it was approved, one clause each; none: all is.
 * @param now made of the target as it is now.
 */
export function movedSince(approved: Approvable, now: Approvable): string[] {
  const moved: string[] = [];
  if (approved.zip !== now.zip) moved.push(zipMoved(approved.zip, now.zip));
  if (approved.target !== now.target) moved.push('the target is another one');
  if (approved.state === now.state && approved.plan === now.plan) return moved;
  const parts = approved.parts && now.parts ? movedParts(approved.parts, now.parts) : [];
  if (parts.length > 0) return [...moved, ...parts];
  return [...moved, approved.state === now.state ? 'the plan changed' : 'the target changed'];
}

export function zipMoved(approved: string, now: string): string {
  return `the metadata zip is another one (${now.slice(0, 16)}, approved was ${approved.slice(0, 16)})`;
}

function movedParts(before: Parts, after: Parts): string[] {
  const [old, now] = [before, after].map((parts) => new Map(Object.entries(parts)));
  const moved: string[] = [];
  for (const [name, value] of now ?? []) {
    const was = old?.get(name);
    if (was === value) continue;
    if (was === undefined) moved.push(`${name} is new`);
    else moved.push(isWord(was) && isWord(value) ? `${name} is ${value}, was ${was}` : `${name} changed`);
  }
  for (const name of old?.keys() ?? []) if (now?.has(name) === false) moved.push(`${name} is gone`);
  const causes = moved.filter((text) => text !== `${SQL} changed` && text !== `${CHANGES} changed`);
  return causes.length > 0 ? causes : moved;
}

/** Not a digest. */
function isWord(value: string): boolean {
  return !new RegExp(`^[0-9a-f]{${SHORT}}$`).test(value);
}

function digestOf(parts: Parts): string {
  return digest(JSON.stringify(Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
