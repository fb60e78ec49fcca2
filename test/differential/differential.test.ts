/**
 * The plan's SQL against Jam.py's own import log: random applications, upgraded at random, imported by Jam.py itself. The
 * seeds are fixed, so a mismatch comes again; `npm run fuzz:plan` goes through thousands.
 */
import { afterAll, expect, test } from 'vitest';
import { findServers, type Servers } from '../lab/servers.ts';
import { CELLS, type CellTotals } from './cells.ts';
import { report } from './report.ts';
import { cellText, runCell } from './run.ts';

/** Fewest random upgrades a cell. */
const UPGRADES = 25;
const SEED = 1;
/** Kinds of statements and of lines of a CREATE TABLE that have to be seen, names and numbers aside; 107 are. */
const FEWEST_SHAPES = 90;

const found: CellTotals[] = [];
let servers: Servers | undefined;

afterAll(() => servers?.stop());

test.concurrent.each(CELLS.map((cell) => [cellText(cell), cell] as const))('%s', async (_name, cell) => {
  servers ??= await findServers(() => {});
  const totals = await runCell(cell, servers, { seed: SEED, imports: UPGRADES });
  found.push({ cell, totals });
  expect(totals.mismatches.map(({ seed, release, text }) => `seed ${seed}, release ${release}: ${text}`)).toEqual([]);
  expect(totals.exact).toBe(totals.imports);
  expect(totals.imports).toBeGreaterThanOrEqual(UPGRADES);
});

test('enough kinds of statements were seen, and failures among them', () => {
  expect(found.length).toBe(CELLS.length);
  report(found, performance.now() / 1000, (line) => process.stdout.write(`${line}\n`));
  const shapes = new Set(found.flatMap(({ totals }) => [...totals.shapes]));
  expect(shapes.size).toBeGreaterThanOrEqual(FEWEST_SHAPES);
  expect(found.some(({ totals }) => totals.confirmed > 0)).toBe(true);
});
