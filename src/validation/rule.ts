/** What a rule is, and how the rules of a family are run over one metadata package. */

import type { Finding, Place, Severity } from '../finding.ts';
import type { Metadata, Row } from '../metadata/model.ts';
import type { BuilderTableName } from '../metadata/structure.ts';
import type { Context } from './context.ts';

export type Family =
  | 'changes'
  | 'system-rows'
  | 'values'
  | 'references'
  | 'access'
  | 'uniqueness'
  | 'identifiers'
  | 'target'
  | 'traps'
  | 'portability'
  | 'interface'
  | 'files'
  | 'templates'
  | 'code';

/** What is known of the place that the package is meant for; empty when it is judged on its own. */
export interface Target {
  /** Database type of the target project (DB_TYPE). */
  dbType?: number;
  /** Tables that are there already, by name (any case) or by the item's id; undefined: not known. */
  existingTables?: ReadonlySet<string>;
  /** Metadata that are there already, in any case of names; undefined: not known. */
  base?: Metadata;
  /** Its files by path; undefined bytes: not those of the package, more is not known. */
  baseFiles?: ReadonlyMap<string, Uint8Array | undefined>;
  /** Rows that the base can not show; undefined: it shows all. */
  unseen?: (table: BuilderTableName, row: Row) => boolean;
  /** How many users of the target have each role, by its id; undefined: not known. */
  roleUsers?: ReadonlyMap<number, number>;
}

/** Everything about a rule that is the same for all its findings: documentation and overrides are made from it. */
export interface RuleInfo {
  /** Stable, kebab-case. */
  id: string;
  family: Family;
  /** A few words for tables. */
  title: string;
  /** Severity of its findings, unless `severityDepends` says otherwise. */
  severity: Severity;
  /** On what the severity depends, in words; absent: always `severity`. */
  severityDepends?: string;
  /** What goes wrong when it is broken. */
  description: string;
  /** How to mend it, in the Builder's own words. */
  remedy: string;
}

export type Report = (place: Place, message: string, options?: { severity?: Severity; remedy?: string }) => void;

export interface Rule extends RuleInfo {
  /** Calls `report` once for everything that is wrong; reads nothing but the context. */
  check(context: Context, report: Report): void;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** So many findings of one rule are told one by one; the rest is one finding with their number. */
export const MOST_FINDINGS = 20;

/** A finding of a rule: the rule's own severity and remedy where nothing else is said. */
export function findingOf(
  rule: RuleInfo,
  place: Place,
  message: string,
  options: { severity?: Severity; remedy?: string } = {},
): Finding {
  return {
    rule: rule.id,
    severity: options.severity ?? rule.severity,
    place,
    message,
    remedy: options.remedy ?? rule.remedy,
  };
}

/** Worst first; findings of one severity keep their order. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/**
 * Findings of one rule, worst first, at most MOST_FINDINGS of them, then one that counts the rest
 * (its severity is the worst among those, so cutting never hides an error).
 */
export function withoutFlood(findings: readonly Finding[]): Finding[] {
  const sorted = worstFirst(findings);
  const rest = sorted.slice(MOST_FINDINGS);
  const first = rest[0];
  if (first === undefined) return sorted;
  const more: Finding = {
    rule: first.rule,
    severity: first.severity,
    place: first.place.table === undefined ? {} : { table: first.place.table },
    message: `${rest.length} more of the same kind are not listed.`,
    remedy: first.remedy,
  };
  return [...sorted.slice(0, MOST_FINDINGS), more];
}

/** Findings of one rule over one package. */
export function runRule(rule: Rule, context: Context): Finding[] {
  const findings: Finding[] = [];
  rule.check(context, (place, message, options) => findings.push(findingOf(rule, place, message, options)));
  return withoutFlood(findings);
}
