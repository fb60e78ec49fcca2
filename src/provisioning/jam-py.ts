/** The Jam.py that a new project is to run on: installed, or planned to be. */
import { refuse } from '../errors.ts';
import { installedJamVersion, lineOfVersion } from '../jampy/installed.ts';
import { type Languages, languageNumber, lookAtProjectScript } from '../jampy/new-project.ts';
import type { Line } from '../metadata/model.ts';
import type { Run } from '../promotion/run.ts';
import type { ProvisioningInputs } from '../provisioning-inputs.ts';
import { isMissingOrOurs, type PlannedEnvironment, planEnvironment } from './environment.ts';

export interface Jam {
  version: string;
  line: Line;
  /** Number of the language; undefined where that can only be asked once it is installed. */
  language: number | undefined;
  /** Has to be made. */
  environment?: PlannedEnvironment;
}

export async function lookAtJamPy(run: Run, inputs: ProvisioningInputs): Promise<Jam> {
  const { host } = run;
  const python = run.inputs.python as string;
  if (inputs.jamVersion !== undefined && python.startsWith('/') && (await isMissingOrOurs(host, python))) {
    const environment = await planEnvironment(host, python, inputs.jamVersion);
    checkPassword(run, environment.line);
    return { version: inputs.jamVersion, line: environment.line, language: undefined, environment };
  }
  return lookAtInstalled(run, inputs);
}

export async function lookAtInstalled(run: Run, { jamVersion, language }: ProvisioningInputs): Promise<Jam> {
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
