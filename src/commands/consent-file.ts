/** `destructive.allow`, the file of consents that is committed beside the zip and reviewed with it. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { reasonOf, usage } from '../errors.ts';
import { type Consent, type Consents, readConsentFile } from '../planning/consent.ts';

const NAME = 'destructive.allow';

/**
 * The consents of a run: those of the input, and those of the file.
 * @param zipPath absolute. @param digest of the zip.
 * @throws Stop (usage) when a line of the file is none.
 */
export async function consentsOf(
  given: readonly Consent[],
  zipPath: string,
  digest: string,
): Promise<Pick<Consents, 'consents' | 'outdated'>> {
  const path = join(dirname(zipPath), NAME);
  const contents = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw usage('consent-file', `${path} can not be read (${reasonOf(error)}).`);
  });
  const file = readConsentFile(contents, digest);
  if (file.problems.length > 0) throw usage('consent-file', file.problems.join('\n'));
  return { consents: [...given, ...file.consents], outdated: file.outdated };
}
