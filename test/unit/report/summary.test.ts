import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import type { CommandResult } from '../../../src/report/result.ts';
import { outputText } from '../../../src/report/result.ts';
import { escapeMarkdown, summaryMarkdown } from '../../../src/report/summary.ts';
import { Secrets } from '../../../src/secrets.ts';

function result(more: Partial<CommandResult> = {}): CommandResult {
  return {
    command: 'validate',
    result: 'valid',
    exitCode: 0,
    reason: undefined,
    outputs: { 'jam-version': '7.0.120' },
    findings: [],
    zipPath: 'metadata/crm.zip',
    application: { name: 'crm', caption: 'Customers', version: '1.2.0', line: 7, digest: 'a'.repeat(64) },
    promotion: undefined,
    seconds: 1.234,
    ...more,
  };
}

const finding = (message: string): Finding => ({
  rule: 'a-rule',
  severity: 'error',
  place: { item: 'x' },
  message,
  remedy: 'Mend it.',
});

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert&#40;1&#41;&lt;/script&gt;'],
  ['a | b', 'a &#124; b'],
  ['`code` **bold** _it_ ~~no~~', '&#96;code&#96; &#42;&#42;bold&#42;&#42; &#95;it&#95; &#126;&#126;no&#126;&#126;'],
  ['[a](http://b)', '&#91;a&#93;&#40;http&#58;//b&#41;'],
  ['@octocat #1 # 2', '&#64;&#8203;octocat &#35;&#8203;1 &#35; 2'],
  ['&lt;', '&amp;lt;'],
  ['a\nb', 'a&#92;u000ab'],
  ['\\|', '&#92;&#124;'],
])('%j is harmless as %j', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('a summary in whole', () => {
  expect(summaryMarkdown(result({ findings: [finding('It is | wrong.')] }))).toBe(
    `### ✅ Customers 1&#46;2&#46;0 is valid

| | |
|---|---|
| Metadata file | metadata/crm&#46;zip |
| Application | crm 1&#46;2&#46;0 |
| Jam.py line | 7 |
| Exported by Jam.py | 7&#46;0&#46;120 |
| Digest | aaaaaaaaaaaaaaaa |
| Time | 1.2 s |

#### Findings: 1

| | Where | What | How to mend it | Rule |
|---|---|---|---|---|
| ❌ | x | It is &#124; wrong&#46; | Mend it&#46; | a&#45;rule |
`.replace('| Time | 1.2 s |', '| Time | 1&#46;2 s |'),
  );
});

describe('secrets', () => {
  test.each(['s3cret-word', 'p@ss/w:rd#%é', 'under_score*'])('%s is taken out before escaping hides it', (secret) => {
    const secrets = new Secrets();
    secrets.add(secret);
    const failed = result({
      result: 'failed',
      reason: `The server said ${secret}.`,
      findings: [finding(`It holds ${secret}.`)],
    });
    const summary = summaryMarkdown(failed, (text) => secrets.redact(text));
    expect(summary).not.toContain(escapeMarkdown(secret));
    expect(summary.split(escapeMarkdown('***')).length).toBe(3);
  });

  test('leave counts and digests alone', () => {
    const blank = (text: string) => text.replaceAll('1', '***');
    expect(outputText('error-count', '1', blank)).toBe('1');
    expect(outputText('metadata-digest', 'a1', blank)).toBe('a1');
    expect(outputText('reason', 'a1', blank)).toBe('a***');
  });
});

test('a summary stays below what GitHub takes, whole lines only', () => {
  const findings = Array.from({ length: 200 }, () => finding('客'.repeat(4000)));
  const summary = summaryMarkdown(result({ findings }));
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  expect(summary).toMatch(/ \|\n\nThe rest is cut: the log of the step has it all\.\n$/);
});

test('of very many findings the first are shown and the rest are counted', () => {
  const findings = Array.from({ length: 250 }, (_, index) => finding(`number ${index}`));
  const summary = summaryMarkdown(result({ findings }));
  expect(summary).toContain('number 199');
  expect(summary).not.toContain('number 200');
  expect(summary).toContain('and 50 more in the log.');
});
