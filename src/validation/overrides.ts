/** The input `rules`: severities of the operator's own in place of a rule's. Pure. */
import type { Finding, Severity } from '../finding.ts';
import { PACKAGE_RULES } from '../metadata/package-rules.ts';
import { nearestOf } from '../nearest.ts';
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
  const near = nearestOf(id, known);
  return near === undefined ? '; docs/rules.md has them all' : `; is ${near} meant? docs/rules.md has them all`;
}
