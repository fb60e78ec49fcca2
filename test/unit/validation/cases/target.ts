/** What is broken on some databases only. */
import { DB_TYPE } from '../../../../src/metadata/enums.ts';
import { type Draft, ID, row } from '../sample.ts';
import { type Case, NEW_ON } from './case.ts';

export const TARGET_CASES: readonly Case[] = [
  {
    rule: 'name-case',
    what: 'upper case on PostgreSQL',
    severity: 'note',
    dbType: DB_TYPE.POSTGRESQL,
    change: () => {},
  },
  {
    rule: 'database-type-differs',
    what: 'from SQLite to PostgreSQL',
    severity: 'note',
    dbType: DB_TYPE.SQLITE,
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: () => {},
  },
  {
    rule: 'primary-key-type',
    what: 'no target',
    severity: 'warning',
    change: textKey,
  },
  {
    rule: 'primary-key-type',
    what: '7 on PostgreSQL, new',
    severity: 'error',
    line: 7,
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: textKey,
  },
  {
    rule: 'primary-key-type',
    what: 'MySQL, new',
    severity: 'error',
    target: NEW_ON(DB_TYPE.MYSQL),
    change: textKey,
  },
  {
    rule: 'primary-key-type',
    what: 'MySQL, not known whether new',
    severity: 'warning',
    target: { dbType: DB_TYPE.MYSQL },
    change: textKey,
  },
  {
    rule: 'primary-key-type',
    what: 'a database never tried',
    severity: 'warning',
    target: NEW_ON(DB_TYPE.ORACLE),
    change: textKey,
  },
  {
    rule: 'column-name',
    what: 'empty, no target',
    severity: 'warning',
    change: noColumn,
  },
  {
    rule: 'column-name',
    what: 'empty, PostgreSQL, new',
    severity: 'error',
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: noColumn,
  },
  {
    rule: 'column-name',
    what: 'calculated field',
    severity: 'error',
    line: 7,
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: (r) => (row(r, 'sys_fields', 11).f_db_field_name = ''),
  },
  {
    rule: 'column-name',
    what: 'twice, SQLite, new',
    severity: 'error',
    target: NEW_ON(DB_TYPE.SQLITE),
    change: (r) => (row(r, 'sys_fields', 4).f_db_field_name = 'NAME'),
  },
  {
    rule: 'index-field',
    what: 'lookup field, no target',
    severity: 'warning',
    change: lookupIndex,
  },
  {
    rule: 'index-field',
    what: 'lookup field, PostgreSQL, new',
    severity: 'error',
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: lookupIndex,
  },
  {
    rule: 'index-field',
    what: 'missing field',
    severity: 'error',
    target: NEW_ON(DB_TYPE.MYSQL),
    change: (r) => (r.sys_indices[0]!.f_fields_list = '[[99, false]]'),
  },
  {
    rule: 'database-name-too-long',
    what: 'no target',
    severity: 'warning',
    change: (r) => (r.sys_indices[0]!.f_index_name = 'I'.repeat(65)),
  },
  {
    rule: 'database-name-too-long',
    what: 'MySQL, new',
    severity: 'error',
    target: NEW_ON(DB_TYPE.MYSQL),
    change: (r) => (r.sys_indices[0]!.f_index_name = 'I'.repeat(65)),
  },
  {
    rule: 'database-name-too-long',
    what: 'table of 5 on PostgreSQL',
    severity: 'error',
    line: 5,
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: (r) => (row(r, 'sys_items', ID.invoices).f_table_name = 'T'.repeat(64)),
  },
];

/** A text key for the invoices alone (on 5 the group's key is shared). */
export function textKey(rows: Draft): void {
  rows.sys_fields.push({
    id: 50,
    owner_id: 3,
    owner_rec_id: ID.invoices,
    f_name: 'Number',
    f_field_name: 'number',
    f_db_field_name: 'NUMBER',
    f_data_type: 1,
    f_size: 20,
  });
  row(rows, 'sys_items', ID.invoices).f_primary_key = 50;
}

export function noColumn(rows: Draft): void {
  row(rows, 'sys_fields', 7).f_db_field_name = '';
}

function lookupIndex(rows: Draft): void {
  rows.sys_indices.push({ id: 3, owner_rec_id: ID.invoices, f_index_name: 'I3', f_fields_list: '[[6, true]]' });
}
