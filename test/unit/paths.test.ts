import { posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathsLike } from '../../src/commands/git.ts';
import { shownPath, wayInside } from '../../src/paths.ts';
import { readAllowDestructive, readConsentFile } from '../../src/planning/consent.ts';
import { sarifJson } from '../../src/report/sarif.ts';
import { parseRuleOverrides } from '../../src/validation/overrides.ts';

describe('the way from a folder to what is in it', () => {
  test.each([
    ['/w', '/w/a/b.zip', 'a/b.zip'],
    ['/w', '/w', ''],
    ['/w', '/w/..zip', '..zip'],
    ['/w', '/w/../x.zip', undefined],
    ['/w', '/wide/x.zip', undefined],
    ['/w', '/', undefined],
  ])('POSIX: %s to %s', (folder, path, way) => {
    expect(wayInside(folder, path, posix)).toBe(way);
  });

  test.each([
    ['D:\\a\\crm', 'D:\\a\\crm\\metadata\\crm.zip', 'metadata\\crm.zip'],
    ['D:\\a\\crm', 'd:\\A\\CRM\\x.zip', 'x.zip'],
    ['D:\\a\\crm', 'D:/a/crm/metadata/crm.zip', 'metadata\\crm.zip'],
    ['D:\\a\\crm', 'D:\\a\\crm', ''],
    ['D:\\a\\crm', 'D:\\a\\crm\\..zip', '..zip'],
    ['D:\\a\\crm', 'D:\\a\\x.zip', undefined],
    ['D:\\a\\crm', 'C:\\a\\crm\\x.zip', undefined],
    ['D:\\a\\crm', '\\\\server\\share\\x.zip', undefined],
    ['\\\\server\\share', '\\\\server\\share\\x.zip', 'x.zip'],
  ])('Windows: %s to %s', (folder, path, way) => {
    expect(wayInside(folder, path, win32)).toBe(way);
  });
});

test.each([
  ['/w/metadata/a b.zip', '/w', posix, 'metadata/a b.zip'],
  ['/w/back\\slash.zip', '/w', posix, 'back\\slash.zip'],
  ['/else/a.zip', '/w', posix, '/else/a.zip'],
  ['/w', '/w', posix, '/w'],
  ['D:\\a\\crm\\metadata\\crm.zip', 'D:\\a\\crm', win32, 'metadata/crm.zip'],
  ['C:\\else\\crm.zip', 'D:\\a\\crm', win32, 'C:\\else\\crm.zip'],
] as const)('%s is told as a developer writes it', (path, workspace, paths, shown) => {
  expect(shownPath(path, workspace, paths)).toBe(shown);
});

test('code scanning is told a path of Windows as one of the repository', () => {
  const finding = { rule: 'x', severity: 'note', place: {}, message: 'm', remedy: 'r' } as const;
  const path = shownPath('D:\\a\\crm\\metadata\\crm 1.zip', 'D:\\a\\crm', win32);
  expect(sarifJson({ path, findings: [finding] }, (text) => text)).toContain('"uri": "metadata/crm%201.zip"');
});

test.each(['metadata\\*.zip', '.\\metadata\\crm.zip', 'metadata/*.zip'])('git is asked for %s', (pattern) => {
  expect(pathsLike(['README.md', 'metadata/crm.zip'], pattern)).toEqual(['metadata/crm.zip']);
});

test('lines may end as on Windows', () => {
  const consents = [
    { kind: 'drop-table', name: 'a' },
    { kind: 'drop-column', name: 'b.c' },
  ];
  const given = readAllowDestructive('drop-table: a\r\ndrop-column: b.c\r\n');
  expect(given).toMatchObject({ problems: [], consents });
  const digest = 'c641d457731bd68f'.padEnd(64, '0');
  const file = readConsentFile(`# agreed\r\ndrop-table: a ${digest}\r\ndrop-column: b.c ${digest}\r\n`, digest);
  expect(file).toMatchObject({ problems: [], consents });
  const rules = parseRuleOverrides('secret-in-code: off\r\npython-missing: error\r\n');
  expect(rules.problems).toEqual([]);
});
