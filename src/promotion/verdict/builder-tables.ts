/** Verdict, part one: the builder tables read back equal the zip. */
import { hiddenFromApi, type TargetState } from '../../jampy/target-state.ts';
import { compareMetadata, differenceText, type MetadataDifference } from '../../metadata/compare.ts';
import { type MetadataPackage, rowsOf } from '../../metadata/model.ts';
import { BUILDER_TABLES } from '../../metadata/structure.ts';
import { type Check, emptyCheck, some } from '../run.ts';

/** What differs between the zip and a target; rows that the Builder's API never shows are left out. */
export function metadataDifferences(zip: MetadataPackage, state: TargetState): MetadataDifference[] {
  const hidden = state.source === 'builder-api' ? hiddenFromApi(zip) : undefined;
  return compareMetadata(zip, state.metadata.tables, state.metadata.dbType, hidden);
}

export function checkBuilderTables(zip: MetadataPackage, state: TargetState): Check {
  const differences = metadataDifferences(zip, state);
  const rows = BUILDER_TABLES[zip.line].reduce((sum, table) => sum + rowsOf(zip, table.name).length, 0);
  const check = emptyCheck('builder tables', `${rows} rows of the builder tables compared with the zip`);
  if (differences.length > 0) {
    check.failures.push(`the builder tables are not the zip's: ${some(differences.map(differenceText))}`);
  }
  return check;
}
