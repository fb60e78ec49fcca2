/** The plan of a promotion: the zip against the target as it was looked at, with what would be lost counted there. */

import { refuse, type Stop } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { hiddenFromApi } from '../jampy/target-state.ts';
import { generatedScripts } from '../metadata/generated-scripts.ts';
import type { BuilderTable, Metadata, MetadataPackage } from '../metadata/model.ts';
import type { BuilderTableName } from '../metadata/structure.ts';
import { findTable } from '../planning/catalogue.ts';
import { type Consents, consentLine } from '../planning/consent.ts';
import { type Before, makePlan } from '../planning/make-plan.ts';
import type { Loss, Plan } from '../planning/plan.ts';
import { countInDatabase } from './database.ts';
import { type FileComparison, targetFiles } from './files.ts';
import type { Seen } from './look.ts';
import { readRecord } from './record.ts';
import { type Run, some, troubleOf } from './run.ts';

/** Files of the target that are compared line by line: text, and small. In bytes. */
const LONGEST_TEXT = 200_000;
const MOST_TEXTS = 60;

export interface Planning {
  consents: Pick<Consents, 'consents' | 'outdated'>;
  findings: readonly Finding[];
  /** What is taken for the last promotion where the target has no record of one. */
  base?: Metadata | undefined;
}

/**
 * Asked once the target was looked at.
 * @param files of the target by path, as far as they are known (see `Before`).
 * @throws Stop: the zip must not go there.
 */
export type AskPlanning = (seen: Seen, files: Before['files']) => Planning;

/** @param files of the zip against those of the target. */
export async function planOfTarget(
  run: Run,
  zip: MetadataPackage,
  seen: Seen,
  files: FileComparison,
  ask: AskPlanning,
): Promise<Plan> {
  const { metadata } = seen.state;
  const shown = seen.state.source === 'builder-api' ? withoutHidden(zip) : zip;
  const record = await readRecord(run);
  const present = await filesOf(run, zip, files, record?.files ?? []);
  const planning = ask(seen, present);
  const promoted = record?.metadata.line === metadata.line ? record.metadata : planning.base;
  const plan = makePlan({
    zip: shown,
    before: {
      base: { kind: 'target', name: run.inputs.projectDir ?? run.client?.root.href ?? '', version: '', digest: '' },
      metadata,
      files: present,
    },
    dbType: metadata.dbType,
    from: 'target',
    catalogue: seen.catalogue,
    catalogueTrouble: seen.catalogueTrouble,
    databaseName: seen.connection && 'database' in seen.connection ? seen.connection.database : undefined,
    promoted: promoted && seen.state.source === 'builder-api' ? withoutHidden(promoted) : promoted,
    ...planning,
  });
  return { ...plan, losses: await counted(run, seen, plan.losses) };
}

/** What the Builder's API never shows would pass for new, or for deleted by somebody. */
function withoutHidden<T extends Metadata>(metadata: T): T {
  const hidden = hiddenFromApi(metadata);
  const entries = Object.entries(metadata.tables) as [BuilderTableName, BuilderTable][];
  const tables = entries.map(([name, { columns, rows }]) => [
    name,
    { columns, rows: rows.filter((row) => !hidden(name, row)) },
  ]);
  return { ...metadata, tables: Object.fromEntries(tables) };
}

/** Files that differ with their bytes, equal ones as the zip has them, others as far as it is known that they are there. */
async function filesOf(
  run: Run,
  zip: MetadataPackage,
  { missing, different }: FileComparison,
  promoted: readonly string[],
): Promise<Map<string, Uint8Array | undefined>> {
  const target = targetFiles(run);
  const generated = generatedScripts(zip);
  const files = new Map<string, Uint8Array | undefined>();
  for (const [path, bytes] of zip.files) if (!generated.has(path)) files.set(path, bytes);
  for (const path of missing) files.delete(path);
  const isShort = (path: string) => (zip.files.get(path)?.length ?? 0) <= LONGEST_TEXT;
  const read = new Set(different.filter(isShort).slice(0, MOST_TEXTS));
  for (const path of different)
    files.set(path, read.has(path) ? await target.read(path).catch(() => undefined) : undefined);
  for (const path of promoted) if (!zip.files.has(path)) files.set(path, undefined);
  return files;
}

/** A loss that can not be counted is a loss all the same. */
async function counted(run: Run, seen: Seen, losses: readonly Loss[]): Promise<Loss[]> {
  const { connection, catalogue } = seen;
  if (!connection || !catalogue) return [...losses];
  const questions = losses.flatMap((loss) => {
    if (loss.kind === 'live-edit') return [];
    const [table = '', column] = loss.kind === 'drop-table' ? [loss.name] : splitName(loss);
    const found = findTable(catalogue, table);
    if (!found) return [];
    const name = column && [...found.columns.keys()].find((each) => each.toLowerCase() === column.toLowerCase());
    return column && !name ? [] : [{ loss, table: found.name, column: name || undefined }];
  });
  const wanted = questions.flatMap(({ table, column }) => [
    { table, column: undefined },
    ...(column === undefined ? [] : [{ table, column }]),
  ]);
  try {
    const counts = [...(await countInDatabase(run, connection, wanted))];
    const answers = new Map<Loss, Pick<Loss, 'rows' | 'values'>>();
    for (const { loss, column } of questions) {
      const rows = counts.shift();
      const values = column === undefined ? undefined : counts.shift();
      answers.set(loss, { ...(rows === undefined ? {} : { rows }), ...(values === undefined ? {} : { values }) });
    }
    return losses.map((loss) => ({ ...loss, ...answers.get(loss) }));
  } catch (error) {
    run.log.warning(`What would be lost can not be counted: ${troubleOf(error)}.`);
    return [...losses];
  }
}

function splitName({ name }: Loss): [string, string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

/** The gate of consent. @returns undefined when everything that is lost was accepted. */
export function consentMissing({ losses }: Plan, digest: string): Stop | undefined {
  const open = losses.filter(({ consent }) => consent === undefined);
  if (open.length === 0) return undefined;
  const lines = open.map((loss) => `${consentLine(loss)}${sizeOf(loss)}`);
  return refuse(
    'destructive',
    `This would destroy what nobody has accepted: ${some(lines, 10)}. If that is meant, name each in allow-destructive, one a line (${consentLine(open[0] as Loss)}), or in a file destructive.allow beside the zip with the zip's digest behind it (${consentLine(open[0] as Loss)} ${digest.slice(0, 16)}). Nothing was touched.`,
  );
}

function sizeOf({ rows, values }: Loss): string {
  if (values !== undefined) return ` (${values} value${values === 1 ? '' : 's'})`;
  return rows === undefined ? '' : ` (${rows} row${rows === 1 ? '' : 's'})`;
}
