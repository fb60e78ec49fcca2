/** Databases and logins of new projects, on real servers: made with the rights they need, refused before anything is made. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAdminUrl, parseDatabaseUrl, type ServerConnection } from '../../src/database/connection.ts';
import { createDatabase, type DatabaseFindings, inspectDatabase, type Reached } from '../../src/database/create.ts';
import { withQuery } from '../../src/database/query.ts';
import { findServers, type Servers } from '../lab/servers.ts';

const TYPES = ['postgres', 'mariadb'] as const;
type Type = (typeof TYPES)[number];

/** Everything that could end a quoting somewhere. */
const PASSWORD = `p@s's"w\\?rd%:/#ü€ ${'x'.repeat(30)}`;

let servers: Servers;
const left: (() => Promise<void>)[] = [];

beforeAll(async () => {
  servers = await findServers(() => {});
});
afterEach(async () => {
  for (const undo of left.splice(0).reverse()) await undo();
});
afterAll(() => servers.stop());

const reached = (connection: ServerConnection): Reached => ({ way: connection, known: connection });
const adminOf = (type: Type): Reached => reached(parseAdminUrl(servers[type]));
const run = (at: Reached, sql: string, bindings: string[] = []) =>
  withQuery(at.way, at.known, (query) => query(sql, bindings));
const identifier = (type: Type, name: string) => (type === 'postgres' ? `"${name}"` : `\`${name}\``);

/** A database that is not there, and a login that is not there. */
function newApp(type: Type, more: Partial<ServerConnection> = {}): Reached {
  const name = `jp_${randomBytes(5).toString('hex')}`;
  const url = new URL(servers[type]);
  const scheme = type === 'postgres' ? 'postgres' : 'mysql';
  const app = parseDatabaseUrl(`${scheme}://${name}:x@${url.host}/${name}`, undefined) as ServerConnection;
  left.push(() => forget(type, name));
  return reached({ ...app, password: PASSWORD, ...more });
}

async function forget(type: Type, name: string): Promise<void> {
  const admin = adminOf(type);
  if (type === 'postgres') {
    await run(admin, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await run(admin, `DROP ROLE IF EXISTS "${name}"`);
  } else {
    await run(admin, `DROP DATABASE IF EXISTS \`${name}\``);
    for (const host of ['localhost', '127.0.0.1', '::1', '%'])
      await run(admin, 'DROP USER IF EXISTS ?@?', [name, host]);
  }
}

async function makeAll(admin: Reached | undefined, app: Reached) {
  return createDatabase(admin, app, await inspectDatabase(admin, app));
}

/** What the server has of it. */
async function there(type: Type, { known }: Reached): Promise<DatabaseFindings> {
  const admin = adminOf(type);
  const [logins, databases] =
    type === 'postgres'
      ? ['SELECT 1 FROM pg_roles WHERE rolname = ?', 'SELECT 1 FROM pg_database WHERE datname = ?']
      : ['SELECT 1 FROM mysql.user WHERE User = ?', 'SELECT 1 FROM information_schema.schemata WHERE schema_name = ?'];
  const has = async (sql: string, name: string) => (await run(admin, sql, [name])).length > 0;
  return {
    login: (await has(logins, known.user ?? '')) ? 'there' : 'missing',
    database: (await has(databases, known.database)) ? 'empty' : 'missing',
  };
}

const NOTHING = { login: 'missing', database: 'missing' };

describe.each(TYPES)('on %s', (type) => {
  it('login and database are made, and the login can work in its database and nowhere else', async () => {
    const app = newApp(type);
    const other = newApp(type);
    await makeAll(adminOf(type), other);
    await run(other, 'CREATE TABLE secret (x integer)');
    const made = await makeAll(adminOf(type), app);
    expect(made.created).toEqual(['login', 'database']);
    await run(app, 'CREATE TABLE one (id integer PRIMARY KEY, name varchar(20))');
    await run(app, 'CREATE INDEX one_name ON one (name)');
    await run(app, 'CREATE TABLE two (id integer, one_id integer REFERENCES one (id))');
    await run(app, 'ALTER TABLE one ADD COLUMN more integer');
    await run(app, "INSERT INTO one (id, name) VALUES (1, '😀ü')");
    expect(await run(app, 'SELECT name FROM one')).toEqual([{ name: '😀ü' }]);
    await run(app, 'DROP TABLE two');
    const name = `jp_${randomBytes(5).toString('hex')}`;
    await expect(run(app, `CREATE DATABASE ${identifier(type, name)}`)).rejects.toThrow(/denied/);
    const elsewhere = { ...app.way, database: other.known.database };
    await expect(run(reached(elsewhere), 'SELECT * FROM secret')).rejects.toThrow(/denied/);
  });

  it('a name with a wildcard gives no right to another database', async () => {
    const app = newApp(type);
    await makeAll(adminOf(type), app);
    const twin = { ...app.way, database: app.way.database.replace('_', 'x') };
    left.push(() => forget(type, twin.database));
    await run(adminOf(type), `CREATE DATABASE ${identifier(type, twin.database)}`);
    await expect(run(reached(twin), 'CREATE TABLE t (x integer)')).rejects.toThrow(/denied/);
  });

  it('what is there is used as it is, and asked again nothing is made', async () => {
    const app = newApp(type);
    await makeAll(adminOf(type), app);
    const again = await makeAll(adminOf(type), app);
    expect(again.created).toEqual([]);
    await again.undo();
    expect(await there(type, app)).toEqual({ login: 'there', database: 'empty' });
    expect((await makeAll(undefined, app)).created).toEqual([]);
  });

  it('a run that ended after the login is gone on with', async () => {
    const app = newApp(type);
    const first = await makeAll(adminOf(type), app);
    await run(adminOf(type), `DROP DATABASE ${identifier(type, app.known.database)}`);
    expect(await there(type, app)).toEqual({ login: 'there', database: 'missing' });
    expect((await makeAll(adminOf(type), app)).created).toEqual(['database']);
    await run(app, 'CREATE TABLE one (id integer)');
    expect(first.created).toHaveLength(2);
  });

  it('what this run made is taken back, but no database with tables', async () => {
    const app = newApp(type);
    const made = await makeAll(adminOf(type), app);
    await made.undo();
    expect(await there(type, app)).toEqual(NOTHING);
    const full = await makeAll(adminOf(type), app);
    await run(app, 'CREATE TABLE one (id integer)');
    await full.undo();
    expect((await there(type, app)).database).toBe('empty');
  });

  it.each<[string, (app: Reached) => [Reached | undefined, Reached] | Promise<[Reached | undefined, Reached]>, RegExp]>(
    [
      [
        'a wrong password of the administrator',
        (app) => {
          const admin = adminOf(type);
          // A server that trusts this machine asks nobody for a password.
          const way = { ...admin.way, user: `${admin.way.user}x`, password: 'wrong' };
          return [reached(way), app];
        },
        /refuses the login of database-admin-url/,
      ],
      [
        'the same login',
        (app) => [reached({ ...adminOf(type).way, user: app.known.user as string }), app],
        /an administrator of the server/,
      ],
      [
        'a reserved name',
        (app) => [adminOf(type), reached({ ...app.way, database: type === 'postgres' ? 'template1' : 'mysql' })],
        /is the server's own/,
      ],
      [
        'a name that is too long',
        (app) => [adminOf(type), reached({ ...app.way, database: 'x'.repeat(65) })],
        /is longer than/,
      ],
      [
        'a name that ends a quoting',
        (app) => [adminOf(type), reached({ ...app.way, user: 'x"`y' })],
        /letters, digits/,
      ],
      ['no password', (app) => [adminOf(type), reached({ ...app.way, password: undefined })], /has no password/],
      [
        'no administrator, and nothing there',
        (app) => [undefined, app],
        /refuses the login of database-url|There is no/,
      ],
    ],
  )('%s is refused, and nothing is made', async (_, given, says) => {
    const app = newApp(type);
    const [admin, wanted] = await given(app);
    await expect(makeAll(admin, wanted)).rejects.toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching(says),
    });
    expect(await there(type, app)).toEqual(NOTHING);
  });

  it('a database with tables is refused', async () => {
    const app = newApp(type);
    await makeAll(adminOf(type), app);
    await run(app, 'CREATE TABLE customers (id integer)');
    const refused = (says: RegExp) => ({ outcome: 'refused', message: expect.stringMatching(says) });
    await expect(makeAll(adminOf(type), app)).rejects.toMatchObject(refused(/not empty \(customers\)/));
    await expect(makeAll(undefined, app)).rejects.toMatchObject(refused(/not empty \(customers\)/));
  });

  it('no error repeats a password', async () => {
    const app = newApp(type);
    const admin = { ...adminOf(type).way, user: 'nobody_at_all', password: PASSWORD };
    const error = await makeAll(reached(admin), app).catch((each: Error) => each);
    expect(String((error as Error).message)).not.toContain(PASSWORD);
  });
});

describe('an administrator of PostgreSQL that is no superuser', () => {
  async function limited(rights: string): Promise<Reached> {
    const name = `jp_${randomBytes(5).toString('hex')}`;
    left.push(() => forget('postgres', name));
    await run(adminOf('postgres'), `CREATE ROLE "${name}" LOGIN PASSWORD 'limited' ${rights}`);
    return reached({ ...adminOf('postgres').way, user: name, password: 'limited' });
  }

  it('with CREATEDB and CREATEROLE makes both, and keeps no hold on the login', async () => {
    const app = newApp('postgres');
    const admin = await limited('CREATEDB CREATEROLE');
    expect((await makeAll(admin, app)).created).toEqual(['login', 'database']);
    await run(app, 'CREATE TABLE one (id integer)');
    const [owner] = await run(app, 'SELECT pg_get_userbyid(datdba) AS name FROM pg_database WHERE datname = ?', [
      app.known.database,
    ]);
    expect(owner).toEqual({ name: app.known.user });
    expect(
      await run(app, 'SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE r.rolname = ?', [
        app.known.user as string,
      ]),
    ).toHaveLength(0);
  });

  it.each([
    ['CREATEDB', /lacks CREATEROLE/],
    ['CREATEROLE', /lacks CREATEDB/],
    ['', /lacks CREATEROLE, to make the login, and CREATEDB/],
  ])('with %s alone is refused, and nothing is made', async (rights, says) => {
    const app = newApp('postgres');
    const admin = await limited(rights);
    await expect(makeAll(admin, app)).rejects.toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching(says),
    });
    expect(await there('postgres', app)).toEqual(NOTHING);
  });
});

it('a login that is there with another password is refused, and keeps its own', async () => {
  // The lab's PostgreSQL may trust whoever comes from this machine.
  const app = newApp('mariadb');
  await makeAll(adminOf('mariadb'), app);
  await expect(makeAll(adminOf('mariadb'), reached({ ...app.way, password: 'another' }))).rejects.toMatchObject({
    outcome: 'refused',
    message: expect.stringMatching(/the password of database-url is not its password/),
  });
  await run(app, 'SELECT 1');
});

it('an administrator of MariaDB without the rights is refused, and nothing is made', async () => {
  const name = `jp_${randomBytes(5).toString('hex')}`;
  left.push(() => forget('mariadb', name));
  for (const host of ['localhost', '127.0.0.1']) {
    await run(adminOf('mariadb'), 'CREATE USER ?@? IDENTIFIED BY ?', [name, host, 'limited']);
    await run(adminOf('mariadb'), 'GRANT CREATE USER ON *.* TO ?@?', [name, host]);
  }
  const app = newApp('mariadb');
  const admin = reached({ ...adminOf('mariadb').way, user: name, password: 'limited' });
  await expect(makeAll(admin, app)).rejects.toMatchObject({
    outcome: 'refused',
    message: expect.stringMatching(/lacks CREATE, to make the database, and GRANT OPTION/),
  });
  expect(await there('mariadb', app)).toEqual(NOTHING);
});
