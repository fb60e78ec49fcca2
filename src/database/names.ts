/** Names of databases and logins that are made for an application. */
import { refuse, type Stop } from '../errors.ts';
import type { ServerConnection } from './connection.ts';

/** The servers' own, and their administrators'. */
const RESERVED = /^(postgres|public|none|template\d+|pg_.*|mysql|information_schema|performance_schema|sys|root)$/i;

/** Bytes, which are characters here. MySQL's 32 for a login is asked when the server has told which it is. */
const LONGEST = { postgresql: { database: 63, login: 63 }, mysql: { database: 64, login: 80 } } as const;

/**
 * Letters, digits, _ and $, and a hyphen within: what needs no care in an address, a shell or a statement. Jam.py writes
 * the name of a MySQL database without quotes (docs/jampy.md, "The project's connection"), where no hyphen can be.
 */
const SAFE = /^[a-z0-9_][a-z0-9_$-]*$/i;
const SAFE_UNQUOTED = /^[a-z0-9_][a-z0-9_$]*$/i;

/**
 * @param app the address in database-url.
 * @throws Stop `database-name`, `database-login-name`.
 */
export function checkNames({ dialect, database, user }: ServerConnection): void {
  const longest = LONGEST[dialect];
  const safe = dialect === 'mysql' ? SAFE_UNQUOTED : SAFE;
  check('database', database, safe, longest.database);
  check('login', user ?? '', SAFE, longest.login);
}

function check(what: 'database' | 'login', name: string, safe: RegExp, longest: number): void {
  if (name === '') throw refused(what, `database-url names no ${what}`);
  if (!safe.test(name)) {
    const signs = safe === SAFE ? 'letters of English, digits, _, $ and -' : 'letters of English, digits, _ and $';
    throw refused(
      what,
      `The name of the ${what} ${name} may only have ${signs}, and has to begin with a letter, a digit or _`,
    );
  }
  if (name.length > longest) {
    throw refused(
      what,
      `The name of the ${what} ${name} has ${name.length} characters, and the server takes ${longest}`,
    );
  }
  if (RESERVED.test(name)) throw refused(what, `The ${what} ${name} belongs to the server itself`);
}

function refused(what: 'database' | 'login', why: string): Stop {
  return refuse(
    what === 'database' ? 'database-name' : 'database-login-name',
    `${why}: give another one in database-url. Nothing was made.`,
  );
}
