/** JavaScript that does not parse, secrets in code, and templates that a server can not read. */
import { ID, row, zipOf } from '../sample.ts';
import type { Case } from './case.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

export const CODE_CASES: readonly Case[] = [
  {
    rule: 'client-module-parses',
    what: 'a bracket left open',
    severity: 'error',
    change: (rows) =>
      (row(rows, 'sys_items', ID.customers).f_web_client_module = 'function f(item) {\n  if (item {\n}\n'),
  },
  {
    rule: 'client-module-parses',
    what: 'a brace too many',
    severity: 'error',
    change: (rows) => (row(rows, 'sys_items', ID.customers).f_web_client_module = 'function f() {}\n}\n'),
  },
  {
    rule: 'client-module-parses',
    what: 'too deep to be parsed',
    severity: 'warning',
    change: (rows) => (row(rows, 'sys_items', ID.customers).f_web_client_module = '('.repeat(500_000)),
  },
  {
    rule: 'script-file-parses',
    what: 'a file that is cut off',
    severity: 'warning',
    change: (rows) => rows.files.set('js/chart.js', bytes('var a = [1, 2')),
  },
  {
    rule: 'secret-in-code',
    what: 'a password in server code',
    severity: 'warning',
    change: (rows) =>
      (row(rows, 'sys_items', ID.customers).f_server_module = "connect(user='a', password='hunter2')\n"),
  },
  {
    rule: 'secret-in-code',
    what: 'a key of AWS in a file of utils',
    severity: 'warning',
    change: (rows) => rows.files.set('utils/mail.py', bytes(`KEY = 'AKIA${'Q7'.repeat(8)}'\n`)),
  },
  {
    rule: 'template-on-server',
    what: 'code in the login page',
    severity: 'warning',
    line: 7,
    change: (rows) => rows.files.set('login.html', bytes('<h1>{{ title }}</h1>\n{{ title.__class__ }}\n')),
  },
  {
    rule: 'page-parses',
    what: 'a tag of the login page that does not close',
    severity: 'warning',
    line: 7,
    change: (rows) => rows.files.set('login.html', bytes('<h1>{{ title }</h1>\n')),
  },
  {
    rule: 'page-parses',
    what: 'a comment without an end',
    severity: 'warning',
    change: (rows) => rows.files.set('index.html', bytes('<body><!-- old\n<script src="/a.js"></script></body>')),
  },
  {
    rule: 'template-parses',
    what: 'no zip',
    severity: 'warning',
    change: (rows) => rows.files.set('reports/sales.ods', bytes('Not a zip')),
  },
  {
    rule: 'template-parses',
    what: 'a zip without content',
    severity: 'warning',
    change: (rows) => rows.files.set('reports/sales.ods', zipOf('mimetype')),
  },
];
