import { describe, expect, test } from 'vitest';
import { openPackage } from '../../../src/metadata/package.ts';
import { type ForgedEntry, zipOf } from './hostile-zip.ts';
import { json, put, type Sample, sample } from './sample.ts';

const FILES: readonly ForgedEntry[] = [
  { name: 'index.html', data: '<html></html>' },
  { name: 'js/shop.js', data: 'task.events.events1 = new Events1();' },
  { name: 'css/lists', data: '' },
];

function open(change: (tables: Sample) => void = () => {}, files: readonly ForgedEntry[] = FILES, line: 5 | 7 = 7) {
  const tables = sample(line);
  change(tables);
  return openPackage(zipOf([{ name: 'task.dat', data: json(tables) }, ...files]));
}
const digest = (...given: Parameters<typeof open>) => open(...given).package!.digest;

test('a package knows its application', () => {
  const { package: opened, entries, findings } = open();
  expect(findings).toEqual([]);
  expect(opened).toMatchObject({
    line: 7,
    dbType: 3,
    appName: 'shop',
    appCaption: 'Shop',
    appVersion: '1.2.0',
    jamVersion: '7.0.120',
  });
  expect([...opened!.files.keys()]).toEqual(['index.html', 'js/shop.js', 'css/lists']);
  expect([...entries.keys()]).toEqual(['task.dat', 'index.html', 'js/shop.js', 'css/lists']);
  expect(opened!.digest).toMatch(/^[0-9a-f]{64}$/);
});

test('without a TASK row and parameters there is still a package, for the rules to speak about', () => {
  const { package: opened } = open((tables) => {
    tables.sys_items!.records = [];
    tables.sys_params!.records = [];
  });
  expect(opened).toMatchObject({ appName: '', appCaption: '', appVersion: '', jamVersion: undefined });
});

describe('no package', () => {
  test.each<[string, ForgedEntry[], string[], RegExp]>([
    ['a zip without task.dat', [...FILES], ['zip-no-task-dat'], /no task.dat at its root: it is not/],
    ['an empty zip', [], ['zip-no-task-dat'], /no task.dat/],
    [
      'a zip that was packed with its folder',
      [{ name: 'shop/task.dat', data: json(sample()) }],
      ['zip-place', 'zip-no-task-dat'],
      /only one in the folder "shop"/,
    ],
    ['a task.dat that was refused', [{ name: 'task.dat', data: '{}', crc: 1 }, ...FILES], ['zip-crc'], /checksum/],
    ['a broken task.dat', [{ name: 'task.dat', data: '{' }], ['task-dat-json'], /not valid JSON/],
  ])('%s', (_, entries, rules, words) => {
    const opened = openPackage(zipOf(entries));
    expect(opened.package).toBeUndefined();
    expect(opened.findings.map((finding) => finding.rule)).toEqual(rules);
    expect(opened.findings.at(-1)!.message).toMatch(words);
  });

  test('not a zip: told once', () => {
    expect(openPackage(Buffer.from('hello')).findings.map((finding) => finding.rule)).toEqual(['zip-not-a-zip']);
  });
});

describe('the digest names the meaning', () => {
  test.each<[string, (tables: Sample) => void]>([
    [
      'counters that an import keeps',
      ({ sys_params }) =>
        ['f_modification', 'f_build_version', 'f_params_version', 'f_field_id_gen'].forEach((column) => {
          put(sys_params!, 0, column, 4711);
        }),
    ],
    [
      'switches that an import keeps',
      ({ sys_params }) =>
        [
          'f_safe_mode',
          'f_debugging',
          'f_production',
          'f_maintenance',
          'f_import_delay',
          'f_client_modified',
          'f_server_modified',
        ].forEach((column) => {
          put(sys_params!, 0, column, 1);
        }),
    ],
    ['the generator, which an import never takes', ({ sys_items }) => put(sys_items!, 2, 'f_gen_name', 'X_SEQ')],
    ['display values', ({ sys_items }) => sys_items!.records[2]!.push('Catalogs', 'Shop')],
    ['the order of rows', ({ sys_items }) => sys_items!.records.reverse()],
    [
      'the order of columns',
      ({ sys_roles }) => {
        sys_roles!.fields = ['f_name', 'id', 'deleted'];
        sys_roles!.records = [['Administrator', 1, 0]];
      },
    ],
    ['true for 1', ({ sys_roles }) => put(sys_roles!, 0, 'deleted', false)],
  ])('%s: the same digest', (_, change) => {
    expect(digest(change)).toBe(digest());
  });

  test('another order, packing and time of the files: the same digest', () => {
    expect(digest(undefined, FILES.toReversed())).toBe(digest());
    expect(
      digest(
        undefined,
        FILES.map((file) => ({ ...file, method: 0, mode: 0o100600 })),
      ),
    ).toBe(digest());
  });

  test('every other change: another digest', () => {
    const changes: ((tables: Sample) => void)[] = [
      ({ sys_items }) => put(sys_items!, 0, 'f_server_module', 'def on_open(task):\n    pasS\n'),
      ({ sys_items }) => put(sys_items!, 2, 'f_index', 0),
      ({ sys_items }) => put(sys_items!, 2, 'f_name', ''),
      ({ sys_items }) => put(sys_items!, 2, 'f_name', null),
      ({ sys_items }) => put(sys_items!, 2, 'id', 11),
      ({ sys_items }) => sys_items!.records.pop(),
      ({ sys_params }) => put(sys_params!, 0, 'f_version', '1.2.1'),
      ({ sys_roles }) => sys_roles!.records.push([2, 0, 'Guest']),
      ({ sys_roles }) => put(sys_roles!, 0, 'f_name', 1),
      ({ sys_lookup_lists }) => sys_lookup_lists!.records.push([2, 0, 'Guest', null]),
      ({ sys_privileges }) => sys_privileges!.fields.splice(-1, 1),
      (tables) => delete tables.sys_privileges,
      (tables) => Object.assign(tables, { db_type: 4 }),
    ];
    const files: ForgedEntry[][] = [
      [...FILES, { name: 'js/other.js', data: '' }],
      FILES.slice(1),
      FILES.map((file) => (file.name === 'index.html' ? { ...file, data: '<html> </html>' } : file)),
      FILES.map((file) => (file.name === 'css/lists' ? { ...file, name: 'css/list' } : file)),
    ];
    const digests = [
      digest(),
      digest(undefined, FILES, 5),
      ...changes.map((change) => digest(change)),
      ...files.map((each) => digest(undefined, each)),
    ];
    expect(new Set(digests).size).toBe(2 + changes.length + files.length);
  });

  test('text can not be moved over the border of two values or two files', () => {
    const list = (text: string, name: string) =>
      digest(({ sys_lookup_lists }) => sys_lookup_lists!.records.push([1, 0, name, text]));
    expect(list('atextb', '')).not.toBe(list('a', 'btext'));
    expect(list('a', 'b')).not.toBe(list('', 'ab'));
    const two = (first: string, second: string) =>
      digest(undefined, [
        { name: 'js/a', data: first },
        { name: 'js/b', data: second },
      ]);
    expect(two('', '4:js/bz')).not.toBe(two('4:js/b', 'z'));
    expect(two('1', '')).not.toBe(two('', '1'));
  });
});
