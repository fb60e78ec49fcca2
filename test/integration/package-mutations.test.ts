/** Each rule of the package fires on a real export that is broken in the one way it guards, and no error beside it. */
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/metadata/model.ts';
import { openPackage } from '../../src/metadata/package.ts';
import { PACKAGE_RULES } from '../../src/metadata/package-rules.ts';
import type { Version } from '../lab/versions.ts';
import { told } from './mutations/judge.ts';
import { PACKAGE_MUTATIONS } from './mutations/package.ts';
import { realExport } from './mutations/real-export.ts';

const RELEASE: Readonly<Record<Line, Version>> = { 5: '5.4.136', 7: '7.0.120' };

describe.each([5, 7] as const)('a real export of line %i', (line) => {
  it.each(PACKAGE_MUTATIONS)('$rule', async ({ rule, broken }) => {
    const { findings } = openPackage(broken(await realExport(RELEASE[line], 'sqlite')));
    const severity = PACKAGE_RULES.find(({ id }) => id === rule)?.severity;
    expect(findings).toContainEqual(expect.objectContaining({ rule, severity }));
    const others = findings.filter((finding) => finding.severity === 'error' && finding.rule !== rule);
    expect(others.map(told)).toEqual([]);
  });
});

it('every rule of the package has a mutation', () => {
  const broken = new Set<string>(PACKAGE_MUTATIONS.map(({ rule }) => rule));
  expect(PACKAGE_RULES.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});
