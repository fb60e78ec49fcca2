/** The harm that rules of severity error tell of is real: Jam.py itself is given the broken exports. */
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/metadata/model.ts';
import { RULES } from '../../src/validation/index.ts';
import type { Version } from '../lab/versions.ts';
import { type Question, type Tried, tryByJampy } from './mutations/by-jampy.ts';
import { MUTATIONS } from './mutations/index.ts';
import { realExport } from './mutations/real-export.ts';

const RELEASE: Readonly<Record<Line, Version>> = { 5: '5.4.136', 7: '7.0.120' };
const LINES: readonly Line[] = [5, 7];

/** What is different from the unbroken export, as `harmOf` tells it. */
interface Harm {
  rule: string;
  what: string;
  /** The one line that is tried in a short run. */
  line: Line;
  harm: RegExp;
  safeMode?: boolean;
}

const HARMS: readonly Harm[] = [
  { rule: 'value-required', what: 'a field without caption', line: 5, harm: /^not imported: .*a value is required/ },
  { rule: 'value-too-long', what: 'the caption of an item', line: 7, harm: /^not imported: .*maximum allowed length/ },
  { rule: 'value-unknown', what: 'field type 12', line: 5, harm: /^not imported: / },
  { rule: 'row-id-twice', what: 'two filters', line: 7, harm: /^not imported: .*UNIQUE/ },
  { rule: 'index-fields', what: 'not a list', line: 5, harm: /^not imported: .*Expecting value/ },
  { rule: 'project-parameters-row', what: 'no row', line: 7, harm: /^not imported: / },
  { rule: 'value-kind', what: 'a size in words', line: 7, harm: /^not imported: .*must be an integer/ },
  { rule: 'interface-unreadable', what: 'a pickle without edit and order', line: 5, harm: /^not loaded: / },
  { rule: 'item-misplaced', what: 'an item below the task', line: 7, harm: /^not loaded: / },
  { rule: 'copy-source-missing', what: 'a copy of nothing', line: 7, harm: /not opened: reminders/ },
  { rule: 'column-name', what: 'none, a new table of SQLite', line: 7, harm: /not opened: customers/ },
  { rule: 'table-name-twice', what: 'only the case differs, on SQLite', line: 5, harm: /not opened: reminders/ },
  { rule: 'lookup-missing', what: 'the lookup item is gone', line: 5, harm: /^not loaded: / },
  { rule: 'lookup-missing', what: 'a report parameter looks up nothing', line: 7, harm: /^not loaded: / },
  { rule: 'filter-field-missing', what: 'the field is gone', line: 7, harm: /^not loaded: / },
  { rule: 'calculation-missing', what: 'the item is gone', line: 7, harm: /^not loaded: / },
  { rule: 'lookup-list-values', what: 'not JSON', line: 5, harm: /^not loaded: / },
  { rule: 'interface-unreadable', what: 'no order', line: 7, harm: /^not loaded: / },
  { rule: 'parameter-item-missing', what: 'the history item is gone', line: 5, harm: /^not loaded: / },
  { rule: 'server-module-compiles', what: "Python 2's print", line: 5, harm: /^not loaded: / },
  { rule: 'utils-file-compiles', what: 'a file that is cut off, and imported', line: 7, harm: /^not loaded: / },
  { rule: 'role-missing', what: 'no role and no privileges', line: 7, harm: /^not (loaded|opened): /, safeMode: true },
  { rule: 'privilege-role-missing', what: 'a role is gone', line: 7, harm: /^not loaded: /, safeMode: true },
  { rule: 'master-field-missing', what: 'the master field is gone', line: 5, harm: /not opened: invoices/ },
  { rule: 'system-field-missing', what: 'the deleted flag of another item', line: 7, harm: /not opened: reminders/ },
  { rule: 'table-name-twice', what: 'two items', line: 5, harm: /not opened: reminders/ },
  { rule: 'database-name-unquotable', what: 'a column', line: 7, harm: /not opened: customers/ },
  { rule: 'item-parent-missing', what: 'an item of a group that is gone', line: 5, harm: /^gone: .*reports\.sales/ },
  { rule: 'detail-table-missing', what: 'no such table', line: 7, harm: /^gone: .*invoices\.invoice_lines/ },
  {
    rule: 'owner-missing',
    what: 'a field of an item that is gone',
    line: 7,
    harm: /^gone: catalogs\.reminders\.due_date$/,
  },
  { rule: 'field-name-reserved', what: 'a method', line: 5, harm: /^server code: .*no attribute 'copy'/ },
];

/** Server code that copies and opens the item. */
const count: Question = async (client, items) => {
  const customers = items.find(({ name, type }) => name === 'customers' && type === 10);
  return await client.server('customer_count', [], customers?.id);
};

const partsOf = ({ items }: Tried) =>
  items.flatMap(({ path, fields }) => [path, ...fields.map((each) => `${path}.${each}`)]);

/** What went wrong, in one line for each kind; empty where all is as with the unbroken export. */
function harmOf(tried: Tried, unbroken: Tried): string[] {
  if (!tried.imported) return [`not imported: ${tried.log.replace(/\s+/g, ' ')}`];
  if (tried.loadError !== undefined) return [`not loaded: ${tried.loadError}`];
  const there = new Set(partsOf(tried));
  const gone = partsOf(unbroken).filter((part) => !there.has(part));
  const harm = tried.openErrors.map((error) => `not opened: ${error}`);
  if (tried.answer !== unbroken.answer) harm.push(`server code: ${String(tried.answer)}`);
  if (gone.length > 0) harm.push(`gone: ${gone.join(' ')}`);
  return harm;
}

const unbroken = new Map<string, Promise<Tried>>();

/** What Jam.py makes of the export as it is, tried once. */
function asItIs(line: Line, safeMode: boolean): Promise<Tried> {
  const key = `${line} ${safeMode}`;
  const found =
    unbroken.get(key) ??
    realExport(RELEASE[line], 'sqlite').then((draft) =>
      tryByJampy(RELEASE[line], draft.pack(), { safeMode, ask: count }),
    );
  unbroken.set(key, found);
  return found;
}

describe.concurrent('Jam.py with a broken export', () => {
  for (const { rule, what, line: home, harm, safeMode = false } of HARMS) {
    const mutation = MUTATIONS.find((each) => each.rule === rule && each.what === what && (each.line ?? home) === home);
    const lines = mutation?.line ? [mutation.line] : process.env.JAMPY_TEST_FULL ? LINES : [home];
    for (const line of lines) {
      it(`${rule}: ${what} (${line})`, async ({ expect: expectIn }) => {
        const draft = await realExport(RELEASE[line], 'sqlite');
        mutation?.mutate(draft);
        const tried = await tryByJampy(RELEASE[line], draft.pack(), { safeMode, ask: count });
        expectIn(harmOf(tried, await asItIs(line, safeMode))).toContainEqual(expectIn.stringMatching(harm));
      });
    }
  }

  for (const line of LINES) {
    for (const safeMode of [false, true]) {
      it(`and with the export as it is, safe mode ${safeMode ? 'on' : 'off'} (${line})`, async ({
        expect: expectIn,
      }) => {
        const tried = await asItIs(line, safeMode);
        expectIn(tried).toMatchObject({ imported: true, loadError: undefined, openErrors: [], answer: 0 });
      });
    }
  }
});

it('each of them is a mutation of a rule', () => {
  const missing = HARMS.filter(({ rule, what }) => !MUTATIONS.some((each) => each.rule === rule && each.what === what));
  expect(missing).toEqual([]);
  const errors = new Set(HARMS.map(({ rule }) => rule));
  expect(RULES.filter(({ id, severity }) => errors.has(id) && severity === 'error').length).toBeGreaterThan(15);
});
