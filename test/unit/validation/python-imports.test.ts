import { expect, test } from 'vitest';
import { importedFiles } from '../../../src/validation/python-imports.ts';

const FILES = [
  'utils/__init__.py',
  'utils/mail.py',
  'utils/tax.py',
  'utils/old.py',
  'utils/pdf/__init__.py',
  'utils/pdf/page.py',
];

function importedBy(source: string, others: Readonly<Record<string, string>> = {}): string[] {
  const files = new Map(FILES.map((path) => [path, Buffer.from(others[path] ?? '')]));
  const tables = { sys_items: { columns: [], rows: [{ f_server_module: source }] } };
  return [...importedFiles({ tables, files })].sort();
}

test.each([
  ['import utils.mail', ['utils/__init__.py', 'utils/mail.py']],
  ['import os, utils.mail as mail', ['utils/__init__.py', 'utils/mail.py']],
  ['from utils import mail, tax as t', ['utils/__init__.py', 'utils/mail.py', 'utils/tax.py']],
  ['from utils import (mail,\n    tax)', ['utils/__init__.py', 'utils/mail.py']],
  ['from utils.pdf.page import print_all', ['utils/__init__.py', 'utils/pdf/__init__.py', 'utils/pdf/page.py']],
  ['x = 1\r\nimport utils.tax\r\n', ['utils/__init__.py', 'utils/tax.py']],
])('%j', (source, paths) => expect(importedBy(source)).toEqual(paths));

test.each([
  'import mail',
  'import utilsx.mail',
  '# import utils.mail',
  'def on_open(item):\n    import utils.mail',
  'try:\n    from utils import mail\nexcept ImportError:\n    pass',
  's = "import utils.mail"',
])('%j imports nothing at once', (source) => expect(importedBy(source)).toEqual([]));

test('what an imported file imports counts too, in a circle as well', () => {
  const others = { 'utils/mail.py': 'from utils import tax', 'utils/tax.py': 'import utils.mail' };
  expect(importedBy('import utils.mail', others)).toEqual(['utils/__init__.py', 'utils/mail.py', 'utils/tax.py']);
});
