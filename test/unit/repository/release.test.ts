import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notesOf, problemsOf } from '../../../scripts/check-release.ts';

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-01\n\n- New.\n\n## [1.1.0]\n\n- Old.\n';

test('the notes of a release are its own section', () => {
  expect(notesOf(CHANGELOG, '1.2.0')).toBe('- New.');
  expect(notesOf(CHANGELOG, '1.1.0')).toBe('- Old.');
  expect(notesOf(CHANGELOG, '1.2')).toBeUndefined();
  expect(notesOf(CHANGELOG, 'Unreleased')).toBeUndefined();
});

test('a tag becomes a release when version, changelog and branch say so', () => {
  expect(problemsOf('v1.2.0', '1.2.0', CHANGELOG, true)).toEqual([]);
  expect(problemsOf('v1.3.0', '1.2.0', CHANGELOG, true)).toEqual(['The tag is v1.3.0, and package.json says 1.2.0.']);
  expect(problemsOf('v1.3.0', '1.3.0', CHANGELOG, false)).toEqual([
    expect.stringContaining('CHANGELOG.md has no section [1.3.0]'),
    'The commit of the tag is not on main.',
  ]);
});

test('actions of the workflows of this repository are pinned to commits', () => {
  for (const name of ['ci.yml', 'release.yml', 'promote.yml']) {
    const text = readFileSync(new URL(`../../../.github/workflows/${name}`, import.meta.url), 'utf8');
    const used = Array.from(text.matchAll(/uses: (\S+)/g), ([, action = '']) => action);
    expect(used.length).toBeGreaterThan(0);
    // This action itself can not know the commit that it is in.
    for (const action of used.filter((each) => each !== 'OWNER/jampy-promote@v1'))
      expect(action).toMatch(/@[0-9a-f]{40}$/);
  }
});
