/** What only looks wrong in real exports is told as little as it deserves, and Jam.py itself takes it. */
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/metadata/model.ts';
import { pythonOf } from '../lab/python.ts';
import type { Version } from '../lab/versions.ts';
import { tryByJampy } from './mutations/by-jampy.ts';
import { judge, judgeCode, told } from './mutations/judge.ts';
import { ODDITIES } from './mutations/oddities.ts';
import { realExport } from './mutations/real-export.ts';

const RELEASE: Readonly<Record<Line, Version>> = { 5: '5.4.136', 7: '7.0.120' };
const LINES: readonly Line[] = [5, 7];

describe('a real export with one oddity', () => {
  for (const { what, line, type = 'sqlite', told: expected = [], mutate } of ODDITIES) {
    for (const each of line === undefined ? LINES : [line]) {
      it(`${what} (${each})`, async () => {
        const draft = await realExport(RELEASE[each], type);
        mutate(draft);
        const bytes = draft.pack();
        const findings = [...judge(bytes), ...(await judgeCode(bytes, pythonOf(RELEASE[each])))];
        expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(expected);
      });
    }
  }
});

describe.each(LINES)('an export of line %i with all of them at once', (line) => {
  it('has no error, and Jam.py imports it, loads it and opens every item', async () => {
    const draft = await realExport(RELEASE[line], 'sqlite');
    const together = ODDITIES.filter((each) => !each.alone && !each.type && (each.line ?? line) === line);
    for (const { mutate } of together) mutate(draft);
    const bytes = draft.pack();
    expect(
      judge(bytes)
        .filter(({ severity }) => severity === 'error')
        .map(told),
    ).toEqual([]);
    const tried = await tryByJampy(RELEASE[line], bytes);
    expect(tried).toMatchObject({ imported: true, loadError: undefined, openErrors: [] });
    const names = tried.items.map(({ path }) => path);
    expect(names).toEqual(expect.arrayContaining(['catalogs.users', 'system.history', 'catalogs.customers']));
  });
});
