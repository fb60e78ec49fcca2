/** The input `rules`: what a line means, and what is wrong with it. */
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { ALL_RULES } from '../../../src/validation/index.ts';
import { applyOverrides, parseRuleOverrides } from '../../../src/validation/overrides.ts';

const [first = '', second = ''] = ALL_RULES.map(({ id }) => id);
const finding = (rule: string, severity: Finding['severity']): Finding => ({
  rule,
  severity,
  place: {},
  message: '',
  remedy: '',
});

test('severities of the operator, worst first', () => {
  const { overrides, problems } = parseRuleOverrides(`# ours\n${first}: off\n  ${second} : ERROR \n`);
  expect(problems).toEqual([]);
  const findings = [finding(first, 'error'), finding('another', 'warning'), finding(second, 'note')];
  expect(applyOverrides(findings, overrides)).toEqual([finding(second, 'error'), finding('another', 'warning')]);
});

test.each([
  [`${first}`, /is not "rule-id: off"/],
  [`${first}: note`, /is not "rule-id: off"/],
  [`${first}x: off`, new RegExp(`is ${first} meant`)],
  ['zip-no-task-dat: off', /about the zip itself/],
  ['nothing-like-any-rule-there-is: off', /there is no rule/],
])('%j is wrong', (text, says) => {
  expect(parseRuleOverrides(text).problems).toEqual([expect.stringMatching(says)]);
});

test('all problems at once', () => {
  expect(parseRuleOverrides('a: off\nb: off').problems).toHaveLength(2);
});
