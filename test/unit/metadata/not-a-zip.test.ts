import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../../../src/metadata/archive.ts';
import { u16, zipOf } from './hostile-zip.ts';

// Text with every kind of byte once packed; the stored entry holds LF and CRLF as they are.
const lines = Array.from({ length: 200 }, (_, n) => `line ${n * 7919} ${Math.sin(n)}\n`).join('');
const zip = zipOf([
  { name: 'task.dat', data: lines },
  { name: 'js/shop.js', data: lines, method: 0 },
]);
const windowsZip = zipOf([
  { name: 'task.dat', data: lines },
  { name: 'js/shop.js', data: lines.replaceAll('\n', '\r\n'), method: 0 },
]);
const deflated = zipOf([{ name: 'task.dat', data: lines }]);
const latin1 = (bytes: Buffer, change: (text: string) => string) =>
  Buffer.from(change(bytes.toString('latin1')), 'latin1');
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';

describe('what is no metadata zip is named', () => {
  test.each<[string, string, Buffer, RegExp, RegExp]>([
    ['zip-empty-file', 'an empty file', Buffer.alloc(0), /empty \(0 bytes\)/, /Export the metadata again/],
    ['zip-lfs-pointer', 'a Git LFS pointer', Buffer.from(pointer), /Git LFS pointer/, /lfs: true.*git lfs pull/],
    ['zip-not-a-zip', 'some text', Buffer.from('hello\n'), /not a zip\.$/, /Export/],
    ['zip-not-a-zip', 'a login page', Buffer.from('\n<!DOCTYPE html><title>Sign in'), /an HTML page/, /Export/],
    [
      'zip-not-a-zip',
      'task.dat itself',
      Buffer.from('{"db_type": 3, "sys_items": {}}'),
      /JSON; perhaps the task.dat/,
      /Export/,
    ],
    ['zip-not-a-zip', 'a tar.gz', gzipSync('x'), /gzip/, /Export/],
    ['zip-not-a-zip', 'admin.sqlite', Buffer.from(`SQLite format 3\0${'\0'.repeat(80)}`), /SQLite database/, /Export/],
    ['zip-truncated', 'half a zip', zip.subarray(0, zip.length / 2), /cut off/, /completely/],
    ['zip-truncated', 'a zip without its last byte', zip.subarray(0, -1), /cut off/, /completely/],
    [
      'zip-truncated',
      'a zip with a hole',
      Buffer.concat([deflated.subarray(0, 100), deflated.subarray(200)]),
      /100 bytes are missing/,
      /Export/,
    ],
    [
      'zip-text-converted',
      'LF to CRLF',
      latin1(zip, (text) => text.replace(/(?<!\r)\n/g, '\r\n')),
      /LF became CRLF/,
      /\*\.zip binary.*\.gitattributes/,
    ],
    [
      'zip-text-converted',
      'CRLF to LF',
      latin1(windowsZip, (text) => text.replaceAll('\r\n', '\n')),
      /CRLF became LF/,
      /\*\.zip binary/,
    ],
    [
      'zip-text-converted',
      'read and written as UTF-8',
      Buffer.from(zip.toString('utf8')),
      /replaced by U\+FFFD/,
      /\*\.zip binary/,
    ],
    [
      'zip-text-converted',
      'latin1 written as UTF-8',
      Buffer.from(zip.toString('latin1')),
      /written as UTF-8/,
      /\*\.zip binary/,
    ],
  ])('%s: %s', (rule, _, bytes, words, remedy) => {
    const { findings, entries } = readArchive(bytes);
    expect(findings).toMatchObject([
      {
        rule,
        severity: 'error',
        place: {},
        message: expect.stringMatching(words),
        remedy: expect.stringMatching(remedy),
      },
    ]);
    expect(entries.size).toBe(0);
  });

  test('the zips themselves are fine, and so is one whose bytes hold no line end at all', () => {
    expect(readArchive(zip).findings).toEqual([]);
    expect(readArchive(windowsZip).findings).toEqual([]);
    expect(readArchive(zipOf([{ name: 'task.dat', data: '' }])).findings).toEqual([]);
  });

  test('a small zip with few line ends is told by how far its end moved', () => {
    const small = zipOf([{ name: 'js/a.js', data: 'a\nb\nc', method: 0 }]);
    const converted = latin1(small, (text) => text.replaceAll('\n', '\r\n'));
    expect(readArchive(converted).findings.map((finding) => finding.rule)).toEqual(['zip-text-converted']);
  });

  test('no entries at all is no trouble of the zip format', () => {
    expect(readArchive(zipOf([]))).toEqual({ entries: new Map(), findings: [] });
    expect(readArchive(Buffer.concat([zipOf([]).subarray(0, 20), u16(0)])).findings).toEqual([]);
  });
});
