/** Databases and logins of MySQL and MariaDB. */
import { createHash } from 'node:crypto';
import { refuse } from '../errors.ts';
import type { ServerConnection } from './connection.ts';
import type { ServerKind } from './create.ts';
import type { Query } from './query.ts';

const OLDEST = { MariaDB: [10, 5], MySQL: [8, 0] } as const;
/** What Jam.py does in its own database: records, and the tables, columns, indexes and foreign keys of an import. */
const PRIVILEGES = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES';

/** Names were checked: nothing in them ends the quoting. */
const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;
/** In GRANT a name is a pattern. */
const pattern = (name: string) => quoted(name.replace(/[_%\\]/g, '\\$&'));
const user = (app: ServerConnection) => app.user ?? '';
const numberOf = (error: unknown) => Number((error as { errno?: unknown })?.errno ?? 0);

/** From where the application comes: an account is a name and that. */
function hostsOf({ host }: ServerConnection): readonly string[] {
  const here = host === undefined || host.startsWith('/') || /^(localhost|127(\.\d+){3}|::1)$/i.test(host);
  return here ? ['localhost', '127.0.0.1', '::1'] : ['%'];
}

/** What MariaDB stores of a password by its usual plug-in, mysql_native_password. */
function nativeHash(password: string): string {
  const sha1 = (data: string | Buffer) => createHash('sha1').update(data).digest();
  return `*${sha1(sha1(password)).toString('hex').toUpperCase()}`;
}

/** undefined: the administrator may not look. */
async function accountsOf(query: Query, app: ServerConnection): Promise<string[] | undefined> {
  try {
    const rows = await query('SELECT Host AS host FROM mysql.user WHERE User = ?', [user(app)]);
    return rows.map(({ host }) => String(host));
  } catch {
    return undefined;
  }
}

export const mysqlServer: ServerKind = {
  anyDatabase: 'information_schema',
  longest: { login: 32, database: 64 },
  reserved: /^(mysql|information_schema|performance_schema|sys|root|mariadb\.sys|mysql\..*)$/i,

  async checkVersion(query) {
    const [row] = await query('SELECT VERSION() AS version');
    const version = String(row?.version ?? '');
    const kind = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
    const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
    const [oldest, point] = OLDEST[kind];
    if (major > oldest || (major === oldest && minor >= point)) return;
    throw refuse(
      'database-server-version',
      `The database server is ${kind} ${version}: ${oldest}.${point} is the oldest that a project is made on. Nothing was changed.`,
    );
  },

  async checkRights(query, missing) {
    const grants = (await query('SHOW GRANTS')).map((row) => String(Object.values(row)[0]));
    const everywhere = grants.filter((line) => / ON \*\.\* TO /.test(line));
    // Rights that come by a role are not listed: then the server says it, and what was made is taken back.
    if (grants.some((line) => !/ ON /.test(line))) return;
    const has = (right: string) => everywhere.some((line) => new RegExp(`\\b(ALL PRIVILEGES|${right})\\b`).test(line));
    const lacking = [
      ...(missing.includes('login') && !has('CREATE USER') ? ['CREATE USER, to make the login'] : []),
      ...(missing.includes('database') && !has('CREATE(?! [A-Z])') ? ['CREATE, to make the database'] : []),
      ...(missing.length > 0 && !everywhere.some((line) => /WITH GRANT OPTION/.test(line))
        ? ['GRANT OPTION, to give the login its rights']
        : []),
    ];
    if (lacking.length === 0) return;
    throw refuse(
      'database-admin-rights',
      `The login of database-admin-url lacks ${lacking.join(', and ')}: have it granted on *.*, or give another administrator. Nothing was changed.`,
    );
  },

  async hasDatabase(query, name) {
    return (await query('SELECT 1 FROM information_schema.schemata WHERE schema_name = ?', [name])).length > 0;
  },

  async hasLogin(query, app) {
    return ((await accountsOf(query, app)) ?? []).length > 0;
  },

  async tables(query) {
    const rows = await query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()
       UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE() LIMIT 10`,
    );
    return rows.map(({ name }) => String(name));
  },

  async databaseTrouble(query) {
    const [row] = await query('SELECT @@character_set_database AS charset');
    return row?.charset === 'utf8mb4' ? undefined : `has the character set ${String(row?.charset)}, not utf8mb4`;
  },

  async createLogin(query, app) {
    const [row] = await query('SELECT VERSION() AS version');
    // MariaDB writes statements as they are into its logs; MySQL leaves the password out.
    const [clause, value] = /mariadb/i.test(String(row?.version))
      ? ['IDENTIFIED BY PASSWORD ?', nativeHash(app.password ?? '')]
      : ['IDENTIFIED BY ?', app.password ?? ''];
    for (const host of hostsOf(app)) {
      await query(`CREATE USER IF NOT EXISTS ?@? ${clause}`, [user(app), host, value]);
    }
  },

  async createDatabase(query, app) {
    await query(`CREATE DATABASE ${quoted(app.database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  },

  async grant(query, app) {
    const accounts = (await accountsOf(query, app)) ?? hostsOf(app);
    for (const host of accounts) {
      await query(`GRANT ${PRIVILEGES} ON ${pattern(app.database)}.* TO ?@?`, [user(app), host]);
    }
  },

  async dropLogin(query, app) {
    for (const host of hostsOf(app)) await query('DROP USER IF EXISTS ?@?', [user(app), host]);
  },

  async dropDatabase(query, name) {
    await query(`DROP DATABASE IF EXISTS ${quoted(name)}`);
  },

  async mayCreateTables(query) {
    const lines = (await query('SHOW GRANTS')).map((row) => String(Object.values(row)[0]));
    return lines.some((line) => /\b(ALL PRIVILEGES|CREATE(?! [A-Z]))\b.* ON (?!\*\.\* TO .*USAGE)/.test(line));
  },

  isRefusedLogin: (error) => numberOf(error) === 1045 || numberOf(error) === 1698,
  isMissingDatabase: (error) => numberOf(error) === 1049,
};
