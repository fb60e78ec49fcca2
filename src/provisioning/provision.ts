/**
 * A production project from nothing, in the order in which it happens: look, database, project, in place. Whatever can be
 * refused is asked before anything is made; what fails afterwards takes back what this run made.
 */
import { join } from 'node:path';
import { connectionName, projectConnection } from '../database/connection.ts';
import { fail, reasonOf, refuse, Stop } from '../errors.ts';
import { driverLogin, tryLogin } from '../jampy/driver-login.ts';
import { installedJamVersion, lineOfVersion } from '../jampy/installed.ts';
import {
  type Languages,
  languageNumber,
  lookAtProjectScript,
  makeProject,
  type Setting,
} from '../jampy/new-project.ts';
import { stateFromAdmin } from '../jampy/target-state.ts';
import type { Line, Row } from '../metadata/model.ts';
import { takeLock } from '../promotion/lock.ts';
import { readAdminCopy } from '../promotion/look.ts';
import { type Run, stopIfCancelled } from '../promotion/run.ts';
import { openStateFolder } from '../promotion/state-folder.ts';
import type { ProvisioningInputs } from '../provisioning-inputs.ts';
import { lookAtDatabase, type PlannedDatabase } from './database.ts';
import {
  isMissingOrOurs,
  makeEnvironment,
  type PlannedEnvironment,
  planEnvironment,
  removeEnvironment,
} from './environment.ts';
import {
  clearFolder,
  closeStaging,
  type Folder,
  lookAtFolder,
  makeFolder,
  openStaging,
  placeProject,
} from './folder.ts';
import { type ProjectParameters, valuesFor } from './parameters.ts';
import { taskRow } from './task-row.ts';

/** What the new project is called. */
export interface Wanted {
  name: string;
  title: string;
}

export interface Provisioned {
  /** False: the project was there already, and nothing was done. */
  made: boolean;
  jamVersion: string;
  line: Line;
  /** For the log and the summary. */
  sentences: readonly string[];
}

/** Whether there is no project yet, or only half of one of ours. @throws Stop (refused) when something else is there. */
export async function isMissing(run: Run): Promise<boolean> {
  return (await lookAtFolder(run.host, run.inputs.projectDir as string)).kind !== 'project';
}

/** @throws Stop; what this run made was taken back. */
export async function provision(run: Run, inputs: ProvisioningInputs, wanted: Wanted): Promise<Provisioned> {
  const state = await openStateFolder(run);
  const lock = await takeLock(run, state);
  try {
    return await provisionLocked(run, inputs, wanted);
  } finally {
    await lock.release();
    if (state.ours) await state.host.removeEmptyDirectory(state.path).catch(() => {});
  }
}

async function provisionLocked(run: Run, inputs: ProvisioningInputs, wanted: Wanted): Promise<Provisioned> {
  const { host, log } = run;
  const projectDir = run.inputs.projectDir as string;
  const folder = await log.step('Look at the project folder', () => lookAtFolder(host, projectDir));
  if (folder.kind === 'placed') await closeStaging(host, projectDir);
  if (folder.kind === 'placed' || folder.kind === 'project') return alreadyThere(run, wanted, folder);
  const jam = await log.step('Look at Jam.py', () => lookAtJamPy(run, inputs));
  const database = await log.step('Look at the database', () =>
    lookAtDatabase(run, run.inputs.databaseUrl as string, inputs.adminUrl),
  );
  const task = taskRow(database.connection, projectDir, { ...wanted, line: jam.line, library: 1 });
  if (jam.environment === undefined) await checkDriver(run, jam.line, task, database, 'before');
  stopIfCancelled(run);
  return make(run, inputs, wanted, { folder, jam, database, task });
}

interface Jam {
  version: string;
  line: Line;
  /** Number of the language; undefined where that can only be asked once it is installed. */
  language: number | undefined;
  /** Has to be made. */
  environment?: PlannedEnvironment;
}

async function lookAtJamPy(run: Run, inputs: ProvisioningInputs): Promise<Jam> {
  const { host } = run;
  const python = run.inputs.python as string;
  if (inputs.jamVersion !== undefined && python.startsWith('/') && (await isMissingOrOurs(host, python))) {
    const environment = await planEnvironment(host, python, inputs.jamVersion);
    checkPassword(run, environment.line);
    return { version: inputs.jamVersion, line: environment.line, language: undefined, environment };
  }
  return lookAtInstalled(run, inputs);
}

async function lookAtInstalled(run: Run, { jamVersion, language }: ProvisioningInputs): Promise<Jam> {
  const { host } = run;
  const python = run.inputs.python as string;
  const version = await installedJamVersion(host, python);
  const line = lineOfVersion(version);
  if (line === undefined)
    throw refuse('jam-line', `Jam.py ${version} of python (${python}) is neither 5 nor 7. Nothing was changed.`);
  if (jamVersion !== undefined && jamVersion !== version)
    throw refuse(
      'jam-version',
      `python (${python}) on ${host.name} has Jam.py ${version}, not ${jamVersion} as jam-version wants: install that one there, or give the interpreter of an environment that is not there yet. Nothing was changed.`,
    );
  checkPassword(run, line);
  const languages: Languages = await lookAtProjectScript(host, python);
  return { version, line, language: languageNumber(languages, language) };
}

/** Jam.py 5 makes a part of its SQL of it (docs/jampy.md, "New projects"). @throws Stop (refused) */
function checkPassword(run: Run, line: Line): void {
  if (line !== 5 || !run.inputs.builder?.password.includes("'")) return;
  throw refuse(
    'builder-password',
    'builder-password holds an apostrophe, with which nobody can log in to Jam.py 5: give another one. Nothing was changed.',
  );
}

interface Planned {
  folder: Extract<Folder, { kind: 'new' | 'half-made' }>;
  jam: Jam;
  database: PlannedDatabase;
  task: Record<string, Setting>;
}

async function make(
  run: Run,
  inputs: ProvisioningInputs,
  wanted: Wanted,
  { folder, jam, database, task }: Planned,
): Promise<Provisioned> {
  const { host, log, operator } = run;
  const projectDir = run.inputs.projectDir as string;
  const undo: (() => Promise<unknown>)[] = [];
  try {
    let { language } = jam;
    if (jam.environment) {
      const environment = jam.environment;
      const { dialect } = database.connection;
      undo.push(() => removeEnvironment(host, environment));
      const library = await log.step('Make the virtual environment', () =>
        makeEnvironment(host, environment, dialect, log),
      );
      language = (await lookAtInstalled(run, inputs)).language;
      if ('F_PYTHON_LIBRARY' in task) task.F_PYTHON_LIBRARY = library;
      stopIfCancelled(run);
    }
    const made = await log.step('Make the database', () => database.make());
    log.info(made.sentence);
    undo.push(() => made.undo());
    stopIfCancelled(run);
    await checkDriver(run, jam.line, task, database, 'after');
    if (folder.kind === 'half-made') await clearFolder(host, projectDir, folder);
    else if (!folder.exists) {
      await makeFolder(operator, host, projectDir);
      undo.push(() => operator.removeEmptyDirectory(projectDir));
    }
    undo.push(() => clearFolder(host, projectDir, { names: [] }));
    await log.step('Make the project', async () => {
      const staging = await openStaging(host, projectDir);
      await makeProject(host, run.inputs.python as string, {
        folder: staging,
        language: language as number,
        title: wanted.title,
        name: wanted.name,
        task,
        administrator: run.inputs.builder as NonNullable<typeof run.inputs.builder>,
        ...valuesFor(jam.line, inputs.parameters),
      });
    });
    stopIfCancelled(run);
  } catch (error) {
    for (const step of undo.reverse())
      await step().catch((trouble) => log.warning(`Not taken back: ${reasonOf(trouble)}`));
    throw takenBack(error);
  }
  // From here on an interrupted run is finished by the next one.
  await log.step('Put it in place', () => placeProject(host, projectDir));
  return {
    made: true,
    jamVersion: jam.version,
    line: jam.line,
    sentences: tell(run, wanted, jam, database, inputs.parameters),
  };
}

/** What was made is gone again: the sentence must say so. */
function takenBack(error: unknown): Error {
  if (!(error instanceof Stop)) return error instanceof Error ? error : new Error(String(error));
  const said = error.message.replace(/ Nothing was changed\.$/, '');
  const outcome = error.id === 'cancelled' ? 'failed' : error.outcome;
  return new Stop(outcome, error.id, `${said} What this run had made was taken back.`, { cause: error });
}

/** @param when `before`: the login may not be there yet, and only a driver that is missing counts. */
async function checkDriver(
  run: Run,
  line: Line,
  task: Readonly<Record<string, Setting>>,
  { connection }: PlannedDatabase,
  when: 'before' | 'after',
): Promise<void> {
  const row: Row = Object.fromEntries(Object.entries(task).map(([name, value]) => [name.toLowerCase(), value]));
  const login = driverLogin(row, line);
  if (login === undefined || typeof login === 'string') return;
  const python = run.inputs.python as string;
  const trouble = await tryLogin(run.host, python, '/', { line, login });
  if (!trouble) return;
  if (/^(ModuleNotFound|Import)Error$/.test(trouble.kind))
    throw refuse(
      'driver-missing',
      `python (${python}) on ${run.host.name} has no ${login.driver}, by which Jam.py ${line} reaches ${connectionName(connection)}: install it there. Nothing was changed.`,
    );
  if (when === 'before') return;
  throw fail(
    'driver-login',
    `Jam.py's own driver can not log in to ${connectionName(connection)} from ${run.host.name}: ${login.driver} says "${run.secrets.redact(trouble.said)}".`,
  );
}

function tell(
  run: Run,
  { name, title }: Wanted,
  { version, line }: Jam,
  { connection }: PlannedDatabase,
  parameters: ProjectParameters,
): string[] {
  const sentences = [
    `The project ${name} (${title}) was made in ${run.inputs.projectDir} with Jam.py ${version}, on the ${connectionName(connection)}.`,
    `Its administrator is ${run.inputs.builder?.login}. Jam.py ${line} keeps passwords as plain text in admin.sqlite: let nobody but the project's owner read that file.`,
  ];
  for (const sentence of sentences) run.log.info(sentence);
  if (parameters.safeMode) return sentences;
  const open = 'Safe mode is off, as parameters says: whoever reaches the application can change it in its Builder.';
  run.log.warning(open);
  return [...sentences, open];
}

/** A project is there: ours from an earlier run, or another one. @throws Stop (refused) */
async function alreadyThere(run: Run, wanted: Wanted, folder: Folder): Promise<Provisioned> {
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
  const connection = projectConnection(task, projectDir);
  const jamVersion = await installedJamVersion(run.host, run.inputs.python as string);
  const sentence = `The project ${wanted.name} is there already${connection ? `, on the ${connectionName(connection)}` : ''}: nothing was changed.`;
  run.log.info(sentence);
  return { made: folder.kind === 'placed', jamVersion, line: metadata.line, sentences: [sentence] };
}
