/** Rules that compare with what is there: each fires on its change, and none on an application that stays as it is. */
import { describe, expect, test } from 'vitest';
import { DB_TYPE } from '../../../src/metadata/enums.ts';
import type { Line } from '../../../src/metadata/model.ts';
import { changeRules } from '../../../src/validation/changes.ts';
import { type Target, validateMetadata } from '../../../src/validation/index.ts';
import { type Draft, draft, ID, packageOf, row } from './sample.ts';

interface Case {
  rule: string;
  says: RegExp;
  line?: Line;
  /** Changes the base. */
  base?: (rows: Draft) => void;
  change?: (rows: Draft) => void;
}

const PYTHON = new TextEncoder().encode('x = 1\n');

const CASES: readonly Case[] = [
  {
    rule: 'server-code-new',
    says: /'customers' has server code now/,
    base: (rows) => (row(rows, 'sys_items', ID.customers).f_server_module = ' \n'),
  },
  {
    rule: 'utils-file-new',
    says: /: utils\/mail\.py is new/,
    change: (rows) => rows.files.set('utils/mail.py', PYTHON),
  },
  {
    rule: 'utils-file-new',
    says: /: utils\/mail\.py is changed/,
    base: (rows) => rows.files.set('utils/mail.py', new Uint8Array([35])),
    change: (rows) => rows.files.set('utils/mail.py', PYTHON),
  },
  {
    rule: 'privileges-widened',
    says: /'Administrator' may delete 'customers' now/,
    change: (rows) => (row(rows, 'sys_privileges', 1).f_can_delete = 1),
  },
  {
    rule: 'privileges-widened',
    says: /may view 'invoices' now/,
    change: (rows) =>
      rows.sys_privileges.push({ id: 2, owner_id: 2, owner_rec_id: 1, item_id: ID.invoices, f_can_view: 1 }),
  },
  {
    rule: 'field-restriction-lifted',
    says: /may change this field now/,
    line: 7,
    change: (rows) => (row(rows, 'sys_field_privileges', 1).f_read_only = 0),
  },
  {
    rule: 'role-removed',
    says: /The role 'Clerk' is removed/,
    base: (rows) => rows.sys_roles.push({ id: 2, f_name: 'Clerk' }),
  },
  {
    rule: 'index-changed',
    says: /'SHOP_CUSTOMERS_NAME' is changed under its id/,
    change: (rows) => (row(rows, 'sys_indices', 1).f_unique_index = 1),
  },
];

function judged(line: Line, { base, change }: Partial<Case>): string[] {
  const [old, now] = [draft(line), draft(line)];
  base?.(old);
  change?.(now);
  const there = packageOf(line, old);
  const target: Target = { base: there, baseFiles: there.files };
  return validateMetadata(packageOf(line, now), target).map(
    ({ rule, severity, message }) => `${severity} ${rule}: ${message}`,
  );
}

describe.each([5, 7] as const)('line %s', (line) => {
  test('nothing changed, nothing told; without a base neither', () => {
    expect(judged(line, {})).toEqual([]);
    const rows = draft(line);
    rows.files.set('utils/mail.py', PYTHON);
    expect(
      validateMetadata(packageOf(line, rows)).filter(({ rule }) => changeRules.some(({ id }) => id === rule)),
    ).toEqual([]);
  });

  test.each(CASES.filter((each) => each.line === undefined || each.line === line))('$rule: $says', (each) => {
    const told = judged(line, each);
    expect(told).toEqual([expect.stringMatching(each.says)]);
    expect(told[0]).toContain(`warning ${each.rule}: `);
  });
});

test('a removed role is told only while users have it, where they are known', () => {
  const [old, now] = [draft(7), draft(7)];
  old.sys_roles.push({ id: 2, f_name: 'Clerk' });
  const told = (roleUsers: ReadonlyMap<number, number>) =>
    validateMetadata(packageOf(7, now), { base: packageOf(7, old), roleUsers }).map(({ message }) => message);
  expect(told(new Map([[1, 4]]))).toEqual([]);
  expect(told(new Map([[2, 1]]))).toEqual([expect.stringContaining("'Clerk' is removed: one user has it")]);
  expect(told(new Map([[2, 3]]))).toEqual([expect.stringContaining("'Clerk' is removed: 3 users have it")]);
});

test('a file of utils that the target has otherwise is told without its bytes; one that it has as well is not', () => {
  const now = draft(5);
  now.files.set('utils/mail.py', PYTHON);
  const told = (bytes: Uint8Array | undefined) =>
    validateMetadata(packageOf(5, now), { baseFiles: new Map([['utils/mail.py', bytes]]) }).map(({ rule }) => rule);
  expect(told(undefined)).toEqual(['utils-file-new']);
  expect(told(PYTHON)).toEqual([]);
});

test('a right that the base can not show is not told as new', () => {
  const [old, now] = [draft(5), draft(5)];
  old.sys_privileges = [];
  const base = packageOf(5, old);
  expect(validateMetadata(packageOf(5, now), { base }).map(({ rule }) => rule)).toEqual(['privileges-widened']);
  expect(validateMetadata(packageOf(5, now), { base, unseen: () => true })).toEqual([]);
});

test('every rule has a case', () => {
  expect(changeRules.map(({ id }) => id).filter((id) => !CASES.some(({ rule }) => rule === id))).toEqual([]);
});

test('they are told before others of their severity', () => {
  const [old, now] = [draft(7), draft(7)];
  row(old, 'sys_items', ID.customers).f_server_module = '';
  now.files.clear();
  const findings = validateMetadata(packageOf(7, now), { base: packageOf(7, old), baseFiles: new Map() });
  expect(findings.map(({ rule }) => rule)[0]).toBe('server-code-new');
});

test('two indexes with one name stop a target that gets them, and not one that has lived with them', () => {
  const same = (rows: ReturnType<typeof draft>) =>
    rows.sys_indices.push({ ...(rows.sys_indices[0] as object), id: 3, owner_rec_id: ID.invoices });
  const [old, now] = [draft(7), draft(7)];
  same(now);
  const told = () =>
    validateMetadata(packageOf(7, now), { dbType: DB_TYPE.POSTGRESQL, base: packageOf(7, old) })
      .filter(({ rule }) => rule === 'index-name-twice')
      .map(({ severity }) => severity);
  expect(told()).toEqual(['error']);
  same(old);
  expect(told()).toEqual(['warning']);
});
