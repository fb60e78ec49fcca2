/** The cells: every release of the lab on every database, two at a time. */
import { DATABASE_TYPES, VERSIONS } from '../lab/versions.ts';
import type { CellName } from './cell.ts';
import { type Limits, runCell, type Totals } from './run.ts';

export const CELLS: readonly CellName[] = DATABASE_TYPES.flatMap((type) =>
  VERSIONS.map((version) => ({ version, type })),
).reverse();

export type CellTotals = { cell: CellName; totals: Totals };

export async function runCells(
  cells: readonly CellName[],
  servers: { postgres: string; mariadb: string },
  limits: Limits,
): Promise<CellTotals[]> {
  const waiting = [...cells];
  const found: CellTotals[] = [];
  const work = async () => {
    for (let cell = waiting.shift(); cell; cell = waiting.shift())
      found.push({ cell, totals: await runCell(cell, servers, limits) });
  };
  for (const done of await Promise.allSettled([work(), work()])) if (done.status === 'rejected') throw done.reason;
  return found;
}
