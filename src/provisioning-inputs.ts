/** The inputs about a project that is to be made, typed and checked. */
import { parseAdminUrl } from './database/connection.ts';
import { reasonOf } from './errors.ts';
import type { InputReader } from './input-reader.ts';
import { type ProjectParameters, readParameters } from './provisioning/parameters.ts';

/** `method: copy-project`. */
export interface CopyInputs {
  /** Folder of the project that is copied, on the host. */
  from: string;
  /** Otherwise the new administrator takes their place. */
  keepUsers: boolean;
}

export interface ProvisioningInputs {
  /** undefined: Jam.py makes the project anew. */
  copy: CopyInputs | undefined;
  /** An administrator of the database server; undefined: database and login are there. */
  adminUrl: string | undefined;
  /** Version of Jam.py that the project must run on. */
  jamVersion: string | undefined;
  /** Caption; undefined: the zip's, or the project's name. */
  title: string | undefined;
  language: string;
  parameters: ProjectParameters;
}

/** What every new project needs, besides project-dir and the login of its administrator. */
const NEEDED: Readonly<Record<string, string>> = {
  'project-dir': 'the folder that the project is made in',
  python: "the project's Python interpreter; with jam-version it is made",
  'builder-login': 'takes the place of the administrator that every new Jam.py project has, and that everybody knows',
  'builder-password': 'its password',
  'database-url': 'the database of the project, as it will be reached from its server',
};

const OF_THE_ADMINISTRATOR = ['builder-login', 'builder-password'];

/**
 * @param why what asks for a new project, for sentences.
 * @param workspace folder that relative paths are relative to.
 */
export function provisioningInputs(reader: InputReader, why: string, workspace: string): ProvisioningInputs {
  const copy = copyInputs(reader, workspace);
  const own = copy ? ['database-url', ...(copy.keepUsers ? OF_THE_ADMINISTRATOR : [])] : [];
  for (const [name, what] of Object.entries(NEEDED).filter(([name]) => !own.includes(name))) {
    if (reader.get(name) === undefined) reader.problems.push(`${name} is missing: ${why} needs it (${what}).`);
  }
  if (reader.get('builder-login') === 'admin' && reader.get('builder-password') === '111')
    reader.problems.push(
      'builder-login and builder-password are those of every new Jam.py project, which everybody knows: give others.',
    );
  return { ...provisioningValues(reader), copy };
}

/** undefined with another method, which needs none of this. */
function copyInputs(reader: InputReader, workspace: string): CopyInputs | undefined {
  const keepUsers = reader.flag('keep-users');
  const isCopy = reader.get('method') === 'copy-project';
  const from = reader.get('ssh-host') ? reader.hostPath('copy-from') : reader.folder('copy-from', workspace);
  if (!isCopy) {
    for (const [name, given] of Object.entries({ 'copy-from': from !== undefined, 'keep-users': keepUsers }))
      if (given)
        reader.problems.push(`${name} is of use only with method: copy-project. Give that too, or leave it out.`);
    return undefined;
  }
  if (reader.get('copy-from') === undefined)
    reader.problems.push(
      'copy-from is missing: method: copy-project needs it (the folder of the project that is copied).',
    );
  if (reader.get('database-admin-url') !== undefined)
    reader.problems.push(
      'database-admin-url is for a database server; method: copy-project copies an SQLite file. Leave it out.',
    );
  return { from: from ?? '', keepUsers };
}

/** Those of them that can be judged without knowing the command. */
export function provisioningValues(reader: InputReader): Omit<ProvisioningInputs, 'copy'> {
  const { parameters, problems } = readParameters(reader.get('parameters') ?? '');
  reader.problems.push(...problems);
  return {
    adminUrl: adminUrl(reader),
    jamVersion: reader.matching('jam-version', /^\d+(\.\d+){1,3}$/, 'a version such as 7.0.120'),
    title: reader.get('project-title'),
    language: reader.get('language') ?? 'English',
    parameters,
  };
}

/** Never repeated: it holds a password. */
function adminUrl(reader: InputReader): string | undefined {
  const value = reader.get('database-admin-url');
  if (value === undefined) return undefined;
  try {
    parseAdminUrl(value);
  } catch (error) {
    reader.problems.push(reasonOf(error));
  }
  return value;
}
