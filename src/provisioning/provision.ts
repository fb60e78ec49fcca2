/**
 * A production project from nothing, in the order in which it happens: look, database, project, in place. Whatever can be
 * refused is asked before anything is made; what fails afterwards takes back what this run made.
 */
import { join } from 'node:path';
import { connectionName, projectConnection } from '../database/connection.ts';
import { reasonOf, refuse, Stop } from '../errors.ts';
import { installedJamVersion } from '../jampy/installed.ts';
import { stateFromAdmin } from '../jampy/target-state.ts';
import type { Line, MetadataPackage } from '../metadata/model.ts';
import { takeLock } from '../promotion/lock.ts';
import { readAdminCopy } from '../promotion/look.ts';
import { type Run, stopIfCancelled } from '../promotion/run.ts';
import { openStateFolder } from '../promotion/state-folder.ts';
import type { ProvisioningInputs } from '../provisioning-inputs.ts';
import type { Content, Wanted } from './content.ts';
import { copiedContent } from './copied-content.ts';
import { makeEnvironment, removeEnvironment } from './environment.ts';
import {
  clearFolder,
  closeStaging,
  type Folder,
  lookAtFolder,
  makeFolder,
  openStaging,
  placeProject,
} from './folder.ts';
import { type Jam, lookAtInstalled, lookAtJamPy } from './jam-py.ts';
import { newContent } from './new-content.ts';

export interface Provisioned {
  /** False: the project was there already, and nothing was done. */
  made: boolean;
  jamVersion: string;
  line: Line;
  /** For the log and the summary. */
  sentences: readonly string[];
  /** Of a copy: rows of every table of its database. */
  rows?: ReadonlyMap<string, number>;
}

/** Whether there is no project yet, or only half of one of ours. @throws Stop (refused) when something else is there. */
export async function isMissing(run: Run): Promise<boolean> {
  return (await lookAtFolder(run.host, run.inputs.projectDir as string)).kind !== 'project';
}

/**
 * @param zip what a copy must be; undefined: nobody says.
 * @throws Stop; what this run made was taken back.
 */
export async function provision(
  run: Run,
  inputs: ProvisioningInputs,
  wanted: Wanted,
  zip?: MetadataPackage,
): Promise<Provisioned> {
  const state = await openStateFolder(run);
  const lock = await takeLock(run, state);
  try {
    return await provisionLocked(run, inputs, wanted, zip);
  } finally {
    await lock.release();
    if (state.ours) await state.host.removeEmptyDirectory(state.path).catch(() => {});
  }
}

async function provisionLocked(
  run: Run,
  inputs: ProvisioningInputs,
  wanted: Wanted,
  zip: MetadataPackage | undefined,
): Promise<Provisioned> {
  const { host, log } = run;
  const projectDir = run.inputs.projectDir as string;
  const folder = await log.step('Look at the project folder', () => lookAtFolder(host, projectDir));
  if (folder.kind === 'placed') await closeStaging(host, projectDir);
  if (folder.kind === 'placed' || folder.kind === 'project') return alreadyThere(run, inputs, wanted, folder);
  const jam = await log.step('Look at Jam.py', () => lookAtJamPy(run, inputs));
  const content = inputs.copy
    ? await log.step('Look at the project that is copied', () => copiedContent(run, inputs, wanted, jam, zip))
    : await newContent(run, inputs, wanted, jam);
  if (jam.environment === undefined) await content.tryDriver('before');
  stopIfCancelled(run);
  await make(run, inputs, folder, jam, content);
  // From here on an interrupted run is finished by the next one.
  await log.step('Put it in place', () => placeProject(host, projectDir));
  const { sentences, warning } = content.tell();
  for (const sentence of sentences) log.info(sentence);
  if (warning !== undefined) log.warning(warning);
  const { rows } = content;
  return {
    made: true,
    jamVersion: jam.version,
    line: jam.line,
    sentences: warning === undefined ? sentences : [...sentences, warning],
    ...(rows ? { rows } : {}),
  };
}

async function make(
  run: Run,
  inputs: ProvisioningInputs,
  folder: Extract<Folder, { kind: 'new' | 'half-made' }>,
  jam: Jam,
  content: Content,
): Promise<void> {
  const { host, log, operator } = run;
  const { database } = content;
  const projectDir = run.inputs.projectDir as string;
  const undo: (() => Promise<unknown>)[] = [];
  try {
    let { language } = jam;
    let library: 1 | 2 = 1;
    if (jam.environment) {
      const environment = jam.environment;
      const { dialect } = database.connection;
      undo.push(() => removeEnvironment(host, environment));
      library = await log.step('Make the virtual environment', () => makeEnvironment(host, environment, dialect, log));
      language = (await lookAtInstalled(run, inputs)).language;
      stopIfCancelled(run);
    }
    const made = await log.step('Make the database', () => database.make());
    log.info(made.sentence);
    undo.push(() => made.undo());
    stopIfCancelled(run);
    await content.tryDriver('after');
    if (folder.kind === 'half-made') await clearFolder(host, projectDir, folder);
    else if (!folder.exists) {
      await makeFolder(operator, host, projectDir);
      undo.push(() => operator.removeEmptyDirectory(projectDir));
    }
    undo.push(() => clearFolder(host, projectDir, { names: [] }));
    await log.step(content.step, async () => {
      const staging = await openStaging(host, projectDir);
      await content.make(staging, { language: language as number, library });
    });
    stopIfCancelled(run);
  } catch (error) {
    for (const step of undo.reverse())
      await step().catch((trouble) => log.warning(`Not taken back: ${reasonOf(trouble)}`));
    throw takenBack(error);
  }
}

/** What was made is gone again: the sentence must say so. */
function takenBack(error: unknown): Error {
  if (!(error instanceof Stop)) return error instanceof Error ? error : new Error(String(error));
  const said = error.message.replace(/ Nothing was changed\.$/, '');
  const outcome = error.id === 'cancelled' ? 'failed' : error.outcome;
  return new Stop(outcome, error.id, `${said} What this run had made was taken back.`, { cause: error });
}

/** A project is there: ours from an earlier run, or another one. @throws Stop (refused) */
async function alreadyThere(
  run: Run,
  inputs: ProvisioningInputs,
  wanted: Wanted,
  folder: Folder,
): Promise<Provisioned> {
  const projectDir = run.inputs.projectDir as string;
  const admin = await readAdminCopy(run, join(projectDir, 'admin.sqlite'));
  const { names, metadata, task } = stateFromAdmin(admin, { production: false, jamVersion: undefined });
  const where = `project-dir (${projectDir}) on ${run.host.name}`;
  if (metadata.dbType === 0)
    throw refuse(
      'project-unfinished',
      `${where} holds a Jam.py project that was not finished, and not made by this program: finish it in its Application Builder, or give an empty folder. Nothing was changed.`,
    );
  if (!names.includes(wanted.name))
    throw refuse(
      'another-application',
      `${where} holds another project, ${names.join(' / ') || 'without a name'}, not ${wanted.name}: give an empty folder. Nothing was changed.`,
    );
  if (inputs.copy && folder.kind === 'project')
    throw refuse(
      'folder-not-empty',
      `${where} holds the project ${wanted.name} already, and method: copy-project makes new ones only: give an empty folder. Nothing was changed.`,
    );
  const connection = projectConnection(task, projectDir);
  const jamVersion = await installedJamVersion(run.host, run.inputs.python as string);
  const sentence = `The project ${wanted.name} is there already${connection ? `, on the ${connectionName(connection)}` : ''}: nothing was changed.`;
  run.log.info(sentence);
  return { made: folder.kind === 'placed', jamVersion, line: metadata.line, sentences: [sentence] };
}
