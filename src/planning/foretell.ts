/**
 * What each statement of an import will do to the database: run over a model of it, one after another. Predicted is only
 * what is sure; a value in somebody's data can still make a statement fail (a unique index over doubles).
 */
import type { Catalogue, Dialect } from './catalogue.ts';
import { DatabaseModel } from './database-model.ts';
import type { Risk } from './plan.ts';
import type { Made, PlannedStatement } from './sql/statement.ts';
import { failureOf } from './statement-failures.ts';
import type { Sides } from './statement-sides.ts';

/** @param catalogue the database before the import. */
export function foretell(made: readonly Made[], sides: Sides, catalogue: Catalogue): PlannedStatement[] {
  const { dialect } = sides;
  const model = DatabaseModel.of(catalogue);
  const created = new Set<string>();
  let stopped = false;
  return made.map((statement) => {
    const effect = riskOf(statement, created, dialect);
    if (stopped) return { ...statement, ...effect, reason: 'it is not reached: an earlier statement fails' };
    const failure = failureOf(statement, model, sides);
    if (failure?.skipped) return { ...statement, risk: 'ignored', reason: failure.reason };
    if (failure) {
      // PostgreSQL takes everything back; the others go on as if nothing had happened.
      stopped = dialect === 'postgresql';
      return { ...statement, risk: 'will-fail', reason: failure.reason };
    }
    if (statement.kind === 'create-table') created.add(statement.table);
    return { ...statement, ...effect };
  });
}

interface Effect {
  risk: Risk;
  reason: string;
  /** On a table that this import makes nobody waits. */
  unlessNew?: boolean;
}

const COPIES = 'the server may copy the whole table';
const EFFECTS: Readonly<Partial<Record<PlannedStatement['kind'], Effect>>> = {
  'drop-table': { risk: 'loses-data', reason: 'the table is dropped with all that is in it' },
  'drop-column': { risk: 'loses-data', reason: 'the column is dropped with all that is in it' },
  'create-index': {
    risk: 'locks-table',
    reason: 'nobody can write to the table while the index is built',
    unlessNew: true,
  },
  'add-foreign-key': {
    risk: 'locks-table',
    reason: 'every row is checked while nobody can write to the table',
    unlessNew: true,
  },
  'change-column': { risk: 'locks-table', reason: COPIES },
  'resize-column': { risk: 'locks-table', reason: 'the table is locked for a moment' },
};

/** What a statement that works does to those who use the table meanwhile, and to their data. */
function riskOf(statement: Made, created: ReadonlySet<string>, dialect: Dialect): { risk: Risk; reason?: string } {
  // Jam.py 5 on MySQL renames by giving the column a type anew.
  if (statement.kind === 'rename-column' && dialect === 'mysql') return { risk: 'locks-table', reason: COPIES };
  const effect = EFFECTS[statement.kind];
  if (!effect || (effect.unlessNew && created.has(statement.table))) return { risk: 'safe' };
  return { risk: effect.risk, reason: effect.reason };
}
