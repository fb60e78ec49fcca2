/** Each rule fires on a real export that is broken in the one way it guards; unbroken exports have nothing to tell. */
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/metadata/model.ts';
import { ALL_RULES } from '../../src/validation/index.ts';
import { codeRules } from '../../src/validation/python-modules.ts';
import { pythonOf } from '../lab/python.ts';
import { DATABASE_TYPES, type DatabaseType, DB_TYPE_NUMBERS, lineOf, VERSIONS, type Version } from '../lab/versions.ts';
import { MUTATIONS } from './mutations/index.ts';
import { judge, judgeCode, packageOf, told } from './mutations/judge.ts';
import { newOn, onTopOf } from './mutations/mutation.ts';
import { exportBytes, realExport } from './mutations/real-export.ts';

const RELEASE: Readonly<Record<Line, Version>> = { 5: '5.4.136', 7: '7.0.120' };
const LINES: readonly Line[] = [5, 7];
const OF_CODE = new Set(codeRules.map(({ id }) => id));
/** Seconds in which the code that takes too long is not compiled. */
const TOO_FEW = 0.2;
const RELEASES = ['v1', 'v2', 'v3'] as const;

/** What is told of an unbroken export: the third release drops a table, and Jam.py 5 leaves the rights to it behind. */
function normal(version: Version, release: (typeof RELEASES)[number]): unknown[] {
  if (lineOf(version) === 7 || release !== 'v3') return [];
  return ['note privilege-item-missing: 2 privileges are for items that are not in the zip.'];
}

/** The same on a database of another type. */
function normalOn(number: number, type: DatabaseType, version: Version, release: (typeof RELEASES)[number]): unknown[] {
  const differs = expect.stringMatching(/^note database-type-differs: The application was developed on /);
  return [...normal(version, release), ...(number === DB_TYPE_NUMBERS[type] ? [] : [differs])];
}

describe('a real export broken in one way', () => {
  for (const { rule, what, line, type = 'sqlite', severity, place, also = [], target, python, mutate } of MUTATIONS) {
    for (const each of line === undefined ? LINES : [line]) {
      it(`${rule}: ${what} (${each})`, async () => {
        const version = RELEASE[each];
        const draft = await realExport(version, type);
        const unbroken = packageOf(draft.pack());
        mutate(draft);
        const bytes = draft.pack();
        const findings = judge(bytes, target?.(unbroken));
        if (OF_CODE.has(rule)) {
          const seconds = rule === 'server-module-limits' ? TOO_FEW : undefined;
          findings.push(...(await judgeCode(bytes, python === false ? undefined : pythonOf(version), seconds)));
        }
        expect(findings).toContainEqual(
          expect.objectContaining({ rule, severity, place: expect.objectContaining(place) }),
        );
        const others = findings.filter((one) => one.severity === 'error' && ![rule, ...also].includes(one.rule));
        expect(others.map(told)).toEqual([]);
        const without = also.filter((id) => !findings.some((one) => one.rule === id && one.severity === 'error'));
        expect(without, 'declared, and not told').toEqual([]);
      });
    }
  }

  it('every rule has a mutation', () => {
    const broken = new Set(MUTATIONS.map(({ rule }) => rule));
    expect(ALL_RULES.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });

  it('every mutation is of a rule', () => {
    const known = new Set(ALL_RULES.map(({ id }) => id));
    expect(MUTATIONS.map(({ rule }) => rule).filter((id) => !known.has(id))).toEqual([]);
  });
});

describe.each(VERSIONS)('exports of Jam.py %s as they are', (version) => {
  for (const type of DATABASE_TYPES) {
    it(`are packed again as they were (${type})`, async () => {
      for (const release of RELEASES) {
        const bytes = await exportBytes(version, type, release);
        const again = (await realExport(version, type, release)).pack();
        const [was, is] = [packageOf(bytes), packageOf(again)];
        expect(is.digest).toBe(was.digest);
        expect([...is.files.keys()]).toEqual([...was.files.keys()]);
      }
    });

    it(`have nothing to tell, alone and on any database (${type})`, async () => {
      for (const release of RELEASES) {
        const bytes = await exportBytes(version, type, release);
        expect(judge(bytes).map(told)).toEqual(normal(version, release));
        expect((await judgeCode(bytes, pythonOf(version))).map(told)).toEqual([]);
        for (const number of Object.values(DB_TYPE_NUMBERS)) {
          expect(judge(bytes, newOn(number)()).map(told)).toEqual(normalOn(number, type, version, release));
        }
      }
    });

    it(`have nothing to tell on top of the release before, on any database (${type})`, async () => {
      for (const [index, release] of RELEASES.entries()) {
        const base = packageOf(await exportBytes(version, type, RELEASES[Math.max(0, index - 1)]));
        for (const number of Object.values(DB_TYPE_NUMBERS)) {
          const findings = judge(await exportBytes(version, type, release), onTopOf(base, number));
          expect(findings.map(told)).toEqual(normalOn(number, type, version, release));
        }
      }
    });
  }
});

it('the text of task.dat is written as Jam.py writes it', async () => {
  const { default: AdmZip } = await import('adm-zip');
  for (const version of VERSIONS) {
    const zip = new AdmZip(Buffer.from(await exportBytes(version, 'sqlite')));
    expect((await realExport(version, 'sqlite')).taskDat()).toBe(zip.readAsText('task.dat'));
  }
});
