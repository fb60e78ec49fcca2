/** A project that Jam.py makes anew, on a database of its own. */
import { connectionName } from '../database/connection.ts';
import { fail, refuse } from '../errors.ts';
import { driverLogin, tryLogin } from '../jampy/driver-login.ts';
import { makeProject, type Setting } from '../jampy/new-project.ts';
import type { Line, Row } from '../metadata/model.ts';
import type { Run } from '../promotion/run.ts';
import type { ProvisioningInputs } from '../provisioning-inputs.ts';
import { type Content, openWarning, plainPasswords, type Wanted } from './content.ts';
import { lookAtDatabase, type PlannedDatabase } from './database.ts';
import type { Jam } from './jam-py.ts';
import { valuesFor } from './parameters.ts';
import { taskRow } from './task-row.ts';

/** @throws Stop (refused) when its database can not be made or used. */
export async function newContent(
  run: Run,
  { adminUrl, parameters }: ProvisioningInputs,
  wanted: Wanted,
  { line, version }: Jam,
): Promise<Content> {
  const { host, inputs } = run;
  const projectDir = inputs.projectDir as string;
  const administrator = inputs.builder as NonNullable<typeof inputs.builder>;
  const database = await run.log.step('Look at the database', () =>
    lookAtDatabase(run, inputs.databaseUrl as string, adminUrl),
  );
  const task = taskRow(database.connection, projectDir, { ...wanted, line, library: 1 });
  return {
    database,
    tryDriver: (when) => checkDriver(run, line, task, database, when),
    step: 'Make the project',
    async make(folder, { language, library }) {
      if ('F_PYTHON_LIBRARY' in task) task.F_PYTHON_LIBRARY = library;
      const { name, title } = wanted;
      const values = valuesFor(line, parameters);
      await makeProject(host, inputs.python as string, {
        folder,
        language,
        title,
        name,
        task,
        administrator,
        ...values,
      });
    },
    tell: () => ({
      sentences: [
        `The project ${wanted.name} (${wanted.title}) was made in ${projectDir} with Jam.py ${version}, on the ${connectionName(database.connection)}.`,
        `Its administrator is ${administrator.login}. ${plainPasswords(line)}`,
      ],
      warning: openWarning(parameters.safeMode),
    }),
  };
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
