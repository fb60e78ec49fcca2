import { describe, expect, test } from 'vitest';
import { refuse, usage } from '../../../src/errors.ts';
import { driverLogin, isPlainDsn } from '../../../src/jampy/driver-login.ts';
import type { Place } from '../../../src/promotion/preflight/places.ts';
import { type Problem, problemOf, stopFor } from '../../../src/promotion/preflight/problem.ts';
import { simpleLine } from '../../../src/promotion/preflight/service-commands.ts';
import { needsOf, spaceProblems, type Writes } from '../../../src/promotion/preflight/space.ts';
import { writeProblems } from '../../../src/promotion/preflight/write-access.ts';

const problem = (id: string, outcome: Problem['outcome'] = 'failed'): Problem => ({
  outcome,
  id,
  sentence: `${id} is wrong.`,
});

describe('several problems', () => {
  test('none is no Stop, one is its sentence', () => {
    expect(stopFor([])).toBeUndefined();
    const stop = stopFor([problem('a', 'refused')]);
    expect([stop?.id, stop?.outcome, stop?.message]).toEqual(['a', 'refused', 'a is wrong. Nothing was touched.']);
  });

  test('all are in one sentence, which says once that nothing was changed', () => {
    const stop = stopFor([problem('a'), problem('b', 'refused')]);
    expect(stop?.message).toBe(
      '2 things stand in the way of this promotion. (1) a is wrong. (2) b is wrong. Nothing was changed.',
    );
    expect([stop?.id, stop?.outcome]).toEqual(['a', 'failed']);
  });

  test("a check's own Stop becomes one; anything else is passed on", () => {
    expect(problemOf(refuse('x', 'It is so. Nothing was touched.'))).toEqual({
      outcome: 'refused',
      id: 'x',
      sentence: 'It is so.',
    });
    expect(() => problemOf(usage('x', 'wrong'))).toThrow('wrong');
    expect(() => problemOf(new Error('broken'))).toThrow('broken');
  });
});

test.each([
  ['systemctl stop app', 'systemctl', undefined],
  ['/opt/x/ctl stop', '/opt/x/ctl', undefined],
  ['sudo -n systemctl stop app', 'sudo', { user: 'root', words: ['systemctl', 'stop', 'app'] }],
  ['sudo -n -u web -- /bin/kill -HUP 5', 'sudo', { user: 'web', words: ['/bin/kill', '-HUP', '5'] }],
  // A password may be asked for, or sudo be told more than we know.
  ['sudo systemctl stop app', 'sudo', undefined],
  ['sudo -n -E systemctl stop app', 'sudo', undefined],
])('%s is a simple line', (line, program, sudo) => {
  expect(simpleLine(line)).toEqual({ program, sudo });
});

test.each([
  'a; b',
  'a && b',
  'a | b',
  'a > b',
  'a $B',
  'a "b"',
  "a 'b'",
  'a `b`',
  'a *',
  '~/a',
  'A=1 b',
  'a\nb',
  '(a)',
])('%j is one that only a shell can judge', (line) => {
  expect(simpleLine(line)).toBeUndefined();
});

const place = (more: Partial<Place> = {}): Place => ({
  writable: true,
  folder: false,
  uid: 1000,
  size: 0,
  device: '1',
  ...more,
});

describe('space', () => {
  const writes: Writes = {
    project: '/p',
    temporary: '/tmp',
    backup: '/b',
    zip: 5000,
    entries: new Map([
      ['task.dat', 9000],
      ['js/a.js', 100],
      ['index.html', 10_000],
    ]),
  };
  const there: [string, Place][] = [
    ['/p', place({ folder: true })],
    ['/p/admin.sqlite', place({ size: 40_000 })],
    ['/p/index.html', place({ size: 2000 })],
    ['/tmp', place({ folder: true, device: '2' })],
    ['/b', place({ folder: true })],
  ];

  test('each file system is asked once for all that is written there', () => {
    const needs = needsOf(writes, { at: new Map(there), uid: 1000 });
    expect(needs.map(({ path, device }) => [path, device])).toEqual([
      ['/p', '1'],
      ['/tmp', '2'],
    ]);
    expect(needs[0]?.parts.at(-1)).toBe('the backup');
    // In whole blocks: the zip 2, a copy of admin.sqlite 10, small things 16; the backup 10 and 1.
    expect(needs[0]?.bytes).toBe((2 + 10 + 16 + 10 + 1) * 4096);
    expect(needs[1]?.bytes).toBe((3 + 1 + 3) * 4096);
    expect(needs[1]?.files).toBeGreaterThanOrEqual(4);
  });

  test('both figures are told, of bytes and of inodes', () => {
    const [need] = needsOf(writes, { at: new Map(there), uid: 1000 });
    if (!need) throw new Error('nothing is needed');
    const sentences = (free: { bytes: number; files: number | undefined } | undefined) =>
      spaceProblems([{ ...need, free }], 'app.example.com').map(({ sentence }) => sentence);
    expect(sentences(undefined)).toEqual([]);
    expect(sentences({ bytes: need.bytes, files: need.files })).toEqual([]);
    expect(sentences({ bytes: need.bytes, files: undefined })).toEqual([]);
    expect(sentences({ bytes: 1024, files: 9999 })).toEqual([
      expect.stringMatching(/\/p on app\.example\.com has 1 KB left, and the import needs space for about 156 KB/),
    ]);
    expect(sentences({ bytes: 1e9, files: 2 })).toEqual([expect.stringMatching(/has 2 inodes left.* about \d+ files/)]);
  });
});

describe('rights', () => {
  const wanted = { project: '/p', files: ['js/a.js', 'index.html'], where: 'this machine', who: 'the owner' };
  const ids = (line: 5 | 7, at: [string, Place][], uid: number | undefined = 1000) =>
    writeProblems({ ...wanted, line }, { at: new Map(at), uid }).map(({ id }) => id);

  test('what is not there yet is no problem', () => {
    expect(ids(7, [['/p', place({ folder: true })]])).toEqual([]);
  });

  test.each(['/p', '/p/migration', '/p/logs', '/p/admin.sqlite', '/p/js'])('%s has to be writable', (path) => {
    expect(ids(5, [[path, place({ writable: false })]])).toEqual(['folder-not-writable']);
    expect(ids(7, [[path, place({ writable: false })]])).toEqual(['folder-not-writable']);
  });

  test('a file is removed by Jam.py 5 and written by 7; a folder of somebody else stops 7 only', () => {
    const file: [string, Place][] = [['/p/index.html', place({ writable: false })]];
    expect([ids(5, file), ids(7, file)]).toEqual([[], ['folder-not-writable']]);
    const folder: [string, Place][] = [['/p/js', place({ folder: true, uid: 0 })]];
    expect([ids(5, folder), ids(7, folder)]).toEqual([[], ['folder-of-another']]);
    expect([ids(7, folder, 0), ids(7, [['/p/js', place({ folder: true, uid: 7 })]], 0)]).toEqual([[], []]);
  });
});

describe("the login of Jam.py's own driver", () => {
  const task = {
    f_db_type: 2,
    f_alias: 'crm',
    f_login: 'app',
    f_password: 's3cret',
    f_host: 'db',
    f_port: '5433',
    f_encoding: 'UTF8',
  };

  test('PostgreSQL: 7 names the encoding, and takes a DSN before all', () => {
    const parts = { dbname: 'crm', user: 'app', password: 's3cret', host: 'db', port: '5433' };
    expect(driverLogin({ ...task, f_db_type: 2 }, 5)).toBeUndefined();
    const postgres = { ...task, f_db_type: 3 };
    expect(driverLogin(postgres, 5)).toEqual({ driver: 'psycopg2', options: parts });
    expect(driverLogin(postgres, 7)).toEqual({ driver: 'psycopg2', options: { ...parts, client_encoding: 'UTF8' } });
    expect(driverLogin({ ...postgres, f_dsn: 'service=crm' }, 7)).toEqual({
      driver: 'psycopg2',
      options: { dsn: 'service=crm' },
    });
    expect(driverLogin({ ...postgres, f_dsn: 'service=crm' }, 5)).toEqual({ driver: 'psycopg2', options: parts });
  });

  test('MySQL: the library is chosen in 7', () => {
    const mysql = { ...task, f_db_type: 4 };
    expect(driverLogin(mysql, 5)).toMatchObject({ driver: 'MySQLdb', options: { charset: 'UTF8', use_unicode: true } });
    expect(driverLogin({ ...mysql, f_python_library: 1 }, 7)).toMatchObject({ driver: 'MySQLdb' });
    expect(driverLogin({ ...mysql, f_python_library: 2 }, 7)).toMatchObject({ driver: 'mysql.connector' });
    expect(driverLogin(mysql, 7)).toMatch(/does not say with which Python library/);
  });

  test.each([
    ['host=db password=s3cret', true],
    ["host=db password='s3 \\' cret'", true],
    ['postgres://app:s3cret@db/crm', true],
    ['host=db password=s3 cret', false],
    ['postgres://app:s3@cret@db/crm', false],
  ])('%s is a DSN that libpq reads as a person does: %s', (dsn, plain) => {
    expect(isPlainDsn(dsn)).toBe(plain);
  });
});
