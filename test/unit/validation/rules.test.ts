/** Each rule fires on the one thing that it guards, and on nothing else. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/finding.ts';
import { DB_TYPE, TYPE } from '../../../src/metadata/enums.ts';
import type { Line, MetadataPackage } from '../../../src/metadata/model.ts';
import { RULES, type Target, validateMetadata } from '../../../src/validation/index.ts';
import { NEW_ON } from './cases/case.ts';
import { CODE_CASES } from './cases/code.ts';
import { NAMES_CASES } from './cases/names.ts';
import { REFERENCES_CASES } from './cases/references.ts';
import { ROWS_CASES } from './cases/rows.ts';
import { TARGET_CASES, textKey } from './cases/target.ts';
import { TRAP_CASES } from './cases/traps.ts';
import { draft, ID, keyOf, packageOf, row } from './sample.ts';

const CASES = [...ROWS_CASES, ...REFERENCES_CASES, ...NAMES_CASES, ...TARGET_CASES, ...TRAP_CASES, ...CODE_CASES];

function told(metadata: MetadataPackage, target?: Target): string[] {
  return apartFromMove('', validateMetadata(metadata, target)).map(({ severity, rule }) => `${severity} ${rule}`);
}

const BOTH: readonly Line[] = [5, 7];

/** Findings without that the application comes from another type of database, which has a case of its own. */
function apartFromMove(rule: string, findings: readonly Finding[]): Finding[] {
  const moved = 'database-type-differs';
  return findings.filter((finding) => rule === moved || finding.rule !== moved);
}

describe('a complete application', () => {
  for (const line of BOTH) {
    for (const dbType of [undefined, DB_TYPE.SQLITE, DB_TYPE.POSTGRESQL, DB_TYPE.MYSQL, DB_TYPE.ORACLE]) {
      it(`of line ${line} has no finding on database ${dbType}`, () => {
        const target = dbType === undefined ? undefined : NEW_ON(dbType);
        expect(told(packageOf(line, draft(line)), target)).toEqual([]);
      });
    }
  }
});

describe('each rule fires on what it guards', () => {
  for (const { rule, what, severity, line, target, dbType, change } of CASES) {
    for (const each of line === undefined ? BOTH : [line]) {
      it(`${rule}: ${what} (${each})`, () => {
        const rows = draft(each);
        change(rows, each);
        const findings = apartFromMove(rule, validateMetadata(packageOf(each, rows, dbType), target));
        expect(new Set(findings.map((finding) => `${finding.severity} ${finding.rule}`))).toEqual(
          new Set([`${severity} ${rule}`]),
        );
        for (const finding of findings) {
          expect(finding.message).toMatch(/\.$/);
          expect(finding.remedy).toMatch(/\.$/);
        }
      });
    }
  }

  it('and every rule has such a case', () => {
    const tested = new Set(CASES.map(({ rule }) => rule));
    // Those that compare with a base have a test of their own (changes.test.ts).
    const others = RULES.filter(({ family }) => family !== 'changes');
    expect(others.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
  });
});

describe('findings', () => {
  it('name item and field', () => {
    const rows = draft(5);
    row(rows, 'sys_fields', 4).f_lookup_values = 9;
    const place = validateMetadata(packageOf(5, rows))[0]?.place;
    expect(place).toEqual({ table: 'sys_fields', id: 4, item: 'customers', field: 'state' });
  });

  it('come worst first, and always in the same order', () => {
    const rows = draft(7);
    rows.files.clear();
    row(rows, 'sys_fields', 7).f_field_name = 'hidden';
    row(rows, 'sys_fields', 4).f_lookup_values = 9;
    const first = validateMetadata(packageOf(7, rows));
    expect(first.map(({ severity }) => severity)).toEqual(['error', 'warning', 'note']);
    expect(validateMetadata(packageOf(7, rows))).toEqual(first);
  });

  it('of one rule are cut at 20, errors before warnings, with the number of the rest', () => {
    const rows = draft(7);
    const add = (id: number, name: string) =>
      rows.sys_fields.push({ ...row(rows, 'sys_fields', 1), id, f_field_name: name, f_db_field_name: `C${id}` });
    for (let id = 1000; id < 1030; id++) add(id, ['alert', 'controls', 'message'][id % 3]!);
    add(1030, 'active');
    const findings = validateMetadata(packageOf(7, rows)).filter(({ rule }) => rule === 'field-name-reserved');
    expect(findings).toHaveLength(21);
    expect(findings[0]).toMatchObject({ severity: 'error', place: { field: 'active' } });
    expect(findings.at(-1)?.message).toBe('11 more of the same kind are not listed.');
  });

  it('count privileges of missing items in one note', () => {
    const rows = draft(5);
    for (let id = 2; id < 60; id++) rows.sys_privileges.push({ ...rows.sys_privileges[0]!, id, item_id: 1000 + id });
    expect(validateMetadata(packageOf(5, rows)).map(({ message }) => message)).toEqual([
      '58 privileges are for items that are not in the zip.',
    ]);
  });

  it('without a target name the databases where it fails', () => {
    const rows = draft(7);
    textKey(rows);
    expect(validateMetadata(packageOf(7, rows))[0]?.message).toContain('on PostgreSQL and MySQL/MariaDB');
  });

  it('are quiet about tables that are there already', () => {
    const rows = draft(7);
    textKey(rows);
    for (const known of ['shop_invoices', String(ID.invoices)]) {
      expect(told(packageOf(7, rows), { dbType: DB_TYPE.POSTGRESQL, existingTables: new Set([known]) })).toEqual([]);
    }
  });

  it('are quiet where the database accepts it', () => {
    const rows = draft(7);
    textKey(rows);
    expect(told(packageOf(7, rows), NEW_ON(DB_TYPE.SQLITE))).toEqual([]);
  });
});

describe('rules', () => {
  it('have different ids', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  it('look at a large application once, not once for every item', () => {
    const rows = draft(7);
    for (let item = 0; item < 2000; item++) {
      const id = 10_000 + item;
      rows.sys_items.push({
        ...row(rows, 'sys_items', ID.customers),
        id,
        f_item_name: `i${id}`,
        f_table_name: `T${id}`,
        f_primary_key: id * 100,
        f_deleted_flag: null,
      });
      for (let index = 0; index < 20; index++) {
        rows.sys_fields.push({
          ...row(rows, 'sys_fields', 7),
          id: id * 100 + index,
          owner_rec_id: id,
          f_field_name: `f${index}`,
          f_db_field_name: `F${index}`,
          f_data_type: 2,
          f_object: index ? ID.customers : null,
          f_object_field: index ? 2 : null,
        });
      }
    }
    expect(told(packageOf(7, rows))).toEqual([]);
  });

  it('judge a task row of the wrong type', () => {
    const rows = draft(5);
    row(rows, 'sys_items', ID.sales).type_id = TYPE.TASK;
    expect(told(packageOf(5, rows))).toContain('warning task-row');
  });

  it('accept the key of a group for its items on 5', () => {
    expect(keyOf(5, ID.customers)).toBe(keyOf(5, ID.countries));
  });
});
