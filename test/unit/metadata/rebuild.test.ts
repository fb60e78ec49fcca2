import { expect, test } from 'vitest';
import { readArchive } from '../../../src/metadata/archive.ts';
import { rebuildZip } from '../../../src/metadata/rebuild.ts';
import { pythonSees, weSee } from './python-zip.ts';

const ENTRIES = new Map<string, Uint8Array>(
  Object.entries({
    'js/größe 漢字 😀.js': 'let x;',
    'css/lists': '',
    'task.dat': '{"db_type":3}',
    'a.html': 'before task.dat by name',
    'reports/invoice (new) [2].ods': '\0\xff\r\n',
    'utils/mail.py': 'x = 1\n'.repeat(5000),
  }).map(([name, content]) => [name, Buffer.from(content, 'latin1')]),
);

test('Python reads the same names and bytes, task.dat first', async () => {
  const zip = await rebuildZip(ENTRIES);
  const [seen] = pythonSees([zip]);
  expect((seen as [string, string][])[0]![0]).toBe('task.dat');
  expect(new Map(seen as [string, string][])).toEqual(new Map(weSee(ENTRIES)));
});

test('our own reader accepts it without a word', async () => {
  const { entries, findings } = readArchive(await rebuildZip(ENTRIES));
  expect(findings).toEqual([]);
  expect(new Map(weSee(entries))).toEqual(new Map(weSee(ENTRIES)));
  expect([...entries.keys()]).toEqual([
    'task.dat',
    'a.html',
    'css/lists',
    'js/größe 漢字 😀.js',
    'reports/invoice (new) [2].ods',
    'utils/mail.py',
  ]);
});

test('equal entries give equal bytes, whatever their order', async () => {
  const zip = await rebuildZip(ENTRIES);
  expect(Buffer.from(await rebuildZip(new Map([...ENTRIES].reverse()))).equals(zip)).toBe(true);
});
