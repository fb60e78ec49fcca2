/** Which database an address leads to: database-url and the project's own connection. */
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../src/database/catalogue.ts';
import {
  connectionName,
  parseDatabaseUrl,
  projectConnection,
  type ServerConnection,
} from '../../src/database/connection.ts';
import { DB_TYPE } from '../../src/metadata/enums.ts';

type Expected = Partial<ServerConnection>;

/** Without what is not set. */
function plain(connection: object | undefined): object {
  return Object.fromEntries(Object.entries(connection ?? {}).filter(([, value]) => value !== undefined));
}

const SHOP = { dialect: 'postgresql', database: 'shop' } as const;
const ALL = { ...SHOP, host: 'db.internal', port: 6432, user: 'u', password: 'p' } as const;
const SOCKET = { ...SHOP, host: '/run/postgresql', port: 5433, user: 'u', password: 'p' } as const;

/** What libpq reads in the same way. */
const URIS: readonly [string, Expected][] = [
  ['postgresql://u:p@db.internal:6432/shop', ALL],
  ['postgres:///shop', SHOP],
  ['postgresql:///shop?host=db.internal&port=6432&user=u&password=p', ALL],
  ['postgresql://x:y@z:1/w?host=db.internal&port=6432&user=u&password=p&dbname=shop', ALL],
  ['postgresql://u:p@/shop?host=/run/postgresql&port=5433', SOCKET],
  ['postgres:///shop?host=%2Frun%2Fpostgresql&port=5433&user=u&password=p', SOCKET],
  ['postgres://u:p@%2Frun%2Fpostgresql:5433/shop', SOCKET],
  ['postgres://u@[::1]:5433/shop', { ...SHOP, host: '::1', port: 5433, user: 'u' }],
  ['postgres://[2001:db8::1]/shop', { ...SHOP, host: '2001:db8::1' }],
  ['postgres://u@db:/shop?', { ...SHOP, host: 'db', user: 'u' }],
  [
    'postgres://b%40ss:p%40%2F%3A%3F%23+w%C3%A9@db/sh%20op',
    { ...SHOP, database: 'sh op', host: 'db', user: 'b@ss', password: 'p@/:?#+wé' },
  ],
  ['postgres:///shop?user=b%40ss&password=a+b%26%3D', { ...SHOP, user: 'b@ss', password: 'a+b&=' }],
  ['postgres://u:p:q@db/shop', { ...SHOP, host: 'db', user: 'u', password: 'p:q' }],
  ['postgres://db/shop?sslmode=require', { ...SHOP, host: 'db', ssl: 'encrypt' }],
  ['postgres://db/shop?ssl=true', { ...SHOP, host: 'db', ssl: 'encrypt' }],
  ['postgres://db/shop?sslmode=verify-full', { ...SHOP, host: 'db', ssl: 'verify' }],
  ['postgres://db/shop?sslmode=prefer', { ...SHOP, host: 'db' }],
  ['postgres://db/shop?host=one&host=two', { ...SHOP, host: 'two' }],
  ['postgres://db/shop?host=', SHOP],
  ['postgres://db/shop?hostaddr=10.0.0.1', { ...SHOP, host: '10.0.0.1' }],
  ['postgres:///shop?hostaddr=10.0.0.1&host=db', { ...SHOP, host: '10.0.0.1' }],
];

describe('database-url', () => {
  const MYSQL = { dialect: 'mysql', database: 'shop' } as const;

  test.each<[string, object]>([
    ...URIS,
    ['mysql://u:p@db:3307/shop', { ...MYSQL, host: 'db', port: 3307, user: 'u', password: 'p' }],
    ['MariaDB://u@db/shop', { ...MYSQL, host: 'db', user: 'u' }],
    [
      'mysql://u:p@localhost/shop?socket=/run/mysqld/mysqld.sock',
      { ...MYSQL, host: '/run/mysqld/mysqld.sock', user: 'u', password: 'p' },
    ],
    ['mysql://u@%2Frun%2Fmysqld%2Fmysqld.sock/shop', { ...MYSQL, host: '/run/mysqld/mysqld.sock', user: 'u' }],
    ['mysql:///shop?host=/run/mysqld/mysqld.sock&user=u', { ...MYSQL, host: '/run/mysqld/mysqld.sock', user: 'u' }],
    ['mysql://db/shop?ssl-mode=VERIFY_IDENTITY', { ...MYSQL, host: 'db', ssl: 'verify' }],
    // What leads nowhere else is nobody's business.
    [
      'postgres://db/shop?connect_timeout=5&application_name=x',
      { dialect: 'postgresql', database: 'shop', host: 'db' },
    ],
    ['mysql://db/shop?charset=utf8mb4', { ...MYSQL, host: 'db' }],
    ['sqlite:data/shop.sqlite', { dialect: 'sqlite', path: '/srv/app/data/shop.sqlite' }],
  ])('%s', (url, expected) => {
    expect(plain(parseDatabaseUrl(url, '/srv/app'))).toEqual(expected);
  });

  const FORM = /^database-url is not an address: .*percent-encoded\.$/;
  const PARAMETER =
    /^database-url has a parameter behind its \? that may lead to another database and is not understood here/;

  test.each([
    ['s3cret', FORM],
    ['boss:s3cret@db', FORM],
    ['postgres:s3cret', FORM],
    ['postgres://u:s3cret@ss/w0rd@db/shop', FORM],
    ['postgres://u:s3cret?1@db/shop', FORM],
    ['postgres://u:s3cret#1@db/shop', FORM],
    ['postgres://u:s3cret@db/shop#s3cret', FORM],
    ['postgres://u:s3cret%@db/shop', FORM],
    ['postgres://u:s3cret%00@db/shop', FORM],
    ['postgres://u:s3cret@db/shop?host', FORM],
    ['postgres://u:s3cret@db/shop?password=s3cret=x', FORM],
    ['postgres://u:s3cret@db/shop?port=s3cret', FORM],
    ['postgres://u:s3cret@db:70000/shop', FORM],
    ['postgres://u:s3cret@one:1,two:2/shop', FORM],
    ['postgres://u:s3cret@one/shop?host=one,two', FORM],
    ['postgres://u:s3cret@db/shop?options=-csearch_path%3Ds3cret', PARAMETER],
    ['postgres://u:x@db/shop?password=half&s3cret=2', PARAMETER],
    ['postgres://db/shop?service=other', PARAMETER],
    ['mysql://u:s3cret@db/shop?database=other', PARAMETER],
    ['postgres://u:s3cret@db', /names no database/],
    ['postgres://u:s3cret@db/', /names no database/],
    ['oracle://u:s3cret@db/shop', /^database-url begins with oracle:, /],
    ['sqlite:', /names no file/],
  ])('refused, and not repeated: %s', (url, sentence) => {
    let said = '';
    try {
      parseDatabaseUrl(url, '/srv/app');
    } catch (error) {
      expect(error).toMatchObject({ name: 'Stop', outcome: 'usage', id: 'database-url' });
      said = (error as Error).message;
    }
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/s3cret/);
  });
});

describe("the project's own connection", () => {
  /** With what a connection string takes the place of. */
  const row = {
    f_db_type: DB_TYPE.POSTGRESQL,
    f_alias: 'old',
    f_host: 'old.example.com',
    f_port: '1111',
    f_login: 'old_user',
    f_password: 'old password',
  };
  const OLD = {
    dialect: 'postgresql',
    database: 'old',
    host: 'old.example.com',
    port: 1111,
    user: 'old_user',
    password: 'old password',
  };

  test('without a connection string', () => {
    expect(plain(projectConnection(row, undefined))).toEqual(OLD);
    expect(plain(projectConnection({ ...row, f_dsn: ' ' }, undefined))).toEqual(OLD);
    expect(plain(projectConnection({ ...row, f_db_type: DB_TYPE.MYSQL, f_dsn: 'host=x' }, undefined))).toEqual({
      ...OLD,
      dialect: 'mysql',
    });
  });

  test.each<[string, Expected]>([
    ...URIS,
    ['host=db.internal port=6432 user=u password=p dbname=shop', ALL],
    [`host = 'db.internal' port=6432\n user='u' password=p  dbname = shop `, ALL],
    [`dbname=shop password='a b\\'c\\\\d' user=it\\'s\\ me`, { ...SHOP, password: `a b'c\\d`, user: `it's me` }],
    [`dbname=shop host=''`, SHOP],
    ['dbname=shop host=db hostaddr=10.0.0.1', { ...SHOP, host: '10.0.0.1' }],
    ['dbname=shop sslmode=verify-ca', { ...SHOP, ssl: 'verify' }],
    ['user=shop host=db', { ...SHOP, user: 'shop', host: 'db' }],
    ['postgresql://shop@db', { ...SHOP, user: 'shop', host: 'db' }],
    ['postgresql:///shop?application_name=jam&connect_timeout=5&keepalives_idle=3', SHOP],
    ['dbname=shop sslrootcert=/etc/ca.pem target_session_attrs=read-write', SHOP],
  ])('%s', (dsn, expected) => {
    expect(plain(projectConnection({ ...row, f_dsn: dsn }, undefined))).toEqual(expected);
  });

  test.each([
    ['service=shop', 'of the project'],
    ['postgresql:///shop?service=other', 'shop on this machine'],
    ['dbname=shop options=-csearch_path=other', 'shop on this machine'],
    ['postgresql://u:s3cret@one:1,two:2/shop', 'of the project'],
    ['host=one,two dbname=shop password=s3cret', 'of the project'],
    ['dbname=shop port=5432,5433', 'of the project'],
    ['dbname=shop password=s3 cret', 'of the project'],
    [`dbname=shop password='s3cret`, 'of the project'],
    ['host=db', 'of the project'],
    ['postgresql://u:s3cret@db/shop#x', 'of the project'],
    ['s3cret', 'of the project'],
  ])('%s is not guessed: no database is looked at, and that is told', async (dsn, name) => {
    const connection = projectConnection({ ...row, f_dsn: dsn }, undefined);
    expect(connection && connectionName(connection)).toContain(`PostgreSQL database ${name}`);
    const error = await readCatalogue(connection as ServerConnection).then(
      () => undefined,
      (stop: Error) => stop,
    );
    expect(error).toMatchObject({ name: 'Stop', outcome: 'failed', id: 'database-unreadable' });
    expect(error?.message).toMatch(
      /^The PostgreSQL database .* can not be looked at from here: in the project's own connection string there is something that is not understood here\. .*give that as database-url\.$/,
    );
    expect(error?.message).not.toMatch(/s3|cret|old/);
  });
});
