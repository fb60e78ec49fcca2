/** Runs the built dist/ as GitHub's runner does on Windows. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Windows, windowsPath } from '../lab/windows.ts';
import { type ActionOptions, type ActionRun, DIST, parseOutputs } from './action.ts';

/** @param base folder of the test. @param inputs paths in them as Windows names them. */
export async function runOnWindows(
  { node, run }: Windows,
  base: string,
  inputs: Record<string, string>,
  { workspace, env }: Pick<ActionOptions, 'workspace' | 'env'> = {},
): Promise<ActionRun> {
  const files = await mkdtemp(join(base, 'run-'));
  const cwd = workspace ?? join(files, 'workspace');
  await mkdir(cwd, { recursive: true });
  const [output, summary] = [join(files, 'output'), join(files, 'summary.md')];
  for (const file of [output, summary]) await writeFile(file, '');
  const ran = await run([node, windowsPath(join(DIST, 'index.js'))], {
    cwd,
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'workflow_dispatch',
      GITHUB_REPOSITORY: 'owner/repo',
      GITHUB_RUN_ID: '1',
      GITHUB_OUTPUT: windowsPath(output),
      GITHUB_STEP_SUMMARY: windowsPath(summary),
      GITHUB_WORKSPACE: windowsPath(cwd),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...env,
    },
  });
  return {
    ...ran,
    outputs: parseOutputs((await readFile(output, 'utf8')).replaceAll('\r\n', '\n')),
    summary: await readFile(summary, 'utf8'),
    pid: 0,
  };
}
