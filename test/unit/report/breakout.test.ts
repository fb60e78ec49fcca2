/**
 * Names from an untrusted zip try to break out of the summary, the page, the log and the terminal. What comes out is read
 * by a Markdown and an HTML parser that are not ours, and must have the elements that it has with a harmless name.
 */
import { describe, expect, test, vi } from 'vitest';
import { planJson } from '../../../src/planning/plan-json.ts';
import { planLines } from '../../../src/planning/plan-text.ts';
import { planHtml } from '../../../src/report/html.ts';
import { plainText } from '../../../src/report/plain-text.ts';
import { headline } from '../../../src/report/result.ts';
import { runnerLog } from '../../../src/report/runner-log.ts';
import { summaryMarkdown } from '../../../src/report/summary.ts';
import { terminalLog } from '../../../src/report/terminal-log.ts';
import { Secrets } from '../../../src/secrets.ts';
import { renderHtml, renderMarkdown } from './render.ts';
import { planOf, resultOf } from './sample.ts';

const HOSTILE = [
  // HTML
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</code></pre></td></tr></table></details><h1>out</h1>',
  '</summary><b>out</b>',
  '</title></style></svg></text><iframe src=https://evil.example>',
  ']]><svg onload=alert(1)>',
  '<!--',
  '-->',
  '<!-- x --><b>out</b>',
  '<![CDATA[ x',
  '<?php out ?>',
  '<details open>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62; &amp;lt; &copy &#x3c;b&#x3e;',
  '<a@evil.example>',
  '<https://evil.example>',
  // Markdown
  '| out | of | the | table |',
  '\\| out \\\\| of | \\',
  '`',
  '`` code `',
  '```\nout\n```',
  '~~~',
  '~~~~ sql',
  `${'`'.repeat(300)}\nout`,
  '</pre>\n\n```\n~~~\n</pre>\n# out',
  '**out** __out__ *out* _out_ ~~out~~ ~out~',
  '[out](https://evil.example)',
  '[out](javascript:alert(1))',
  '![out](https://evil.example/x.png)',
  '[out]: https://evil.example',
  '[^1] [^1]: out',
  '[ ] out',
  '- [x] out',
  '# out',
  '> [!CAUTION]',
  '1. out',
  '---',
  'out\n===',
  'out\n---',
  '    out',
  '\tout',
  '$$ \\href{https://evil.example}{x} $$ $x$ $`x`$',
  'a\n\n# out\n\n<b>out</b>',
  'trailing two blanks  \nout\\\nout',
  // GitHub
  '@octocat',
  'x @evil/team, (@octocat)',
  '#123 evil/repository#1 GH-12',
  'https://evil.example',
  'xhttp://evil.example ftp://evil.example www.evil.example',
  'someone@evil.example mailto:someone@evil.example xmpp:a@evil.example',
  ':smile: :+1:',
  '\u0024{{ secrets.TOKEN }}',
  // Workflow commands and terminals
  '::error::out',
  '  ::set-output name=x::y',
  'a\r\n::add-mask::x',
  '%0A::error::out%0D',
  'a ##[error]out',
  '\u001b[31mred\u001b[0m\u001b]0;title\u0007',
  '\u009b2J\u0000\u0008\u007f',
  // Line breaks and what is not seen
  'a\rb',
  'a\u2028b\u2029c\u0085d',
  '\u202Eesrever\u2066\u061c',
  '\u200b\u200d\ufeff',
  '\ud800 lone',
  'Käufer 客户 🎉',
];

const same = (text: string) => text;
const summaryOf = (text: string) => renderMarkdown(summaryMarkdown(resultOf(text)));
function pageOf(text: string): string {
  const { reason, plan, findings } = resultOf(text);
  return planHtml(
    { headline: text, reason: reason ?? '', facts: [[text, text]], plan: plan ?? planOf(text), findings },
    same,
  );
}
const HARMLESS = { summary: summaryOf('harmless'), page: renderHtml(pageOf('harmless')) };

/** What GitHub makes live in text, by its own documentation: addresses, mentions, issues, emoji. */
const LIVE = /(?<!\w)@\w|#\d|\bGH-\d|\w:(?:\/\/|\w+@\w)|\bwww\.|\w@[\w-]+\.|:[\w+-]+:/i;
const E_MAIL = /[\w.+-]@[\w-]+\./;
/** Controls and characters that change the direction; the break that we put into what is live is no character of a name. */
const UNSEEN = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069\u061c\ufeff]/u;

describe.each(HOSTILE)('%j', (text) => {
  test('in the summary', () => {
    const { skeleton, attributes, prose, code, text: all } = summaryOf(text);
    expect(skeleton).toBe(HARMLESS.summary.skeleton);
    expect(attributes).toEqual(HARMLESS.summary.attributes);
    for (const part of prose) expect(part).not.toMatch(LIVE);
    for (const part of code) expect(part.split('\n').length > 1 ? '' : part).not.toMatch(E_MAIL);
    expect(UNSEEN.exec(all)).toBeNull();
    expect(all.replaceAll('\u200b', '')).toContain(plainText(text).trim());
  });

  test('in the page', () => {
    const { skeleton, attributes, text: all } = renderHtml(pageOf(text));
    expect(skeleton).toBe(HARMLESS.page.skeleton);
    expect(attributes.filter((each) => !HARMLESS.page.attributes.includes(each))).toEqual([]);
    expect(UNSEEN.exec(all)).toBeNull();
    expect(all).toContain(plainText(text));
  });

  test('in the log of a runner', async () => {
    let written = '';
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
      written += String(part);
      return true;
    });
    try {
      const log = runnerLog(new Secrets());
      for (const level of ['info', 'notice', 'warning', 'error', 'debug'] as const) log[level](text);
      await log.step(text, async () => {});
    } finally {
      stdout.mockRestore();
    }
    // As the runner reads lines: `::name` behind blanks, `##[name` anywhere.
    const commands = written
      .split(/\r\n|\r|\n/)
      .flatMap((line) => /^\s*::([\w-]*)|##\[(\w*)/.exec(line)?.slice(1) ?? []);
    expect(commands.filter(Boolean)).toEqual(['notice', 'warning', 'debug', 'group', 'endgroup']);
    expect(UNSEEN.exec(written)).toBeNull();
  });

  test('on a terminal, in the log of a plan and in plan-file', () => {
    let written = '';
    const log = terminalLog({ write: (part) => (written += part) }, new Secrets(), true);
    for (const line of [text, headline(resultOf(text)), ...planLines(planOf(text))]) log.info(line);
    expect(UNSEEN.exec(written)).toBeNull();
    const about = { path: text, digest: '', version: text, result: '', reason: text };
    expect(() => JSON.parse(planJson(planOf(text), about, same))).not.toThrow();
  });
});

test('the page takes nothing from outside and runs nothing', () => {
  const { skeleton, attributes } = HARMLESS.page;
  expect(attributes).toContain("content=default-src 'none'; style-src 'unsafe-inline'");
  expect(skeleton).not.toMatch(/^ *(script|link|iframe|object|embed|img|base|form|a|use)\b/m);
  expect(attributes.join('\n')).not.toMatch(/^(on\w+|href|src|xlink:href|action|style)=|https?:|url\(/m);
  expect(pageOf('harmless')).not.toMatch(/https?:|url\(|@import/);
});

test.each(['`', '\u202e', 'a@b.c '])('a name of a megabyte of %j leaves the summary whole', (part) => {
  const text = part.repeat(1_000_000 / part.length);
  const markdown = summaryMarkdown(resultOf(text));
  expect(Buffer.byteLength(markdown)).toBeLessThan(400_000);
  const { skeleton, text: all } = renderMarkdown(markdown);
  expect(all).toMatch(/1 of 1 statements are not shown: plan-file has them all\./);
  expect(all.match(/Too long to be shown line by line\./g)?.length).toBe(2);
  expect(skeleton.match(/^ *h\d$/gm)).toEqual(HARMLESS.summary.skeleton.match(/^ *h\d$/gm));
});
