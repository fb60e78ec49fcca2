/** The login of Jam.py's own driver as a question of the preflight. */
import { connectionName, projectConnection } from '../../database/connection.ts';
import { type DriverLogin, driverLogin, isPlainDsn, type LoginTrouble, tryLogin } from '../../jampy/driver-login.ts';
import type { Seen } from '../look.ts';
import type { Run } from '../run.ts';
import type { Problem } from './problem.ts';

/** Only with `python`: the service's own can not be asked. */
export async function driverProblems(run: Run, { state }: Pick<Seen, 'state'>): Promise<Problem[]> {
  const { python, projectDir } = run.inputs;
  if (python === undefined || projectDir === undefined) return [];
  const { line } = state.metadata;
  const login = driverLogin(state.task, line);
  if (login === undefined) return [];
  if (typeof login === 'string') return [refused(`${login}.`)];
  const trouble = await tryLogin(run.host, python, projectDir, { line, login });
  if (!trouble) return [];
  const connection = projectConnection(state.task, projectDir);
  const where = connection ? connectionName(connection) : "the project's database";
  const missing = /^(ModuleNotFound|Import)Error$/.test(trouble.kind);
  const advice = missing
    ? `install ${login.driver} there`
    : "correct the database settings in the project's Builder, or at the database server, where database-url is not asked";
  return [
    refused(
      `Jam.py can not log in to ${where} with the project's own settings, so that an import would fail: ${login.driver}, in python (${python}) on ${run.host.name}, says "${wordsOf(run, trouble, login, connection?.dialect === 'sqlite' ? undefined : connection?.password)}"; ${advice}.`,
    ),
  ];
}

/** Without the password, or any part of one that was taken for something else. */
function wordsOf(run: Run, { kind, said }: LoginTrouble, login: DriverLogin, password: string | undefined): string {
  const dsn = login.options.dsn;
  run.secrets.add(password);
  if (typeof dsn === 'string') {
    run.secrets.add(dsn);
    run.secrets.addUrl(dsn);
    if (kind === 'ProgrammingError' || !isPlainDsn(dsn)) return 'the DSN can not be read';
  }
  return run.secrets.redact(said);
}

function refused(sentence: string): Problem {
  return { outcome: 'refused', id: 'driver-login', sentence };
}
