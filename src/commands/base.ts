/** What a plan without a target compares with: a committed zip, a file of another commit, or nothing. */
import { isAbsolute, relative } from 'node:path';
import { Stop, usage } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { PlanInputs } from '../inputs.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { openPackage } from '../metadata/package.ts';
import { type Before, nothingBefore } from '../planning/make-plan.ts';
import type { Base } from '../planning/plan.ts';
import { GitFolder } from './git.ts';
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
  { log, caller: { baseCommit } }: Pick<Surroundings, 'log' | 'caller'>,
): Promise<Before> {
  const nothing = nothingBefore(zip.line, zip.dbType);
  if (baseCommit === undefined) return nothing;
  const found = await atCommit(inputs, baseCommit, host);
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

async function fromFile(inputs: PlanInputs, pattern: string): Promise<Found> {
  try {
    const { path, bytes } = await locateMetadataFile(pattern, inputs.workspace);
    const inside = relative(inputs.workspace, path);
    return { kind: 'file', name: inside.startsWith('..') || isAbsolute(inside) ? path : inside, bytes };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw usage('base-metadata', error.message.replaceAll('metadata-file "', 'base-metadata "'));
  }
}

/** undefined: nothing matches there. @throws Stop (usage) when several files do. */
async function atCommit({ workspace, metadataFile }: PlanInputs, ref: string, host: Host): Promise<Found | undefined> {
  const git = new GitFolder(host, workspace);
  if (!(await git.isWorkTree())) {
    throw usage('base-metadata', `${workspace} is no git checkout: give base-metadata as a path, or check out first.`);
  }
  const commit = await git.commit(ref);
  const pattern = isAbsolute(metadataFile) ? relative(workspace, metadataFile) : metadataFile;
  const [path, ...others] = await git.matches(commit, pattern);
  if (path === undefined) return undefined;
  if (others.length > 0) {
    const message = `metadata-file "${pattern}" matches ${others.length + 1} files at ${commit.slice(0, 12)}: ${[path, ...others].slice(0, 8).join(', ')}; give base-metadata as the one that is meant.`;
    throw usage('base-metadata', message);
  }
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
