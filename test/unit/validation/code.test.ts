/** Code and templates: what is normal in real applications is not told, what is hostile does no harm. */
import { describe, expect, test } from 'vitest';
import type { Line } from '../../../src/metadata/model.ts';
import { validateMetadata } from '../../../src/validation/index.ts';
import { draft, ID, packageOf, row, zipOf } from './sample.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function told(change: { client?: string; server?: string; files?: Record<string, Uint8Array> }, line: Line = 7) {
  const rows = draft(line);
  const item = row(rows, 'sys_items', ID.customers);
  if (change.client !== undefined) item.f_web_client_module = change.client;
  if (change.server !== undefined) item.f_server_module = change.server;
  for (const [path, content] of Object.entries(change.files ?? {})) rows.files.set(path, content);
  return validateMetadata(packageOf(line, rows));
}

test.each([
  ['a comment in the last line', 'function f() {}\n// end'],
  ['CRLF and tabs', 'function f() {\r\n\treturn 1;\r\n}\r\n'],
  ['a return', 'return;'],
  ['old and sloppy JavaScript', 'with (a) { b = 010; }\nvar let = 1; <!-- old\ndelete a;'],
  [
    'new JavaScript',
    'class A { #x = 1; static { } async *f() { for await (const a of b?.c ?? []) yield a; } }\nlet n = 1_000n;',
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: JavaScript in a text.
  ['templates and regular expressions', 'let a = `<b>${b + `x`}</b>`; a = a.replace(/[/"]\\/(?<n>x)/gu, "");'],
])('a client module with %s parses', (_what, client) => {
  expect(told({ client })).toEqual([]);
});

test('the place of a mistake is its line in the module', () => {
  const [finding] = told({ client: 'var a = 1;\r\nvar b = ;\r\n' });
  expect(finding).toMatchObject({ rule: 'client-module-parses', place: { item: 'customers', line: 2 } });
});

test('files in js/ may be modules, and those that Jam.py makes are told once', () => {
  expect(told({ files: { 'js/a.js': bytes('import b from "./b.js";\nexport default b;') } })).toEqual([]);
  const findings = told({ client: 'var a = ;', files: { 'js/shop.catalogs.customers.js': bytes('var a = ;') } });
  expect(findings.map(({ rule }) => rule)).toEqual(['client-module-parses']);
});

describe('secrets', () => {
  test.each([
    'password = item.password.value',
    "if password == 'hunter2': pass",
    "password = ''",
    "password = 'password'",
    "password='f_password'",
    "$('#password').val()",
    "label = {'password': 'Your password'}",
    "url = 'https://example.com/a:b@c'",
    "password = os.environ['DB_PASSWORD']",
    "token = '{{ token }}'",
    "fmt = 'mysql://%s:%s@%s/%s'",
    "password = '********'",
    "smtp_password = '<password>'",
  ])('are not seen in %s', (server) => {
    expect(told({ server: `${server}\n` }).filter(({ rule }) => rule === 'secret-in-code')).toEqual([]);
  });

  test.each([
    ["password='hunter2'", 'hunter2'],
    ['conn = {"user": "a", "api_key": "8f14e45fceea"}', '8f14e45fceea'],
    ["db = 'postgres://app:s3cr3tpw@db.example.com/x'", 's3cr3tpw'],
    ["SECRET_KEY = 'k3y-of-the-app'", 'k3y-of-the-app'],
    [`t = 'ghp_${'a1B2'.repeat(9)}'`, 'a1B2'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEdata', 'MIIEdata'],
  ])('are told and never shown: %s', (code, secret) => {
    for (const change of [{ server: `x = 1\n${code}\n` }, { files: { 'utils/a.py': bytes(`\n${code}\n`) } }]) {
      const findings = told(change).filter(({ rule }) => rule === 'secret-in-code');
      expect(findings).toHaveLength(1);
      expect(findings[0]?.place.line).toBe(2);
      expect(JSON.stringify(findings)).not.toContain(secret);
    }
  });
});

describe('templates', () => {
  test('the login page as it is made has nothing to tell; Jam.py 5 renders none', () => {
    const page = '<title>{{ title }}</title>{# a note #}<p>{{login_text}}</p>{% raw %}{{ shown }}{% endraw %}';
    expect(told({ files: { 'login.html': bytes(page) } })).toEqual([]);
    expect(told({ files: { 'login.html': bytes('{{ x() }} {{ open') } }, 5)).toEqual([]);
  });

  test.each(['{{ title|safe }}', '{% include "admin.sqlite" %}', '{{ self }}', '{% endraw %}{{ x }}'])(
    'the login page runs %s',
    (expression) => {
      const findings = told({ files: { 'login.html': bytes(`\n${expression}`) } });
      expect(findings).toMatchObject([{ rule: 'template-on-server', place: { entry: 'login.html', line: 2 } }]);
    },
  );

  test('pages with closed scripts and comments, and templates without extension, have nothing to tell', () => {
    const page = '<!-- a --><script>var a = "<!--";</script><SCRIPT src="/x.js"></SCRIPT >';
    const files = { 'index.html': bytes(page), 'reports/sales.ods': zipOf('content.xml'), 'reports/old': bytes('') };
    expect(told({ files })).toEqual([]);
  });
});

// A bound on the work, not a measurement: a pattern that backtracks takes minutes here.
test('hostile sources take no longer than their length', { timeout: 30_000 }, () => {
  const million = 1_000_000;
  for (const part of [
    '(',
    '[',
    '{',
    `\${`,
    '/(',
    'a:',
    "password='",
    'x://a:',
    '{{',
    '{% raw %}',
    '<!--',
    '\\',
    'function(){',
  ]) {
    const source = part.repeat(Math.floor(million / part.length));
    const files = {
      'js/a.js': bytes(source),
      'login.html': bytes(source),
      'index.html': bytes(source),
      'utils/a.py': bytes(source),
    };
    const findings = told({ client: source, files });
    expect(findings.length).toBeLessThan(20);
    for (const { message } of findings) expect(message.length).toBeLessThan(400);
  }
});
