import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseImportLog } from '../../../src/jampy/import-log.ts';

/** As Jam.py writes it: every line of progress, statement and error after a line break of its own. */
function logOf(headline: string, parts: readonly string[]): string {
  return `${headline}\n\n${parts.map((part) => `\n${part}`).join('')}`;
}

const table = (name: string, lines: readonly string[]) => `CREATE TABLE "${name}"\n(\n${lines.join(',\n')})\n`;
const EXISTS = `(1050, "Table 'crm_customers' already exists")`;
const NO_COLUMN = `(1072, "Key column 'city' doesn't exist in table")`;

describe('the import log', () => {
  test('counts each failed statement once, also behind tables of many lines', () => {
    const text = logOf('THE METADATA HAVE BEEN SUCCESSFULLY IMPORTED', [
      'Import: reading data\n',
      'Import: applying changes to the database\n',
      table('crm_countries', ['"id" INT NOT NULL AUTO_INCREMENT', '"iso_code" VARCHAR(2)', 'PRIMARY KEY("id")']),
      table('crm_customers', ['"id" INT NOT NULL AUTO_INCREMENT', '"name" VARCHAR(80)', 'PRIMARY KEY("id")']),
      EXISTS,
      // MySQL's driver goes on with the latest error behind statements that worked.
      table('crm_tariffs', ['"id" INT NOT NULL AUTO_INCREMENT', 'PRIMARY KEY("id")']),
      EXISTS,
      'CREATE  INDEX "crm_customers_place" ON "crm_customers" ("city" )',
      NO_COLUMN,
      'CREATE  INDEX "crm_tariffs_name" ON "crm_tariffs" ("name" )',
      NO_COLUMN,
      'Import: applying changes to admin.sqlite\n',
      'Import: copying files\n',
    ]);
    const log = parseImportLog(text, true);
    expect(log.statements).toHaveLength(5);
    expect(log.failures.map(({ sql, error }) => [sql.split('\n')[0], error])).toEqual([
      ['CREATE TABLE "crm_customers"', EXISTS],
      ['CREATE  INDEX "crm_customers_place" ON "crm_customers" ("city" )', NO_COLUMN],
    ]);
  });

  test('statements without errors are no failures', () => {
    const text = logOf('DIE METADATEN WURDEN IMPORTIERT', [
      'Import: Daten lesen\n',
      'CREATE SEQUENCE "crm_tariffs_id_seq"',
      table('crm_tariffs', ['"id" INTEGER PRIMARY KEY', '"price" NUMERIC']),
      'ALTER TABLE "crm_customers" DROP COLUMN "fax"',
      'Import: admin.sqlite\n',
      'Import: Dateien\n',
    ]);
    expect(parseImportLog(text, true)).toMatchObject({ statements: [{}, {}, {}], failures: [] });
  });
});

/** Logs that Jam.py wrote when the lab's application was imported; in the broken ones a table or column was gone. */
function realLog(name: string): string {
  return readFileSync(new URL(`./import-logs/${name}.log`, import.meta.url), 'utf8');
}

const GONE = 'ALTER TABLE "crm_customers" DROP "fax"';

test.each<[string, boolean, number, string[]]>([
  ['7.0.120-mariadb-german', true, 16, []],
  ['5.5.4-mariadb-german', true, 12, []],
  ['7.0.120-mariadb-good', true, 4, []],
  ['5.5.4-mariadb-good', true, 3, []],
  ['7.0.120-postgresql-good', true, 4, []],
  ['5.5.4-postgresql-good', true, 5, []],
  ['7.0.120-mariadb-broken', true, 3, [GONE]],
  ['5.5.4-mariadb-broken', true, 3, ['DROP TABLE "crm_reminders"', GONE]],
  ['7.0.120-postgresql-broken', false, 1, ['DROP TABLE "crm_reminders"']],
  ['5.5.4-postgresql-broken', false, 1, ['DROP TABLE "crm_reminders"']],
])('a real log: %s', (name, succeeded, statements, failures) => {
  const log = parseImportLog(realLog(name), succeeded);
  expect(log.statements.length).toBe(statements);
  expect(log.failures.map(({ sql }) => sql)).toEqual(failures);
  for (const { error } of log.failures) expect(error).toMatch(/^\(1051, |^\(1091, |does not exist$/);
  // Progress in any language, which is never taken for an error.
  expect(log.other.length).toBe(4);
  expect(log.headline).toMatch(succeeded ? / SUCCESSFULLY IMPORTED$/ : / NOT BEEN IMPORTED$/);
});
