/**
 * Whether Jam.py itself can log in to the project's database: with the driver that it would use, the very arguments that
 * it would pass, by the project's Python (docs/jampy.md, "The project's connection").
 */
import type { Host } from '../hosts/host.ts';
import { DB_TYPE } from '../metadata/enums.ts';
import { int, type Line, type Row, text } from '../metadata/model.ts';

export type Driver = 'psycopg2' | 'MySQLdb' | 'mysql.connector';

/** What the driver's `connect` gets; holds the password: for standard input only. */
export interface DriverLogin {
  driver: Driver;
  /** By the driver's own names. A port is a text that becomes a number there, as Jam.py does it. */
  options: Readonly<Record<string, string | boolean | null>>;
}

const LIMIT = 30_000;

/** As the import is started: from the project's folder, nothing written. */
const PROGRAM = `
import importlib, json, os, sys
os.chdir(sys.argv[1])
given = json.loads(sys.stdin.buffer.read().decode())
answer = {}
try:
    options = given['options']
    if given['number'] and options.get('port'):
        options['port'] = int(options['port'])
    importlib.import_module(given['driver']).connect(**options).close()
except Exception as error:
    answer = {'error': type(error).__name__, 'said': str(error)}
print()
print(json.dumps(answer))
`;

/**
 * @param task the SYS_TASKS row.
 * @returns undefined for a database that needs no login, or was never tried by us; a sentence where Jam.py 7 is not told
 * which driver to use, so that it can not connect at all.
 */
export function driverLogin(task: Row, line: Line): DriverLogin | string | undefined {
  const dbType = int(task, 'f_db_type');
  const value = (column: string) => text(task, column);
  const encoding = value('f_encoding');
  const port = value('f_port');
  if (dbType === DB_TYPE.POSTGRESQL) {
    const dsn = line === 7 ? value('f_dsn') : '';
    if (dsn) return { driver: 'psycopg2', options: { dsn } };
    const parts = {
      dbname: value('f_alias'),
      user: value('f_login'),
      password: value('f_password'),
      host: value('f_host'),
    };
    const more: DriverLogin['options'] =
      line === 7 ? { port: port || null, client_encoding: encoding || null } : { port };
    return { driver: 'psycopg2', options: { ...parts, ...more } };
  }
  if (dbType !== DB_TYPE.MYSQL) return undefined;
  const library = line === 7 ? int(task, 'f_python_library') : 1;
  if (library !== 1 && library !== 2) {
    return "Jam.py 7 can not connect to the project's MySQL or MariaDB database, because the project does not say with which Python library: choose MySQLdb or mysql.connector in its Builder, under Database";
  }
  const parts = {
    db: value('f_alias'),
    user: value('f_login'),
    passwd: value('f_password'),
    host: value('f_host'),
    ...(port ? { port } : {}),
  };
  // Jam.py 5 passes what is not set too.
  const none: DriverLogin['options'] = line === 7 ? {} : { charset: null, use_unicode: null };
  return {
    driver: library === 2 ? 'mysql.connector' : 'MySQLdb',
    options: { ...parts, ...(encoding ? { charset: encoding, use_unicode: true } : none) },
  };
}

/** Why it did not work; `kind` is Python's name of the exception, '' where there was none. */
export interface LoginTrouble {
  kind: string;
  said: string;
}

/**
 * @param host acting as the project's owner. @param python interpreter there. @param project its folder.
 * @returns undefined when the login works; what was said may hold parts of the login.
 */
export async function tryLogin(
  host: Host,
  python: string,
  project: string,
  { line, login }: { line: Line; login: DriverLogin },
): Promise<LoginTrouble | undefined> {
  const finished = await host.run({
    argv: [python, '-B', '-c', PROGRAM, project],
    input: JSON.stringify({ ...login, number: line === 7 || login.driver !== 'psycopg2' }),
    timeoutMs: LIMIT,
  });
  if (finished.timedOut) return { kind: '', said: `no answer within ${LIMIT / 1000} s` };
  const answer = lastLine(finished.stdout);
  try {
    const { error, said } = JSON.parse(answer) as { error?: unknown; said?: unknown };
    if (error === undefined) return undefined;
    return { kind: String(error), said: String(said).replace(/\s+/g, ' ').trim().slice(0, 500) };
  } catch {
    return { kind: '', said: (lastLine(finished.stderr) || `exit code ${finished.code}`).slice(0, 300) };
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Whether libpq reads this connection string as a person does: then its complaints hold no part of a password. */
export function isPlainDsn(dsn: string): boolean {
  if (/^postgres(ql)?:\/\//.test(dsn)) return /^\w+:\/\/([^:@/?#\s]*(:[^@/?#\s]*)?@)?[^@#\s]*$/.test(dsn);
  return /^\s*(\w+\s*=\s*('(?:[^'\\]|\\.)*'|[^'\s\\]+)\s*)*$/.test(dsn);
}
