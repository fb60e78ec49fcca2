import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { sarifJson } from '../../../src/report/sarif.ts';

const finding: Finding = {
  rule: 'zip-empty-file',
  severity: 'error',
  place: { table: 'sys_fields', id: 7, item: 'customers', field: 'phone' },
  message: 'It holds s3cret.',
  remedy: 'Mend it.',
};
const made = (findings: readonly Finding[], path = 'metadata/crm 1#.zip') =>
  JSON.parse(sarifJson({ path, findings }, (text) => text.replaceAll('s3cret', '***'))).runs[0];

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
