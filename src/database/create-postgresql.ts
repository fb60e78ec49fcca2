/** PostgreSQL: made by an administrator who need not be a superuser, and owned by the application's login. */
import { refuse } from '../errors.ts';
import type { ServerConnection } from './connection.ts';
import {
  checkAdminRights,
  type DatabaseMaker,
  type Entry,
  type Inside,
  lookAsAdmin,
  lookAsLogin,
  type Step,
  type Survey,
} from './maker.ts';
import { isPlainPassword, scramVerifier } from './scram.ts';
import { type Query, type Reached, withServer } from './server.ts';

const OLDEST = 12;

const SERVER = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  current_setting('transaction_read_only') AS read_only`;

const ROLE = 'SELECT * FROM pg_roles WHERE rolname = ?';

/** Extensions' own are none of anybody's; tables first. */
const CONTENTS = `
  SELECT * FROM (
    SELECT CASE WHEN c.relkind IN ('r', 'p', 'f') THEN 1 WHEN c.relkind = 'S' THEN 3 ELSE 2 END AS rank,
           n.nspname AS schema, c.relname AS name, c.oid, 'pg_class'::regclass AS kind
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION ALL
    SELECT 4, n.nspname, p.proname, p.oid, 'pg_proc'::regclass
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  ) AS o
   WHERE o.schema !~ '^pg_' AND o.schema <> 'information_schema'
     AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = o.kind AND d.objid = o.oid AND d.deptype = 'e')
   ORDER BY rank, schema, name LIMIT 4`;

const HERE = `SELECT pg_encoding_to_char(encoding) AS encoding, current_schema() AS schema,
    has_schema_privilege(current_schema(), 'CREATE') AS may_create
  FROM pg_database WHERE datname = current_database()`;

const DATABASE = `SELECT pg_get_userbyid(datdba) AS owner, pg_has_role(datdba, 'USAGE') AS mine,
    has_database_privilege('public', oid, 'CONNECT') AS connect, has_database_privilege('public', oid, 'TEMPORARY') AS temporary
  FROM pg_database WHERE datname = ?`;

/** A database in UTF8 can only have a locale of that, or none. */
const TEMPLATE = `SELECT datctype AS locale, datctype IN ('C', 'POSIX') OR pg_encoding_to_char(encoding) = 'UTF8' AS fits
  FROM pg_database WHERE datname = 'template0'`;

const POWERS: Readonly<Record<string, string>> = {
  rolsuper: 'SUPERUSER',
  rolcreatedb: 'CREATEDB',
  rolcreaterole: 'CREATEROLE',
  rolreplication: 'REPLICATION',
  rolbypassrls: 'BYPASSRLS',
};

type Row = Record<string, unknown>;

/** A wrong password, no such role, or one that is not for logins; not a pg_hba.conf that has no line for it. */
function isRefusal(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === '28P01' || (code === '28000' && routine !== 'ClientAuthentication');
}

/** The server asks for the password first, then for the database and the right to connect. */
async function enter(app: Reached): Promise<Entry> {
  let closed: Entry['closed'];
  const isClosed = (error: unknown) => {
    closed = ({ '3D000': 'missing', '42501': 'no right' } as const)[String((error as { code?: unknown }).code)];
    return closed !== undefined;
  };
  const entry = await lookAsLogin(
    app,
    (error) => isClosed(error) || isRefusal(error),
    async (query) => {
      await greet(query);
      const [role] = await query(ROLE, [String(app.known.user)]);
      const [here] = await query(HERE);
      const lacks =
        here?.schema === null
          ? 'has no schema to create tables in'
          : `may not create tables in the schema ${String(here?.schema)}`;
      return { inside: await inside(query), powers: powersOf(role), lacks: here?.may_create ? undefined : lacks };
    },
  );
  return closed === undefined ? entry : { closed, powers: [] };
}

/** @throws Stop `database-version`, `database-read-only`. @returns the major version. */
async function greet(query: Query): Promise<number> {
  const [server] = await query(SERVER);
  const major = Math.floor(Number(server?.number) / 10_000);
  if (major < OLDEST) {
    throw refuse(
      'database-version',
      `The server is PostgreSQL ${String(server?.version)}, and ${OLDEST} is the oldest that is supported: nothing was made.`,
    );
  }
  if (server?.read_only === 'on') {
    throw refuse('database-read-only', 'The PostgreSQL server is read-only, a standby perhaps: nothing was made.');
  }
  return major;
}

async function inside(query: Query): Promise<Inside> {
  const [here] = await query(HERE);
  const rows = await query(CONTENTS);
  const contents = rows.map(({ schema, name }) =>
    schema === 'public' ? String(name) : `${String(schema)}.${String(name)}`,
  );
  const trouble =
    here?.encoding === 'UTF8' ? undefined : `has the encoding ${String(here?.encoding)}, and Jam.py needs UTF8`;
  return { contents, trouble };
}

function powersOf(role: Row | undefined): string[] {
  return Object.keys(POWERS)
    .filter((column) => role?.[column] === true)
    .map((column) => POWERS[column] as string);
}

async function survey(admin: Reached, app: Reached): Promise<Survey> {
  const { database, user = '' } = app.known;
  return await lookAsAdmin(admin, isRefusal, async (query) => {
    const major = await greet(query);
    const [me] = await query('SELECT * FROM pg_roles WHERE rolname = current_user');
    const [login] = await query(ROLE, [user]);
    const [there] = await query(DATABASE, [database]);
    const [template] = await query(TEMPLATE);
    // Whoever may become the login needs no membership; before 16, whoever makes roles may give any that is no superuser.
    const [member] = login ? await query(`SELECT pg_has_role(?, ?) AS may`, [user, major < 16 ? 'MEMBER' : 'SET']) : [];
    const [grantor] = login ? await query(`SELECT pg_has_role(?, 'MEMBER WITH ADMIN OPTION') AS may`, [user]) : [];
    const mayJoin = !login || grantor?.may === true || (major < 16 && me?.rolcreaterole === true);
    const server = { major, me, there, template, member: member?.may === true || me?.rolsuper === true, mayJoin };
    return {
      login: login !== undefined,
      database: there !== undefined,
      powers: powersOf(login),
      inside: there && (await withServer(inDatabase(admin, database), inside).catch(() => undefined)),
      steps: (entry) => steps(entry, login, server, admin.known, app.known),
    };
  });
}

function inDatabase({ way, known }: Reached, database: string): Reached {
  return { way: { ...way, database }, known: { ...known, database } };
}

interface Server {
  major: number;
  /** The administrator's role. */
  me: Row | undefined;
  /** The database, when it is there. */
  there: Row | undefined;
  template: Row | undefined;
  /** Whether the administrator may give things to the login as it is, and whether it may become a member for that. */
  member: boolean;
  mayJoin: boolean;
}

/** @throws Stop. */
function steps(
  entry: Entry,
  login: Row | undefined,
  server: Server,
  admin: ServerConnection,
  app: ServerConnection,
): Step[] {
  const { me, there, template } = server;
  const may = (right: string) => me?.rolsuper === true || me?.[right] === true;
  const mayJoin = server.member || server.mayJoin;
  // Before PostgreSQL 15 anybody may create tables in what a killed run has left of this administrator's.
  const left = there?.owner === me?.rolname && mayJoin && may('rolcreatedb');
  const needsOwner = !there || entry.lacks !== undefined || entry.inside === undefined || left;
  const missing: string[] = [];
  if (!login && !may('rolcreaterole')) missing.push('CREATEROLE');
  if (needsOwner && !may('rolcreatedb')) missing.push('CREATEDB');
  checkAdminRights(admin, missing);
  if (needsOwner && !mayJoin) {
    checkAdminRights(
      admin,
      [`the right to give a database to the login ${String(app.user)}`],
      ` (GRANT ${name(app.user)} TO ${name(admin.user)})`,
    );
  }
  if (!there && template?.fits !== true) {
    throw refuse(
      'database-encoding',
      `The server's own locale ${String(template?.locale)} is none of UTF-8, so that it can not make a database in UTF8: nothing was made.`,
    );
  }
  if (there && needsOwner && (there.owner === app.user || !(there.mine === true))) {
    throw refuse(
      'database-rights',
      `The login ${app.user} ${entry.lacks ?? 'may not create tables'} in the database ${app.database}, which is owned by ${String(there.owner)}; the login ${admin.user} of database-admin-url can not change that: nothing was made.`,
    );
  }
  return [
    ...(login ? [] : [createLogin(app)]),
    ...(there ? [] : [createDatabase(app)]),
    ...(needsOwner ? [handOver(server, app, String(there?.owner ?? me?.rolname))] : []),
  ];
}

function createLogin({ user, password = '' }: ServerConnection): Step {
  if (password === '' || !isPlainPassword(password)) {
    throw refuse(
      'database-password',
      `The login ${user} is to be made, but the password in database-url ${password === '' ? 'is empty' : 'has characters that drivers read in different ways (control characters, special blanks, composed letters)'}: give another one. Nothing was made.`,
    );
  }
  const may = `LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT`;
  return {
    makes: 'login',
    said: `the login ${user} was made`,
    sql: `CREATE ROLE ${name(user)} ${may} PASSWORD '${scramVerifier(password)}'`,
    undo: `DROP ROLE ${name(user)}`,
  };
}

function createDatabase({ database }: ServerConnection): Step {
  return {
    makes: 'database',
    said: 'the database was made in UTF8',
    sql: `CREATE DATABASE ${name(database)} TEMPLATE template0 ENCODING 'UTF8'`,
    undo: `DROP DATABASE ${name(database)}`,
  };
}

/**
 * The login becomes the owner, and others are kept out. The membership that an administrator needs for this, who is no
 * superuser, is given and taken in the same transaction: whoever is killed leaves none.
 */
function handOver({ major, member, there }: Server, app: ServerConnection, owner: string): Step {
  const [login, database] = [name(app.user), name(app.database)];
  const open = ['connect', 'temporary'].filter((right) => !there || there[right] === true).join(', ');
  const join = member ? [] : [`GRANT ${login} TO CURRENT_USER${major < 16 ? '' : ' WITH INHERIT TRUE, SET TRUE'}`];
  const leave = member ? [] : [`REVOKE ${login} FROM CURRENT_USER`];
  const close = open ? [`REVOKE ${open} ON DATABASE ${database} FROM PUBLIC`] : [];
  const reopen = open ? [`GRANT ${open} ON DATABASE ${database} TO PUBLIC`] : [];
  return {
    makes: 'rights',
    said: `the login ${app.user} was made the database's owner, and nobody else may connect to it`,
    sql: [...join, ...close, `ALTER DATABASE ${database} OWNER TO ${login}`, ...leave].join('; '),
    undo: [...join, `ALTER DATABASE ${database} OWNER TO ${name(owner)}`, ...reopen, ...leave].join('; '),
  };
}

function name(identifier: string | undefined): string {
  return `"${String(identifier).replaceAll('"', '""')}"`;
}

export const maker: DatabaseMaker = { enter, survey };
