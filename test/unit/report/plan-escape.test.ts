/** Names come from an untrusted zip: none of them may become markup, wherever it stands. Real parsers tell. */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import type { LineDiff } from '../../../src/planning/line-diff.ts';
import type { Plan } from '../../../src/planning/plan.ts';
import { planJson } from '../../../src/planning/plan-json.ts';
import { planLines } from '../../../src/planning/plan-text.ts';
import { planHtml } from '../../../src/report/html.ts';
import { plainText } from '../../../src/report/plain-text.ts';
import { planSummary } from '../../../src/report/plan-summary.ts';
import { escapeMarkdown, summaryMarkdown } from '../../../src/report/summary.ts';

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
  '<!-- out',
  '-->',
  '</style></script></title><h1>out',
  '~~~\nout',
  '    code',
  '- [ ] out',
  'out\n===',
  '***out*** __out__ ~~out~~',
  'www.evil.example and mail@evil.example',
  '[out]: https://evil.example',
  '[^1]',
  '\\| out',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's.
  '${{ secrets.TOKEN }}',
  '%0A::error::out',
  '\u2028out\u2029',
  '<details open><summary>out',
  '&#64;octocat &commat;octocat',
  'x'.repeat(5000),
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

const finding = (text: string): Finding => ({
  rule: text,
  severity: 'error',
  place: { item: text, field: text },
  message: text,
  remedy: text,
});

function page(text: string): string {
  const plan = planOf(text);
  return planHtml({ headline: text, reason: text, facts: [[text, text]], plan, findings: [finding(text)] }, same);
}

function summary(text: string): string {
  return summaryMarkdown({
    command: 'plan',
    result: 'refused',
    exitCode: 3,
    reason: text,
    outputs: { url: text, 'jam-version': text, 'target-jam-version': text, 'backup-dir': text },
    findings: [finding(text)],
    zipPath: text,
    application: { name: text, caption: text, version: text, line: 7, digest: text },
    promotion: undefined,
    plan: planOf(text),
    seconds: 1,
  });
}

/** As GitHub makes a page of Markdown, before it takes out what it does not like. */
function rendered(markdown: string): string {
  return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

/** Elements with their attributes, one a line, and texts that a link could be made of. */
function skeleton(html: string): { elements: string[]; live: string[] } {
  const elements: string[] = [];
  const live: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode, depth: number, isCode: boolean): void => {
    if (node.nodeName === '#text' && 'value' in node) {
      if (!isCode) live.push(...(node.value.match(/@[a-z0-9]+|#\d+/gi) ?? []));
      return;
    }
    // Where an element stands in the drawing depends on the length of its texts.
    const attributes = 'attrs' in node ? node.attrs.map(({ name }) => name) : [];
    elements.push(`${' '.repeat(depth)}${[node.nodeName, ...attributes].join(' ')}`);
    const inside = isCode || node.nodeName === 'pre' || node.nodeName === 'code' || node.nodeName === 'style';
    if ('childNodes' in node) for (const child of node.childNodes) visit(child, depth + 1, inside);
  };
  for (const child of parseFragment(html).childNodes) visit(child, 0, false);
  return { elements, live };
}

/** As a reader sees it: what can not be seen is written out. */
const escapedOnce = (text: string) => plainText(text).trim().replace(/\s+/g, ' ');

function textOf(html: string): string {
  const texts: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode): void => {
    if (node.nodeName === '#text' && 'value' in node) texts.push(node.value);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  for (const child of parseFragment(html).childNodes) visit(child);
  return texts.join(' ').replace(/\s+/g, ' ');
}

describe.each(HOSTILE)('%j', (text) => {
  test('in the page: the same elements as with a harmless name, and the name to be read', () => {
    expect(skeleton(page(text)).elements).toEqual(skeleton(page('x')).elements);
    expect(textOf(page(text))).toContain(escapedOnce(text));
    expect(['\u202E', '\u001b'].filter((character) => page(text).includes(character))).toEqual([]);
  });

  test('in the summary: the same elements, and nobody is called by it', () => {
    const [harmless, hostile] = [summary('x'), summary(text)].map((markdown) => skeleton(rendered(markdown)));
    expect(hostile?.elements).toEqual(harmless?.elements);
    expect(hostile?.live).toEqual([]);
    expect(textOf(rendered(summary(text))).replaceAll('\u200b', '')).toContain(escapedOnce(text));
    expect(['\u202E', '\u001b'].filter((character) => summary(text).includes(character))).toEqual([]);
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
