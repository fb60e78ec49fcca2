/** Whose files they are: rights, modes, owners and links, on every kind of host. */
import { chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { type HostsLab, KINDS, newToken, type Subject, startHostsLab } from './hosts/kinds.ts';

const why = await whyNoRemote();

let lab: HostsLab;

describe.skipIf(why !== undefined)('rights on hosts', { concurrent: true, timeout: 600_000 }, () => {
  beforeAll(async () => {
    lab = await startHostsLab();
  });
  afterAll(() => lab?.close());

  describe.each(KINDS)('$name', (kind) => {
    let subject: Subject;
    const inside = (name = newToken()) => join(subject.dir, name);
    /** A folder in ours that only root enters. */
    const closed = async () => {
      const folder = inside();
      await mkdir(folder, { mode: 0o700 });
      await writeFile(join(folder, 'file'), 'x');
      return folder;
    };

    beforeAll(async () => {
      subject = await lab.subject(kind);
    });

    test('what is not permitted is told, by path, host and reason', async () => {
      const { host } = subject;
      const folder = await closed();
      const path = join(folder, 'file');
      const bytes = Buffer.from('new');
      const works: readonly [string, () => Promise<unknown>][] = [
        ['read', () => host.readFile(path)],
        ['read', () => host.digests([path])],
        ['look at', () => host.stat(path)],
        ['look at', () => host.age(path)],
        ['look at', () => host.tree(path)],
        ['list', () => host.list(folder)],
        ['write', () => host.writeFile(path, bytes, { mode: 0o600 })],
        ['write', () => host.createExclusive(join(folder, 'other'), bytes, 0o600)],
        ['make the folder', () => host.makeDirectory(join(folder, 'sub'), { mode: 0o700 })],
        ['move', () => host.rename(path, join(folder, 'moved'))],
        ['remove', () => host.remove(path)],
        ['copy', () => host.snapshotDatabase(path, `/tmp/jampy-never-${newToken()}`)],
        ['set the permissions of', () => host.changeMode([path], 0o644)],
      ];
      for (const [verb, work] of works) {
        const error = await work().then(
          (said) => said,
          (stop: Error) => stop,
        );
        expect(error, verb).toMatchObject({ name: 'Stop', id: 'host-file' });
        const { message } = error as Error;
        expect(message).toContain(`Could not ${verb} ${folder}`);
        expect(message).toContain(` on ${host.name}: the user of this run has no right to.`);
      }
      expect(await host.canWrite(folder)).toBe(false);
      expect([...(await host.tree(folder)).keys()]).toEqual([folder]);
      // One closed folder takes nothing away from the rest.
      await host.writeFile(inside('seen'), Buffer.from('x'), { mode: 0o600 });
      expect([...(await host.tree(subject.dir)).keys()]).toEqual(expect.arrayContaining([folder, inside('seen')]));
    });

    test('modes are what was asked for, also of folders with a set-group-id bit', async () => {
      const { host, account } = subject;
      for (const mode of [0o600, 0o666, 0o755, 0o440]) {
        const path = inside();
        await host.writeFile(path, Buffer.from('x'), { mode });
        expect(await host.stat(path)).toMatchObject({ mode, uid: account.uid });
        await host.writeFile(path, Buffer.from('y'), { mode: 0o604 });
        expect(await host.stat(path)).toMatchObject({ mode: 0o604, uid: account.uid, gid: account.gid });
        expect(await host.createExclusive(`${path}2`, Buffer.from('z'), mode)).toBe(true);
        expect(await host.stat(`${path}2`)).toMatchObject({ mode, uid: account.uid });
      }
      const folder = inside();
      for (const mode of [0o2770, 0o755, 0o1777, 0o700]) {
        await host.makeDirectory(folder, { mode });
        expect(await host.stat(folder)).toMatchObject({ kind: 'directory', mode, uid: account.uid });
        await host.changeMode([folder], 0o2750);
        expect((await host.stat(folder))?.mode).toBe(0o2750);
      }
      // Another group than the user's first; what is new in the folder belongs to it.
      const { gid } = lab.machine.runner;
      await host.changeOwner([folder], { uid: account.uid, gid });
      await host.changeMode([folder], 0o2770);
      await host.writeFile(join(folder, 'file'), Buffer.from('x'), { mode: 0o660 });
      await host.makeDirectory(join(folder, 'sub'), { mode: 0o2770 });
      for (const name of ['file', 'sub'])
        expect(await host.stat(join(folder, name))).toMatchObject({ gid, uid: account.uid });
    });

    test('links are looked at, not followed', async () => {
      const { host, account } = subject;
      const [folder, to] = [inside(), inside()];
      await host.makeDirectory(to, { mode: 0o700 });
      await host.writeFile(join(to, 'file'), Buffer.from('x'), { mode: 0o600 });
      await host.makeDirectory(folder, { mode: 0o700 });
      await symlink(to, join(folder, 'link'));
      await chown(join(folder, 'link'), account.uid, account.gid);
      expect((await host.stat(join(folder, 'link')))?.kind).toBe('symlink');
      expect([...(await host.tree(folder)).keys()].sort()).toEqual([folder, join(folder, 'link')]);
      expect(await host.realPath(join(folder, 'link', 'file'))).toBe(join(to, 'file'));
      expect(Buffer.from((await host.readFile(join(folder, 'link', 'file'))) ?? '').toString()).toBe('x');
    });

    test("nothing is done by another one's rights through a link that the user made", async () => {
      const { host } = subject;
      const folder = inside();
      const outside = join(lab.machine.folder, `outside-${newToken()}`);
      await mkdir(outside, { mode: 0o755 });
      await symlink(outside, folder);
      await expect(host.writeFile(join(folder, 'x'), Buffer.from('x'), { mode: 0o600 })).rejects.toThrow('no right to');
      await expect(host.makeDirectory(folder, { mode: 0o777 })).rejects.toThrow('no right to');
      expect(await lab.machine.as(lab.root, ['stat', '-c', '%U %a', outside])).toMatchObject({ stdout: 'root 755\n' });
    });
  });
});
