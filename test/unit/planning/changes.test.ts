/** What a reviewer is told of the difference of two releases, record by record. */
import { describe, expect, test } from 'vitest';
import type { Line } from '../../../src/metadata/model.ts';
import { changesOf } from '../../../src/planning/changes.ts';
import { type Draft, draft, ID, packageOf, row } from '../validation/sample.ts';

/** `kind object name: column before → after`, one a change. */
function told(line: Line, change: (rows: Draft) => void): string[] {
  const now = draft(line);
  change(now);
  return changesOf(packageOf(line, draft(line)), packageOf(line, now)).map(({ kind, object, name, from, values }) => {
    const of = from === undefined ? name : `${from} → ${name}`;
    const what = values.map(({ column, before, after }) => `${column} ${before} → ${after}`).join(', ');
    return `${kind} ${object} ${of}${what ? `: ${what}` : ''}`;
  });
}

describe.each([5, 7] as const)('line %i', (line) => {
  test('nothing', () => expect(told(line, () => {})).toEqual([]));

  test('a renamed field is one change, with both names', () => {
    const changes = told(line, (rows) => (row(rows, 'sys_fields', 2).f_field_name = 'full_name'));
    expect(changes).toEqual(['renamed field customers.name → customers.full_name: f_field_name name → full_name']);
  });

  test('types are told by their names', () => {
    const changes = told(line, (rows) => (row(rows, 'sys_fields', 4).f_data_type = 1));
    expect(changes).toEqual(['changed field customers.state: f_data_type INTEGER → TEXT']);
  });

  test('fields of an index are told by their names', () => {
    const changes = told(line, (rows) => (row(rows, 'sys_indices', 1).f_fields_list = '[[3, true], [999, false]]'));
    expect(changes).toEqual([
      'changed index customers.SHOP_CUSTOMERS_NAME: f_fields_list name → country descending, field 999',
    ]);
  });

  test('a list that can not be read is told as it is', () => {
    const changes = told(line, (rows) => (row(rows, 'sys_indices', 1).f_fields_list = 'name'));
    expect(changes).toEqual(['changed index customers.SHOP_CUSTOMERS_NAME: f_fields_list name → name']);
  });

  test('forms are told without what is in them, and Jam.py’s own columns not at all', () => {
    const changes = told(line, (rows) => {
      Object.assign(row(rows, 'sys_items', ID.customers), { f_info: 'json{}', has_children: 1, f_js_funcs: 'x' });
    });
    expect(changes).toEqual(['changed item customers: f_info forms and views → other forms and views']);
  });

  test('a record that comes, and one that goes', () => {
    const changes = told(line, (rows) => {
      rows.sys_roles.push({ id: 2, f_name: 'Clerk' });
      rows.sys_lookup_lists = [];
    });
    expect(changes.map((change) => change.split(':')[0])).toEqual([
      'added role Clerk',
      expect.stringMatching(/^removed lookup-list /),
    ]);
  });
});
