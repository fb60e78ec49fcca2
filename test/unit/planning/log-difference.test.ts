/** Jam.py's import log against a plan: equal, longer, shorter, and with errors between. */
import { expect, test } from 'vitest';
import { logDifference } from '../../../src/planning/log-difference.ts';
import type { PlannedStatement } from '../../../src/planning/sql/statement.ts';

const planned = (sql: string, risk: PlannedStatement['risk'] = 'safe'): PlannedStatement => ({
  sql,
  kind: 'add-column',
  table: 't',
  itemId: 1,
  risk,
});

const CREATE = 'CREATE TABLE "t"\n(\n"id" INT)\n';
const [ADD, INDEX] = ['ALTER TABLE "t" ADD "a" INT', 'CREATE  INDEX "i" ON "t" ("a" )'];
const HEAD = 'IMPORTED\n\nImport: applying changes to the database';
const TAIL = '\nImport: applying changes to admin.sqlite\nImport: copying files';
const ALL = [planned(CREATE), planned(ADD), planned(INDEX)];
const FAILING = [planned(CREATE), planned(ADD, 'will-fail'), planned(INDEX)];

test.each([
  ['equal', ALL, `${HEAD}\n${CREATE}\n${ADD}\n${INDEX}${TAIL}`, undefined],
  ['line ends of Windows', ALL, `${HEAD}\n${CREATE}\n${ADD}\n${INDEX}${TAIL}`.replaceAll('\n', '\r\n'), undefined],
  ['nothing to do', [], `${HEAD}${TAIL}`, undefined],
  ['one too many', ALL.slice(0, 2), `${HEAD}\n${CREATE}\n${ADD}\n${INDEX}${TAIL}`, /the log has CREATE {2}INDEX "i"/],
  ['one in between', [ALL[0], ALL[2]], `${HEAD}\n${CREATE}\n${ADD}\n${INDEX}${TAIL}`, /the log has ALTER TABLE/],
  ['one too few', ALL, `${HEAD}\n${CREATE}\n${ADD}${TAIL}`, /the plan has CREATE {2}INDEX/],
  ['another order', ALL, `${HEAD}\n${ADD}\n${CREATE}\n${INDEX}${TAIL}`, /./],
  [
    'another letter',
    ALL,
    `${HEAD}\n${CREATE}\nALTER TABLE "t" ADD "b" INT\n${INDEX}${TAIL}`,
    /the plan has ALTER TABLE "t" ADD "a"/,
  ],
  [
    'errors behind it on MySQL',
    FAILING,
    `${HEAD}\n${CREATE}\n${ADD}\n(1060, "x")\n${INDEX}\n(1060, "x")${TAIL}`,
    undefined,
  ],
  ['a failure that did not come', FAILING, `${HEAD}\n${CREATE}\n${ADD}\n${INDEX}${TAIL}`, /foretold to fail/],
] as const)('%s', (_name, statements, log, expected) => {
  const said = logDifference(statements as PlannedStatement[], log, false);
  if (expected === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(expected);
});

test('PostgreSQL stops at the failure', () => {
  expect(logDifference(FAILING, `${HEAD}\n${CREATE}\n${ADD}\nerror: x`, true)).toBeUndefined();
  expect(logDifference(ALL, `${HEAD}\n${CREATE}\n${ADD}\nerror: x`, true)).toMatch(/not foretold/);
});
