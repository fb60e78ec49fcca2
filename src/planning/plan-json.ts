/** The plan as users read it from `plan-file`: the schema of docs/plan-file.md. */
import { consentLine } from './consent.ts';
import type { Plan } from './plan.ts';

/** Raised when a reader of the file would break. */
const SCHEMA = 1;

/** @param redact takes secrets out of a text. */
export function planJson(
  plan: Plan,
  zip: { path: string; digest: string; version: string; result: string; reason: string | undefined },
  redact: (text: string) => string,
): string {
  const { base, database, changes, keptParameters, files, statements, refusal, losses, drift, findings } = plan;
  const value = {
    schema: SCHEMA,
    zip,
    base,
    database: { ...database, predicted: database.dialect !== undefined && database.catalogue !== 'none' },
    statements,
    refusal: refusal ?? null,
    changes,
    keptParameters,
    files,
    losses: losses.map((loss) => ({
      ...loss,
      consent: loss.consent ?? null,
      allow: consentLine(loss),
    })),
    drift,
    findings,
    unusedConsents: plan.unusedConsents,
  };
  return `${JSON.stringify(value, (_, part) => (typeof part === 'string' ? redact(part) : part), 1)}\n`;
}
