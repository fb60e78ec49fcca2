/** A plan in a few lines, for the log: counts, every loss as consent names it, every failure that is foretold. */
import { consentLine } from './consent.ts';
import type { Change, Loss, Plan } from './plan.ts';

const KINDS: readonly Change['kind'][] = ['added', 'removed', 'renamed', 'changed'];
const MOST = 50;

export function planLines(plan: Plan): string[] {
  const { base, database, changes, files, statements, losses, drift } = plan;
  const since = [base.version, base.digest.slice(0, 16)].filter(Boolean).join(', ');
  const counts = KINDS.map((kind) => [kind, changes.filter((change) => change.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  const lines = [
    `Compared with ${base.name}${since ? ` (${since})` : ''}: ${counts.join(', ') || 'no difference in the metadata'}; ${filesText(files)}.`,
    database.note,
  ];
  if (database.catalogue !== 'none')
    lines.push(`${statements.length} SQL statement${statements.length === 1 ? '' : 's'}.`);
  if (plan.refusal !== undefined) lines.push(`The import will refuse this: ${plan.refusal}.`);
  const failing = statements.filter(({ risk }) => risk === 'will-fail');
  lines.push(...some(failing.map(({ sql, reason }) => `Will fail: ${sql.trim().split('\n')[0]} (${reason})`)));
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

function filesText(files: Plan['files']): string {
  const counts = (['added', 'changed', 'left-behind'] as const)
    .map((kind) => [kind, files.filter((file) => file.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} file${count === 1 ? '' : 's'} ${kind.replace('-', ' ')}`);
  return counts.join(', ') || 'no file differs';
}

function lossText(loss: Loss): string {
  const counted = [
    loss.rows === undefined ? '' : `${loss.rows} rows`,
    loss.values === undefined ? '' : `${loss.values} values that are not null`,
  ].filter(Boolean);
  const size = counted.length > 0 ? ` (${counted.join(', ')})` : '';
  const who = loss.consent === undefined ? 'not accepted' : `accepted by ${loss.consent}`;
  return `Destroys: ${consentLine(loss)}${size}, ${who}. ${loss.reason}`;
}

function some(lines: readonly string[]): string[] {
  if (lines.length <= MOST) return [...lines];
  return [...lines.slice(0, MOST), `… and ${lines.length - MOST} more of the kind.`];
}
