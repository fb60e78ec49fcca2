/** Why an application can not have the database and the login that it asks for. */
import { refuse, type Stop } from '../errors.ts';
import { connectionName, type ServerConnection } from './connection.ts';
import type { Entry, Inside, Survey } from './maker.ts';

export function checkAdmin(admin: ServerConnection, app: ServerConnection): void {
  if (admin.dialect !== app.dialect) {
    throw refuse('database-admin-login', 'database-admin-url and database-url are of different types of database.');
  }
  if (!admin.user) throw refuse('database-admin-login', 'database-admin-url names no login: write it before the @.');
  if (admin.user === app.user) {
    throw refuse(
      'database-admin-login',
      `database-url and database-admin-url have the same login ${app.user}: the application would be an administrator. Give it a login of its own in database-url, which is made when it is not there.`,
    );
  }
}

export function checkWithoutAdmin(entry: Entry, known: ServerConnection): void {
  if (entry.refused !== undefined) {
    throw refuse(
      'database-login-refused',
      `The server does not let the login ${known.user} of database-url in: ${entry.refused}. If it is to be made, give database-admin-url. Nothing was made.`,
    );
  }
  if (entry.closed || !entry.inside) {
    throw refuse(
      'database-missing',
      `The ${connectionName(known)} is not there, or its login ${known.user} may not use it: make it, or give database-admin-url. Nothing was made.`,
    );
  }
  checkPowers(known, entry.powers);
  checkInside(known, entry.inside);
  if (entry.lacks !== undefined) {
    throw refuse(
      'database-rights',
      `In the ${connectionName(known)} the login ${known.user} ${entry.lacks}: give it that right, or database-admin-url. Nothing was made.`,
    );
  }
}

/** Both addresses lead to one server when it tells the same to both logins. */
export function checkSameServer(survey: Survey, entry: Entry, known: ServerConnection): void {
  const other =
    (!survey.login && entry.refused === undefined && `the login ${known.user}`) ||
    (!survey.database && entry.inside !== undefined && `the database ${known.database}`);
  if (other || (survey.database && entry.closed === 'missing')) {
    throw refuse(
      'database-other-server',
      `database-admin-url and database-url seem to lead to different servers: ${other || `the database ${known.database}`} is on one of them only. Nothing was made.`,
    );
  }
}

export function checkPowers(known: ServerConnection, powers: readonly string[]): void {
  if (powers.length === 0) return;
  throw refuse(
    'database-login-powers',
    `The login ${known.user} of database-url may do more on the server than an application should (${[...new Set(powers)].join(', ')}): give another one, or take that from it. Nothing was made.`,
  );
}

export function checkInside(known: ServerConnection, { contents, trouble }: Inside): void {
  if (contents.length > 0) {
    const few = contents.slice(0, 3).join(', ');
    throw refuse(
      'database-not-empty',
      `The ${connectionName(known)} is not empty (${few}${contents.length > 3 ? ', …' : ''}): a new project needs a database of its own. Nothing was changed.`,
    );
  }
  if (trouble !== undefined) {
    throw refuse('database-encoding', `The ${connectionName(known)} ${trouble}. Nothing was changed.`);
  }
}

export function loginRefused(known: ServerConnection, reason: string): Stop {
  return refuse(
    'database-login-refused',
    `The login ${known.user} is there, but the server does not let it in with the password of database-url: ${reason}. An existing password is never changed: give the right one, or another login.`,
  );
}
