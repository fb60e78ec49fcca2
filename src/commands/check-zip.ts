/** Step one of every command that reads a zip: find it, open it safely, judge it. */

import type { Finding } from '../finding.ts';
import type { Host } from '../hosts/host.ts';
import { compileModules } from '../jampy/compile-modules.ts';
import { installedJamVersion } from '../jampy/installed.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { openPackage } from '../metadata/package.ts';
import { type Target, validateMetadata, worstFirst } from '../validation/index.ts';
import {
  type CompileAnswer,
  type CompileRequest,
  compileFindings,
  compileRequest,
} from '../validation/python-modules.ts';
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
 * @param host whose Python compiles the server code; undefined: that is left for `checkCode`.
 * @param inputs.python the project's interpreter, which knows best what compiles; undefined: the one on PATH.
 * @throws Stop (usage) when no file, or several, match.
 */
export async function checkZip(
  inputs: { metadataFile: string; workspace: string; python: string | undefined },
  host: Host | undefined,
  target: Target = {},
): Promise<CheckedZip> {
  // Python takes longer to start than the zip to be read: it is started first and asked later.
  const wanted = Promise.withResolvers<CompileRequest>();
  const [python = '', ...others] = interpreters(inputs.python);
  const early = host && compileModules(host, python, wanted.promise);
  try {
    const { path, bytes } = await locateMetadataFile(inputs.metadataFile, inputs.workspace);
    const opened = openPackage(bytes);
    const request = opened.package ? compileRequest(opened.package) : NOTHING;
    wanted.resolve(request);
    // The rules keep this process busy: the request must be on its way before them.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    const findings = [...opened.findings];
    if (opened.package) findings.push(...validateMetadata(opened.package, target));
    if (host && request.modules.length > 0) {
      findings.push(...compileFindings(request, (await early) ?? (await askAgain(host, [python, ...others], request))));
    }
    const { package: found, entries } = opened;
    return { path, size: bytes.length, package: found, entries, findings: worstFirst(findings) };
  } finally {
    wanted.resolve(NOTHING);
    await early;
  }
}

/** The same zip, its server code compiled by a Python on another machine. @throws Stop when that is no Python. */
export async function checkCode(zip: CheckedZip, host: Host, python: string): Promise<CheckedZip> {
  const request = zip.package ? compileRequest(zip.package) : NOTHING;
  if (request.modules.length === 0) return zip;
  const answer = await compileModules(host, python, request);
  // That tells why it could not be asked.
  if (!answer) await installedJamVersion(host, python);
  const found = compileFindings(request, answer);
  return { ...zip, findings: worstFirst([...zip.findings, ...found]) };
}

function interpreters(python: string | undefined): string[] {
  return python === undefined ? PYTHONS : [python, ...PYTHONS];
}

const NOTHING: CompileRequest = { modules: [] };

/** Where the early Python could not be asked, each is asked in the plain way. */
async function askAgain(
  host: Host,
  pythons: readonly string[],
  request: CompileRequest,
): Promise<CompileAnswer | undefined> {
  for (const python of pythons) {
    const answer = await compileModules(host, python, request);
    if (answer) return answer;
  }
  return undefined;
}

export function countOf(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
