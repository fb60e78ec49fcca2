/** The pages that people see of a run, each made by a real run of the built action. */
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportsOf } from '../lab/exports.ts';
import { startGitHub } from '../lab/github/server.ts';
import { githubLike } from '../lab/pages/github-like.ts';
import type { Servers } from '../lab/servers.ts';
import { installAction } from './action.ts';
import { makePullRequest } from './pull-request.ts';
import { byFolder, makeTarget } from './target.ts';

/** HTML by the page's name. */
export type Pages = Readonly<Record<'comment' | 'report' | 'summary', string>>;

const RUNNER = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_SHA: 'c'.repeat(40) };
/** Where a runner has the checkout: what a reader expects in place of folders of this machine. */
const WORKSPACE = '/home/runner/work/crm/crm';

/** A pull request with losses: its comment and its report; and a first promotion: its job summary. */
export async function makePages(servers: Servers): Promise<Pages> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-pages-')));
  const [action, gitHub] = [await installAction(), await startGitHub()];
  try {
    const zips = await exportsOf('7.0.120', 'postgres', servers);
    const pull = await makePullRequest(base, 'losing', zips.v2, zips.v3);
    const report = join(base, 'report.html');
    const planned = await action.run(
      { command: 'plan', 'database-type': 'postgresql', 'report-file': report, 'github-token': 'ghs_of_the_job' },
      { workspace: pull.folder, env: { ...pull.env, ...RUNNER, GITHUB_API_URL: gitHub.url } },
    );
    if (planned.outputs.result !== 'refused') throw new Error(`no plan with losses:\n${planned.stdout}`);
    return {
      comment: githubLike('Comment on a pull request', gitHub.comments[0]?.body ?? ''),
      report: await readFile(report, 'utf8'),
      summary: await summaryOfPromotion(),
    };
  } finally {
    await gitHub.stop();
    await action.remove();
    await rm(base, { recursive: true, force: true });
  }

  async function summaryOfPromotion(): Promise<string> {
    const zips = await exportsOf('7.0.120', 'postgres', servers);
    const target = await makeTarget(servers, '7.0.120', 'postgres');
    const workspace = join(target.base, 'workspace');
    try {
      await mkdir(workspace);
      await target.start();
      const promoted = await action.run(byFolder(target, zips.v1), { workspace });
      if (promoted.outputs.result !== 'imported') throw new Error(`not promoted:\n${promoted.stdout}`);
      return githubLike('Job summary of a promotion', promoted.summary)
        .replaceAll(zips.v1, `${WORKSPACE}/metadata/crm_1.zip`)
        .replaceAll(target.base, '/srv/crm');
    } finally {
      await target.remove();
    }
  }
}
