import { expect, test } from 'vitest';
import type { PromoteInputs } from '../../../src/inputs.ts';
import { DB_TYPE } from '../../../src/metadata/enums.ts';
import type { MetadataPackage } from '../../../src/metadata/model.ts';
import { askGates } from '../../../src/promotion/gates.ts';
import type { Seen } from '../../../src/promotion/look.ts';

/** The first gate that says no about an empty v7 project of this database type; '' when all let it pass. */
function refusal(dbType: number, inputs: Partial<PromoteInputs> = {}): string {
  const metadata = { line: 7 as const, dbType, tables: { sys_items: { columns: [], rows: [] } } };
  const state = { metadata, names: [], production: false, jamVersion: '7.0.120' };
  const seen = { state, migration: [], interrupted: false, catalogue: {} } as unknown as Seen;
  const zip = { ...metadata, appName: 'crm', jamVersion: '7.0.120', files: new Map() } as unknown as MetadataPackage;
  try {
    askGates({ inputs: { allowUnprovenDatabase: false, ...inputs } as PromoteInputs, zip, seen });
    return '';
  } catch (error) {
    return (error as { id: string }).id;
  }
}

test.each([
  ['SQLite', DB_TYPE.SQLITE, ''],
  ['PostgreSQL', DB_TYPE.POSTGRESQL, ''],
  ['MySQL', DB_TYPE.MYSQL, ''],
  ['Firebird', DB_TYPE.FIREBIRD, 'unproven-database'],
  ['SQLCipher', DB_TYPE.SQLCIPHER, 'unproven-database'],
])('an empty project on %s', (_name, dbType, refused) => {
  expect(refusal(dbType)).toBe(refused);
  expect(refusal(dbType, { allowUnprovenDatabase: true })).toBe('');
});
