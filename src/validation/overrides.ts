/** The input `rules`: severities of the operator's own in place of a rule's. Pure. */
import type { Finding, Severity } from '../finding.ts';
import { PACKAGE_RULES } from '../metadata/package-rules.ts';
import { ALL_RULES } from './index.ts';
import { worstFirst } from './rule.ts';

export type RuleOverrides = ReadonlyMap<string, 'off' | 'warning' | 'error'>;

/** Rules about the zip itself: what breaks them was not taken from it, so nobody can allow it. */
const FIXED: readonly string[] = PACKAGE_RULES.map(({ id }) => id);
const LEVELS = ['off', 'warning', 'error'] as const;

/** @param value one `rule-id: off|warning|error` a line. @returns the overrides, and every problem in a sentence. */
export function parseRuleOverrides(value: string): { overrides: RuleOverrides; problems: string[] } {
  const known = ALL_RULES.map(({ id }) => id);
  const overrides = new Map<string, (typeof LEVELS)[number]>();
  const problems: string[] = [];
  for (const line of value.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, id = '', given = ''] = /^([^\s:]+)\s*:\s*(\S+)$/.exec(line) ?? [];
    const level = LEVELS.find((each) => each === given.toLowerCase());
    const shown = JSON.stringify(line.slice(0, 100));
    if (id === '' || !level)
      problems.push(`rules: ${shown} is not "rule-id: off", "rule-id: warning" or "rule-id: error".`);
    else if (FIXED.includes(id))
      problems.push(`rules: ${id} is about the zip itself, which has to be safe: it can not be changed.`);
    else if (!known.includes(id)) problems.push(`rules: there is no rule ${JSON.stringify(id)}${nearest(id, known)}.`);
    else overrides.set(id, level);
  }
  return { overrides, problems };
}

/** Findings with the operator's severities, worst first; notes stay what they are unless they are raised. */
export function applyOverrides(findings: readonly Finding[], overrides: RuleOverrides): Finding[] {
  const judged = findings.flatMap((finding): Finding[] => {
    const level = overrides.get(finding.rule);
    if (level === 'off') return [];
    return [level === undefined ? finding : { ...finding, severity: level satisfies Severity }];
  });
  return worstFirst(judged);
}

function nearest(id: string, known: readonly string[]): string {
  const best = known.map((each) => ({ each, distance: distance(id, each) })).sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= Math.max(3, id.length / 3)
    ? `; is ${best.each} meant? docs/rules.md has them all`
    : '; docs/rules.md has them all';
}

/** Levenshtein's, on short names. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] as number) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
