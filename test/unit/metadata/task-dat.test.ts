import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../../src/metadata/model.ts';
import { BUILDER_TABLES } from '../../../src/metadata/structure.ts';
import { parseTaskDat } from '../../../src/metadata/task-dat.ts';
import { json, put, type Sample, sample } from './sample.ts';

/** Leaves out columns of a table, names and values. */
function drop(tables: Sample, table: string, ...columns: string[]): void {
  const source = tables[table]!;
  for (const column of columns) {
    const at = source.fields.indexOf(column);
    source.fields.splice(at, 1);
    for (const record of source.records) record.splice(at, 1);
  }
}

const changed = (line: 5 | 7, change: (tables: Sample) => void): Buffer => {
  const tables = sample(line);
  change(tables);
  return json(tables);
};

describe('task.dat as Jam.py writes it', () => {
  test.each([5, 7] as const)('line %i: rows by column name, display values dropped', (line) => {
    const { metadata, findings } = parseTaskDat(json(sample(line)));
    expect(findings).toEqual([]);
    expect(metadata).toMatchObject({ line, dbType: 3 });
    expect(Object.keys(metadata!.tables)).toEqual(BUILDER_TABLES[line].map((table) => table.name));
    expect(rowsOf(metadata!, 'sys_roles')).toEqual([{ id: 1, deleted: 0, f_name: 'Administrator' }]);
    expect(rowsOf(metadata!, 'sys_items')[2]).toMatchObject({
      f_item_name: 'customers',
      f_table_name: 'SHOP_CUSTOMERS',
    });
    expect(Object.values(rowsOf(metadata!, 'sys_items')[2]!)).not.toContain('display value');
  });

  test('the order of columns does not matter', () => {
    const reversed = changed(7, ({ sys_roles }) => {
      sys_roles!.fields = ['f_name', 'deleted', 'id'];
      sys_roles!.records = [['Guest', 0, 4]];
    });
    expect(rowsOf(parseTaskDat(reversed).metadata!, 'sys_roles')).toEqual([{ f_name: 'Guest', deleted: 0, id: 4 }]);
  });

  test('rows that two exports share are held once, and no others', () => {
    const first = parseTaskDat(json(sample(7))).metadata!;
    const second = changed(7, ({ sys_items }) => put(sys_items!, 2, 'f_name', 'Clients'));
    const alike = parseTaskDat(second, first).metadata!;
    expect(alike).toEqual(parseTaskDat(second).metadata);
    const shared = rowsOf(alike, 'sys_items').map((row, index) => row === rowsOf(first, 'sys_items')[index]);
    expect(shared).toEqual(shared.map((_, index) => index !== 2));
    const narrower = changed(7, (tables) => drop(tables, 'sys_items', 'f_view_template'));
    const rows = rowsOf(parseTaskDat(narrower, first).metadata!, 'sys_items');
    expect(rows).not.toHaveLength(0);
    expect(rows.filter((row) => rowsOf(first, 'sys_items').includes(row))).toEqual([]);
  });

  test('braces, brackets and escaped quotes inside a module are only text', () => {
    const code = `x = "${'{['.repeat(200)}\\\\" # \\" "id": 1`;
    const module = changed(7, ({ sys_items }) => put(sys_items!, 0, 'f_server_module', code));
    const { metadata, findings } = parseTaskDat(module);
    expect(findings).toEqual([]);
    expect(rowsOf(metadata!, 'sys_items')[0]!.f_server_module).toBe(code);
  });
});

describe('notes', () => {
  test('an older release of the line: one note per table', () => {
    const older = changed(5, (tables) => {
      drop(tables, 'sys_items', 'f_record_version');
      drop(tables, 'sys_params', 'f_upload_file_ext', 'f_jam_version');
    });
    const { metadata, findings } = parseTaskDat(older);
    expect(findings.map(({ rule, severity, place, message }) => [rule, severity, place.table, message])).toEqual([
      [
        'task-dat-older-columns',
        'note',
        'sys_items',
        expect.stringContaining('the column f_record_version: an older release'),
      ],
      [
        'task-dat-older-columns',
        'note',
        'sys_params',
        expect.stringContaining('the columns f_jam_version, f_upload_file_ext'),
      ],
    ]);
    expect(rowsOf(metadata!, 'sys_params')).toHaveLength(1);
  });

  test('unknown columns and tables are left out', () => {
    const strange = changed(7, (tables) => {
      tables.sys_roles!.fields.push('f_mp_pool');
      tables.sys_secrets = { fields: [], records: [] };
    });
    const { metadata, findings } = parseTaskDat(strange);
    expect(findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ['task-dat-unknown', 'note', expect.stringContaining('sys_roles in task.dat has the column f_mp_pool, unknown')],
      ['task-dat-unknown', 'note', expect.stringContaining('"sys_secrets", which Jam.py 7 does not read')],
    ]);
    expect(metadata!.tables.sys_roles!.columns).not.toContain('f_mp_pool');
    expect(rowsOf(metadata!, 'sys_roles')[0]).not.toHaveProperty('f_mp_pool');
  });

  test('a deleted row is a warning', () => {
    const deleted = changed(7, ({ sys_items }) => put(sys_items!, 2, 'deleted', 1));
    expect(parseTaskDat(deleted).findings).toMatchObject([
      {
        rule: 'task-dat-deleted-row',
        severity: 'warning',
        place: { table: 'sys_items', id: 10 },
        message: expect.stringContaining('Record 3 of sys_items'),
      },
    ]);
  });
});

const DEEP = (levels: number) => Buffer.from(`{"db_type":3,"x":${'['.repeat(levels)}${']'.repeat(levels)}}`);
const text = (change: (source: string) => string) => Buffer.from(change(JSON.stringify(sample(7))));

describe('each fault has its rule and its sentence', () => {
  test.each<[string, string, Buffer, RegExp]>([
    [
      'task-dat-encoding',
      'a byte order mark',
      Buffer.concat([Buffer.from('\ufeff'), json(sample())]),
      /byte order mark/,
    ],
    ['task-dat-encoding', 'latin1', Buffer.from('{"db_type":3,"x":"\xe9"}', 'latin1'), /not valid UTF-8/],
    ['task-dat-encoding', 'UTF-16', Buffer.from('\ufeff{}', 'utf16le'), /not valid UTF-8/],
    ['task-dat-json', 'an empty file', Buffer.alloc(0), /not valid JSON: it ends too early/],
    ['task-dat-json', 'cut off', json(sample()).subarray(0, 900), /not valid JSON: /],
    ['task-dat-json', 'a trailing comma', Buffer.from('{"db_type":3,\n }'), /something is wrong at line 2, column 2/],
    ['task-dat-json', 'NaN, which Python writes', Buffer.from('{"db_type":NaN}'), /not valid JSON/],
    ['task-dat-json', 'a list', Buffer.from('[1]'), /not a JSON object/],
    ['task-dat-json', 'null', Buffer.from('null'), /not a JSON object/],
    ['task-dat-depth', 'deep nesting', DEEP(64), /deeper than 64 levels at line 1, column 81/],
    ['task-dat-depth', 'nesting that would end the process', DEEP(2_000_000), /deeper than 64/],
    [
      'task-dat-duplicate-key',
      'a table twice',
      text((source) => `{"sys_items":{"fields":[],"records":[]},${source.slice(1)}`),
      /names "sys_items" twice/,
    ],
    [
      'task-dat-duplicate-key',
      'an escaped twin',
      text((source) => `{"sys\\u005fitems":1,${source.slice(1)}`),
      /"sys_items" twice/,
    ],
    [
      'task-dat-duplicate-key',
      'a twin behind many blanks',
      text((source) => `{"sys_items"${' \n'.repeat(500)}:1,${source.slice(1)}`),
      /"sys_items" twice/,
    ],
    [
      'task-dat-duplicate-key',
      'records twice',
      text((source) => source.replace('"records":', '"records":[],"records":')),
      /"records" twice/,
    ],
    ['task-dat-table', 'no sys_items', json({ db_type: 3 }), /no table sys_items: it is no Jam.py metadata/],
    ['task-dat-table', 'sys_items of another kind', json({ db_type: 3, sys_items: [] }), /no readable table sys_items/],
    [
      'task-dat-table',
      'a missing table',
      changed(7, (tables) => delete tables.sys_privileges),
      /no table sys_privileges: an import would delete every row/,
    ],
    [
      'task-dat-table',
      'a table that is null',
      changed(7, (tables) => Object.assign(tables, { sys_roles: null })),
      /sys_roles in task.dat is not a list of fields/,
    ],
    [
      'task-dat-table',
      'fields that are no names',
      changed(7, (tables) => Object.assign(tables, { sys_roles: { fields: [1], records: [] } })),
      /sys_roles in task.dat is not a list of fields/,
    ],
    [
      'task-dat-table',
      'records that are no list',
      changed(7, (tables) =>
        Object.assign(tables, { sys_roles: { fields: ['id', 'deleted', 'f_name'], records: {} } }),
      ),
      /sys_roles in task.dat/,
    ],
    [
      'task-dat-duplicate-column',
      'a column twice',
      changed(7, ({ sys_roles }) => sys_roles!.fields.push('id')),
      /column "id" twice/,
    ],
    [
      'task-dat-columns',
      'columns that every release has',
      changed(7, (tables) => drop(tables, 'sys_roles', 'id', 'f_name')),
      /lacks the columns id, f_name, which every release/,
    ],
    [
      'task-dat-columns',
      'an empty table without columns',
      changed(7, (tables) => Object.assign(tables, { sys_indices: { fields: [], records: [] } })),
      /sys_indices in task.dat lacks the columns/,
    ],
    [
      'task-dat-record',
      'a record too short',
      changed(7, ({ sys_roles }) => sys_roles!.records.push([2])),
      /Record 2 of sys_roles in task.dat has 1 values for 3 fields/,
    ],
    [
      'task-dat-record',
      'a record that is no list',
      changed(7, ({ sys_roles }) => sys_roles!.records.push({} as never)),
      /Record 2 of sys_roles in task.dat is not a list/,
    ],
    [
      'task-dat-value',
      'an object as a value',
      changed(7, ({ sys_roles }) => put(sys_roles!, 0, 'f_name', {})),
      /f_name is a list or an object/,
    ],
    [
      'task-dat-value',
      'a number beyond exactness',
      text((source) => source.replace('"Administrator"', '9007199254740993')),
      /f_name is a number too large/,
    ],
    [
      'task-dat-value',
      'an endless number',
      text((source) => source.replace('"Administrator"', '1e999')),
      /f_name is a number too large/,
    ],
    [
      'task-dat-value',
      'half a character',
      text((source) => source.replace('Administrator', '\\ud800')),
      /lone surrogate/,
    ],
    ['task-dat-value', 'a NUL', text((source) => source.replace('Administrator', 'Admin\\u0000')), /NUL character/],
    ['task-dat-db-type', 'an unfinished project', json({ ...sample(), db_type: 0 }), /no database was chosen/],
    ['task-dat-db-type', 'no database (null)', json({ ...sample(), db_type: null }), /no database was chosen/],
    ['task-dat-db-type', 'an unknown database', json({ ...sample(), db_type: 11 }), /unknown db_type 11; Jam.py knows/],
    ['task-dat-db-type', 'a database by name', json({ ...sample(), db_type: 'sqlite' }), /unknown db_type "sqlite"/],
    ['task-dat-db-type', 'no db_type', json({ ...sample(), db_type: undefined }), /has no db_type/],
    [
      'task-dat-line-6',
      'calculations without copies',
      changed(7, (tables) => {
        drop(tables, 'sys_items', 'f_copy_of');
        delete tables.sys_field_privileges;
      }),
      /Jam.py 6, an interim line/,
    ],
    [
      'task-dat-line-6',
      'field privileges on tables of 5',
      changed(5, (tables) => Object.assign(tables, { sys_field_privileges: sample(7).sys_field_privileges })),
      /Jam.py 6/,
    ],
  ])('%s: %s', (rule, _, bytes, words) => {
    const { findings } = parseTaskDat(bytes);
    expect(findings).toMatchObject([
      {
        rule,
        severity: 'error',
        place: { entry: 'task.dat' },
        message: expect.stringMatching(words),
        remedy: expect.stringMatching(/\w/),
      },
    ]);
  });

  test('what can be read is still there for the rules', () => {
    const { metadata } = parseTaskDat(
      changed(7, (tables) => {
        delete tables.sys_privileges;
        tables.sys_roles!.records.push([2]);
      }),
    );
    expect(metadata!.tables.sys_privileges).toBeUndefined();
    expect(rowsOf(metadata!, 'sys_roles')).toHaveLength(1);
    expect(rowsOf(metadata!, 'sys_items')).toHaveLength(3);
  });

  test('an unusable file gives no metadata', () => {
    expect(parseTaskDat(Buffer.from('[]')).metadata).toBeUndefined();
    expect(parseTaskDat(changed(7, (tables) => drop(tables, 'sys_items', 'f_copy_of'))).metadata).toBeUndefined();
  });
});
