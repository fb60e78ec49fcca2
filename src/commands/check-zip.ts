/** Step one of every command that reads a zip: find it, open it safely, judge it. */

import type { Finding } from '../finding.ts';
import type { Host } from '../hosts/host.ts';
import { compileModules } from '../jampy/compile-modules.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { openPackage } from '../metadata/package.ts';
import { type Target, validateMetadata, worstFirst } from '../validation/index.ts';
import { compileFindings, compileRequest } from '../validation/python-modules.ts';
import { locateMetadataFile } from './locate.ts';

export interface CheckedZip {
  /** Where it was found. */
  path: string;
  /** Size in bytes. */
  size: number;
  /** Undefined when it holds no builder tables that could be read. */
  package: MetadataPackage | undefined;
  /** Entries that passed the checks: what is promoted is packed anew from these. */
  entries: ReadonlyMap<string, Uint8Array>;
  /** Worst first. */
  findings: Finding[];
}

/** Interpreters that are tried where no `python` is given. */
const PYTHONS = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];

/**
 * @param python the project's interpreter, which knows best what compiles; undefined: the one on PATH.
 * @throws Stop (usage) when no file, or several, match.
 */
export async function checkZip(
  inputs: { metadataFile: string; workspace: string; python: string | undefined },
  host: Host,
  target: Target = {},
): Promise<CheckedZip> {
  host.prepare?.();
  const { path, bytes } = await locateMetadataFile(inputs.metadataFile, inputs.workspace);
  const opened = openPackage(bytes);
  const findings = [...opened.findings];
  if (opened.package) {
    // The rules keep this process busy: Python must be running before them to work beside them.
    const started = Promise.withResolvers<void>();
    const compiled = serverCode(host, inputs.python, opened.package, started.resolve);
    await Promise.race([started.promise, compiled]);
    findings.push(...validateMetadata(opened.package, target), ...(await compiled));
  }
  return { path, size: bytes.length, package: opened.package, entries: opened.entries, findings: worstFirst(findings) };
}

async function serverCode(
  host: Host,
  python: string | undefined,
  metadata: MetadataPackage,
  onStart: () => void,
): Promise<Finding[]> {
  const request = compileRequest(metadata);
  if (request.modules.length === 0) return [];
  for (const candidate of python === undefined ? PYTHONS : [python, ...PYTHONS]) {
    const answer = await compileModules(host, candidate, request, undefined, onStart);
    if (answer) return compileFindings(request, answer);
  }
  return compileFindings(request, undefined);
}

export function countOf(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
