/**
 * The database of a new project and the login of its application, through an administrator of the server. What can be
 * refused is asked before anything is made; what is there already is used as it is, and never changed.
 */
import { reasonOf, refuse, Stop } from '../errors.ts';
import { connectionName, type ServerConnection } from './connection.ts';
import { mysqlServer } from './create-mysql.ts';
import { postgresqlServer } from './create-postgresql.ts';
import { type Query, withQuery } from './query.ts';

/** `way` leads there from here, `known` is what its users call it. */
export interface Reached {
  way: ServerConnection;
  known: ServerConnection;
}

/** What is there, and what has to be made. */
export interface DatabaseFindings {
  login: 'there' | 'missing';
  database: 'empty' | 'missing';
}

export interface CreatedDatabase {
  /** One sentence for the log. */
  sentence: string;
  created: readonly ('login' | 'database')[];
  /** Drops what this run made; the database only while it has no tables. Never throws. */
  undo(): Promise<void>;
}

export interface ServerKind {
  /** As Jam.py's import would need it at least. @throws Stop (refused) for an older one */
  checkVersion(query: Query): Promise<void>;
  /** @throws Stop (refused) when the administrator may not make what is missing */
  checkRights(query: Query, missing: readonly ('login' | 'database')[]): Promise<void>;
  hasDatabase(query: Query, name: string): Promise<boolean>;
  hasLogin(query: Query, app: ServerConnection): Promise<boolean>;
  /** Names of some tables; asked in the database itself. */
  tables(query: Query): Promise<string[]>;
  /** Why what is there does not do, as a clause. */
  databaseTrouble(query: Query, name: string): Promise<string | undefined>;
  createLogin(query: Query, app: ServerConnection): Promise<void>;
  createDatabase(query: Query, app: ServerConnection): Promise<void>;
  /** So that the application's login can do in its database what it has to; asked again it changes nothing. */
  grant(query: Query, app: ServerConnection): Promise<void>;
  dropLogin(query: Query, app: ServerConnection): Promise<void>;
  dropDatabase(query: Query, name: string): Promise<void>;
  /** Whether the login that asks may make tables. */
  mayCreateTables(query: Query): Promise<boolean>;
  /** Whether this error says that login or password are wrong. */
  isRefusedLogin(error: unknown): boolean;
  /** Whether this error says that there is no such database, so that the login was right. */
  isMissingDatabase(error: unknown): boolean;
  /** A database that is always there. */
  readonly anyDatabase: string;
  readonly longest: { login: number; database: number };
  readonly reserved: RegExp;
}

const KINDS: Readonly<Record<ServerConnection['dialect'], ServerKind>> = {
  postgresql: postgresqlServer,
  mysql: mysqlServer,
};

const PLAIN = /^[A-Za-z_][A-Za-z0-9_$-]*$/;

/** Names that can be written into any statement. @throws Stop (refused) */
export function checkNames({ dialect, database, user }: ServerConnection): void {
  const { longest, reserved } = KINDS[dialect];
  for (const [what, name, most] of [
    ['database', database, longest.database],
    ['login', user ?? '', longest.login],
  ] as const) {
    const why =
      name === ''
        ? 'is missing'
        : !PLAIN.test(name)
          ? 'holds more than letters, digits, _, $ and -, or begins with a digit'
          : Buffer.byteLength(name) > most
            ? `is longer than ${most} characters`
            : reserved.test(name)
              ? "is the server's own"
              : undefined;
    if (why !== undefined)
      throw refuse(
        'database-name',
        `The name of the ${what} in database-url (${name}) ${why}: give another one. Nothing was changed.`,
      );
  }
}

/**
 * @param admin undefined: login and database have to be there.
 * @throws Stop (refused) that says what stands in the way.
 */
export async function inspectDatabase(admin: Reached | undefined, app: Reached): Promise<DatabaseFindings> {
  const kind = KINDS[app.known.dialect];
  checkNames(app.known);
  if (!admin) {
    await asApplication(app, kind, (query) => checkEmpty(kind, query, app));
    return { login: 'there', database: 'empty' };
  }
  checkDifferent(admin.known, app.known);
  const found = await asAdministrator(admin, kind, async (query): Promise<DatabaseFindings> => {
    await kind.checkVersion(query);
    const database = (await kind.hasDatabase(query, app.known.database)) ? 'empty' : 'missing';
    const login = (await kind.hasLogin(query, app.known)) ? 'there' : 'missing';
    const missing = (
      [
        ['login', login],
        ['database', database],
      ] as const
    )
      .filter(([, state]) => state === 'missing')
      .map(([what]) => what);
    await kind.checkRights(query, missing);
    return { login, database };
  });
  if (found.login === 'there') await checkPassword(app, kind, found.database === 'empty');
  if (found.database === 'empty') {
    const inside = { way: { ...admin.way, database: app.way.database }, known: admin.known };
    await asAdministrator(inside, kind, (query) => checkEmpty(kind, query, app));
  }
  return found;
}

/** @throws Stop (failed or refused), having taken back what it made. */
export async function createDatabase(
  admin: Reached | undefined,
  app: Reached,
  found: DatabaseFindings,
): Promise<CreatedDatabase> {
  const kind = KINDS[app.known.dialect];
  const created: ('login' | 'database')[] = [];
  const undo = async () => {
    if (!admin) return;
    await asAdministrator(admin, kind, async (query) => {
      if (created.includes('database') && (await isStillEmpty(app, kind)))
        await kind.dropDatabase(query, app.known.database);
      if (created.includes('login')) await kind.dropLogin(query, app.known);
    }).catch(() => {});
  };
  try {
    if (admin)
      await asAdministrator(admin, kind, async (query) => {
        if (found.login === 'missing') {
          created.push('login');
          await kind.createLogin(query, app.known);
        }
        if (found.database === 'missing') {
          created.push('database');
          await kind.createDatabase(query, app.known);
        }
        await kind.grant(query, app.known);
      });
    // Proven by the login itself, with its own password.
    await asApplication(app, kind, async (query) => {
      if (await kind.mayCreateTables(query)) return;
      throw refuse(
        'database-rights',
        `The login of database-url may not make tables in ${connectionName(app.known)}: make it the owner of the database, or give database-admin-url. Nothing was changed.`,
      );
    });
  } catch (error) {
    await undo();
    throw error;
  }
  const what = created.length === 0 ? 'was there already, and is empty' : `was made (${created.join(' and ')})`;
  return { sentence: `The ${connectionName(app.known)} ${what}.`, created, undo };
}

function checkDifferent(admin: ServerConnection, app: ServerConnection): void {
  if (admin.dialect !== app.dialect)
    throw refuse(
      'database-admin',
      `database-admin-url is for ${admin.dialect}, database-url for ${app.dialect}: give the administrator of the same server. Nothing was changed.`,
    );
  if (admin.user === app.user)
    throw refuse(
      'database-admin',
      'database-url and database-admin-url have the same login: the application would be an administrator of the server. Give it a login of its own in database-url, which is made. Nothing was changed.',
    );
  if (app.password === undefined || app.password === '')
    throw refuse(
      'database-url',
      'database-url has no password, and the login of the application is to be made with it. Nothing was changed.',
    );
}

async function checkEmpty(kind: ServerKind, query: Query, { known }: Reached): Promise<void> {
  const trouble = await kind.databaseTrouble(query, known.database);
  if (trouble !== undefined)
    throw refuse('database-unfit', `The ${connectionName(known)} is there and ${trouble}. Nothing was changed.`);
  const tables = await kind.tables(query);
  if (tables.length === 0) return;
  throw refuse(
    'database-not-empty',
    `The ${connectionName(known)} is not empty (${tables.slice(0, 5).join(', ')}${tables.length > 5 ? ' …' : ''}): a new project needs a database without tables. Give another database in database-url. Nothing was changed.`,
  );
}

async function isStillEmpty(app: Reached, kind: ServerKind): Promise<boolean> {
  return asApplication(app, kind, async (query) => (await kind.tables(query)).length === 0).catch(() => true);
}

/** A login that is there keeps its password. */
async function checkPassword(app: Reached, kind: ServerKind, databaseIsThere: boolean): Promise<void> {
  const database = databaseIsThere ? app.way.database : kind.anyDatabase;
  try {
    await withQuery({ ...app.way, database }, app.known, (query) => query('SELECT 1'));
  } catch (error) {
    if (!kind.isRefusedLogin(error)) return;
    throw refuse(
      'database-login',
      `The login ${app.known.user} is there on the database server, and the password of database-url is not its password: give the right one, or another login. Nothing was changed.`,
    );
  }
}

async function asAdministrator<T>(admin: Reached, kind: ServerKind, work: (query: Query) => Promise<T>): Promise<T> {
  try {
    return await withQuery(admin.way, admin.known, work);
  } catch (error) {
    if (error instanceof Stop) throw error;
    if (kind.isRefusedLogin(error))
      throw refuse(
        'database-admin',
        `The database server refuses the login of database-admin-url (${admin.known.user ?? 'none'}): correct its name or password. Nothing was changed.`,
      );
    throw failure(`The database server can not be asked by its administrator`, error, admin);
  }
}

async function asApplication<T>(app: Reached, kind: ServerKind, work: (query: Query) => Promise<T>): Promise<T> {
  try {
    return await withQuery(app.way, app.known, work);
  } catch (error) {
    if (error instanceof Stop) throw error;
    if (kind.isRefusedLogin(error))
      throw refuse(
        'database-login',
        `The database server refuses the login of database-url (${app.known.user ?? 'none'}): correct its name or password, or give database-admin-url, by which it is made. Nothing was changed.`,
      );
    if (kind.isMissingDatabase(error))
      throw refuse(
        'database-missing',
        `There is no ${connectionName(app.known)}: give database-admin-url, by which it is made. Nothing was changed.`,
      );
    throw failure('The database can not be asked', error, app);
  }
}

/** Drivers repeat the statement in their errors, and a statement may hold a password. */
function failure(what: string, error: unknown, { known }: Reached): Stop {
  const said = reasonOf(error).replace(/^.* - (?=[^-]*$)/s, '');
  const clean = [known.password ?? '', encodeURIComponent(known.password ?? '')]
    .filter(Boolean)
    .reduce((text, secret) => text.replaceAll(secret, '***'), said);
  return new Stop('failed', 'database-server', `${what} (${connectionName(known)}): ${clean}. Nothing was changed.`);
}
