/**
 * Jam.py's import log against the prediction. What is expected comes from the log alone: the text between the lines
 * "applying changes to the database" and "applying changes to admin.sqlite" is the predicted statements to the letter,
 * with error texts behind failed ones only. Which statements failed is what Jam.py's own application log says.
 */
import type { Dialect } from '../../src/planning/catalogue.ts';
import type { Prediction } from '../../src/planning/statements.ts';

/** What Jam.py did and said. */
export interface Imported {
  success: boolean;
  /** An exception that left the import. */
  raised: string | null;
  /** The whole import log; '' when there is none. */
  log: string;
  /** Texts of the statements that failed, in their order. */
  failed: readonly string[];
}

export interface Verdict {
  /** undefined: exact. Else one sentence and what both sides say. */
  mismatch: string | undefined;
  /** Statements that were predicted to fail and did. */
  confirmed: number;
  statements: number;
  refused: boolean;
  failed: boolean;
}

const DATABASE_STEP = '\nImport: applying changes to the database\n';
const ADMIN_STEP = '\nImport: applying changes to admin.sqlite\n';
const LAST_STEP = '\nImport: deleteing tmp files\n';

/** The section of the database, undefined when the import did not come so far. */
export function databaseSection(log: string): string | undefined {
  const start = log.indexOf(DATABASE_STEP);
  if (start < 0) return undefined;
  const rest = log.slice(start + DATABASE_STEP.length);
  const ends = [ADMIN_STEP, LAST_STEP].map((step) => rest.indexOf(step)).filter((end) => end >= 0);
  return rest.slice(0, Math.min(rest.length, ...ends));
}

export function judge(prediction: Prediction, imported: Imported, dialect: Dialect): Verdict {
  const section = databaseSection(imported.log);
  const verdict: Verdict = {
    mismatch: undefined,
    confirmed: 0,
    statements: 0,
    refused: prediction.refusal !== undefined,
    failed: imported.failed.length > 0,
  };
  if (prediction.refusal !== undefined) {
    if (section !== undefined || imported.success) verdict.mismatch = 'a refusal was predicted, and Jam.py went on';
    return verdict;
  }
  if (section === undefined) {
    verdict.mismatch = `no refusal was predicted, and Jam.py did not come to the database: ${imported.raised ?? ''} ${imported.log.slice(-300)}`;
    return verdict;
  }
  const { statements } = prediction;
  const stop = statements.findIndex(({ risk }) => risk === 'will-fail');
  const reached = dialect === 'postgresql' && stop >= 0 ? statements.slice(0, stop + 1) : statements;
  verdict.statements = reached.length;
  const texts = reached.map(({ sql }) => sql);
  const failures = failedPositions(texts, section, imported.failed);
  for (const [position, { sql, risk, reason }] of reached.entries()) {
    const failed = failures.has(position);
    if (failed && risk === 'will-fail') verdict.confirmed++;
    else if (failed) verdict.mismatch ??= `failed, and was predicted as ${risk}: ${sql}`;
    else if (risk === 'will-fail') verdict.mismatch ??= `was predicted to fail (${reason}), and worked: ${sql}`;
  }
  if (failures.size !== imported.failed.length)
    verdict.mismatch ??= `more failed than was predicted to run: ${JSON.stringify(imported.failed)}`;
  const difference = textDifference(texts, section, failures);
  if (difference) verdict.mismatch = difference;
  return verdict;
}

/** Which of the statements failed. Two may have the same text: the first error in the log then tells which. */
function failedPositions(wanted: readonly string[], section: string, failed: readonly string[]): Set<number> {
  const positions = new Set<number>();
  const left = [...failed];
  let clean = '';
  for (const [position, sql] of wanted.entries()) {
    clean += `\n${sql}`;
    if (left[0] !== sql) continue;
    const again = wanted.indexOf(sql, position + 1) >= 0;
    const worked = again && positions.size === 0 && section.startsWith(`${clean}\n${wanted[position + 1]}`);
    if (worked) continue;
    positions.add(position);
    left.shift();
  }
  return positions;
}

/** The predicted text against the logged one; errors may stand behind failed statements and those after them. */
function textDifference(wanted: readonly string[], section: string, failures: ReadonlySet<number>): string | undefined {
  let at = 0;
  let failing = false;
  for (const [position, sql] of wanted.entries()) {
    const text = `\n${sql}`;
    if (!section.startsWith(text, at))
      return `statement ${position + 1} was to be\n${sql}\nand the log goes on with\n${section.slice(at, at + 400)}`;
    at += text.length;
    if (failures.has(position)) failing = true;
    if (!failing) continue;
    const next = wanted[position + 1];
    const end = next === undefined ? section.length : section.indexOf(`\n${next}`, at + 1);
    if (end <= at || section[at] !== '\n')
      return `behind statement ${position + 1} an error was to stand, and the log goes on with\n${section.slice(at, at + 400)}`;
    at = end;
  }
  return at === section.length
    ? undefined
    : `the log goes on behind the last statement with\n${section.slice(at, at + 400)}`;
}

/** A statement without its names and numbers: `ALTER TABLE ? ADD COLUMN ? VARCHAR(#)`. */
export function shapeOf(sql: string): string {
  const parts = sql
    .replace(/'(?:[^']|'(?=[^,)\n]))*'/g, "'…'")
    .replace(/"[^"]*"/g, '?')
    .replace(/-?\d+(\.\d+)?/g, '#')
    .replace(/DEFAULT (?!NEXTVAL)[^'\n,)]+/g, 'DEFAULT #');
  if (!parts.startsWith('CREATE TABLE')) return parts;
  // Lines of a table in any order and number are one shape.
  const [head = '', bracket = '', ...lines] = parts.trim().split('\n');
  const kinds = lines.map((line) => line.replace(/[,)]*$/, '').trim()).filter(Boolean);
  return [head, bracket, ...kinds.filter((line) => / KEY/.test(line))].join('\n');
}

/** Kinds of lines in a CREATE TABLE, which are shapes of their own. */
export function lineShapes(sql: string): string[] {
  if (!sql.startsWith('CREATE TABLE')) return [];
  const lines = sql.split('\n').slice(2);
  return lines.map(
    (line) => `  ${shapeOf(line.replace(/[,)]+$/, (end) => (end.startsWith(')') && line.includes('(') ? ')' : '')))}`,
  );
}
