import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { locateMetadataFile } from '../../../src/commands/locate.ts';
import { Stop } from '../../../src/errors.ts';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'locate '));
});
afterEach(() => rmSync(workspace, { recursive: true }));

function write(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), name);
  }
}

async function refusal(pattern: string): Promise<{ id: string; outcome: string; message: string }> {
  const error: unknown = await locateMetadataFile(pattern, workspace).then(
    () => new Error('found'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Stop);
  const { id, outcome, message } = error as Stop;
  expect(outcome).toBe('usage');
  expect(message).not.toContain('\n');
  return { id, outcome, message };
}

describe('one match', () => {
  test.each<[string, string, string]>([
    ['the default glob', 'metadata/*.zip', 'metadata/shop.zip'],
    ['a plain path', 'metadata/shop.zip', 'metadata/shop.zip'],
    ['a path from ./', './metadata/shop.zip', 'metadata/shop.zip'],
    [
      'blanks and parentheses, as a path',
      'metadata/training_1.4.1 (beta)_5.4.zip',
      'metadata/training_1.4.1 (beta)_5.4.zip',
    ],
    ['blanks and parentheses, by glob', 'metadata/*.zip', 'metadata/training_1.4.1 (beta)_5.4.zip'],
    ['brackets, which a glob would read as a set', 'metadata/shop [v2].zip', 'metadata/shop [v2].zip'],
    ['an asterisk in the name', 'metadata/a*.zip', 'metadata/a*.zip'],
    ['a glob over folders', '**/*.zip', 'deep/er/shop.zip'],
    ['alternatives', 'metadata/{shop,store}.zip', 'metadata/store.zip'],
    ['letters beyond ASCII', 'metadata/gr*.zip', 'metadata/größe.zip'],
  ])('%s', async (_, pattern, file) => {
    write(file, 'readme.md');
    const found = await locateMetadataFile(pattern, workspace);
    expect(found.path).toBe(join(workspace, file));
    expect(Buffer.from(found.bytes).toString()).toBe(file);
  });

  test('an absolute path and an absolute glob, from another workspace', async () => {
    write('metadata/shop.zip');
    for (const pattern of ['metadata/shop.zip', 'metadata/*.zip']) {
      expect((await locateMetadataFile(join(workspace, pattern), tmpdir())).path).toBe(
        join(workspace, 'metadata/shop.zip'),
      );
    }
  });

  test('a file of that very name wins over the meaning as a glob', async () => {
    write('a*.zip', 'ab.zip');
    expect((await locateMetadataFile('a*.zip', workspace)).path).toBe(join(workspace, 'a*.zip'));
  });

  test('folders that match beside it do not count, dependencies neither', async () => {
    write('shop.zip', 'old.zip/readme', 'node_modules/x/y.zip', '.git/z.zip');
    expect((await locateMetadataFile('**/*.zip', workspace)).path).toBe(join(workspace, 'shop.zip'));
  });

  test('a link to a file is followed', async () => {
    write('real/shop.zip');
    symlinkSync(join(workspace, 'real/shop.zip'), join(workspace, 'shop.zip'));
    expect(Buffer.from((await locateMetadataFile('shop.zip', workspace)).bytes).toString()).toBe('real/shop.zip');
  });
});

describe('each trouble has its own sentence', () => {
  test('no match names the folder that was searched and the zips near it', async () => {
    write('export/shop.zip', 'metadata/readme');
    const { id, message } = await refusal('metadata/*.zip');
    expect(id).toBe('metadata-file-missing');
    expect(message).toBe(
      `No file matches metadata-file "metadata/*.zip" (searched in ${workspace}/metadata; zips near it: "export/shop.zip").`,
    );
  });

  test('no match, no folder, no zip anywhere', async () => {
    const { message } = await refusal('metadata/*.zip');
    expect(message).toContain(`there is no folder ${workspace}/metadata`);
    expect(message).toContain('is the repository checked out, and the export committed');
  });

  test('a dangling link is no match', async () => {
    symlinkSync(join(workspace, 'gone'), join(workspace, 'shop.zip'));
    expect((await refusal('shop.zip')).id).toBe('metadata-file-missing');
    expect((await refusal('*.zip')).id).toBe('metadata-file-missing');
  });

  test('several matches are listed in order', async () => {
    write('metadata/b.zip', 'metadata/a.zip', 'metadata/c (1).zip');
    const { id, message } = await refusal('metadata/*.zip');
    expect(id).toBe('metadata-file-several');
    expect(message).toBe(
      'metadata-file "metadata/*.zip" matches 3 files: "metadata/a.zip", "metadata/b.zip", "metadata/c (1).zip"; name the one that is meant, or keep only one.',
    );
  });

  test('a folder', async () => {
    write('metadata/a.zip');
    const { id, message } = await refusal('metadata/');
    expect(id).toBe('metadata-file-folder');
    expect(message).toContain('"metadata/" is a folder; name the zip in it, e.g. "metadata/*.zip"');
  });

  test('a pipe is not waited for', async () => {
    execFileSync('mkfifo', [join(workspace, 'shop.zip')]);
    expect((await refusal('shop.zip')).message).toContain('"shop.zip" is not a plain file');
    expect((await refusal('*.zip')).id).toBe('metadata-file-not-a-file');
  });

  test('a file above the packed limit is not read', async () => {
    write('shop.zip');
    truncateSync(join(workspace, 'shop.zip'), 50 * 1024 * 1024 + 1);
    const { id, message } = await refusal('*.zip');
    expect(id).toBe('metadata-file-too-large');
    expect(message).toContain('"shop.zip" is 50 MB large; more than 50 MB are not accepted');
  });

  test('a loop of links can not be read', async () => {
    symlinkSync(join(workspace, 'shop.zip'), join(workspace, 'shop.zip'));
    const { id, message } = await refusal('shop.zip');
    expect(id).toBe('metadata-file-unreadable');
    expect(message).toMatch(/"shop.zip" can not be read \(ELOOP/);
  });

  test('what can not be seen in a pattern is spelled out', async () => {
    expect((await refusal('a\n::error::b.zip')).message).toContain('"a\\u{a}::error::b.zip"');
  });
});
