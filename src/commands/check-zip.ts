/** Step one of every command that reads a zip: find it, open it safely, judge it. */

import type { Finding } from '../finding.ts';
import type { Host } from '../hosts/host.ts';
import type { RuleOverrides } from '../inputs.ts';
import { compileModules } from '../jampy/compile-modules.ts';
import { installedJamVersion } from '../jampy/installed.ts';
import { hiddenFromApi, isEmpty, type TargetState } from '../jampy/target-state.ts';
import { readArchive } from '../metadata/archive.ts';
import { int, type Metadata, type MetadataPackage, rowsOf, text } from '../metadata/model.ts';
import { openPackage } from '../metadata/package.ts';
import type { Before } from '../planning/make-plan.ts';
import { RULES, type Target, validateMetadata } from '../validation/index.ts';
import { applyOverrides } from '../validation/overrides.ts';
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
  /** Unpacks the entries that passed the checks, by path: what is promoted is packed anew from these. */
  entries(): ReadonlyMap<string, Uint8Array>;
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
  inputs: { metadataFile: string; workspace: string; python: string | undefined; rules: RuleOverrides },
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
    return {
      path,
      size: bytes.length,
      package: opened.package,
      entries: () => readArchive(bytes).entries,
      findings: applyOverrides(findings, inputs.rules),
    };
  } finally {
    wanted.resolve(NOTHING);
    await early;
  }
}

/** The same zip, its server code compiled by a Python on another machine. @throws Stop when that is no Python. */
export async function checkCode(
  zip: CheckedZip,
  host: Host,
  { python, rules }: { python: string; rules: RuleOverrides },
): Promise<CheckedZip> {
  const request = zip.package ? compileRequest(zip.package) : NOTHING;
  if (request.modules.length === 0) return zip;
  const answer = await compileModules(host, python, request);
  // That tells why it could not be asked.
  if (!answer) await installedJamVersion(host, python);
  const found = compileFindings(request, answer);
  return { ...zip, findings: applyOverrides([...zip.findings, ...found], rules) };
}

/** What the zip is judged against besides itself. */
export interface Against {
  dbType: number | undefined;
  /** The base of a plan without a target. */
  before?: Before;
  /** The target as it was looked at, and its files as far as they are known. */
  target?: { state: TargetState; files: Before['files'] };
}

/** All findings, now that it is known where the zip goes: those about the package again, the others as they were. */
export function findingsAgainst(
  zip: CheckedZip & { package: MetadataPackage },
  inputs: { rules: RuleOverrides },
  { dbType, before, target }: Against,
): Finding[] {
  const metadata = before?.metadata ?? target?.state.metadata;
  const known: Target = {
    ...(dbType === undefined ? {} : { dbType }),
    ...(metadata && before?.base.kind !== 'empty' ? { existingTables: tablesOf(metadata) } : {}),
    ...(before && before.base.kind !== 'empty' ? { base: before.metadata, baseFiles: before.files } : {}),
    ...(target ? ofTarget(zip.package, target) : {}),
  };
  const others = zip.findings.filter(({ rule }) => !OF_PACKAGE.has(rule));
  return applyOverrides([...validateMetadata(zip.package, known), ...others], inputs.rules);
}

/** Rules whose findings depend on where the zip goes; the others were asked of the zip itself, or of Python. */
const OF_PACKAGE: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

function ofTarget(zip: MetadataPackage, { state, files }: NonNullable<Against['target']>): Target {
  // Of a first import all is new.
  if (isEmpty(state)) return { existingTables: new Set() };
  return {
    base: state.metadata,
    baseFiles: files,
    ...(state.source === 'builder-api' ? { unseen: hiddenFromApi(zip) } : {}),
    roleUsers: state.roleUsers,
  };
}

function tablesOf(metadata: Metadata): Set<string> {
  const items = rowsOf(metadata, 'sys_items').filter((row) => text(row, 'f_table_name') !== '');
  return new Set(items.flatMap((row) => [String(int(row, 'id')), text(row, 'f_table_name')]));
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
