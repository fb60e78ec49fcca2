/** SQL that Jam.py writes and a server refuses. */
import { DB_TYPE } from '../../../../src/metadata/enums.ts';
import { type Draft, draft, ID, packageOf, row } from '../sample.ts';
import { type Case, NEW_ON } from './case.ts';

/** An application that is there, to which a zip adds something. */
const onTop = (line: 5 | 7, dbType: number) => ({ dbType, base: packageOf(line, draft(line)) });

const DATE_WITH_SIZE = {
  id: 50,
  owner_id: 3,
  owner_rec_id: ID.customers,
  f_name: 'Since',
  f_field_name: 'since',
  f_db_field_name: 'SINCE',
  f_data_type: 5,
  f_size: 10,
};

function wordForNumber(rows: Draft): void {
  Object.assign(row(rows, 'sys_fields', 7), { f_default_value: 'many' });
}

function virtualIndex(rows: Draft): void {
  row(rows, 'sys_items', ID.virtual).f_table_name = 'SHOP_SCRATCH';
  const fields = `[[${row(rows, 'sys_items', ID.virtual).f_primary_key}, false]]`;
  rows.sys_indices.push({ id: 9, owner_rec_id: ID.virtual, f_index_name: 'SCRATCH_IDX', f_fields_list: fields });
}

export const TRAP_CASES: readonly Case[] = [
  {
    rule: 'column-size',
    what: 'a date with a size, added on MySQL',
    severity: 'error',
    line: 7,
    target: onTop(7, DB_TYPE.MYSQL),
    change: (rows) => rows.sys_fields.push(DATE_WITH_SIZE),
  },
  {
    rule: 'column-size',
    what: 'a date with a size, added by Jam.py 5 on PostgreSQL',
    severity: 'error',
    line: 5,
    target: onTop(5, DB_TYPE.POSTGRESQL),
    change: (rows) => rows.sys_fields.push(DATE_WITH_SIZE),
  },
  {
    rule: 'column-size',
    what: 'a text without a size, new on MySQL',
    severity: 'error',
    target: NEW_ON(DB_TYPE.MYSQL),
    change: (rows) => (row(rows, 'sys_fields', 2).f_size = 0),
  },
  {
    rule: 'column-default',
    what: 'a word for a number, new on PostgreSQL',
    severity: 'error',
    line: 7,
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: wordForNumber,
  },
  {
    rule: 'column-default',
    what: 'a word for a number, no target',
    severity: 'warning',
    line: 7,
    change: wordForNumber,
  },
  {
    rule: 'virtual-item-index',
    what: 'new on PostgreSQL',
    severity: 'error',
    line: 7,
    target: NEW_ON(DB_TYPE.POSTGRESQL),
    change: virtualIndex,
  },
  {
    rule: 'virtual-item-index',
    what: 'no target',
    severity: 'warning',
    line: 7,
    change: virtualIndex,
  },
];
