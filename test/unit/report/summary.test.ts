import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { planJson } from '../../../src/planning/plan-json.ts';
import { planHtml } from '../../../src/report/html.ts';
import { codeLines, codeMarkdown, escapeMarkdown, fencedMarkdown } from '../../../src/report/markdown.ts';
import type { CommandResult } from '../../../src/report/result.ts';
import { outputText } from '../../../src/report/result.ts';
import { summaryMarkdown } from '../../../src/report/summary.ts';
import { Secrets } from '../../../src/secrets.ts';
import { renderMarkdown } from './render.ts';
import { findingOf, planOf, resultOf } from './sample.ts';

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
  ['<script>alert(1)</script>', '&#60;script&#62;alert&#40;1&#41;&#60;/script&#62;'],
  ['a | b', 'a &#124; b'],
  ['`code` **bold** _it_ ~~no~~', '&#96;code&#96; &#42;&#42;bold&#42;&#42; &#95;it&#95; &#126;&#126;no&#126;&#126;'],
  ['[a](http://b)', '&#91;a&#93;&#40;http&#58;&#8203;//b&#41;'],
  ['@octocat #1', '&#64;&#8203;octocat &#35;&#8203;1'],
  ['a@b.example', 'a&#64;&#8203;b&#46;example'],
  ['&lt;', '&#38;lt;'],
  ['a\nb', 'a&#92;u000ab'],
  ['\\|', '&#92;&#124;'],
])('%j is harmless as %j', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('what is copied from code is the name', () => {
  expect(codeMarkdown('drop-table: a@b.example')).toBe('<code>drop&#45;table&#58; a<!-- -->&#64;b&#46;example</code>');
  expect(renderMarkdown(codeMarkdown('a@b.example | `x` https://c')).text).toBe('a@b.example | `x` https://c');
});

test.each(['```', '`````\nb', '~~~', 'a\n\nb', '</details>'])('a fence is longer than what is in it: %j', (text) => {
  expect(renderMarkdown(fencedMarkdown('sql', codeLines(text))).code).toEqual([`${text}\n`]);
});

test('a summary in whole', () => {
  expect(summaryMarkdown(result({ findings: [finding('It is | wrong.')] }))).toBe(
    `### ✅ Customers 1&#46;2&#46;0 is valid

#### Findings: 1

|  | Where | What | How to mend it | Rule |
|---|---|---|---|---|
| ❌ | <code>x</code> | It is &#124; wrong&#46; | Mend it&#46; | <code>a&#45;rule</code> |

#### About

| | |
|---|---|
| Metadata file | <code>metadata/crm&#46;zip</code> |
| Application | <code>crm 1&#46;2&#46;0</code> |
| Jam.py line | 7 |
| Exported by Jam.py | <code>7&#46;0&#46;120</code> |
| Digest | <code>aaaaaaaaaaaaaaaa</code> |
| Time | 1.2 s |
`,
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

test('secrets are taken out before anything is escaped or cut', () => {
  const redact = (text: string) => text.replaceAll('s3cr&t-of-more-than-forty-characters-in-a-row', '***');
  const named = planOf('a s3cr&t-of-more-than-forty-characters-in-a-row b');
  const plan = { ...named, base: { ...named.base, digest: 'd'.repeat(64) } };
  expect(planHtml({ headline: 'x', facts: [], plan, findings: [] }, redact)).not.toMatch(/s3cr/);
  expect(summaryMarkdown(resultOf('x', plan), redact)).not.toMatch(/s3cr/);
  expect(planJson(plan, { path: '', digest: '', version: '', result: '', reason: undefined }, redact)).not.toMatch(
    /s3cr/,
  );
});

describe('of too much', () => {
  const many = <T>(list: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_, at) => list[at % list.length] as T);
  /** A result in which everything is there many times. */
  function large(text: string, count: number): CommandResult {
    const plan = planOf(text);
    const more = {
      ...plan,
      changes: many(plan.changes, count).map((change, id) => ({ ...change, id, itemId: id })),
      files: many(plan.files, count),
      statements: many(plan.statements, count * 3),
      losses: many(plan.losses, count),
      drift: many(plan.drift, count),
      keptParameters: many(plan.keptParameters, count),
      unusedConsents: many(plan.unusedConsents, count),
    };
    const small = resultOf(text, more);
    const checks = many(small.promotion?.checks ?? [], 5).map((check) => ({ ...check, notes: many([text], count) }));
    const promotion = small.promotion && { ...small.promotion, checks };
    return { ...small, promotion, findings: many([findingOf(text)], count) };
  }

  test.each([
    ['short names', 'customers.phone'],
    ['the longest way to write a character', '@'.repeat(3000)],
    ['controls', '\u202e'.repeat(3000)],
    ['texts of several bytes', '客'.repeat(300)],
  ])('GitHub takes the summary: %s', (_name, text) => {
    expect(Buffer.byteLength(summaryMarkdown(large(text, 1000)))).toBeLessThan(1024 * 1024);
  });

  test('the markup is whole, and what is cut is said', () => {
    const { skeleton, text } = renderMarkdown(summaryMarkdown(large('customers'.repeat(30), 600)));
    const headings = (of: string) => of.match(/^ *h\d$/gm);
    expect(headings(skeleton)).toEqual(headings(renderMarkdown(summaryMarkdown(resultOf('x'))).skeleton));
    for (const what of [
      'losses',
      'differences',
      'lines',
      'parameters',
      'files',
      'statements',
      'code diffs',
      'findings',
    ])
      expect(text).toMatch(new RegExp(`\\d+ of \\d+ ${what} are not shown: [a-z -]+ them all\\.`));
    // Nothing that is folded swallows what stands behind it.
    expect(new Set(skeleton.match(/^ *details$/gm))).toEqual(new Set(['   details']));
  });
});
