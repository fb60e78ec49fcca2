/** Server code that Python can not compile. */
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
    what: 'a file that is cut off',
    severity: 'warning',
    place: { entry: 'utils/helper.py' },
    mutate: (draft) => draft.files.set('utils/helper.py', Buffer.from('def add_tax(amount):\n')),
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
    rule: 'python-missing',
    what: 'no Python at all',
    severity: 'warning',
    place: {},
    python: false,
    mutate: () => {},
  },
];
