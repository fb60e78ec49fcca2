/** The database of a new project as it is reached from here: looked at first, made later. */
import {
  type Connection,
  connectionName,
  parseAdminUrl,
  parseDatabaseUrl,
  type ServerConnection,
} from '../database/connection.ts';
import { createDatabase, type DatabaseFindings, inspectDatabase, type Reached } from '../database/create.ts';
import { refuse } from '../errors.ts';
import { reachServer, readDatabase } from '../promotion/database.ts';
import type { Run } from '../promotion/run.ts';

export interface PlannedDatabase {
  connection: Connection;
  /** Makes what is missing. @returns how to take it back. */
  make(): Promise<{ sentence: string; undo(): Promise<unknown> }>;
}

/** @throws Stop (refused) when it can not become the database of a new project. */
export async function lookAtDatabase(
  run: Run,
  databaseUrl: string,
  adminUrl: string | undefined,
): Promise<PlannedDatabase> {
  const connection = parseDatabaseUrl(databaseUrl, run.inputs.projectDir);
  if (connection.dialect === 'sqlite') return sqliteDatabase(run, connection, adminUrl);
  run.secrets.add(connection.password);
  const admin = adminUrl === undefined ? undefined : parseAdminUrl(adminUrl);
  run.secrets.add(admin?.password);
  const [reachedAdmin, app] = await reachBoth(run, admin, connection);
  const found: DatabaseFindings = await inspectDatabase(reachedAdmin, app);
  return {
    connection,
    make: () => createDatabase(reachedAdmin, app, found),
  };
}

/** One server is reached in one way, whoever asks. */
async function reachBoth(
  run: Run,
  admin: ServerConnection | undefined,
  app: ServerConnection,
): Promise<[Reached | undefined, Reached]> {
  const known = admin ?? app;
  const way = await reachServer(run, known);
  if (!admin) return [undefined, { way, known: app }];
  const sameServer = admin.host === app.host && admin.port === app.port;
  const { user, password, database, ssl } = app;
  const appWay = sameServer ? { ...way, user, password, database, ssl } : await reachServer(run, app);
  return [
    { way, known: admin },
    { way: appWay as ServerConnection, known: app },
  ];
}

async function sqliteDatabase(
  run: Run,
  connection: Extract<Connection, { dialect: 'sqlite' }>,
  adminUrl: string | undefined,
): Promise<PlannedDatabase> {
  if (adminUrl !== undefined)
    throw refuse(
      'database-admin',
      'database-admin-url is given, and database-url is an SQLite file, which needs no administrator: leave it out, or give the address of a database server. Nothing was changed.',
    );
  const tables = (await run.host.stat(connection.path)) ? (await readDatabase(run, connection)).tables : new Map();
  if (tables.size > 0)
    throw refuse(
      'database-not-empty',
      `The ${connectionName(connection)} is not empty (${[...tables.keys()].slice(0, 5).join(', ')}): a new project needs a database without tables. Nothing was changed.`,
    );
  return {
    connection,
    make: async () => ({
      sentence: `The ${connectionName(connection)} is made by Jam.py when it is first needed.`,
      undo: async () => {},
    }),
  };
}
