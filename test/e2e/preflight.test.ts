/**
 * What can be known before the stop is told before it, all of it at once: nothing is stopped, nothing at the target is
 * changed. Full disks, folders, sudo for the service and Python over ssh: remote-failures.test.ts.
 */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { withAdmin } from '../lab/project.ts';
import { createMachine } from '../lab/remote/machine.ts';
import { whyNoRemote } from '../lab/remote/packages.ts';
import { startRemote } from '../lab/remote/site.ts';
import type { Version } from '../lab/versions.ts';
import { useFixture } from './fixture.ts';
import { remoteRunner } from './remote.ts';
import { byFolder, folderHash, type Inputs, promote, type Target } from './target.ts';

const fixture = useFixture('preflight');
const why = await whyNoRemote();

/** Commands that only write down that they ran. */
async function written(target: Target): Promise<{ inputs: Inputs; ran(): Promise<string> }> {
  const journal = join(target.base, 'journal');
  await writeFile(journal, '');
  const inputs = { 'stop-command': `echo stop >>${journal}`, 'start-command': `echo start >>${journal}`, url: '' };
  return { inputs, ran: () => readFile(journal, 'utf8') };
}

describe('preflight', { timeout: 120_000 }, () => {
  test.each(['5.5.4', '7.0.120'] as Version[])("Jam.py's own driver can not log in, with %s", async (version) => {
    const target = await fixture.target(version, 'mariadb');
    const { v1 } = await exportsOf(version, 'mariadb', fixture.servers);
    const { inputs, ran } = await written(target);
    const password = `wrong-${randomBytes(6).toString('hex')}`;
    withAdmin(target.dir, (admin) => {
      admin.prepare('UPDATE SYS_TASKS SET F_LOGIN = ?, F_PASSWORD = ?').run('nobody_here', password);
    });
    const before = await folderHash(target.dir);
    const more = { ...inputs, 'database-url': target.db?.url ?? '' };
    const refused = await promote(fixture.action, byFolder(target, v1, more));
    expect([refused.code, refused.result], refused.log).toEqual([3, 'refused']);
    expect(refused.reason).toMatch(/nobody_here/);
    expect(refused.log.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(password);
    expect([await ran(), await folderHash(target.dir)]).toEqual(['', before]);
  });

  test('several things at once are told at once', async () => {
    const target = await fixture.target('7.0.120', 'mariadb');
    const { v1 } = await exportsOf('7.0.120', 'mariadb', fixture.servers);
    const { inputs, ran } = await written(target);
    withAdmin(target.dir, (admin) => {
      admin.prepare('UPDATE SYS_TASKS SET F_LOGIN = ?, F_PASSWORD = ?').run('nobody_here', 'wrong');
    });
    const more = { ...inputs, 'stop-command': 'no-such-program stop app', 'database-url': target.db?.url ?? '' };
    const ended = await promote(fixture.action, byFolder(target, v1, more));
    expect([1, 3], ended.log).toContain(ended.code);
    expect(ended.reason).toMatch(/nobody_here/);
    expect(ended.reason).toMatch(/no-such-program/);
    expect(await ran()).toBe('');
  });

  test.skipIf(why !== undefined)(
    'programs that sudo does not let through are listed, with the line to add',
    async () => {
      const machine = await createMachine();
      const remote = await startRemote(fixture.servers, {
        version: '7.0.120',
        database: 'postgres',
        front: 'gunicorn',
        machine,
        sudo: 'services',
      });
      try {
        const { deploy, owner } = machine;
        const programs = ['find', 'cat', 'install', 'mv', 'ln', 'rm', 'chmod', 'chgrp', 'sha256sum', 'readlink'];
        const list = [remote.project.python, ...programs.map((name) => `/usr/bin/${name}`)].join(', ');
        await machine.permit('some', `${deploy.name} ALL = (${owner.name}) NOPASSWD: ${list}\n`);
        const before = await folderHash(remote.project.dir, false);
        const { v1 } = await exportsOf('7.0.120', 'postgres', fixture.servers);
        const ended = await (await remoteRunner(machine)).promote(remote, v1);
        expect([ended.code, ended.result], ended.log).toEqual([1, 'failed']);
        expect(ended.reason).toContain(`${deploy.name} ALL = (${owner.name}) NOPASSWD: /usr/bin/dd, /usr/bin/kill.`);
        expect(await folderHash(remote.project.dir, false)).toBe(before);
        expect(await remote.active()).toBe(true);
      } finally {
        await remote.end();
        await machine.remove();
      }
    },
  );
});
