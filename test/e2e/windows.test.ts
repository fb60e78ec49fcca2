/** What needs no POSIX tool, run as on Windows: its paths, its names, its way to start programs and to end them. */
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exports, exportsOf } from '../lab/exports.ts';
import { sarifErrors } from '../lab/sarif.ts';
import { findServers, type Servers } from '../lab/servers.ts';
import { findWindows, type Windows, windowsPath } from '../lab/windows.ts';
import { type ActionRun, type Installed, installAction } from './action.ts';
import { runOnWindows } from './on-windows.ts';
import { stageOf } from './stage.ts';
import { byUrl, ended, makeTarget, summary, type Target } from './target.ts';

const found = await findWindows();

describe.skipIf(typeof found === 'string')('on Windows', () => {
  const windows = found as Windows;
  let servers: Servers;
  let action: Installed;
  let zips: Exports;
  let base: string;
  /** The checkout. */
  let workspace: string;

  beforeAll(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-windows-')));
    workspace = join(base, 'checkout');
    await mkdir(join(workspace, 'metadata'), { recursive: true });
    [servers, action] = [await findServers(() => {}), await installAction()];
    zips = await exportsOf('7.0.120', 'postgres', servers);
    await copyFile(zips.v3, join(workspace, 'metadata', 'crm.zip'));
    await copyFile(zips.v2, join(workspace, 'before.zip'));
  });
  afterAll(async () => {
    await windows.stop();
    await action?.remove();
    await servers?.stop();
    await rm(base, { recursive: true, force: true });
  });

  const run = (inputs: Record<string, string>, folder = workspace): Promise<ActionRun> =>
    runOnWindows(windows, base, inputs, { workspace: folder });

  test('validate finds the zip by a pattern with backslashes, and names it as the repository does', async () => {
    const ran = await run({ command: 'validate', 'metadata-file': 'metadata\\*.zip', 'sarif-file': 'out\\crm.sarif' });
    expect([ran.code, ran.outputs.result], ran.stdout + ran.stderr).toEqual([0, 'valid']);
    expect(ran.outputs['sarif-file']).toBe(windowsPath(join(workspace, 'out', 'crm.sarif')));
    const sarif = await readFile(join(workspace, 'out', 'crm.sarif'), 'utf8');
    expect(sarifErrors(sarif)).toEqual([]);
    expect(sarif).toContain('"uri": "metadata/crm.zip"');
    expect(ran.stdout).toContain('::warning title=python-missing,file=metadata/crm.zip::');
    expect(ran.summary).toContain('<code>metadata/crm&#46;zip</code>');
  });

  test('a zip that git took for a text is told as that', async () => {
    const folder = join(base, 'text');
    await mkdir(join(folder, 'metadata'), { recursive: true });
    const text = (await readFile(zips.v1)).toString('latin1').replaceAll(/\r?\n/g, '\r\n');
    await writeFile(join(folder, 'metadata', 'crm.zip'), text, 'latin1');
    const ran = await run({ command: 'validate' }, folder);
    expect(summary(ended(ran)), ran.stdout).toEqual([1, 'invalid', expect.stringMatching(/line ends LF became CRLF/)]);
  });

  test('plan says what it says elsewhere', async () => {
    const inputs = { command: 'plan', 'base-metadata': 'before.zip', 'database-type': 'postgresql' };
    const files = (name: string) => ({ 'plan-file': `out/${name}.json`, 'report-file': `out/${name}.html` });
    const there = await run({ ...inputs, ...files('there') });
    const here = await action.run({ ...inputs, ...files('here') }, { workspace });
    expect(summary(ended(there)), there.stdout + there.stderr).toEqual(summary(ended(here)));
    expect(there.outputs.result).toBe('refused');
    const plan = async (name: string) => {
      const { findings, ...rest } = JSON.parse(await readFile(join(workspace, 'out', `${name}.json`), 'utf8'));
      // Which differ by the Python that is there or not.
      expect(findings.every(({ rule }: { rule: string }) => rule === 'python-missing')).toBe(true);
      return rest;
    };
    expect(await plan('there')).toEqual(await plan('here'));
  });

  describe('live', () => {
    let target: Target;
    beforeAll(async () => {
      target = await makeTarget(servers, '7.0.120', 'postgres');
      await target.start();
    });
    afterAll(() => target?.remove());

    const promote = (zip: string, more: Record<string, string> = {}) =>
      run({
        ...byUrl(target, windowsPath(zip)),
        'backup-dir': windowsPath(join(target.base, 'backup')),
        'allow-partial-verification': 'true',
        ...more,
      });

    test('the zip reaches production, and the restart-command is one of cmd.exe', async () => {
      const mark = join(base, 'restarted here.txt');
      const ran = await promote(zips.v1, { 'restart-command': `echo %OS% "done" > "${windowsPath(mark)}"` });
      expect([ran.code, ran.outputs.result], ran.stdout + ran.stderr).toEqual([0, 'imported']);
      expect(await stageOf(target.dir, target.db as NonNullable<Target['db']>)).toBe('v1');
      expect((await readFile(mark, 'utf8')).trim()).toBe('Windows_NT "done"');
      const again = await promote(zips.v1);
      expect([again.code, again.outputs.result], again.stdout).toEqual([0, 'unchanged']);
    });

    test('a restart-command that hangs is ended', async () => {
      const hangs = `"${windowsPath(windows.node)}" -e "setInterval(()=>{},1000)"`;
      const ran = await promote(zips.v2, { 'restart-command': hangs, 'service-timeout': '2s' });
      expect(ran.stdout + ran.stderr).toMatch(
        /restart-command did not end within 2 s \(service-timeout\) and was ended/,
      );
      expect(await stageOf(target.dir, target.db as NonNullable<Target['db']>)).toBe('v2');
    });

    test('what has to be done at the target by a POSIX shell is refused before anything', async () => {
      const ran = await promote(zips.v3, { 'project-dir': windowsPath(target.dir) });
      expect([ran.code, ran.stdout]).toEqual([
        2,
        expect.stringMatching(/project-dir: this works from Linux and macOS/),
      ]);
    });
  });
});
