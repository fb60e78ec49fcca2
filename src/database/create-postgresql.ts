/** Databases and logins of PostgreSQL, also where the administrator is no superuser. */
import { refuse } from '../errors.ts';
import type { ServerConnection } from './connection.ts';
import type { ServerKind } from './create.ts';
import type { Query } from './query.ts';
import { scramVerifier } from './scram.ts';

const OLDEST = 12;

/** Names were checked: nothing in them ends the quoting. A question mark would be knex's. */
const quoted = (name: string) => `"${name.replaceAll('"', '""').replaceAll('?', '\\?')}"`;
const user = (app: ServerConnection) => app.user ?? '';
const codeOf = (error: unknown) => String((error as { code?: unknown })?.code ?? '');

interface Rights {
  superuser: boolean;
  login: boolean;
  database: boolean;
}

async function rightsOf(query: Query): Promise<Rights> {
  const [row] = await query('SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user');
  const superuser = row?.rolsuper === true;
  return {
    superuser,
    login: superuser || row?.rolcreaterole === true,
    database: superuser || row?.rolcreatedb === true,
  };
}

/** Whoever is no superuser has to be a member of the login to give it a database. */
async function asMember(query: Query, app: ServerConnection, work: () => Promise<void>): Promise<void> {
  const { superuser } = await rightsOf(query);
  if (superuser) return work();
  await query(`GRANT ${quoted(user(app))} TO CURRENT_USER`);
  try {
    await work();
  } finally {
    await query(`REVOKE ${quoted(user(app))} FROM CURRENT_USER`).catch(() => {});
  }
}

export const postgresqlServer: ServerKind = {
  anyDatabase: 'postgres',
  longest: { login: 63, database: 63 },
  reserved: /^(postgres|template[01]|pg_.*)$/i,

  async checkVersion(query) {
    const [row] = await query('SHOW server_version');
    const version = String(row?.server_version ?? '');
    if (Number.parseInt(version, 10) >= OLDEST) return;
    throw refuse(
      'database-server-version',
      `The database server is PostgreSQL ${version}: ${OLDEST} is the oldest that a project is made on. Nothing was changed.`,
    );
  },

  async checkRights(query, missing) {
    const rights = await rightsOf(query);
    const lacking = missing.filter((what) => !rights[what]);
    if (lacking.length === 0) return;
    const words = { login: 'CREATEROLE, to make the login', database: 'CREATEDB, to make the database' };
    throw refuse(
      'database-admin-rights',
      `The login of database-admin-url lacks ${lacking.map((what) => words[what]).join(', and ')}: have it granted, or give another administrator. Nothing was changed.`,
    );
  },

  async hasDatabase(query, name) {
    return (await query('SELECT 1 FROM pg_database WHERE datname = ?', [name])).length > 0;
  },

  async hasLogin(query, app) {
    return (await query('SELECT 1 FROM pg_roles WHERE rolname = ?', [user(app)])).length > 0;
  },

  async tables(query) {
    const rows = await query(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
       ORDER BY 1, 2 LIMIT 10`,
    );
    return rows.map(({ schema, name }) => [...(schema === 'public' ? [] : [schema]), name].map(String).join('.'));
  },

  async databaseTrouble(query) {
    const [row] = await query(
      'SELECT pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()',
    );
    return row?.encoding === 'UTF8' ? undefined : `has the encoding ${String(row?.encoding)}, not UTF8`;
  },

  async createLogin(query, app) {
    const verifier = scramVerifier(app.password ?? '');
    await query(`CREATE ROLE ${quoted(user(app))} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${verifier}'`);
  },

  async createDatabase(query, app) {
    await asMember(query, app, async () => {
      const name = quoted(app.database);
      await query(`CREATE DATABASE ${name} OWNER ${quoted(user(app))} ENCODING 'UTF8' TEMPLATE template0`);
      // Else everybody may enter it, and see the names of its tables.
      const { superuser } = await rightsOf(query);
      if (!superuser) await query(`SET ROLE ${quoted(user(app))}`);
      try {
        await query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
      } finally {
        if (!superuser) await query('RESET ROLE');
      }
    });
  },

  // The owner may do all; a database that was there is asked about by its login.
  async grant() {},

  async dropLogin(query, app) {
    await query(`DROP ROLE IF EXISTS ${quoted(user(app))}`);
  },

  async dropDatabase(query, name) {
    await query(`DROP DATABASE IF EXISTS ${quoted(name)}`);
  },

  async mayCreateTables(query) {
    const [row] = await query(
      "SELECT has_schema_privilege(current_user, 'public', 'CREATE') AND has_schema_privilege(current_user, 'public', 'USAGE') AS may",
    );
    return row?.may === true;
  },

  isRefusedLogin: (error) => /^28(000|P01)$/.test(codeOf(error)),
  isMissingDatabase: (error) => codeOf(error) === '3D000',
};
