/** What a zip changes of the tables that are there: each is told as bad as it is on that line and that database. */
import { describe, expect, test } from 'vitest';
import { DATA_TYPE, DB_TYPE } from '../../../src/metadata/enums.ts';
import type { Line } from '../../../src/metadata/model.ts';
import { validateMetadata } from '../../../src/validation/index.ts';
import { schemaChangeRules } from '../../../src/validation/schema-changes.ts';
import { type Draft, draft, ID, packageOf, row } from './sample.ts';

type Change = (rows: Draft) => void;
const { POSTGRESQL, MYSQL, SQLITE } = DB_TYPE;

interface Case {
  rule: string;
  what: string;
  base?: Change;
  change: Change;
  /** Severity by line and database; what is not there is not told. */
  told: Readonly<Partial<Record<`${Line} ${'postgresql' | 'mysql' | 'sqlite' | 'unknown'}`, string>>>;
}

const TARGETS = { postgresql: POSTGRESQL, mysql: MYSQL, sqlite: SQLITE, unknown: undefined } as const;
const everywhere = (severity: string): Case['told'] =>
  Object.fromEntries(
    ([5, 7] as const).flatMap((line) => Object.keys(TARGETS).map((name) => [`${line} ${name}`, severity])),
  );

const CASES: readonly Case[] = [
  {
    rule: 'item-identity',
    what: 'another table under the id',
    change: (rows) => (row(rows, 'sys_items', ID.customers).f_table_name = 'SHOP_PEOPLE'),
    told: everywhere('error'),
  },
  {
    rule: 'item-identity',
    what: 'a new item for the table of one that is gone',
    base: (rows) =>
      rows.sys_items.push({
        ...row(rows, 'sys_items', ID.virtual),
        id: 90,
        f_item_name: 'notes',
        f_virtual_table: 0,
        f_table_name: 'SHOP_NOTES',
        f_primary_key: null,
        f_deleted_flag: null,
      }),
    change: (rows) =>
      rows.sys_items.push({
        ...row(rows, 'sys_items', ID.virtual),
        id: 91,
        f_item_name: 'notes',
        f_virtual_table: 0,
        f_table_name: 'shop_notes',
        f_primary_key: null,
        f_deleted_flag: null,
      }),
    told: everywhere('warning'),
  },
  {
    rule: 'column-type-changed',
    what: 'a number becomes a text',
    change: (rows) =>
      Object.assign(row(rows, 'sys_fields', 4), { f_data_type: DATA_TYPE.TEXT, f_size: 20, f_lookup_values: null }),
    told: {
      '5 postgresql': 'error',
      '5 mysql': 'warning',
      '5 unknown': 'warning',
      '7 postgresql': 'warning',
      '7 mysql': 'warning',
      '7 unknown': 'warning',
    },
  },
  {
    rule: 'column-type-changed',
    what: 'a text becomes shorter',
    change: (rows) => (row(rows, 'sys_fields', 2).f_size = 10),
    told: {
      '5 postgresql': 'error',
      '5 mysql': 'warning',
      '5 unknown': 'warning',
      '7 mysql': 'warning',
      '7 unknown': 'warning',
    },
  },
  {
    rule: 'column-type-changed',
    what: 'a text becomes longer',
    change: (rows) => (row(rows, 'sys_fields', 2).f_size = 90),
    told: { '5 postgresql': 'error', '5 mysql': 'warning', '5 unknown': 'warning' },
  },
  {
    rule: 'column-kind-changed',
    what: 'a column becomes a lookup field',
    change: (rows) =>
      Object.assign(row(rows, 'sys_fields', 7), {
        f_data_type: 1,
        f_object: ID.customers,
        f_object_field: 2,
        f_master_field: 5,
      }),
    told: {
      '5 postgresql': 'warning',
      '5 mysql': 'warning',
      '5 unknown': 'warning',
      '7 postgresql': 'warning',
      '7 mysql': 'warning',
      '7 unknown': 'warning',
    },
  },
  {
    rule: 'table-spelling-changed',
    what: 'a table in another case',
    change: (rows) => (row(rows, 'sys_items', ID.countries).f_table_name = 'Shop_Countries'),
    told: {
      '5 postgresql': 'error',
      '5 mysql': 'warning',
      '5 unknown': 'warning',
      '7 postgresql': 'error',
      '7 mysql': 'warning',
      '7 unknown': 'warning',
    },
  },
];

const OURS = new Set(schemaChangeRules.map(({ id }) => id));

function judged(line: Line, dbType: number | undefined, { base, change }: Partial<Case>): string[] {
  const [old, now] = [draft(line), draft(line)];
  base?.(old);
  change?.(now);
  // Both from the target's own type, so that no case is changed on the way.
  const from = dbType ?? SQLITE;
  const target = { base: packageOf(line, old, from), ...(dbType === undefined ? {} : { dbType }) };
  return validateMetadata(packageOf(line, now, from), target)
    .filter(({ rule }) => OURS.has(rule))
    .map(({ severity, rule }) => `${severity} ${rule}`);
}

describe.each([5, 7] as const)('line %i', (line) => {
  describe.each(Object.entries(TARGETS))('%s', (name, dbType) => {
    test('nothing changed, nothing told', () => expect(judged(line, dbType, {})).toEqual([]));

    test.each(CASES)('$rule: $what', (each) => {
      const severity = each.told[`${line} ${name as keyof typeof TARGETS}`];
      expect(judged(line, dbType, each)).toEqual(severity === undefined ? [] : [`${severity} ${each.rule}`]);
    });
  });

  test('a base of the other line is not compared with', () => {
    const base = packageOf(line === 5 ? 7 : 5, draft(line === 5 ? 7 : 5));
    const findings = validateMetadata(packageOf(line, draft(line)), { base, dbType: POSTGRESQL });
    expect(findings.filter(({ rule }) => OURS.has(rule))).toEqual([]);
  });
});

test('every rule has a case', () => {
  expect([...OURS].filter((id) => !CASES.some(({ rule }) => rule === id))).toEqual([]);
});
