/**
 * Server code of a package: what to ask Python (does it compile?), and what its answer means. Nothing is ever run.
 * Jam.py compiles and executes every server module when it loads the application; one syntax error ends that
 * (docs/jampy.md, "Server modules").
 */

import type { Finding, Place } from '../finding.ts';
import { int, type MetadataPackage, rowsOf, text } from '../metadata/model.ts';
import { quote } from './context.ts';
import { importedFiles } from './python-imports.ts';
import { findingOf, type RuleInfo, withoutFlood, worstFirst } from './rule.ts';

/** One source to compile. Server modules travel as text, as Jam.py has them; files as the bytes that Python reads. */
export interface ModuleSource {
  /** What Python calls it in its messages. */
  name: string;
  kind: 'server-module' | 'utils-file';
  place: Place;
  text?: string;
  base64?: string;
  /** A file that the server code imports as it is loaded. */
  imported?: boolean;
}

export interface CompileRequest {
  modules: readonly ModuleSource[];
}

/** What Python said of one source. Sources that compile are not mentioned. */
export interface CompileFailure {
  /** Index into the request's modules. */
  index: number;
  /** Name of the exception, e.g. `SyntaxError`; `limits` when the check died or ran out of time on it. */
  error: string;
  message: string;
  line?: number;
}

export interface CompileAnswer {
  /** Version of the Python that was asked, e.g. `3.11.7`. */
  python: string;
  failures: readonly CompileFailure[];
  /** Failures that are not listed because there are too many, by kind of source. */
  unlisted: Readonly<Partial<Record<ModuleSource['kind'], number>>>;
  /** Sources that were not looked at, because the limits were reached before. */
  unchecked: number;
}

const SERVER_MODULE: RuleInfo = {
  id: 'server-module-compiles',
  family: 'code',
  title: 'Server modules compile',
  severity: 'error',
  description: 'Jam.py reports a successful import, and then the whole application fails: no item can be opened.',
  remedy: 'Open Server module of the item in the Builder, mend the line, save it, then export the application again.',
};

const UTILS_FILE: RuleInfo = {
  id: 'utils-file-compiles',
  family: 'code',
  title: 'Python files in utils/ compile',
  severity: 'warning',
  severityDepends: 'an error for a file that the server code imports',
  description:
    'The application does not load when its server code imports such a file; many carry old files that nothing imports.',
  remedy: 'Mend the file in utils/ of the project, or remove it, then export the application again.',
};

const LIMITS: RuleInfo = {
  id: 'server-module-limits',
  family: 'code',
  title: 'Server modules can be checked within limits',
  severity: 'error',
  severityDepends: 'a warning for files in utils/',
  description:
    'Python crashed, or needed too much time or memory, only to compile it; on the server it would do the same.',
  remedy: 'Look at the code: deeply nested or huge expressions must be written as data or in smaller pieces.',
};

const PYTHON_MISSING: RuleInfo = {
  id: 'python-missing',
  family: 'code',
  title: 'Python to check the server code with',
  severity: 'warning',
  description: 'Whether the server modules compile was not checked, because no Python 3.6 or newer could be run.',
  remedy: "Give `python`, the project's interpreter, or install Python 3 on this machine.",
};

export const codeRules: readonly RuleInfo[] = [SERVER_MODULE, UTILS_FILE, LIMITS, PYTHON_MISSING];

/** Collects all server code of a package: f_server_module of every row of sys_items, and the Python files in utils/. */
export function compileRequest(metadata: MetadataPackage): CompileRequest {
  const modules: ModuleSource[] = [];
  const imported = importedFiles(metadata);
  for (const row of rowsOf(metadata, 'sys_items')) {
    const source = text(row, 'f_server_module');
    if (source === '') continue;
    const item = text(row, 'f_item_name');
    const id = int(row, 'id');
    const place: Place = { table: 'sys_items', item, ...(id === undefined ? {} : { id }) };
    modules.push({ name: item, kind: 'server-module', place, text: source });
  }
  for (const path of [...metadata.files.keys()].sort()) {
    if (!/^utils\/.*\.py$/i.test(path)) continue;
    const bytes = metadata.files.get(path) as Uint8Array;
    if (bytes.length === 0) continue;
    modules.push({
      name: path,
      kind: 'utils-file',
      place: { entry: path },
      base64: Buffer.from(bytes).toString('base64'),
      imported: imported.has(path),
    });
  }
  return { modules };
}

function failureFinding(source: ModuleSource, failure: CompileFailure, python: string): Finding {
  const what =
    source.kind === 'server-module' ? `The server module of ${quote(source.name)}` : `The file ${quote(source.name)}`;
  const place: Place = failure.line === undefined ? source.place : { ...source.place, line: failure.line };
  if (failure.error === 'limits') {
    const severity = source.kind === 'server-module' ? 'error' : 'warning';
    return findingOf(LIMITS, place, `${what} could not be compiled within limits: ${failure.message}.`, { severity });
  }
  const at = failure.line === undefined ? '' : ` at line ${failure.line}`;
  const message = `${what} does not compile (Python ${python})${at}: ${[failure.error, failure.message].filter(Boolean).join(': ')}.`;
  if (source.kind === 'server-module') return findingOf(SERVER_MODULE, place, message);
  return findingOf(UTILS_FILE, place, message, { severity: source.imported ? 'error' : 'warning' });
}

/**
 * Turns Python's answer into findings, worst first. `undefined` means that no Python could be asked:
 * one warning, and only when there was something to ask.
 */
export function compileFindings(request: CompileRequest, answer: CompileAnswer | undefined): Finding[] {
  const count = request.modules.length;
  if (count === 0) return [];
  if (answer === undefined) {
    return [findingOf(PYTHON_MISSING, {}, `${count} Python sources were not compiled: no Python 3 was found.`)];
  }
  const findings = new Map<string, Finding[]>();
  for (const failure of answer.failures) {
    const source = request.modules[failure.index];
    if (source === undefined) continue;
    const finding = failureFinding(source, failure, answer.python);
    findings.set(finding.rule, [...(findings.get(finding.rule) ?? []), finding]);
  }
  const all = [...findings.values()].flatMap(withoutFlood);
  const kinds = [
    ['server-module', SERVER_MODULE],
    ['utils-file', UTILS_FILE],
  ] as const;
  for (const [kind, rule] of kinds) {
    const more = answer.unlisted[kind] ?? 0;
    if (more > 0) all.push(findingOf(rule, {}, `${more} more sources do not compile.`));
  }
  if (answer.unchecked > 0) {
    all.push(
      findingOf(LIMITS, {}, `${answer.unchecked} sources were not compiled, because the limits were reached before.`),
    );
  }
  return worstFirst(all);
}
