/** Random upgrades of a cell, judged one after another, and what came of them in numbers. */
import { isDeepStrictEqual } from 'node:util';
import { type Metadata, type Row, rowsOf } from '../../src/metadata/model.ts';
import { parseTaskDat } from '../../src/metadata/task-dat.ts';
import type { Catalogue } from '../../src/planning/catalogue.ts';
import { neededTables } from '../../src/planning/schema.ts';
import { compareSchema } from '../../src/planning/schema-difference.ts';
import { type Prediction, predictStatements } from '../../src/planning/statements.ts';
import { taskDat } from './application.ts';
import { Cell, type CellName } from './cell.ts';
import { judge, lineShapes, shapeOf } from './compare.ts';
import { Scenario } from './scenario.ts';

export interface Totals {
  imports: number;
  exact: number;
  statements: number;
  refusals: number;
  /** Imports with a failed statement. */
  withFailures: number;
  /** Statements that were predicted to fail and did. */
  confirmed: number;
  /** Imports that were also predicted from the metadata alone, the database being what they imply. */
  implied: number;
  shapes: Set<string>;
  mismatches: Mismatch[];
}

export interface Mismatch {
  cell: string;
  seed: number;
  release: number;
  oddities: readonly string[];
  text: string;
}

export function noTotals(): Totals {
  return {
    imports: 0,
    exact: 0,
    statements: 0,
    refusals: 0,
    withFailures: 0,
    confirmed: 0,
    implied: 0,
    shapes: new Set(),
    mismatches: [],
  };
}

export function add(into: Totals, more: Totals): void {
  for (const key of ['imports', 'exact', 'statements', 'refusals', 'withFailures', 'confirmed', 'implied'] as const)
    into[key] += more[key];
  for (const shape of more.shapes) into.shapes.add(shape);
  into.mismatches.push(...more.mismatches);
}

/** Releases of one application. */
const RELEASES = 8;

export const cellText = ({ version, type }: CellName) => `${version}-${type}`;

export interface Limits {
  seed: number;
  /** At least so many imports; the last application is finished. */
  imports: number;
  /** Seconds since the start after which no application is begun. */
  seconds?: number;
  /** One application only, and what it is like. */
  tell?: (line: string) => void;
}

/** Applications from `seed` on. */
export async function runCell(
  name: CellName,
  servers: { postgres: string; mariadb: string },
  limits: Limits,
): Promise<Totals> {
  const totals = noTotals();
  const start = performance.now();
  const cell = await Cell.open(name, servers);
  try {
    for (let seed = limits.seed; totals.imports < limits.imports; seed++) {
      if (limits.seconds !== undefined && (performance.now() - start) / 1000 > limits.seconds) break;
      await runApplication(cell, cellText(name), seed, totals, limits.tell);
    }
  } finally {
    await cell.close();
  }
  return totals;
}

async function runApplication(
  cell: Cell,
  cellName: string,
  seed: number,
  totals: Totals,
  tell: (line: string) => void = () => {},
): Promise<void> {
  const { base, dialect, databaseName } = cell;
  await cell.reset();
  const scenario = new Scenario({ base, dialect, seed });
  for (let release = 1; release <= RELEASES; release++) {
    const { zip, admin, database, oddities } = scenario.next();
    await cell.byHand(admin, database);
    const content = taskDat(zip);
    const parsed = parseTaskDat(Buffer.from(content));
    if (!parsed.metadata) throw new Error(`seed ${seed}: ${parsed.findings[0]?.message}`);
    const before = await cell.metadata();
    const catalogue = await cell.catalogue();
    const question = { before, zip: parsed.metadata, dialect, databaseName };
    const prediction = predictStatements({ ...question, catalogue });
    const mismatch = (text: string) => totals.mismatches.push({ cell: cellName, seed, release, oddities, text });
    const wanted = implies(before, catalogue);
    if (wanted) {
      totals.implied++;
      const other = predictStatements({ ...question, catalogue: undefined });
      if (told(other) !== told(prediction))
        mismatch(`from the metadata alone:\n${told(other)}\nfrom the live database:\n${told(prediction)}`);
    }
    const imported = await cell.import(content);
    tell(`${cellName} seed ${seed} release ${release} ${oddities.join(', ')}\n${imported.log}`);
    const verdict = judge(prediction, imported, dialect);
    if (verdict.refused && !isDeepStrictEqual(catalogue, await cell.catalogue()))
      mismatch('a refused import changed the database');
    totals.imports++;
    totals.statements += verdict.statements;
    totals.confirmed += verdict.confirmed;
    if (verdict.refused) totals.refusals++;
    if (verdict.failed) totals.withFailures++;
    for (const { sql } of prediction.statements) {
      totals.shapes.add(shapeOf(sql));
      for (const line of lineShapes(sql)) totals.shapes.add(line);
    }
    if (verdict.mismatch === undefined) totals.exact++;
    else
      mismatch(
        `${verdict.mismatch}\npredicted:\n${told(prediction)}\nJam.py:\n${imported.raised ?? ''}\n${imported.log}\nfailed: ${JSON.stringify(imported.failed)}`,
      );
    scenario.imported(imported.success);
    // SQLite takes one import into a project that has tables.
    const done = dialect === 'sqlite' && (await cell.metadata()).tables.sys_items?.rows.some((row) => row.f_table_name);
    if (done) return;
  }
}

/**
 * Is the database exactly what the metadata imply? Else the live one decides, and nothing can be foretold without it.
 * A calculated field has a column where an import made the table and none where the Builder did: metadata do not tell.
 */
function implies(before: Metadata, catalogue: Catalogue): boolean {
  for (const { name, tolerated } of neededTables(before, catalogue.dialect).values())
    if (tolerated.length > 0 && catalogue.tables.has(name)) return false;
  // One to a missing item goes to its own table, which the metadata do not say either.
  const items = new Set(rowsOf(before, 'sys_items').map((item) => item.id));
  const objects = new Map(rowsOf(before, 'sys_fields').map((field) => [field.id, field.f_object]));
  const lost = (key: Row) =>
    Boolean(key.f_foreign_index) && !items.has(objects.get(key.f_foreign_field ?? null) ?? null);
  if (rowsOf(before, 'sys_indices').some(lost)) return false;
  const { differences, extra } = compareSchema(before, catalogue, undefined);
  return differences.length === 0 && extra.length === 0;
}

function told({ statements, refusal }: Prediction): string {
  if (refusal !== undefined) return `refused: ${refusal}`;
  return statements.map(({ sql, risk, reason }) => `${sql}   -- ${risk}${reason ? `: ${reason}` : ''}`).join('\n');
}
