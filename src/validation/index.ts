/**
 * Judges a metadata package: every rule over it, worst findings first. The zip itself and the shape of task.dat were
 * judged before there was a package; whether the server code compiles is asked of Python (python-modules.ts).
 */

import type { Finding } from '../finding.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { changeRules } from './changes.ts';
import { buildContext } from './context.ts';
import { fieldReferenceRules } from './field-references.ts';
import { fileRules } from './files.ts';
import { identifierRules } from './identifiers.ts';
import { infoRules } from './info.ts';
import { itemReferenceRules } from './item-references.ts';
import { portabilityRules } from './portability.ts';
import { codeRules } from './python-modules.ts';
import { accessRules, rowReferenceRules } from './row-references.ts';
import { type Rule, type RuleInfo, runRule, type Target, worstFirst } from './rule.ts';
import { schemaChangeRules } from './schema-changes.ts';
import { scriptRules } from './scripts.ts';
import { secretRules } from './secrets.ts';
import { systemRowRules } from './system-rows.ts';
import { targetRules } from './target-decides.ts';
import { templateRules } from './templates.ts';
import { trapRules } from './traps.ts';
import { uniquenessRules } from './uniqueness.ts';
import { valueRules } from './values.ts';

export type { Rule, RuleInfo, Target } from './rule.ts';

/** Rules that look at the package alone, in the order in which findings of one severity are told. */
export const RULES: readonly Rule[] = [
  ...changeRules,
  ...schemaChangeRules,
  ...systemRowRules,
  ...valueRules,
  ...infoRules,
  ...itemReferenceRules,
  ...fieldReferenceRules,
  ...rowReferenceRules,
  ...accessRules,
  ...uniquenessRules,
  ...identifierRules,
  ...targetRules,
  ...trapRules,
  ...portabilityRules,
  ...fileRules,
  ...templateRules,
  ...scriptRules,
  ...secretRules,
];

/** Every rule about a package, for documentation and for overriding severities; those about code need Python. */
export const ALL_RULES: readonly RuleInfo[] = [...RULES, ...codeRules];

/** Findings of all rules, worst first; the same package and target always give the same list. Never throws. */
export function validateMetadata(metadata: MetadataPackage, target: Target = {}): Finding[] {
  const context = buildContext(metadata, target);
  return worstFirst(RULES.flatMap((rule) => runRule(rule, context)));
}
