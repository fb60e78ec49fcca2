/** Code that does not compile or parse, secrets in it, and templates that a server can not read. */
import { TYPE } from '../../../src/metadata/enums.ts';
import type { Mutation } from './mutation.ts';

const addLine = (code: unknown, line: string) => `${String(code ?? '')}\n${line}\n`;

export const CODE: readonly Mutation[] = [
  {
    rule: 'server-module-compiles',
    what: "Python 2's print",
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    mutate(draft) {
      const item = draft.item('customers');
      item.f_server_module = addLine(item.f_server_module, "print 'done'");
    },
  },
  {
    rule: 'server-module-compiles',
    what: 'a bracket left open in the task',
    severity: 'error',
    place: { table: 'sys_items', item: 'crm' },
    mutate(draft) {
      const task = draft.item('crm');
      task.f_server_module = addLine(task.f_server_module, 'x = (');
    },
  },
  {
    rule: 'utils-file-compiles',
    what: 'a file that is cut off, and imported',
    severity: 'error',
    place: { entry: 'utils/helper.py' },
    mutate: (draft) => draft.files.set('utils/helper.py', Buffer.from('def add_tax(amount):\n')),
  },
  {
    rule: 'utils-file-compiles',
    what: 'an old file that nothing imports',
    severity: 'warning',
    place: { entry: 'utils/old.py' },
    mutate: (draft) => draft.files.set('utils/old.py', Buffer.from("print 'old'\n")),
  },
  {
    rule: 'server-module-limits',
    what: 'a list that takes too long',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    // Numbers that differ, so that the zip does not look like a bomb.
    mutate(draft) {
      const numbers = Array.from({ length: 300_000 }, (_, index) => `[${index}]`);
      draft.item('customers').f_server_module = `x = [${numbers.join(',')}]\n`;
    },
  },
  {
    rule: 'client-module-parses',
    what: 'a bracket left open',
    severity: 'error',
    place: { table: 'sys_items', item: 'customers' },
    mutate(draft) {
      const item = draft.item('customers');
      item.f_web_client_module = addLine(item.f_web_client_module, 'function f(item) { if (item { }');
    },
  },
  {
    rule: 'script-file-parses',
    what: 'a file that is cut off',
    severity: 'warning',
    place: { entry: 'js/chart.js' },
    mutate: (draft) => draft.files.set('js/chart.js', Buffer.from('var a = [1, 2')),
  },
  {
    rule: 'secret-in-code',
    what: 'a password in server code',
    severity: 'warning',
    place: { table: 'sys_items', item: 'customers' },
    mutate(draft) {
      const item = draft.item('customers');
      item.f_server_module = addLine(item.f_server_module, "smtp_password = 'hunter2'");
    },
  },
  {
    rule: 'template-on-server',
    what: 'an expression in the login page',
    line: 7,
    severity: 'warning',
    place: { entry: 'login.html', line: 1 },
    mutate: (draft) => draft.files.set('login.html', Buffer.from('<h1>{{ title.__class__ }}</h1>')),
  },
  {
    rule: 'page-parses',
    what: 'a comment without an end',
    severity: 'warning',
    place: { entry: 'index.html' },
    mutate: (draft) => draft.files.set('index.html', Buffer.from(`${String(draft.files.get('index.html'))}<!-- old`)),
  },
  {
    rule: 'template-parses',
    what: 'a template that is no zip',
    severity: 'warning',
    place: { table: 'sys_items' },
    mutate(draft) {
      const report = draft.one('sys_items', (row) => row.type_id === TYPE.REPORT && Number(row.id) > 0);
      report.f_view_template = 'broken.ods';
      draft.files.set('reports/broken.ods', Buffer.from('not a zip'));
    },
  },
  {
    rule: 'python-missing',
    what: 'no Python at all',
    severity: 'warning',
    place: {},
    python: false,
    mutate: () => {},
  },
];
