/**
 * Random upgrades in every cell, from fixed seeds: what the plan predicts is what Jam.py's own import log says.
 * `npm run fuzz:plan` does the same by the thousand.
 */
import { afterAll, expect, test } from 'vitest';
import { lineOf } from '../lab/versions.ts';
import type { CellName } from './cell.ts';
import { CELLS } from './cells.ts';
import { report } from './report.ts';
import { add, cellText, noTotals, runCell, type Totals } from './run.ts';

const SEED = 1;
/** At least; the last application is finished. */
const IMPORTS = 112;
/** Some 85 of a hundred of what these seeds made when this was written. */
const SHAPES = {
  5: { sqlite: 18, postgres: 43, mariadb: 37 },
  7: { sqlite: 20, postgres: 39, mariadb: 48 },
  all: 113,
} as const;

const servers = { postgres: process.env.TEST_POSTGRES_URL ?? '', mariadb: process.env.TEST_MARIADB_URL ?? '' };
const found: { cell: CellName; totals: Totals }[] = [];
const start = performance.now();

test.concurrent.for(CELLS.map((cell) => [cellText(cell), cell] as const))(
  '%s',
  // From the same seeds the same comes of it.
  { retry: 0 },
  async ([, cell], { expect: expected }) => {
    const totals = await runCell(cell, servers, { seed: SEED, imports: IMPORTS });
    found.push({ cell, totals });
    expected(totals.mismatches).toEqual([]);
    expected(totals.imports).toBeGreaterThanOrEqual(25);
    expected(totals.shapes.size).toBeGreaterThanOrEqual(SHAPES[lineOf(cell.version)][cell.type]);
  },
);

test('statements of many shapes were seen', ({ skip }) => {
  // With -t some cells are left out.
  if (found.length < CELLS.length) skip('not all cells were run');
  const all = noTotals();
  for (const { totals } of found) add(all, totals);
  expect(all.shapes.size).toBeGreaterThanOrEqual(SHAPES.all);
});

afterAll(() => {
  report(found, (performance.now() - start) / 1000, (line) => process.stdout.write(`${line}\n`));
});
