/** Names that differ only in case: whether they stay two names depends on where they go. */
import type { Severity } from '../finding.ts';
import { DB_TYPE } from '../metadata/enums.ts';
import type { Context } from './context.ts';

/**
 * How bad two such names are; undefined: not at all.
 *
 * Between databases of different types an import writes all names in one case (docs/jampy.md, "What an import keeps").
 * SQLite knows names in any case, and so does MySQL, but for its tables where the server is set otherwise; PostgreSQL
 * tells them apart.
 */
export function caseOnly(
  { target, metadata }: Context,
  kind: 'table' | 'column' | 'index' | 'foreign key',
): Severity | undefined {
  const { dbType } = target;
  if (dbType === undefined) return 'warning';
  if (dbType !== metadata.dbType || dbType === DB_TYPE.SQLITE) return 'error';
  if (dbType === DB_TYPE.MYSQL) return kind === 'table' ? 'warning' : 'error';
  if (dbType !== DB_TYPE.POSTGRESQL) return 'warning';
  // Jam.py 5 makes a sequence for each table there, and writes its name in lower case.
  return kind === 'table' && metadata.line === 5 ? 'error' : undefined;
}
