import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../../../src/metadata/archive.ts';
import { descriptor, type ForgedEnd, type ForgedEntry, u16, u32, zipOf } from './hostile-zip.ts';

const TASK: ForgedEntry = { name: 'task.dat', data: '{"db_type":3}' };
const JS = (more: Partial<ForgedEntry> = {}): ForgedEntry => ({
  name: 'js/shop.js',
  data: 'function Events1() {}\n',
  ...more,
});
const MB = 1024 * 1024;
const KB_RANDOM = randomBytes(1024);
const bit3 = { flags: 8, local: { crc: 0, size: 0, packedSize: 0 } };

describe('a zip as exporters write it', () => {
  test.each<[string, ForgedEntry[], ForgedEnd?]>([
    ['deflated and stored files', [TASK, JS({ method: 0 }), { name: 'css/lists', data: '' }]],
    ['a name beyond ASCII', [TASK, { name: 'static/img/größe.map', data: 'x' }]],
    ['an empty stored file', [TASK, { name: 'reports/invoice', data: '', method: 0 }]],
    ['a data descriptor with signature', [TASK, JS({ ...bit3, after: descriptor('function Events1() {}\n', true) })]],
    ['a data descriptor without', [TASK, JS({ ...bit3, after: descriptor('function Events1() {}\n', false) })]],
    ['extra fields for times and owners', [TASK, JS({ extra: Buffer.concat([u16(0x5455, 5), Buffer.alloc(5)]) })]],
    ['a comment', [TASK], { comment: Buffer.from('made by hand') }],
    ['no Unix mode', [TASK, JS({ mode: 0 })]],
    ['a very compressible file of 1 MB', [TASK, JS({ data: Buffer.alloc(MB) })]],
  ])('%s: no finding, every byte', (_, entries, end) => {
    const { entries: read, findings } = readArchive(zipOf(entries, end));
    expect(findings).toEqual([]);
    expect([...read].map(([name, bytes]) => [name, Buffer.from(bytes)])).toEqual(
      entries.map((entry) => [entry.name, Buffer.from(entry.data as string)]),
    );
  });

  test('folders on the way to a place are dropped', () => {
    const folders = ['js/', 'static/', 'static/img/', 'static/img/icons/', 'utils/'].map((name) => ({
      name,
      method: 0,
    }));
    const { entries, findings } = readArchive(zipOf([...folders, TASK]));
    expect(findings).toEqual([]);
    expect([...entries.keys()]).toEqual(['task.dat']);
  });
});

describe('each lie fires its own rule, and only that', () => {
  const deflated = (text: string) => deflateRawSync(Buffer.from(text));
  test.each<[string, string, ForgedEntry[], RegExp, ForgedEnd?]>([
    ['zip-leading-bytes', 'a prefix', [TASK], /front of the first entry/, { prefix: Buffer.from('#!/bin/sh\n') }],
    ['zip-leading-bytes', 'a prefix that offsets ignore', [TASK], /belong to no entry/, { beforeEnd: Buffer.alloc(9) }],
    [
      'zip-hidden-bytes',
      'bytes between entries',
      [TASK, JS({ after: Buffer.from('junk') }), JS({ name: 'js/a.js' })],
      /4 bytes that belong to no entry/,
    ],
    ['zip-hidden-bytes', 'bytes before the directory', [TASK], /3 bytes/, { beforeDirectory: Buffer.alloc(3) }],
    [
      'zip-hidden-bytes',
      'bytes behind a deflate stream',
      [TASK, JS({ packed: Buffer.concat([deflated('function Events1() {}\n'), Buffer.from('JUNK')]) })],
      /4 bytes behind its packed content/,
    ],
    ['zip-trailing-bytes', 'bytes behind the end', [TASK], /behind the end/, { suffix: Buffer.from('x') }],
    [
      'zip-trailing-bytes',
      'an end inside the comment',
      [TASK],
      /two ends/,
      { comment: Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(9)]) },
    ],
    [
      'zip-overlapping-entries',
      'two entries at one place',
      [TASK, JS(), JS({ name: 'js/b.js', offset: 0, centralOnly: true })],
      /overlaps/,
    ],
    [
      'zip-overlapping-entries',
      'an offset inside the directory',
      [TASK, JS({ offset: 60, centralOnly: true })],
      /overlaps/,
    ],
    [
      'zip-header-mismatch',
      'an offset in the middle of an entry',
      [TASK, JS({ localSignature: 0x04034b51 })],
      /not at the place/,
    ],
    [
      'zip-header-mismatch',
      'another local name',
      [TASK, JS({ local: { name: 'js/evil.js' } })],
      /disagree on its name/,
    ],
    [
      'zip-header-mismatch',
      'another local method',
      [TASK, JS({ local: { method: 0 } })],
      /disagree on its compression method/,
    ],
    ['zip-header-mismatch', 'another local size', [TASK, JS({ local: { size: 3 } })], /disagree on its size/],
    [
      'zip-header-mismatch',
      'another local packed size',
      [TASK, JS({ local: { packedSize: 3 } })],
      /disagree on its packed size/,
    ],
    ['zip-header-mismatch', 'another local checksum', [TASK, JS({ local: { crc: 3 } })], /disagree on its checksum/],
    ['zip-header-mismatch', 'other local flags', [TASK, JS({ local: { flags: 2 } })], /disagree on its flags/],
    ['zip-header-mismatch', 'sizes left to a descriptor that is not there', [TASK, JS(bit3)], /data descriptor/],
    [
      'zip-header-mismatch',
      'a descriptor that lies',
      [TASK, JS({ ...bit3, after: descriptor('another', true) })],
      /data descriptor/,
    ],
    ['zip-multi-disk', 'a split zip', [TASK], /split over several/, { disk: 1 }],
    ['zip-multi-disk', 'a directory on another disk', [TASK], /split over several/, { directoryDisk: 2 }],
    ['zip-multi-disk', 'part of the entries here', [TASK], /split over several/, { entriesHere: 0, entries: 1 }],
    ['zip-multi-disk', 'an entry on another disk', [TASK, JS({ disk: 1 })], /another part/],
    ['zip-zip64', 'a zip64 count', [TASK], /zip64/, { entries: 0xffff }],
    [
      'zip-zip64',
      'a zip64 locator',
      [TASK],
      /zip64/,
      { beforeEnd: Buffer.concat([u32(0x07064b50), Buffer.alloc(16)]) },
    ],
    [
      'zip-zip64',
      'a zip64 field of an entry',
      [TASK, JS({ extra: Buffer.concat([u16(1, 8), Buffer.alloc(8)]) })],
      /"js\/shop.js" uses the zip64/,
    ],
    ['zip-directory', 'a count too high', [TASK], /announces 5 entries, 1 can be read/, { entries: 5 }],
    ['zip-directory', 'a count too low', [TASK, JS()], /announces 1 entries/, { entries: 1 }],
    ['zip-entry-count', 'too many entries', [TASK], /10001 entries/, { entries: 10_001 }],
    [
      'zip-inflated-size',
      'sizes that sum up',
      [TASK, ...[1, 2, 3].map((n) => JS({ name: `js/${n}.js`, size: 100 * MB }))],
      /unpack to 300 MB; more than 250 MB/,
    ],
    ['zip-ratio', 'a zip bomb', [TASK, JS({ data: Buffer.alloc(2 * MB) })], /more than 200 times/],
    ['zip-task-dat-size', 'a huge task.dat', [{ ...TASK, size: 65 * MB }], /more than 64 MB/],
    ['zip-entry-size', 'more bytes than announced', [TASK, JS({ size: 5 })], /more than the 5 bytes/],
    ['zip-entry-size', 'fewer bytes than announced', [TASK, JS({ size: 500 })], /is 22 bytes large, not 500/],
    ['zip-entry-size', 'a stored entry of two sizes', [TASK, JS({ method: 0, size: 21 })], /22 bytes large, not 21/],
    ['zip-deflate', 'no deflate stream', [TASK, JS({ packed: KB_RANDOM.fill(0xff, 0, 1) })], /can not be unpacked/],
    [
      'zip-deflate',
      'half a deflate stream',
      [TASK, JS({ packed: deflated('function Events1() {}\n').subarray(0, -4) })],
      /can not be unpacked/,
    ],
    ['zip-crc', 'a wrong checksum', [TASK, JS({ crc: 1 })], /checksum \(CRC\)/],
    ['zip-encrypted', 'an encrypted entry', [TASK, JS({ flags: 1 })], /is encrypted/],
    ['zip-encrypted', 'strong encryption', [TASK, JS({ flags: 0x40 })], /is encrypted/],
    ['zip-flags', 'patched data', [TASK, JS({ flags: 0x20 })], /features of the zip format/],
    ['zip-flags', 'a newer version of the format', [TASK, JS({ versionNeeded: 63 })], /features of the zip format/],
    ['zip-method', 'LZMA', [TASK, JS({ method: 14 })], /method 14; only stored/],
    ['zip-method', 'bzip2', [TASK, JS({ method: 12 })], /method 12/],
    ['zip-special-file', 'a symbolic link', [TASK, JS({ mode: 0o120777 })], /a symbolic link, not a plain file/],
    ['zip-special-file', 'a device', [TASK, JS({ mode: 0o020666 })], /a device/],
    ['zip-special-file', 'a block device', [TASK, JS({ mode: 0o060666 })], /a device/],
    ['zip-special-file', 'a pipe', [TASK, JS({ mode: 0o010666 })], /FIFO/],
    ['zip-special-file', 'a socket', [TASK, JS({ mode: 0o140666 })], /a socket/],
    [
      'zip-special-file',
      'a folder without a slash',
      [TASK, JS({ mode: 0, dosAttributes: 0x10 })],
      /marked as a folder/,
    ],
    ['zip-setuid', 'setuid', [TASK, JS({ mode: 0o104755 })], /setuid/],
    ['zip-setuid', 'setgid', [TASK, JS({ mode: 0o102755 })], /setgid/],
    ['zip-folder-with-content', 'a folder with bytes', [TASK, { name: 'js/', data: 'x' }], /folder with content/],
    ['zip-extra-field', 'a broken extra field', [TASK, JS({ extra: u16(0x5455, 500) })], /broken extra field/],
    [
      'zip-extra-field',
      'a second name',
      [TASK, JS({ extra: Buffer.concat([u16(0x7075, 14), Buffer.from('\x01crc_js/evil.x')]) })],
      /second name/,
    ],
    [
      'zip-name-encoding',
      'bytes that are no UTF-8',
      [TASK, { name: Buffer.from('js/\xff.js', 'latin1') }],
      /not valid in its encoding/,
    ],
    [
      'zip-name-encoding',
      'code page 437',
      [TASK, { name: Buffer.from('js/\x81.js', 'latin1'), flags: 0 }],
      /not valid in its encoding/,
    ],
    ['zip-duplicate-name', 'one name twice', [TASK, JS(), JS()], /in the zip twice\./],
    ['zip-duplicate-name', 'two task.dat', [TASK, TASK], /"task.dat" is in the zip twice/],
    ['zip-duplicate-name', 'another case', [TASK, JS(), JS({ name: 'js/SHOP.js' })], /twice \(as "js\/shop.js"/],
    [
      'zip-duplicate-name',
      'another Unicode form',
      [TASK, JS({ name: 'js/\u00e9.js' }), JS({ name: 'js/e\u0301.js' })],
      /twice/,
    ],
    [
      'zip-duplicate-name',
      'letters that fold to two',
      [TASK, JS({ name: 'js/stra\u00dfe.js' }), JS({ name: 'js/STRASSE.js' })],
      /twice/,
    ],
    [
      'zip-file-and-folder',
      'a file, then a folder',
      [TASK, JS({ name: 'js/lib' }), JS({ name: 'js/lib/a.js' })],
      /file and a folder at once/,
    ],
    [
      'zip-file-and-folder',
      'a folder, then a file',
      [TASK, JS({ name: 'js/lib/a.js' }), JS({ name: 'js/lib' })],
      /file and a folder at once/,
    ],
    [
      'zip-file-and-folder',
      'a folder entry, then a file',
      [TASK, { name: 'js/lib/', method: 0 }, JS({ name: 'js/LIB' })],
      /file and a folder at once/,
    ],
    [
      'zip-file-and-folder',
      'a file, then a folder entry',
      [TASK, JS({ name: 'js/lib' }), { name: 'js/lib/', method: 0 }],
      /file and a folder at once/,
    ],
  ])('%s: %s', (rule, _, entries, words, end) => {
    const { findings, entries: read } = readArchive(zipOf(entries, end));
    // Both of two overlapping entries are named.
    expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
    expect(findings[0]).toMatchObject({
      severity: 'error',
      message: expect.stringMatching(words),
      remedy: expect.stringMatching(/\w/),
    });
    const told = findings[0]!.place.entry;
    if (told !== undefined && !rule.includes('duplicate') && !rule.includes('folder'))
      expect([...read.keys()]).not.toContain(told);
  });

  test('zip-overlapping-entries: an entry whose content is the whole next entry', () => {
    const inner = JS({ name: 'js/inner.js' });
    const alone = zipOf([inner]);
    const record = alone.subarray(0, alone.indexOf('PK\x01\x02', 0, 'latin1'));
    const data = Buffer.concat([Buffer.from('quote '), record]);
    const outer = JS({ method: 0, data, packed: data.subarray(0, 6), packedSize: data.length });
    const { findings, entries } = readArchive(zipOf([TASK, outer, inner]));
    expect(findings.map(({ rule, place }) => [rule, place.entry])).toEqual([['zip-overlapping-entries', 'js/shop.js']]);
    expect([...entries.keys()]).toEqual(['task.dat', 'js/inner.js']);
  });

  test('a zip above the packed limit is not even looked at', () => {
    const { findings, entries } = readArchive(Buffer.alloc(50 * MB + 1));
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      ['zip-packed-size', 'The zip is 50 MB large; more than 50 MB are not accepted.'],
    ]);
    expect(entries.size).toBe(0);
  });

  test('many findings of one rule are counted, not listed', () => {
    const { findings } = readArchive(
      zipOf([TASK, ...Array.from({ length: 500 }, (_, n) => JS({ name: `elsewhere/${n}` }))]),
    );
    expect(findings).toHaveLength(21);
    expect(findings.at(-1)).toMatchObject({
      rule: 'zip-place',
      place: {},
      message: 'The same was found 480 more times.',
    });
  });
});
