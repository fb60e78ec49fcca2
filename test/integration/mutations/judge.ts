/** What the tool says of the bytes of a zip: the whole way from the zip to the findings. */
import type { Finding } from '../../../src/finding.ts';
import { LocalHost } from '../../../src/hosts/local.ts';
import { compileModules } from '../../../src/jampy/compile-modules.ts';
import type { MetadataPackage } from '../../../src/metadata/model.ts';
import { openPackage } from '../../../src/metadata/package.ts';
import { type Target, validateMetadata } from '../../../src/validation/index.ts';
import { compileFindings, compileRequest } from '../../../src/validation/python-modules.ts';

/** Opens a zip that must be one, whatever its rules say. */
export function packageOf(bytes: Uint8Array): MetadataPackage {
  const { package: metadata, findings } = openPackage(bytes);
  if (!metadata) throw new Error(`not a metadata zip: ${findings[0]?.message}`);
  return metadata;
}

/** Findings of the zip and of every rule about the package. */
export function judge(bytes: Uint8Array, target: Target = {}): Finding[] {
  const opened = openPackage(bytes);
  return [...opened.findings, ...(opened.package ? validateMetadata(opened.package, target) : [])];
}

/** Findings about the server code. `python`: the interpreter, undefined when there is none. */
export async function judgeCode(bytes: Uint8Array, python: string | undefined, seconds = 20): Promise<Finding[]> {
  const request = compileRequest(packageOf(bytes));
  const limits = { seconds, megabytes: 1024, culprits: 3 };
  const answer = python === undefined ? undefined : await compileModules(new LocalHost(), python, request, limits);
  return compileFindings(request, answer);
}

export const told = ({ severity, rule, message }: Finding): string => `${severity} ${rule}: ${message}`;
