/** Verdict, part three: the database has what the metadata needs, in its own catalogue. */
import { connectionName } from '../../database/connection.ts';
import { reasonOf } from '../../errors.ts';
import { recased } from '../../metadata/compare.ts';
import type { Metadata, MetadataPackage } from '../../metadata/model.ts';
import { compareSchema, type SchemaDifference } from '../../planning/schema-difference.ts';
import { readDatabase } from '../database.ts';
import type { Seen } from '../look.ts';
import { type Check, emptyCheck, type Run, some } from '../run.ts';

/**
 * @param before the target's metadata before the import; undefined when none ran.
 */
export async function checkDatabase(
  run: Run,
  seen: Seen,
  zip: MetadataPackage,
  before: Metadata | undefined,
): Promise<Check> {
  if (!seen.connection) {
    return emptyCheck('database', `the database was not looked at: ${seen.catalogueTrouble}`, 'not-looked-at');
  }
  let catalogue: Awaited<ReturnType<typeof readDatabase>>;
  try {
    catalogue = await readDatabase(run, seen.connection);
  } catch (error) {
    return emptyCheck('database', `the database was not looked at: ${reasonOf(error)}`, 'not-looked-at');
  }
  const found = compareSchema(recased(zip, seen.state.metadata.dbType), catalogue, before);
  const check = emptyCheck(
    'database',
    `${found.tableCount} tables, ${found.columnCount} columns and ${found.indexCount} indexes looked up in the ${connectionName(seen.connection)}`,
  );
  const text = ({ object, detail }: SchemaDifference) => `${object}: ${detail}`;
  const failed = found.differences.filter((difference) => difference.severity === 'failed').map(text);
  const older = found.differences.filter((difference) => difference.severity === 'warning').map(text);
  if (failed.length > 0) check.failures.push(`the database is not what the metadata need: ${some(failed)}`);
  if (older.length > 0) {
    check.warnings.push(
      `The database differs from the metadata where Jam.py changes nothing by itself: ${some(older)}.`,
    );
  }
  if (found.extra.length > 0)
    check.notes.push(`The database also holds what the metadata do not know: ${some(found.extra)}.`);
  return check;
}
