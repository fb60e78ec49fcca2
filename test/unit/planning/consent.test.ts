/** Consent: what a line means, and what it accepts. */
import { describe, expect, test } from 'vitest';
import { readAllowDestructive, readConsentFile, withConsent } from '../../../src/planning/consent.ts';
import type { Loss } from '../../../src/planning/plan.ts';

const DIGEST = 'c641d457731bd68fa517ae93c982a1b9731a49f43a8b01cd75cae5c9bd14ab64';

const loss = (kind: Loss['kind'], name: string, ...aliases: string[]): Loss => ({
  kind,
  name,
  aliases: [name.toLowerCase(), ...aliases],
  item: '',
  field: '',
  table: 'sys_items',
  recordId: 1,
  reason: '',
});

const LOSSES = [
  loss('drop-table', 'CRM_OLD', 'old'),
  loss('drop-column', 'CRM_CUSTOMERS.FAX', 'customers.fax'),
  loss('live-edit', 'customers'),
];

test.each([
  ['all', [true, true, true]],
  ['drop-table: old', [true, false, false]],
  ['DROP-TABLE: "crm_old"', [true, false, false]],
  ['drop-column: Customers.Fax\nlive-edit: customers', [false, true, true]],
  ['drop-column: old', [false, false, false]],
  ['drop-table: crm_customers.fax, drop-table: old', [true, false, false]],
  ['# nothing\n\n', [false, false, false]],
])('%j accepts', (text, expected) => {
  const { consents, problems } = readAllowDestructive(text);
  expect(problems).toEqual([]);
  const { losses } = withConsent(LOSSES, { consents, outdated: [] });
  expect(losses.map(({ consent }) => consent !== undefined)).toEqual(expected);
});

test.each(['customers', 'drop: x', 'drop-table:', 'drop-table', 'all: x'])('%j is no consent', (text) => {
  expect(readAllowDestructive(text).problems).toEqual([expect.stringContaining('names no loss')]);
});

test('what matches nothing is told, but for all', () => {
  const { consents } = readAllowDestructive('all\ndrop-table: nothing');
  expect(withConsent(LOSSES, { consents, outdated: [] }).unused).toEqual(['drop-table: nothing']);
  expect(withConsent([], { consents, outdated: [] }).unused).toEqual(['drop-table: nothing']);
});

describe('the file beside the zip', () => {
  const read = (text: string) => readConsentFile(text, DIGEST);

  test('counts for its zip only', () => {
    const other = DIGEST.replace('c6', 'd6');
    const { consents, outdated, problems } = read(
      `drop-table: old ${DIGEST}\r\nall ${DIGEST.slice(0, 16)}\ndrop-table: old ${other}\n`,
    );
    expect([consents.length, outdated, problems]).toEqual([2, [`drop-table: old ${other}`], []]);
    expect(consents.every(({ from }) => from === 'destructive.allow')).toBe(true);
  });

  test.each(['drop-table: old', `drop-table: old ${DIGEST.slice(0, 15)}`, `${DIGEST}`, `drop: old ${DIGEST}`])(
    '%j is a mistake',
    (line) => {
      expect(read(`\n${line}`).problems).toEqual([expect.stringMatching(/^destructive\.allow, line 2: /)]);
    },
  );
});
