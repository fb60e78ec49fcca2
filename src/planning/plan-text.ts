/** A plan in a few lines, for the log: counts, every loss as consent names it, every failure that is foretold. */
import { consentLine } from './consent.ts';
import type { Base, Change, Loss, Plan } from './plan.ts';
import { firstLine, type PlannedStatement } from './sql/statement.ts';

const KINDS: readonly Change['kind'][] = ['added', 'removed', 'renamed', 'changed'];
const MOST = 50;

export function planLines(plan: Plan): string[] {
  const { base, database, changes, files, statements, losses, drift } = plan;
  const counts = KINDS.map((kind) => [kind, changes.filter((change) => change.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  const lines = [
    `Compared with ${baseText(base)}: ${counts.join(', ') || 'no difference in the metadata'}; ${filesText(files)}.`,
    database.note,
  ];
  if (database.catalogue !== 'none')
    lines.push(`${statements.length} SQL statement${statements.length === 1 ? '' : 's'}.`);
  if (plan.refusal !== undefined) lines.push(`The import will refuse this: ${plan.refusal}.`);
  lines.push(...some(failingOf(plan).map(({ sql, reason }) => `Will fail: ${firstLine(sql)} (${reason})`)));
  lines.push(...some(losses.map(lossText)));
  lines.push(
    ...some(
      changes
        .filter(({ risk }) => risk === 'ignored')
        .map(({ name, reasons }) => `Ignored by Jam.py: ${name}: ${reasons.join('; ')}.`),
    ),
  );
  lines.push(
    ...some(drift.map(({ object, detail }) => `The database is not as its metadata say: ${object}: ${detail}.`)),
  );
  lines.push(...plan.unusedConsents.map((consent) => `A consent matches nothing that would be lost: ${consent}.`));
  return lines;
}

/** `metadata/crm.zip at 4f2a9c1 (1.0.0, 566afbcce5143e8a)` */
export function baseText({ name, version, digest }: Base): string {
  const since = [version, digest.slice(0, 16)].filter(Boolean).join(', ');
  return since ? `${name} (${since})` : name;
}

/** `12 rows, 3 values`; undefined: nothing was counted. */
export function countedText({ rows, values }: Loss, valueWord = 'values'): string | undefined {
  const parts = [rows === undefined ? '' : `${rows} rows`, values === undefined ? '' : `${values} ${valueWord}`];
  return parts.filter(Boolean).join(', ') || undefined;
}

export function failingOf({ statements }: Plan): PlannedStatement[] {
  return statements.filter(({ risk }) => risk === 'will-fail');
}

/** Why a statement fails, as a clause. */
export function failureText({ sql, reason }: PlannedStatement): string {
  return `${firstLine(sql)}: ${reason}`;
}

function filesText(files: Plan['files']): string {
  const counts = (['added', 'changed', 'left-behind'] as const)
    .map((kind) => [kind, files.filter((file) => file.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} file${count === 1 ? '' : 's'} ${kind.replace('-', ' ')}`);
  return counts.join(', ') || 'no file differs';
}

function lossText(loss: Loss): string {
  const counted = countedText(loss, 'values that are not null');
  const size = counted === undefined ? '' : ` (${counted})`;
  const who = loss.consent === undefined ? 'not accepted' : `accepted by ${loss.consent}`;
  return `Destroys: ${consentLine(loss)}${size}, ${who}. ${loss.reason}`;
}

function some(lines: readonly string[]): string[] {
  if (lines.length <= MOST) return [...lines];
  return [...lines.slice(0, MOST), `… and ${lines.length - MOST} more of the kind.`];
}
