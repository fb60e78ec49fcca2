/** MySQL and MariaDB: an account for each place that the application may come from, with rights in one database. */
import { createHash } from 'node:crypto';
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
import { rightsIn } from './mysql-grants.ts';
import type { Query, Reached } from './server.ts';

const OLDEST = { MySQL: [8, 0], MariaDB: [10, 5] } as const;

/** What Jam.py's own statements need: rows, and an import's changes of tables (planning/sql/mysql.ts). */
const RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES'] as const;

/** Rights on the whole server with which a login makes databases and logins, or reads others'. */
const POWERS = [...RIGHTS, 'CREATE USER', 'SUPER', 'FILE', 'GRANT OPTION'] as const;

/** Both servers have it in every release. */
const COLLATION = 'utf8mb4_unicode_ci';

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '::1'] as const;

const SERVER =
  'SELECT VERSION() AS version, @@global.read_only AS read_only, @@lower_case_table_names AS lower_case, USER() AS me';

const SCHEMA =
  'SELECT schema_name AS name, default_character_set_name AS charset FROM information_schema.schemata WHERE LOWER(schema_name) = LOWER(?)';

const CONTENTS = `
  SELECT 1 AS ranking, table_name AS name FROM information_schema.tables WHERE table_schema = ?
  UNION ALL SELECT 2, routine_name FROM information_schema.routines WHERE routine_schema = ?
  UNION ALL SELECT 3, event_name FROM information_schema.events WHERE event_schema = ?
  ORDER BY ranking, name LIMIT 4`;

const codeOf = (error: unknown) => String((error as { code?: unknown }).code);

/** Access denied, no account for this client, an account that is locked, a password that has run out. */
const isRefusal = (error: unknown) =>
  /^ER_(ACCESS_DENIED|HOST_NOT_PRIVILEGED|ACCOUNT_HAS_BEEN_LOCKED|MUST_CHANGE_PASSWORD)/.test(codeOf(error));

interface Server {
  mariadb: boolean;
  /** The database as the server writes it; undefined when it is not there, or nothing in it may be seen. */
  schema?: { name: string; charset: string };
  /** The host that the server sees the client on. */
  seen: string;
}

async function enter(app: Reached): Promise<Entry> {
  return await lookAsLogin(withoutDatabase(app), isRefusal, async (query) => {
    const { schema } = await greet(query, app.known);
    const rights = rightsIn(await grantsOf(query), schema?.name ?? app.known.database);
    const [account] = await query('SELECT CURRENT_USER() AS name');
    const lacking = RIGHTS.filter((right) => !rights.here.has(right));
    return {
      powers: POWERS.filter((power) => rights.everywhere.has(power)),
      host: afterAt(String(account?.name)),
      lacks: lacking.length > 0 ? `lacks the rights ${lacking.join(', ')}` : undefined,
      ...(schema ? { inside: await inside(query, schema) } : { closed: 'no right' }),
    };
  });
}

/** Statements are then read in one way, whatever the server's settings. */
const SQL_MODE = `SET SESSION sql_mode = 'STRICT_TRANS_TABLES'`;

/** @throws Stop `database-version`, `database-read-only`, `database-name`, `database-login-name`. */
async function greet(query: Query, { database, user = '' }: ServerConnection): Promise<Server> {
  await query(SQL_MODE);
  const [server] = await query(SERVER);
  const version = String(server?.version);
  const mariadb = /mariadb/i.test(version);
  const product = mariadb ? 'MariaDB' : 'MySQL';
  const [oldest, oldestMinor] = OLDEST[product];
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major < oldest || (major === oldest && minor < oldestMinor)) {
    throw refuse(
      'database-version',
      `The server is ${product} ${version}, and ${oldest}.${oldestMinor} is the oldest that is supported: nothing was made.`,
    );
  }
  if (![0, '0', 'OFF'].includes(server?.read_only as number | string)) {
    throw refuse('database-read-only', `The ${product} server is read-only, a replica perhaps: nothing was made.`);
  }
  if (!mariadb && user.length > 32) {
    throw refuse(
      'database-login-name',
      `The name of the login ${user} has ${user.length} characters, and MySQL takes 32.`,
    );
  }
  await checkUnquoted(query, database);
  const rows = await query(SCHEMA, [database]);
  const same = rows.find(({ name }) => name === database || Number(server?.lower_case) !== 0);
  const schema = same && { name: String(same.name), charset: String(same.charset) };
  return { mariadb, schema, seen: afterAt(String(server?.me)) };
}

/** Jam.py writes the name into statements as it is (docs/jampy.md, "The project's connection"): asks the server's parser. */
async function checkUnquoted(query: Query, database: string): Promise<void> {
  await query(`SHOW TABLES FROM ${database}`).catch((error: unknown) => {
    if (codeOf(error) !== 'ER_PARSE_ERROR') return;
    throw refuse(
      'database-name',
      `The name of the database ${database} is a word of SQL or looks like a number, and Jam.py writes it without quotes: give another one in database-url. Nothing was made.`,
    );
  });
}

async function inside(query: Query, { name, charset }: { name: string; charset: string }): Promise<Inside> {
  const rows = await query(CONTENTS, [name, name, name]);
  const trouble = `has the character set ${charset}, and utf8mb4 is needed (ALTER DATABASE ${quoted(name)} CHARACTER SET utf8mb4)`;
  return { contents: rows.map((row) => String(row.name)), trouble: charset === 'utf8mb4' ? undefined : trouble };
}

async function grantsOf(query: Query): Promise<string[]> {
  return (await query('SHOW GRANTS')).flatMap((row) => Object.values(row).map(String));
}

async function survey(admin: Reached, app: Reached): Promise<Survey> {
  const { database, user = '' } = app.known;
  return await lookAsAdmin(withoutDatabase(admin), isRefusal, async (query) => {
    const server = await greet(query, app.known);
    const rights = rightsIn(await grantsOf(query), server.schema?.name ?? database);
    const accounts = await query('SELECT Host AS host FROM mysql.user WHERE User = ?', [user]).catch(() => undefined);
    if (!accounts) checkAdminRights(admin.known, ['SELECT on mysql.user']);
    const there = (accounts ?? []).map(({ host }) => String(host));
    return {
      login: there.length > 0,
      database: server.schema !== undefined,
      inside: server.schema && (await inside(query, server.schema)),
      powers: [],
      steps(entry) {
        const wanted = hostsFor(admin.known, app.known, server.seen);
        const known = there.filter((host) => host === entry.host || wanted.includes(host));
        const hosts = there.length > 0 ? known : wanted;
        const plan = {
          app: app.known,
          server,
          hosts,
          accounts: hosts.map((host) => `${quoted(user)}@${quoted(host)}`),
        };
        const needsLogin = there.length === 0;
        const needsRights = needsLogin || entry.lacks !== undefined;
        const needed = [
          ...(needsLogin ? ['CREATE USER'] : []),
          ...(server.schema ? [] : ['CREATE']),
          ...(needsRights ? [...RIGHTS, 'GRANT OPTION'] : []),
        ];
        const has = (right: string) => (right === 'CREATE USER' ? rights.everywhere : rights.here).has(right);
        checkAdminRights(
          admin.known,
          [...new Set(needed)].filter((right) => !has(right)),
        );
        return [
          ...(needsLogin ? [createLogin(plan)] : []),
          ...(server.schema ? [] : [createDatabase(plan)]),
          ...(needsRights ? [giveRights(plan)] : []),
        ];
      },
    };
  });
}

interface Plan {
  app: ServerConnection;
  server: Server;
  accounts: readonly string[];
}

/** One statement for all hosts, so that no run finds half of them. */
function createLogin({ app: { user, password = '' }, server, accounts }: Plan): Step {
  if (password === '') {
    throw refuse(
      'database-password',
      `The login ${user} is to be made, but the password in database-url is empty: give one. Nothing was made.`,
    );
  }
  // MariaDB logs statements as they come, MySQL itself keeps passwords out of its logs and has no hash that all releases take.
  const proof = server.mariadb ? `VIA mysql_native_password USING '${nativeHash(password)}'` : 'BY ?';
  return {
    makes: 'login',
    said: `the login ${user} was made`,
    sql: `CREATE USER ${accounts.map((account) => `${account} IDENTIFIED ${proof}`).join(', ')}`,
    bindings: server.mariadb ? [] : accounts.map(() => password),
    undo: `DROP USER ${accounts.join(', ')}`,
  };
}

function createDatabase({ app: { database } }: Plan): Step {
  return {
    makes: 'database',
    said: `the database was made in utf8mb4 (${COLLATION})`,
    sql: `CREATE DATABASE ${quoted(database)} CHARACTER SET utf8mb4 COLLATE ${COLLATION}`,
    undo: `DROP DATABASE ${quoted(database)}`,
  };
}

function giveRights({ app: { database, user }, server, accounts }: Plan): Step {
  const rights = RIGHTS.join(', ');
  // In a GRANT, _ and % stand for other databases too.
  const where = `${quoted((server.schema?.name ?? database).replace(/[_%]/g, '\\$&'))}.*`;
  return {
    makes: 'rights',
    said: `the login ${user} was given ${rights} in it and nothing else`,
    sql: `GRANT ${rights} ON ${where} TO ${accounts.join(', ')}`,
    undo: `REVOKE ${rights} ON ${where} FROM ${accounts.join(', ')}`,
  };
}

/** What MariaDB stores of a password. */
function nativeHash(password: string): string {
  const once = createHash('sha1').update(password).digest();
  return `*${createHash('sha1').update(once).digest('hex').toUpperCase()}`;
}

/**
 * Where the application comes from: this machine under its names, or anywhere. A server in a container of this machine
 * sees its clients come from elsewhere, and the administrator is one.
 */
function hostsFor(admin: ServerConnection, app: ServerConnection, seen: string): readonly string[] {
  const elsewhere = isLocal(admin.host) && !isLocal(seen);
  return isLocal(app.host) && !elsewhere ? LOCAL_HOSTS : ['%'];
}

function isLocal(host: string | undefined): boolean {
  return host === undefined || /^(\/.*|localhost|127\.[\d.]+|::1)$/i.test(host);
}

function withoutDatabase({ way, known }: Reached): Reached {
  return { way: { ...way, database: '' }, known };
}

function afterAt(account: string): string {
  return account.slice(account.lastIndexOf('@') + 1);
}

function quoted(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}

export const maker: DatabaseMaker = { enter, survey };
