/** Collects findings about one zip, so that a zip of 10,000 bad entries does not make 10,000 lines. */
import type { Finding, Place, Severity } from '../finding.ts';
import { LIMITS } from './limits.ts';
import type { PackageRuleId } from './package-rules.ts';

export interface FindingList {
  error(rule: PackageRuleId, place: Place, message: string, remedy: string): void;
  warning(rule: PackageRuleId, place: Place, message: string, remedy: string): void;
  note(rule: PackageRuleId, place: Place, message: string, remedy: string): void;
  /** Everything so far; a rule that spoke too often ends with one finding that counts the rest. */
  list(): Finding[];
}

export function findingList(): FindingList {
  const findings: Finding[] = [];
  const counts = new Map<string, { seen: number; last: Finding }>();

  const add = (severity: Severity, rule: PackageRuleId, place: Place, message: string, remedy: string): void => {
    const finding: Finding = { rule, severity, place, message, remedy };
    const seen = (counts.get(rule)?.seen ?? 0) + 1;
    counts.set(rule, { seen, last: finding });
    if (seen <= LIMITS.findingsPerRule) findings.push(finding);
  };

  return {
    error: (...finding) => add('error', ...finding),
    warning: (...finding) => add('warning', ...finding),
    note: (...finding) => add('note', ...finding),
    list: () => {
      const rest = [...counts.values()]
        .filter(({ seen }) => seen > LIMITS.findingsPerRule)
        .map(({ seen, last }): Finding => {
          const more = seen - LIMITS.findingsPerRule;
          return { ...last, place: {}, message: `The same was found ${more} more ${more === 1 ? 'time' : 'times'}.` };
        });
      return [...findings, ...rest];
    },
  };
}

/**
 * A name out of the zip, fit to stand in a sentence: what a reader can not see (control characters, line breaks, marks
 * that turn the direction of text) is written as `\u{…}`, and the middle of a very long name is left out.
 */
export function visible(name: string): string {
  const seen = name.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return seen.length <= 120 ? seen : `${seen.slice(0, 80)}…${seen.slice(-30)}`;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
