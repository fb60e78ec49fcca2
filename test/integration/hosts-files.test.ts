/** Files: one contract, every kind of host. */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { atEnd, run, until } from '../lab/run.ts';
import { type HostsLab, KINDS, newToken, type Subject, startHostsLab } from './hosts/kinds.ts';

const why = await whyNoRemote();

/** Everything that a shell, or a program's options, could take for something else. */
const ODD = [
  'plain',
  'two  blanks ',
  `single' and "double"`,
  '$HOME `id` $(id)',
  'back\\slash \\n',
  'new\nline',
  '-rf',
  '--',
  'a=b',
  '*?[x]{a,b}~!#&|;<>',
  'ünïcödé',
  'No such file or directory',
];

let lab: HostsLab;

describe.skipIf(why !== undefined)('files of hosts', { concurrent: true, timeout: 600_000 }, () => {
  beforeAll(async () => {
    lab = await startHostsLab();
  });
  afterAll(() => lab?.close());

  describe.each(KINDS)('$name', (kind) => {
    let subject: Subject;
    const inside = (name = newToken()) => join(subject.dir, name);
    const text = async (path: string) => {
      const bytes = await subject.host.readFile(path);
      return bytes && Buffer.from(bytes).toString();
    };

    beforeAll(async () => {
      subject = await lab.subject(kind);
    });

    test('names of every kind', async () => {
      const { host } = subject;
      const bytesOf = (name: string) => Buffer.concat([Buffer.from(name), Buffer.from([0, 10, 13, 255, 0])]);
      await Promise.all(
        ODD.map(async (name) => {
          const folder = inside(`of ${name}`);
          const path = join(folder, name);
          await host.makeDirectory(folder, { mode: 0o750 });
          expect(await host.list(folder)).toEqual([]);
          await host.writeFile(path, bytesOf(name), { mode: 0o640 });
          expect(Buffer.from((await host.readFile(path)) ?? '')).toEqual(bytesOf(name));
          expect(await host.createExclusive(path, bytesOf(name), 0o600)).toBe(false);
          expect(await host.createExclusive(`${path}2`, bytesOf(name), 0o600)).toBe(true);
          await host.rename(`${path}2`, path);
          await host.changeMode([path], 0o604);
          expect(await host.stat(path)).toMatchObject({ kind: 'file', size: bytesOf(name).length, mode: 0o604 });
          expect(await host.age(path)).toBeLessThan(60);
          expect(await host.canWrite(path)).toBe(true);
          expect(await host.realPath(join(folder, '.', name))).toBe(path);
        }),
      );
      const folders = ODD.map((name) => inside(`of ${name}`));
      const paths = ODD.map((name) => join(inside(`of ${name}`), name));
      expect(await host.lists([...folders, inside('gone')])).toEqual(
        new Map(folders.map((folder, at) => [folder, [ODD[at]]])),
      );
      expect([...(await host.digests([...paths, inside('gone')])).keys()].sort()).toEqual([...paths].sort());
      const seen = [...(await host.tree(subject.dir)).keys()];
      expect(seen).toEqual(expect.arrayContaining([subject.dir, ...folders, ...paths]));
      for (const path of paths) await host.remove(path);
      for (const folder of folders) await host.removeEmptyDirectory(folder);
      for (const folder of folders) expect(await host.stat(folder)).toBeUndefined();
    });

    test('what is not there is undefined, never an error', async () => {
      const { host } = subject;
      await host.writeFile(inside('file'), Buffer.from('x'), { mode: 0o600 });
      for (const path of [inside('gone'), inside('gone/deeper'), inside('file/below')]) {
        expect(await host.readFile(path)).toBeUndefined();
        expect(await host.stat(path)).toBeUndefined();
        expect(await host.list(path)).toBeUndefined();
        expect(await host.age(path)).toBeUndefined();
        expect(await host.canWrite(path)).toBe(false);
        expect((await host.tree(path)).size).toBe(0);
        expect((await host.digests([path])).size).toBe(0);
        expect(await host.realPath(path)).toBe(path);
        await host.removeEmptyDirectory(path);
      }
      await host.remove(inside('gone'));
      await host.removeEmptyDirectory(subject.dir);
      expect((await host.stat(subject.dir))?.kind).toBe('directory');
      await expect(host.writeFile(inside('gone/x'), Buffer.from('x'), { mode: 0o600 })).rejects.toThrow(
        `Could not write ${inside('gone/x')} on ${host.name}: its folder is not there.`,
      );
      await expect(host.rename(inside('gone'), inside('x'))).rejects.toMatchObject({ id: 'host-file' });
    });

    test('content: none, any byte, 20 MB', async () => {
      const { host } = subject;
      const large = Buffer.concat([randomBytes(10_000_000), Buffer.alloc(10_000_000)]);
      for (const bytes of [Buffer.alloc(0), Buffer.from(Array.from({ length: 256 }, (_, n) => n)), large]) {
        const path = inside();
        await host.writeFile(path, bytes, { mode: 0o600 });
        const back = await host.readFile(path);
        expect(back && Buffer.from(back).equals(bytes)).toBe(true);
        expect((await host.digests([path])).get(path)).toBe(createHash('sha256').update(bytes).digest('hex'));
        await host.remove(path);
      }
    });

    test('a full disk is told, nothing half is left, and what was there stays', async () => {
      const { host } = subject;
      const full = inside('full');
      await host.makeDirectory(full, { mode: 0o700 });
      await run(['mount', '-t', 'tmpfs', '-o', 'size=300k,mode=777', 'tmpfs', full]);
      // A folder that something is mounted on can not be removed.
      const forget = atEnd(() => spawnSync('/usr/bin/umount', ['-l', full]));
      try {
        await host.writeFile(join(full, 'x'), Buffer.from('old'), { mode: 0o600 });
        const large = randomBytes(1_000_000);
        for (const work of [
          () => host.writeFile(join(full, 'x'), large, { mode: 0o600 }),
          () => host.createExclusive(join(full, 'y'), large, 0o600),
        ]) {
          await expect(work()).rejects.toThrow(/Could not write .*: no space is left there\.$/);
        }
        expect(await host.list(full)).toEqual(['x']);
        expect(await text(join(full, 'x'))).toBe('old');
        // Asked as the operator, who may not get that far.
        expect((await host.freeSpace(full))?.bytes ?? 0).toBeLessThan(300 * 1024);
      } finally {
        await run(['umount', full]);
        forget();
      }
    });

    test('free space is told in bytes and files', async () => {
      const { bytes, files } = (await subject.host.freeSpace('/tmp')) ?? { bytes: 0, files: 0 };
      expect(bytes).toBeGreaterThan(1_000_000);
      expect(files ?? 1).toBeGreaterThan(0);
    });

    test('of several that create one file exactly one wins', async () => {
      const { host } = subject;
      const path = inside('one');
      const won = await Promise.all(
        Array.from({ length: 12 }, (_, at) => host.createExclusive(path, Buffer.from(`${at}`), 0o600)),
      );
      expect(won.filter(Boolean).length).toBe(1);
      expect(await text(path)).toBe(`${won.indexOf(true)}`);
      expect((await host.list(subject.dir))?.filter((name) => name.includes('one'))).toEqual(['one']);
    });

    test('3,000 files are asked about at once, whatever bytes their names have', async () => {
      const { host } = subject;
      const many = inside('many 中');
      await host.makeDirectory(many, { mode: 0o700 });
      const argv: [string, ...string[]] = [
        'sh',
        '-c',
        'for n in $(seq 3000); do echo $n >"$1/名前のとても長いファイル $n"; done',
        'sh',
        many,
      ];
      expect((await host.run({ argv, timeoutMs: 60_000 })).code).toBe(0);
      const paths = [...(await host.tree(many)).keys()].filter((path) => path !== many);
      const before = host.roundTrips;
      expect((await host.digests(paths)).size).toBe(3000);
      expect((await host.lists(paths.map((path) => `${path}-none`))).size).toBe(0);
      await host.changeMode(paths, 0o640);
      // Other tests use the connection too.
      expect(host.roundTrips - before).toBeLessThan(100);
      expect(new Set([...(await host.tree(many)).values()].map(({ mode }) => mode))).toEqual(new Set([0o700, 0o640]));
    });

    test('processes are counted by the folder that they work in', async () => {
      const { host } = subject;
      const folder = inside('work');
      await host.makeDirectory(folder, { mode: 0o700 });
      expect(await host.processesIn(folder, /sleep/)).toBe(0);
      const ending = new AbortController();
      const running = host.run({
        argv: ['sh', '-c', 'cd "$1" && exec sleep 60', 'sh', folder],
        timeoutMs: 60_000,
        signal: ending.signal,
      });
      try {
        await until('it to be seen', 10, async () =>
          (await host.processesIn(folder, /sleep/)) === 1 ? true : undefined,
        );
        expect(await host.processesIn(folder, /python/)).toBe(0);
        expect(await host.processesIn(subject.dir, /sleep/)).toBe(0);
      } finally {
        ending.abort();
        await running;
      }
      expect(await host.processesIn(folder, /sleep/)).toBe(0);
    });

    test('things that can not be', async () => {
      const { host } = subject;
      const folder = inside();
      await host.makeDirectory(folder, { mode: 0o700 });
      await host.writeFile(join(folder, 'file'), Buffer.from('x'), { mode: 0o600 });
      const works = [
        () => host.readFile(folder),
        () => host.remove(folder),
        () => host.writeFile(folder, Buffer.from('x'), { mode: 0o600 }),
        () => host.writeFile(join(folder, 'file', 'below'), Buffer.from('x'), { mode: 0o600 }),
        () => host.rename(join(folder, 'file'), folder),
        () => host.changeMode([join(folder, 'gone')], 0o600),
      ];
      for (const work of works) {
        await expect(work(), String(work)).rejects.toMatchObject({ name: 'Stop', id: 'host-file' });
      }
      expect(await host.list(folder)).toEqual(['file']);
      expect((await host.list(subject.dir))?.filter((name) => name.includes(`${basename(folder)}.`))).toEqual([]);
      await chmod(folder, 0o700);
    });
  });
});
