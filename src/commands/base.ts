/** What a plan without a target compares with: a committed zip, a file of another commit, or nothing. */
import { isAbsolute, relative } from 'node:path';
import { reasonOf, Stop, usage } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { PlanInputs } from '../inputs.ts';
import { LIMITS } from '../metadata/limits.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { openPackage } from '../metadata/package.ts';
import { shownPath } from '../paths.ts';
import { type Before, nothingBefore } from '../planning/make-plan.ts';
import type { Base } from '../planning/plan.ts';
import type { CommitFiles } from '../promotion/run.ts';
import { GitFolder, pathsLike, refuseLfs } from './git.ts';
import { locateMetadataFile } from './locate.ts';
import type { Surroundings } from './promote.ts';

interface Found {
  kind: Base['kind'];
  /** For people. */
  name: string;
  bytes: Uint8Array;
}

/**
 * @throws Stop (usage): the base is no file, several files, or no metadata zip; (failed): its commit can not be had.
 */
export async function readBase(
  inputs: PlanInputs,
  zip: MetadataPackage,
  host: Host,
  around: Pick<Surroundings, 'log' | 'caller'>,
): Promise<Before> {
  const { baseMetadata } = inputs;
  if (baseMetadata === undefined) return readPullRequestBase(inputs, zip, host, around);
  const found = baseMetadata.startsWith('git:')
    ? await atCommit(inputs, baseMetadata.slice(4), host)
    : await fromFile(inputs, baseMetadata);
  if (!found) {
    const message = `No file matches metadata-file "${inputs.metadataFile}" at ${baseMetadata.slice(4)}: name a commit that has the zip, or give base-metadata as a path.`;
    throw usage('base-metadata', message);
  }
  return open(found, zip);
}

async function readPullRequestBase(
  inputs: PlanInputs,
  zip: MetadataPackage,
  host: Host,
  { log, caller: { baseCommit, commitFiles } }: Pick<Surroundings, 'log' | 'caller'>,
): Promise<Before> {
  const nothing = nothingBefore(zip.line, zip.dbType);
  if (baseCommit === undefined) return nothing;
  const found = await atCommit(inputs, baseCommit, host).catch((error: unknown) => {
    if (!commitFiles || !isCheckoutLacking(error)) throw error;
    log.info(`The checkout lacks the base of the pull request (${baseCommit.slice(0, 12)}): GitHub is asked for it.`);
    return fromGitHub(inputs, baseCommit, commitFiles, error);
  });
  if (!found) {
    log.notice(`The base of the pull request has no ${inputs.metadataFile}: all of the zip is new.`);
    return nothing;
  }
  try {
    return open(found, zip);
  } catch (error) {
    // What is broken there is perhaps mended here.
    if (!(error instanceof Stop)) throw error;
    log.warning(`${error.message} The zip is compared with an empty project instead.`);
    return nothing;
  }
}

/** No git checkout, or one that is too shallow and can not fetch. */
function isCheckoutLacking(error: unknown): error is Stop {
  return error instanceof Stop && (error.id === 'base-commit' || error.id === 'base-checkout');
}

/** @throws the error of the checkout with GitHub's beside it. */
async function fromGitHub(
  { metadataFile, workspace }: PlanInputs,
  commit: string,
  files: CommitFiles,
  lacking: Stop,
): Promise<Found | undefined> {
  const short = commit.slice(0, 12);
  const ask = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw new Stop(lacking.outcome, lacking.id, `${lacking.message} GitHub was asked too: ${reasonOf(error)}.`);
    });
  const pattern = inWorkspace(metadataFile, workspace);
  const path = onlyPath(pathsLike(await ask(files.list(commit)), pattern), pattern, short);
  if (path === undefined) return undefined;
  const bytes = await ask(files.read(commit, path, LIMITS.packedBytes));
  refuseLfs(bytes, path, commit);
  return { kind: 'git', name: `${path} at ${short}`, bytes };
}

function inWorkspace(pattern: string, workspace: string): string {
  return isAbsolute(pattern) ? relative(workspace, pattern) : pattern;
}

/** undefined: none. @throws Stop (usage): several. */
function onlyPath([path, ...others]: readonly string[], pattern: string, commit: string): string | undefined {
  if (path === undefined || others.length === 0) return path;
  const message = `metadata-file "${pattern}" matches ${others.length + 1} files at ${commit}: ${[path, ...others].slice(0, 8).join(', ')}; give base-metadata as the one that is meant.`;
  throw usage('base-metadata', message);
}

async function fromFile(inputs: PlanInputs, pattern: string): Promise<Found> {
  try {
    const { path, bytes } = await locateMetadataFile(pattern, inputs.workspace);
    return { kind: 'file', name: shownPath(path, inputs.workspace), bytes };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw usage('base-metadata', error.message.replaceAll('metadata-file "', 'base-metadata "'));
  }
}

/** undefined: nothing matches there. @throws Stop (usage) when several files do. */
async function atCommit({ workspace, metadataFile }: PlanInputs, ref: string, host: Host): Promise<Found | undefined> {
  const git = new GitFolder(host, workspace);
  if (!(await git.isWorkTree())) {
    throw usage('base-checkout', `${workspace} is no git checkout: give base-metadata as a path, or check out first.`);
  }
  const commit = await git.commit(ref);
  const pattern = inWorkspace(metadataFile, workspace);
  const path = onlyPath(await git.matches(commit, pattern), pattern, commit.slice(0, 12));
  if (path === undefined) return undefined;
  return { kind: 'git', name: `${path} at ${commit.slice(0, 12)}`, bytes: await git.read(commit, path) };
}

function open({ kind, name, bytes }: Found, zip: MetadataPackage): Before {
  const opened = openPackage(bytes, zip);
  if (!opened.package) {
    const [first] = opened.findings;
    throw usage(
      'base-metadata',
      `The base ${name} is no metadata zip that can be read: ${first?.message ?? 'it is empty'}`,
    );
  }
  const { appVersion: version, digest, files } = opened.package;
  return { base: { kind, name, version, digest }, metadata: opened.package, files };
}
