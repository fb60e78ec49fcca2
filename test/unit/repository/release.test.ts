import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { notesOf, problemsOf } from '../../../scripts/check-release.ts';
import { read, root } from './repository.ts';

const workflow = (name: string) => read(`.github/workflows/${name}`);
const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-01\n\n- New.\n\n## [1.1.0]\n\n- Old.\n';

test('the notes of a release are its own section', () => {
  expect(notesOf(CHANGELOG, '1.2.0')).toBe('- New.');
  expect(notesOf(CHANGELOG, '1.1.0')).toBe('- Old.');
  expect(notesOf(CHANGELOG, '1.2')).toBeUndefined();
  expect(notesOf(CHANGELOG, 'Unreleased')).toBeUndefined();
});

test('a tag becomes a release when version, changelog, branch and the called workflow say so', () => {
  const release = {
    tag: 'v1.2.0',
    version: '1.2.0',
    changelog: CHANGELOG,
    isOnMain: true,
    called: 'uses: somebody/x@v1',
  };
  expect(problemsOf(release)).toEqual([]);
  expect(problemsOf({ ...release, tag: 'v1.3.0' })).toEqual(['The tag is v1.3.0, and package.json says 1.2.0.']);
  expect(problemsOf({ ...release, tag: 'v1.3.0', version: '1.3.0', isOnMain: false })).toEqual([
    expect.stringContaining('CHANGELOG.md has no section [1.3.0]'),
    'The commit of the tag is not on main.',
  ]);
  expect(
    problemsOf({ ...release, called: workflow('promote.yml').replace(/uses: \w+\/jampy/g, 'uses: OWNER/jampy') }),
  ).toEqual([expect.stringContaining('promote.yml names the action as OWNER/jampy-promote')]);
});

test('actions of the workflows of this repository are pinned to commits', () => {
  for (const name of ['ci.yml', 'release.yml', 'promote.yml']) {
    const used = Array.from(workflow(name).matchAll(/uses: (\S+)/g), ([, action = '']) => action);
    expect(used.length).toBeGreaterThan(0);
    // This action itself can not know the commit that it is in.
    for (const action of used.filter((each) => !each.endsWith('/jampy-promote@v1')))
      expect(action).toMatch(/@[0-9a-f]{40}$/);
  }
});

describe('the last step of release.yml, with a gh that writes down what it is asked', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jampy-release-'));
    const put = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    cpSync(join(root, 'scripts', 'check-release.ts'), join(folder, 'scripts', 'check-release.ts'));
    put('package.json', '{ "type": "module", "version": "1.2.0" }');
    put('CHANGELOG.md', CHANGELOG);
    put('.github/workflows/promote.yml', 'uses: somebody/jampy-promote@v1\n');
    put('bin/gh', '#!/bin/sh\necho "$@" >> gh.log\ncase "$*" in *PATCH*) exit "$PATCH_ENDS";; esac\n');
    chmodSync(join(folder, 'bin', 'gh'), 0o755);
    const git = [
      'init -q -b main',
      'add -A',
      '-c user.name=a -c user.email=a@b commit -qm x',
      'update-ref refs/remotes/origin/main HEAD',
    ];
    for (const line of git) expect(spawnSync('git', line.split(' '), { cwd: folder }).status).toBe(0);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** @param patchEnds exit code of moving the tag: there is none yet. */
  function release(tag: string, patchEnds: number): { code: number | null; asked: string[] } {
    const { jobs } = parse(workflow('release.yml')) as { jobs: { release: { steps: { run?: string }[] } } };
    const script = jobs.release.steps.at(-1)?.run ?? '';
    const PATH = [join(folder, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':');
    const env = {
      PATH,
      GITHUB_REF_NAME: tag,
      GITHUB_REPOSITORY: 'owner/repo',
      GITHUB_SHA: 'abc',
      RUNNER_TEMP: folder,
      PATCH_ENDS: `${patchEnds}`,
    };
    // As GitHub runs a step.
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      env,
    });
    const log = spawnSync('cat', ['gh.log'], { cwd: folder, encoding: 'utf8' }).stdout;
    return { code: status, asked: log.split('\n').filter(Boolean) };
  }

  const CREATED = expect.stringMatching(
    /^release create v1\.2\.0 --verify-tag --title v1\.2\.0 --notes-file \S+notes\.md$/,
  );
  const MOVED = 'api --method PATCH repos/owner/repo/git/refs/tags/v1 -f sha=abc -F force=true';

  test('makes the release with its notes, and moves the tag of the major version', () => {
    expect(release('v1.2.0', 0)).toEqual({ code: 0, asked: [CREATED, MOVED] });
    expect(readFileSync(join(folder, 'notes.md'), 'utf8')).toBe('- New.\n');
  });

  test('makes that tag where there is none', () => {
    const made = 'api --method POST repos/owner/repo/git/refs -f ref=refs/tags/v1 -f sha=abc';
    expect(release('v1.2.0', 1)).toEqual({ code: 0, asked: [CREATED, MOVED, made] });
  });

  test('asks for nothing where the tag is not the version', () => {
    expect(release('v1.1.0', 0)).toEqual({ code: 1, asked: [] });
  });
});
