import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { PACKAGE_RULES } from '../../../src/metadata/package-rules.ts';
import { sarifJson } from '../../../src/report/sarif.ts';
import { ALL_RULES } from '../../../src/validation/index.ts';
import { sarifErrors } from '../../lab/sarif.ts';

const finding: Finding = {
  rule: 'zip-empty-file',
  severity: 'error',
  place: { table: 'sys_fields', id: 7, item: 'customers', field: 'phone' },
  message: 'It holds s3cret.',
  remedy: 'Mend it.',
};
function made(findings: readonly Finding[], path = 'metadata/crm 1#.zip') {
  const text = sarifJson({ path, findings }, (value) => value.replaceAll('s3cret', '***'));
  expect(sarifErrors(text)).toEqual([]);
  return JSON.parse(text).runs[0];
}

describe('SARIF', () => {
  test('says what, where in the repository and where in the zip, without secrets', () => {
    const { tool, results } = made([finding]);
    expect(tool.driver.rules).toMatchObject([
      { id: 'zip-empty-file', shortDescription: { text: 'The file is not empty' }, help: {} },
    ]);
    expect(results).toMatchObject([
      {
        ruleId: 'zip-empty-file',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'customers.phone: It holds ***. Mend it.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'metadata/crm%201%23.zip' },
              region: { startLine: 1 },
            },
            logicalLocations: [{ fullyQualifiedName: 'customers.phone' }],
          },
        ],
      },
    ]);
  });

  test('a fingerprint outlives other ids, lines and sentences, and tells places and repetitions apart', () => {
    const prints = (findings: readonly Finding[]): string[] =>
      made(findings).results.map(
        (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints.primaryLocationLineHash,
      );
    const moved = { ...finding, place: { ...finding.place, id: 9, line: 4 }, message: 'Other words.' };
    expect(prints([moved])).toEqual(prints([finding]));
    const [first, second, other] = prints([finding, moved, { ...finding, place: { ...finding.place, field: 'fax' } }]);
    expect(new Set([first, second, other]).size).toBe(3);
    expect(second).toBe(first?.replace(/:1$/, ':2'));
  });

  test('every rule is described as the schema wants it, in every severity and place', () => {
    const places = [{}, { entry: 'js/a b.js', line: 3, column: 1 }, finding.place] as const;
    const severities = ['error', 'warning', 'note'] as const;
    const all = [...PACKAGE_RULES, ...ALL_RULES].map(({ id }, at) => ({
      ...finding,
      rule: id,
      severity: severities[at % 3] ?? 'note',
      place: places[Math.floor(at / 3) % 3] ?? {},
    }));
    const { tool, results } = made(all);
    expect([tool.driver.rules.length, results.length]).toEqual([all.length, all.length]);
    for (const { shortDescription, fullDescription, help } of tool.driver.rules)
      for (const { text } of [shortDescription, fullDescription, help]) expect(text).not.toBe('');
  });

  test('what is not as the schema wants it is seen', () => {
    const whole = JSON.parse(sarifJson({ path: 'a.zip', findings: [finding] }, (text) => text));
    const errors = (change: (log: typeof whole) => void) => {
      const log = structuredClone(whole);
      change(log);
      return sarifErrors(JSON.stringify(log));
    };
    expect(errors((log) => Object.assign(log.runs[0].results[0], { level: 'fatal' }))).toContainEqual(
      expect.stringMatching(/level: must be equal/),
    );
    expect(errors((log) => delete log.runs[0].results[0].message)).toContainEqual(expect.stringMatching(/'message'/));
    expect(errors((log) => Object.assign(log.runs[0], { extra: 1 }))).toContainEqual(
      expect.stringMatching(/additional/),
    );
    expect(
      errors((log) => {
        log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
      }),
    ).toContainEqual(expect.stringMatching(/startLine: must be >= 1/));
  });

  test('no more than code scanning shows, the worst ones', () => {
    const many = Array.from({ length: 5_001 }, (_, id) => ({ ...finding, place: { entry: `js/${id}.js` } }));
    expect(made(many).results).toHaveLength(5_000);
    expect(made([]).results).toEqual([]);
  });

  test('what a zip can not be: a control character, an endless name', () => {
    const [result] = made([{ ...finding, place: { entry: '\u001b[31m\u202e' }, message: 'x'.repeat(9_000) }]).results;
    expect(result.message.text.length).toBeLessThanOrEqual(2_000);
    expect(JSON.stringify(result)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.stringify(result)).toContain('\\\\u001b');
  });
});
