/** Real exports whose zip, or the form of whose task.dat, is broken in the one way that a rule of the package guards. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { PackageRuleId } from '../../../src/metadata/package-rules.ts';
import { type ForgedEnd, type ForgedEntry, u16, zipOf } from '../../unit/metadata/hostile-zip.ts';
import type { RealExport } from './real-export.ts';

export interface PackageMutation {
  rule: PackageRuleId;
  broken(draft: RealExport): Uint8Array;
}

/** Most entries of a real export; task.dat is the first. */
function entriesOf(draft: RealExport): ForgedEntry[] {
  const files = [...draft.files].map(([name, data]): ForgedEntry => ({ name, data }));
  return [{ name: 'task.dat', data: draft.taskDat() }, ...files];
}

const MB = 1024 * 1024;

/** With one more entry, or one that lies. */
const entry = (rule: PackageRuleId, more: ForgedEntry, end?: ForgedEnd): PackageMutation => ({
  rule,
  broken: (draft) => zipOf([...entriesOf(draft), more], end),
});
const end = (rule: PackageRuleId, lie: ForgedEnd): PackageMutation => ({
  rule,
  broken: (draft) => zipOf(entriesOf(draft), lie),
});
const js = (more: Partial<ForgedEntry>): ForgedEntry => ({ name: 'js/more.js', data: 'function more() {}\n', ...more });
const bytes = (rule: PackageRuleId, broken: (zip: Buffer) => Uint8Array): PackageMutation => ({
  rule,
  broken: (draft) => broken(Buffer.from(draft.pack())),
});
const taskDat = (rule: PackageRuleId, broken: (text: string) => string | Uint8Array): PackageMutation => ({
  rule,
  broken(draft) {
    const [first, ...others] = entriesOf(draft);
    return zipOf([{ name: 'task.dat', data: broken(String(first?.data)) }, ...others]);
  },
});
type Content = Record<string, { fields: string[]; records: unknown[][] }> & { db_type: unknown };
const content = (rule: PackageRuleId, change: (content: Content) => void): PackageMutation =>
  taskDat(rule, (text) => {
    const value = JSON.parse(text) as Content;
    change(value);
    return JSON.stringify(value);
  });
/** A value of the first item. */
const value = (table: Content[string] | undefined, column: string, given: unknown): void => {
  const record = table?.records[0];
  if (table && record) record[table.fields.indexOf(column)] = given;
};

export const PACKAGE_MUTATIONS: readonly PackageMutation[] = [
  bytes('zip-not-a-zip', () => Buffer.from('<!doctype html><title>Log in</title>')),
  bytes('zip-empty-file', () => new Uint8Array()),
  bytes('zip-lfs-pointer', () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')),
  bytes('zip-text-converted', (zip) => Buffer.from(zip.toString('utf8'))),
  bytes('zip-truncated', (zip) => zip.subarray(0, zip.length >> 1)),
  end('zip-directory', { entries: 3 }),
  end('zip-leading-bytes', { prefix: Buffer.from('#!/bin/sh\n') }),
  end('zip-trailing-bytes', { suffix: Buffer.from('x') }),
  end('zip-hidden-bytes', { beforeDirectory: Buffer.alloc(3) }),
  entry('zip-overlapping-entries', js({ offset: 0, centralOnly: true })),
  entry('zip-header-mismatch', js({ local: { name: 'js/evil.js' } })),
  entry('zip-extra-field', js({ extra: Buffer.concat([u16(0x7075, 14), Buffer.from('\x01crc_js/evil.x')]) })),
  entry('zip-zip64', js({ extra: Buffer.concat([u16(1, 8), Buffer.alloc(8)]) })),
  entry('zip-multi-disk', js({ disk: 1 })),
  entry('zip-encrypted', js({ flags: 1 })),
  entry('zip-method', js({ method: 14 })),
  entry('zip-flags', js({ flags: 0x20 })),
  entry('zip-special-file', js({ mode: 0o120777 })),
  entry('zip-setuid', js({ mode: 0o104755 })),
  entry('zip-folder-with-content', { name: 'js/', data: 'x' }),
  entry('zip-deflate', js({ packed: deflateRawSync(Buffer.from('function more() {}\n')).subarray(0, -4) })),
  entry('zip-crc', js({ crc: crc32('another') })),
  entry('zip-entry-size', js({ size: 5 })),
  entry('zip-ratio', js({ data: Buffer.alloc(2 * MB) })),
  bytes('zip-packed-size', (zip) => Buffer.concat([zip, Buffer.alloc(100 * MB)])),
  {
    rule: 'zip-inflated-size',
    broken: (draft) =>
      zipOf([...entriesOf(draft), ...[1, 2, 3].map((n) => js({ name: `js/${n}.js`, size: 100 * MB }))]),
  },
  {
    rule: 'zip-task-dat-size',
    broken: (draft) => zipOf(entriesOf(draft).map((each, at) => (at === 0 ? { ...each, size: 65 * MB } : each))),
  },
  end('zip-entry-count', { entries: 10_001 }),
  { rule: 'zip-no-task-dat', broken: (draft) => zipOf(entriesOf(draft).slice(1)) },
  { rule: 'zip-duplicate-name', broken: (draft) => zipOf([...entriesOf(draft), js({}), js({ name: 'js/MORE.js' })]) },
  {
    rule: 'zip-file-and-folder',
    broken: (draft) => zipOf([...entriesOf(draft), js({}), js({ name: 'js/more.js/more.js' })]),
  },
  entry('zip-name-encoding', js({ name: Buffer.from('js/\xff.js', 'latin1') })),
  entry('zip-name-characters', js({ name: 'js/a\u202egnp.js' })),
  entry('zip-path-backslash', js({ name: 'js\\more.js' })),
  entry('zip-path-absolute', js({ name: '/etc/cron.d/more' })),
  entry('zip-path-drive', js({ name: 'C:/more.js' })),
  entry('zip-path-dots', js({ name: 'js/../../more.js' })),
  entry('zip-path-trailing', js({ name: 'js/more.js.' })),
  entry('zip-path-length', js({ name: `js/${'m'.repeat(2000)}.js` })),
  entry('zip-path-windows', js({ name: 'js/aux.js' })),
  entry('zip-place', js({ name: 'somewhere/more.js' })),
  entry('zip-place-server-file', js({ name: 'admin.sqlite' })),
  entry('zip-place-dotfile', js({ name: 'static/.htaccess' })),
  entry('zip-place-python', js({ name: 'jam.py' })),
  taskDat('task-dat-encoding', (text) => `\ufeff${text}`),
  taskDat('task-dat-json', (text) => text.slice(0, -1)),
  taskDat('task-dat-depth', (text) => text.replace('{', `{"more": ${'['.repeat(99)}${']'.repeat(99)}, `)),
  taskDat('task-dat-duplicate-key', (text) => text.replace('{', '{"db_type": 1, ')),
  content('task-dat-line-6', (value) => {
    const { sys_items: items } = value;
    if (!items) return;
    items.fields = items.fields.map((field) => (field === 'f_copy_of' ? 'f_of_six' : field));
    value.sys_field_privileges ??= { fields: ['id'], records: [] };
  }),
  content('task-dat-db-type', (value) => {
    value.db_type = 0;
  }),
  content('task-dat-table', (value) => {
    delete value.sys_filters;
  }),
  content('task-dat-columns', ({ sys_fields }) => {
    if (sys_fields) sys_fields.fields[sys_fields.fields.indexOf('f_data_type')] = 'f_kind';
  }),
  content('task-dat-older-columns', ({ sys_params }) => {
    if (sys_params) sys_params.fields[sys_params.fields.indexOf('f_upload_file_ext')] = 'f_other';
  }),
  content('task-dat-duplicate-column', ({ sys_roles }) => {
    if (sys_roles) sys_roles.fields[1] = sys_roles.fields[0] as string;
  }),
  content('task-dat-record', ({ sys_roles }) => {
    if (sys_roles) sys_roles.records[0] = [1];
  }),
  content('task-dat-value', ({ sys_roles }) => value(sys_roles, 'f_name', ['Administrator'])),
  content('task-dat-deleted-row', ({ sys_roles }) => value(sys_roles, 'deleted', 1)),
  content('task-dat-unknown', (value) => {
    value.more = { fields: [], records: [] };
  }),
];
