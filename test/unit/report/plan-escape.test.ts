/** Names in a plan come from an untrusted zip: none of them may become markup, wherever it stands. */
import { describe, expect, test } from 'vitest';
import type { LineDiff } from '../../../src/planning/line-diff.ts';
import type { Plan } from '../../../src/planning/plan.ts';
import { planJson } from '../../../src/planning/plan-json.ts';
import { planLines } from '../../../src/planning/plan-text.ts';
import { planHtml } from '../../../src/report/html.ts';
import { planSummary } from '../../../src/report/plan-summary.ts';
import { escapeMarkdown } from '../../../src/report/summary.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</pre></details><h1>out</h1>',
  '</summary><b>out</b>',
  '| out | of | the | table |',
  '[out](https://evil.example)',
  '![out](https://evil.example/x.png)',
  '@everyone #1 https://evil.example',
  '```\nout\n```',
  '`code`',
  'a\n\n# out\n\n<b>out</b>',
  'a\r\n::set-output name=x::y',
  '\u001b[31mred\u001b[0m',
  '\u202Eesrever',
  '&lt;b&gt;',
  ']]><svg onload=alert(1)>',
];

function diff(text: string): LineDiff {
  const lines = [
    { kind: 'same', before: 1, after: 1, text },
    { kind: 'removed', before: 2, text },
    { kind: 'added', after: 2, text },
  ] as const;
  return { added: 1, removed: 1, hunks: [lines], cut: false };
}

/** A plan with the same text in every place that a zip or a server fills. */
function planOf(text: string): Plan {
  return {
    base: { kind: 'file', name: text, version: text, digest: text },
    database: { dialect: 'postgresql', name: 'PostgreSQL', from: 'zip', catalogue: 'implied', note: text },
    changes: [
      {
        kind: 'renamed',
        object: 'item',
        table: 'sys_items',
        id: 1,
        name: text,
        item: text,
        itemId: 1,
        from: text,
        values: [{ column: text, before: text, after: text }],
        modules: [{ column: 'f_server_module', title: text, diff: diff(text) }],
        risk: 'loses-data',
        reasons: [text],
      },
    ],
    keptParameters: [{ column: text, target: text, zip: text, reason: text }],
    files: [{ path: text, kind: 'changed', size: 1, diff: diff(text) }],
    statements: [{ sql: text, kind: 'drop-table', table: text, itemId: 1, risk: 'will-fail', reason: text }],
    refusal: text,
    losses: [
      {
        kind: 'drop-table',
        name: text,
        aliases: [],
        item: text,
        field: '',
        table: 'sys_items',
        recordId: 1,
        reason: text,
      },
    ],
    drift: [{ object: text, detail: text, fails: text }],
    findings: [],
    unusedConsents: [text],
    entities: [
      {
        table: text,
        item: text,
        kind: 'altered',
        columns: [{ name: text, type: text, kind: 'added', key: true }],
        references: [],
      },
    ],
  };
}

const same = (text: string) => text;
/** Elements that the page and the summary are made of. */
const OURS =
  /^\/?(html|head|meta|title|style|body|h1|h2|p|section|div|table|thead|tbody|tr|th|td|colgroup|col|code|pre|details|summary|ul|ol|li|span|strong|svg|g|rect|text|path|circle)$/;

describe.each(HOSTILE)('%j', (text) => {
  test('in the page', () => {
    const finding = {
      rule: text,
      severity: 'error',
      place: { item: text, field: text },
      message: text,
      remedy: text,
    } as const;
    const page = planHtml(
      { headline: text, reason: text, facts: [[text, text]], plan: planOf(text), findings: [finding] },
      same,
    );
    const body = page.replace(/<style>[^<]*<\/style>/, '').replace('<!doctype html>', '');
    // What is left of a tag when every attribute of ours is taken away.
    for (const [, tag = '', attributes = ''] of body.matchAll(/<([^\s>]*)([^>]*)>/g)) {
      expect(tag).toMatch(OURS);
      expect(attributes.replace(/ [\w-]+="[^"<>]*"/g, '').replace(/ open$|\/$/, '')).toBe('');
      expect(attributes).not.toMatch(/ on\w+=|href|src=/);
    }
    expect(page).not.toContain('\u202E');
    expect(page).not.toContain('\u001b');
  });

  test('in the summary', () => {
    const markdown = planSummary(planOf(text), same, escapeMarkdown).join('\n');
    for (const [, tag = ''] of markdown.matchAll(/<([^\s>]*)[^>]*>/g))
      expect(tag).toMatch(/^\/?(details|summary|pre)$/);
    const opened = (name: string) => markdown.split(`<${name}>`).length - markdown.split(`</${name}>`).length;
    expect(['details', 'summary', 'pre'].map(opened)).toEqual([0, 0, 0]);
    // A blank line inside of a block of HTML would make Markdown of what follows.
    for (const [block] of markdown.matchAll(/<details>[\s\S]*?<\/details>/g)) expect(block).not.toMatch(/\n\s*\n/);
    // Outside of such blocks no letter of the text is left that means something.
    const outside = markdown.replace(/<details>[\s\S]*?<\/details>/g, '');
    expect(outside).not.toMatch(/\]\(|!\[|@everyone|https:\/\/|```|`|<b>/);
    expect(['\u202E', '\u001b'].filter((character) => markdown.includes(character))).toEqual([]);
    const rows = outside.split('\n').filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.endsWith('|'), row).toBe(true);
  });

  test('in plan-file and in the log', () => {
    expect(() =>
      JSON.parse(planJson(planOf(text), { path: text, digest: '', version: text, result: '', reason: text }, same)),
    ).not.toThrow();
    expect(planLines(planOf(text)).length).toBeGreaterThan(3);
  });
});

test('a long plan is cut with a sentence, and no markup stays open', () => {
  const plan = planOf('x');
  const [change, statement] = [plan.changes[0], plan.statements[0]];
  if (!change || !statement) throw new Error('the plan has both');
  const long = {
    ...plan,
    changes: Array.from({ length: 5000 }, (_, id) => ({ ...change, id, itemId: id, name: `item${id}` })),
    statements: Array.from({ length: 20_000 }, () => ({ ...statement, sql: 'DROP TABLE "customers"' })),
  };
  const markdown = planSummary(long, same, escapeMarkdown).join('\n');
  expect(Buffer.byteLength(markdown)).toBeLessThan(900_000);
  expect(markdown).toMatch(/\d+ of 20000 statements are not shown: plan-file has them all\./);
  expect(markdown).toMatch(/\d+ of 5000 changes are not shown/);
  expect(markdown.split('<details>').length).toBe(markdown.split('</details>').length);
});

test('secrets are taken out before anything is escaped', () => {
  const redact = (text: string) => text.replaceAll('s3cr&t', '***');
  const plan = planOf('a s3cr&t b');
  expect(planHtml({ headline: 's3cr&t', facts: [], plan, findings: [] }, redact)).not.toMatch(/s3cr/);
  expect(planSummary(plan, redact, (text) => escapeMarkdown(redact(text))).join('\n')).not.toMatch(/s3cr/);
  expect(planJson(plan, { path: '', digest: '', version: '', result: '', reason: undefined }, redact)).not.toMatch(
    /s3cr/,
  );
});
