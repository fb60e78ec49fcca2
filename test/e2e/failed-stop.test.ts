/** A stop- or start-command that fails in the middle: the service runs again, and the sentence tells the target's state. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { useFixture } from './fixture.ts';
import { byFolder, byUrl, IMPORTED, importLogs, promote, summary, type Target } from './target.ts';

const lab = useFixture('failed-stop');

const answers = async (target: Target) => (await fetch(target.service.url)).status < 500;
const masterOf = async (target: Target) => (await readFile(target.service.pidFile, 'utf8')).trim();

async function served(): Promise<{ target: Target; v1: string }> {
  const target = await lab.target('7.0.120', 'postgres');
  await target.start();
  return { target, v1: (await exportsOf('7.0.120', 'postgres', lab.servers)).v1 };
}

test.each([
  ['fails', 'exit 7', '3m', /The stop-command failed with exit code 7/],
  ['hangs', 'sleep 300', '12s', /The stop-command did not end within 12 s \(service-timeout\) and was ended/],
])('it stopped the service and then %s: the service is started again', async (_how, then, limit, says) => {
  const { target, v1 } = await served();
  const stop = { 'stop-command': `${target.service.stopCommand}; ${then}`, 'service-timeout': limit };
  const ran = await promote(lab.action, byFolder(target, v1, stop));
  expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(says)]);
  expect(ran.reason).toMatch(/Nothing was imported or changed\. The service was started again\.$/);
  expect(ran.outputs.changed).toBe('false');
  expect(await answers(target)).toBe(true);
  expect(await importLogs(target.dir)).toEqual([]);
});

test('it stopped nothing: the service is left alone', async () => {
  const { target, v1 } = await served();
  const master = await masterOf(target);
  const ran = await promote(lab.action, byFolder(target, v1, { 'stop-command': 'exit 7', 'start-command': 'exit 8' }));
  expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(/\. The service still answers\.$/)]);
  expect(await masterOf(target)).toBe(master);
  expect(await answers(target)).toBe(true);
});

test('it stopped the service, which does not start any more: that is said', async () => {
  const { target, v1 } = await served();
  const stop = { 'stop-command': `${target.service.stopCommand}; exit 7`, 'start-command': 'exit 8' };
  const ran = await promote(lab.action, byFolder(target, v1, stop));
  const says = /could not be started again and is down; start it by hand\. The start-command failed with exit code 8/;
  expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(says)]);
});

test('after a live import: the service is started again, and the sentence says what is not verified', async () => {
  const { target, v1 } = await served();
  const { stopCommand, startCommand } = target.service;
  const commands = { 'stop-command': `${stopCommand}; exit 7`, 'start-command': startCommand };
  const ran = await promote(lab.action, byUrl(target, v1, commands));
  const says =
    /Jam\.py says that it imported the zip, but the service was not restarted: The stop-command failed with exit code 7, and the start-command ran all the same: .*\. Nothing was verified/;
  expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(says)]);
  expect(await answers(target)).toBe(true);
  expect(await importLogs(target.dir)).toEqual([IMPORTED]);
});

test('a start that would import fails: it is tried again without the zip', async () => {
  const { target, v1 } = await served();
  const once = join(target.base, 'once');
  const start = `if [ -e ${once} ]; then ${target.service.startCommand}; else touch ${once}; exit 7; fi`;
  const ran = await promote(lab.action, byFolder(target, v1, { python: '', 'start-command': start }));
  const says =
    /No import of the zip was seen, but the service, which imports when it starts, did not start: The start-command failed with exit code 7/;
  expect(summary(ran), ran.log).toEqual([1, 'failed', expect.stringMatching(says)]);
  expect(ran.log).toMatch(/Start the service again/);
  expect(await answers(target)).toBe(true);
  expect(await readdir(join(target.dir, 'migration'))).toEqual([]);
  expect(await importLogs(target.dir)).toEqual([]);
});
