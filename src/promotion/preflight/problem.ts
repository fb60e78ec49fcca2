/** What stands in the way of a promotion, and how several of it are told at once. */
import { reasonOf, Stop } from '../../errors.ts';

export interface Problem {
  outcome: 'refused' | 'failed';
  /** Stable, like every Stop's. */
  id: string;
  /** One sentence: what is wrong, where, what to do. */
  sentence: string;
}

/** What says at the end of a Stop that it came in time. */
const UNTOUCHED = / Nothing was (changed|touched)\.$/;

/** The Stop of a check as a problem. @throws whatever is no refusal or failure. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Stop) || (error.outcome !== 'refused' && error.outcome !== 'failed')) throw error;
  return { outcome: error.outcome, id: error.id, sentence: reasonOf(error).replace(UNTOUCHED, '') };
}

/** One Stop for all of them, with the first one's outcome and id; undefined when there is none. */
export function stopFor(problems: readonly Problem[]): Stop | undefined {
  const [first] = problems;
  if (!first) return undefined;
  const sentences = problems.map(({ sentence }, at) => (problems.length > 1 ? `(${at + 1}) ${sentence}` : sentence));
  const several = problems.length > 1 ? [`${problems.length} things stand in the way of this promotion.`] : [];
  const end = first.outcome === 'refused' ? 'Nothing was touched.' : 'Nothing was changed.';
  return new Stop(first.outcome, first.id, [...several, ...sentences, end].join(' '));
}
