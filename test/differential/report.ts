/** The numbers of a run, a line a cell, and every mismatch with the seed that makes it again. */
import type { CellTotals } from './cells.ts';
import { add, cellText, noTotals, type Totals } from './run.ts';

const MISMATCHES_SHOWN = 20;

/** @returns whether all was as predicted. */
export function report(found: readonly CellTotals[], seconds: number, say: (line: string) => void): boolean {
  const all = noTotals();
  for (const { totals } of found) add(all, totals);
  for (const { cell, seed, release, oddities, text } of all.mismatches.slice(0, MISMATCHES_SHOWN)) {
    say(`\nMISMATCH in ${cell}, seed ${seed}, release ${release} (${oddities.join(', ') || 'nothing odd'})`);
    say(`  again: npm run fuzz:plan -- --cell ${cell} --seed ${seed} --tell`);
    say(text);
  }
  say('');
  for (const { cell, totals } of found) say(`${cellText(cell).padEnd(18)} ${line(totals)}`);
  say(`${'in all'.padEnd(18)} ${line(all)}`);
  say(`${seconds.toFixed(0)} s, ${(all.imports / seconds).toFixed(1)} imports a second`);
  return all.mismatches.length === 0;
}

function line(totals: Totals): string {
  return [
    `${totals.imports} imports`,
    `${totals.exact} exact`,
    `${totals.mismatches.length} mismatches`,
    `${totals.statements} statements`,
    `${totals.withFailures} with failures (${totals.confirmed} predicted)`,
    `${totals.refusals} refused`,
    `${totals.implied} also by metadata alone`,
    `${totals.shapes.size} shapes`,
  ].join(', ');
}
