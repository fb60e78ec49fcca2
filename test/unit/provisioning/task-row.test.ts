import { expect, test } from 'vitest';
import { parseDatabaseUrl } from '../../../src/database/connection.ts';
import { taskRow } from '../../../src/provisioning/task-row.ts';

const NAMED = { title: 'Shop', name: 'shop', library: 1 } as const;
const row = (url: string, line: 5 | 7) => taskRow(parseDatabaseUrl(url, '/srv/app'), '/srv/app', { ...NAMED, line });

test('a server, as the Builder writes it', () => {
  expect(row('mysql://app:p%40ss@db.example.com:3307/shop', 7)).toEqual({
    F_NAME: 'Shop',
    F_ITEM_NAME: 'shop',
    F_DB_TYPE: 4,
    F_ALIAS: 'shop',
    F_LOGIN: 'app',
    F_PASSWORD: 'p@ss',
    F_HOST: 'db.example.com',
    F_PORT: '3307',
    F_ENCODING: 'utf8mb4',
    F_SERVER: '',
    F_MANUAL_UPDATE: 0,
    F_PYTHON_LIBRARY: 1,
    F_DSN: '',
  });
  expect(row('postgres://app:x@localhost/shop', 5)).toMatchObject({ F_DB_TYPE: 3, F_PORT: '', F_ENCODING: '' });
  expect(row('postgres://app:x@localhost/shop', 5)).not.toHaveProperty('F_DSN');
});

test('an SQLite file is named from the project', () => {
  expect(row('sqlite:data/shop.sqlite', 7)).toMatchObject({ F_DB_TYPE: 1, F_ALIAS: 'data/shop.sqlite' });
  expect(row('sqlite:/var/lib/shop.sqlite', 5)).toMatchObject({ F_ALIAS: '/var/lib/shop.sqlite' });
});

test('what Jam.py can not be told is refused; its line 7 takes a connection string for PostgreSQL', () => {
  const refused = (url: string, line: 5 | 7) => expect(() => row(url, line)).toThrow(/Nothing was changed\.$/);
  refused('mysql://app:x@localhost/shop?ssl-mode=REQUIRED', 7);
  refused('postgres://app:x@localhost/shop?sslmode=require', 5);
  refused('mysql://app:x@localhost/shop?socket=/run/mysqld/mysqld.sock', 7);
  expect(row("postgres://app:p'x@db/shop?sslmode=require", 7).F_DSN).toBe(
    "dbname='shop' user='app' password='p\\'x' host='db' sslmode='require'",
  );
});
