/** Verdict, part two: the files of the target equal the zip's. */
import type { MetadataPackage } from '../../metadata/model.ts';
import { compareFiles, targetFiles } from '../files.ts';
import { type Check, emptyCheck, type Run, some } from '../run.ts';

export async function checkFiles(run: Run, zip: MetadataPackage): Promise<Check> {
  const comparison = await compareFiles(zip, targetFiles(run));
  const how = comparison.asText ? ' as text' : '';
  const generated =
    comparison.generated > 0 ? `, ${comparison.generated} not compared since Jam.py makes them itself` : '';
  const check = emptyCheck('files', `${comparison.compared} files compared${how} with the zip${generated}`);
  if (comparison.missing.length > 0) check.failures.push(`files missing at the target: ${some(comparison.missing)}`);
  if (comparison.different.length > 0)
    check.failures.push(`files that are not the zip's: ${some(comparison.different)}`);
  return check;
}
