/** What making a database and a login takes of a dialect: `create-postgresql.ts` and `create-mysql.ts`. */
import { fail, reasonOf, refuse, Stop } from '../errors.ts';
import { connectionName, type ServerConnection } from './connection.ts';
import { type Query, type Reached, withServer } from './server.ts';

/** One thing that is made or changed. Holds secrets: never log one of these values. */
export interface Step {
  makes: 'login' | 'database' | 'rights';
  /** For the sentence; empty where another step says it. */
  said: string;
  /** One statement, or several that take effect together or not at all. */
  sql: string;
  bindings?: readonly string[];
  undo: string;
}

/** What is in the database, and whether the application could work there. */
export interface Inside {
  /** A few of its tables and other objects, the most telling first. */
  contents: readonly string[];
  /** Why nobody should use it: another encoding. */
  trouble?: string;
}

/** What the server says to the application's login. */
export interface Entry {
  /** Why it is not let in; then nothing else is known. */
  refused?: string;
  /** Why it does not get into the database. */
  closed?: 'missing' | 'no right';
  inside?: Inside;
  /** What it may not do there, but has to. */
  lacks?: string;
  /** What it may do and an application must not. */
  powers: readonly string[];
  /** MySQL: the account is for clients from there. */
  host?: string;
}

/** What the administrator sees. */
export interface Survey {
  /** Whether they are there. */
  login: boolean;
  database: boolean;
  /** undefined: the administrator may not look into it. */
  inside?: Inside;
  /** As in Entry. */
  powers: readonly string[];
  /**
   * What is missing, in order.
   * @throws Stop when the administrator may not make that.
   */
  steps(entry: Entry): Step[];
}

/** One dialect. All of them only read, and throw a Stop for a server that is too old or read-only. */
export interface DatabaseMaker {
  enter(app: Reached): Promise<Entry>;
  survey(admin: Reached, app: Reached): Promise<Survey>;
}

/** The server does not let the login in; the message is the server's. */
class LoginRefused extends Error {}

/**
 * Log in and look.
 * @param isRefusal whether an error of the first question means that the login is not let in.
 * @throws LoginRefused, Stop; Stop `database-unreachable` for whatever else went wrong.
 */
async function look<T>(
  reached: Reached,
  isRefusal: (error: unknown) => boolean,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  try {
    return await withServer(reached, async (query) => {
      await query('SELECT 1').catch((error: unknown) => {
        throw isRefusal(error) ? new LoginRefused(reasonOf(error)) : error;
      });
      return await work(query);
    });
  } catch (error) {
    if (error instanceof Stop || error instanceof LoginRefused) throw error;
    const { known } = reached;
    const where = known.database === '' ? serverName(known) : connectionName(known);
    throw fail(
      'database-unreachable',
      `The ${where} can not be looked at as ${known.user}: ${reasonOf(error)}. Nothing was made.`,
      error,
    );
  }
}

/** As `look`. @throws Stop `database-admin-login` too. */
export async function lookAsAdmin<T>(
  admin: Reached,
  isRefusal: (error: unknown) => boolean,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  try {
    return await look(admin, isRefusal, work);
  } catch (error) {
    if (!(error instanceof LoginRefused)) throw error;
    throw refuse(
      'database-admin-login',
      `The ${serverName(admin.known)} does not let the login ${admin.known.user} of database-admin-url in: ${error.message}. Nothing was made.`,
    );
  }
}

/** As `look`; a login that is not let in is an answer. */
export async function lookAsLogin(
  app: Reached,
  isRefusal: (error: unknown) => boolean,
  work: (query: Query) => Promise<Entry>,
): Promise<Entry> {
  try {
    return await look(app, isRefusal, work);
  } catch (error) {
    if (!(error instanceof LoginRefused)) throw error;
    return { refused: error.message, powers: [] };
  }
}

/** @throws Stop when something is missing. */
export function checkAdminRights(admin: ServerConnection, missing: readonly string[], hint = ''): void {
  if (missing.length === 0) return;
  throw refuse(
    'database-admin-rights',
    `The login ${admin.user} of database-admin-url lacks ${missing.join(', ')}${hint}: nothing was made.`,
  );
}

function serverName({ dialect, host, port }: ServerConnection): string {
  const server = dialect === 'postgresql' ? 'PostgreSQL' : 'MySQL/MariaDB';
  return `${server} server on ${host ?? 'this machine'}${port ? `:${port}` : ''}`;
}
