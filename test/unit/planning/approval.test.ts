/** What an approval is bound to, and what is told when it moved. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  type Approvable,
  approvable,
  movedSince,
  readApproval,
  type Sight,
  writeApproval,
} from '../../../src/planning/approval.ts';
import type { CatalogueTable } from '../../../src/planning/catalogue.ts';
import type { Loss, Plan } from '../../../src/planning/plan.ts';
import { planOf } from '../report/sample.ts';

const WHERE = ['app.example.com', '', '/srv/app', 'app.example.com', '/'];
const zip = { digest: 'c641d457731bd68fa517ae93c982a1b9731a49f43a8b01cd75cae5c9bd14ab64' };

function table(name: string, ...columns: string[]): CatalogueTable {
  const list = columns.map((column) => [column, { name: column, type: 'TEXT' }] as const);
  return { name, columns: new Map(list), primaryKey: ['id'], indexes: [], foreignKeys: [] };
}

function sight(change: { caption?: string; build?: number; more?: CatalogueTable[] } & Partial<Sight> = {}): Sight {
  const items = { columns: ['id', 'f_item_name', 'f_name'], rows: [] as never[] };
  const rows = [
    { id: 1, f_item_name: 'crm', f_name: 'CRM' },
    { id: 2, f_item_name: 'customers', f_name: change.caption ?? 'Customers' },
  ];
  const params = { columns: ['id', 'f_build_version'], rows: [{ id: 1, f_build_version: change.build ?? 1 }] };
  const tables = [table('crm_customers', 'id', 'name'), ...(change.more ?? [])];
  return {
    metadata: { line: 7, dbType: 2, tables: { sys_items: { ...items, rows }, sys_params: params } },
    source: 'admin.sqlite',
    jamVersion: '7.0.120',
    catalogue: { dialect: 'postgresql', ignoresCase: false, tables: new Map(tables.map((each) => [each.name, each])) },
    files: new Map([['js/app.js', 'a'.repeat(64)]]),
    ...change,
  };
}

function planWith(rows: number | undefined, sql = 'DROP TABLE "old"'): Plan {
  const plan = planOf('old');
  const losses = [{ ...plan.losses[0], ...(rows === undefined ? {} : { rows }) } as Loss];
  return { ...plan, losses, statements: [{ sql, kind: 'drop-table', table: 'old', itemId: 1, risk: 'safe' }] };
}

const APPROVED = approvable(zip, WHERE, sight(), planWith(0));
const passedOn = () => readApproval(writeApproval(APPROVED)) as Approvable;

test('passes through one line, which a job can hand on', () => {
  const text = writeApproval(APPROVED);
  expect(text).toMatch(/^plan1\.[\w-]+$/);
  expect(readApproval(text)).toEqual(APPROVED);
});

test.each([
  ['the same', {}],
  ['counters of a restart', { build: 7 }],
])('%s is what was approved', (_, change) => {
  expect(movedSince(passedOn(), approvable(zip, WHERE, sight(change), planWith(0)))).toEqual([]);
});

test.each<[string, Approvable, string[]]>([
  ['an item', approvable(zip, WHERE, sight({ caption: 'Clients' }), planWith(0)), ['item customers (2) changed']],
  [
    'a table',
    approvable(zip, WHERE, sight({ more: [table('new', 'id')] }), planWith(0)),
    ['table new in the database is new'],
  ],
  ['a file', approvable(zip, WHERE, sight({ files: new Map() }), planWith(0)), ['file js/app.js is gone']],
  [
    'Jam.py',
    approvable(zip, WHERE, sight({ jamVersion: '7.0.121' }), planWith(0)),
    ['Jam.py of the target is 7.0.121, was 7.0.120'],
  ],
  [
    'the database, which is not seen any more',
    approvable(zip, WHERE, sight({ catalogue: undefined }), planWith(0)),
    ['the database is not looked at, was looked at', 'table crm_customers in the database is gone'],
  ],
  ['what is lost', approvable(zip, WHERE, sight(), planWith(3)), ['loss drop-table: old is with data, was empty']],
  ['the SQL', approvable(zip, WHERE, sight(), planWith(0, 'DROP TABLE "new"')), ['the SQL changed']],
  ['the place', approvable(zip, ['', '', '/srv/other', '', ''], sight(), planWith(0)), ['the target is another one']],
  [
    'the zip',
    approvable({ digest: 'f'.repeat(64) }, WHERE, sight(), planWith(0)),
    ['the metadata zip is another one (ffffffffffffffff, approved was c641d457731bd68f)'],
  ],
])('%s moved', (_, now, moved) => {
  expect(movedSince(passedOn(), now)).toEqual(moved);
});

test('rows that come and go in what is lost anyway move nothing', () => {
  const approved = approvable(zip, WHERE, sight(), planWith(3));
  expect(movedSince(approved, approvable(zip, WHERE, sight(), planWith(4)))).toEqual([]);
  expect(movedSince(approved, approvable(zip, WHERE, sight(), planWith(undefined)))).toEqual([
    'loss drop-table: old is not counted, was with data',
  ]);
});

test('of a target with too many objects it is told that it moved', () => {
  const more = Array.from({ length: 9000 }, () => table(randomBytes(8).toString('hex'), 'id'));
  const many = approvable(zip, WHERE, sight({ more }), planWith(0));
  const text = writeApproval(many);
  expect(text.length).toBeLessThan(1000);
  const approved = readApproval(text) as Approvable;
  expect(movedSince(approved, many)).toEqual([]);
  expect(movedSince(approved, APPROVED)).toEqual(['the target changed']);
});

test('of 3,000 tables each is known', () => {
  const more = Array.from({ length: 3000 }, (_, at) => table(`application_table_${at}`, 'id'));
  const text = writeApproval(approvable(zip, WHERE, sight({ more }), planWith(0)));
  expect(text.length).toBeLessThan(100_000);
  expect(readApproval(text)?.parts).toHaveProperty(['table application_table_2999 in the database']);
});

test.each(['', 'plan1.', 'plan1.AAAA', 'c641d457731bd68f', `plan2.${'A'.repeat(20)}`, 'plan1.a b'])(
  '%j is no plan-digest',
  (text) => {
    expect(readApproval(text)).toBeUndefined();
  },
);

test('one that unpacks to gigabytes is not unpacked', async () => {
  const { deflateRawSync } = await import('node:zlib');
  const bomb = `plan1.${deflateRawSync(Buffer.alloc(50_000_000, 32)).toString('base64url')}`;
  expect(readApproval(bomb)).toBeUndefined();
});
