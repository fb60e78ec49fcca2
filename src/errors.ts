/**
 * The ways a run can end without its normal result. Every one carries an id (stable, documented) and one sentence
 * that says what happened, what it means and what to do. Nothing else is thrown on purpose.
 */

/** How the run ends: decides the `result` output and the exit code (see EXIT_CODES). */
export type Outcome = 'usage' | 'invalid' | 'failed' | 'refused' | 'unknown';

/** Exit codes of the action and the command line alike. */
export const EXIT_CODES: Readonly<Record<Outcome | 'ok', number>> = {
  ok: 0,
  invalid: 1,
  failed: 1,
  usage: 2,
  refused: 3,
  unknown: 4,
};

/** A deliberate end of the run. `message` is one sentence for people; `id` is stable for machines and documentation. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly outcome: Outcome;
  readonly id: string;

  constructor(outcome: Outcome, id: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.outcome = outcome;
    this.id = id;
  }
}

/** The result of a run that a Stop other than wrong use has ended. */
export function resultOf({ outcome }: Stop): 'refused' | 'unknown' | 'failed' {
  return outcome === 'refused' || outcome === 'unknown' ? outcome : 'failed';
}

/** A bad value, a missing input, no metadata file or several: exit 2. */
export function usage(id: string, message: string): Stop {
  return new Stop('usage', id, message);
}

/** A gate said no; nothing was touched: exit 3. */
export function refuse(id: string, message: string): Stop {
  return new Stop('refused', id, message);
}

/** Tried and did not work, or the target could not be reached or read: exit 1. The sentence says what state it is in. */
export function fail(id: string, message: string, cause?: unknown): Stop {
  return new Stop('failed', id, message, { cause });
}

/** We lost sight of the import past the deadline: exit 4. */
export function lost(id: string, message: string): Stop {
  return new Stop('unknown', id, message);
}

/** The text of anything thrown, on one line, without a stack trace. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0 && !error.message) {
    return error.errors.map(reasonOf).join('; ');
  }
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s+/g, ' ').trim();
}
