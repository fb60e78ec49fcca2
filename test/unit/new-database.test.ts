/** Making databases: which names and passwords can be had, what is stored of a password, and what grants say. */
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ServerConnection } from '../../src/database/connection.ts';
import { rightsIn } from '../../src/database/mysql-grants.ts';
import { checkNames } from '../../src/database/names.ts';
import { isPlainPassword, scramVerifier } from '../../src/database/scram.ts';

describe('names', () => {
  const check = (dialect: ServerConnection['dialect'], database: string, user: string) =>
    checkNames({ dialect, database, user });

  test.each<[ServerConnection['dialect'], string, string]>([
    ['postgresql', 'shop', 'shop'],
    ['postgresql', 'Shop-2$_', '2shop'],
    ['postgresql', 'a'.repeat(63), 'b'.repeat(63)],
    ['mysql', 'shop_1', 'shop-app'],
    ['mysql', 'a'.repeat(64), 'b'.repeat(80)],
  ])('%s takes %s of %s', (...name) => {
    expect(() => check(...name)).not.toThrow();
  });

  test.each<[ServerConnection['dialect'], string, string, string, RegExp]>([
    ['postgresql', '', 'shop', 'database-name', /names no database/],
    ['postgresql', 'shop', '', 'database-login-name', /names no login/],
    ['postgresql', 'postgres', 'shop', 'database-name', /belongs to the server/],
    ['postgresql', 'Template1', 'shop', 'database-name', /belongs to the server/],
    ['postgresql', 'shop', 'pg_monitor', 'database-login-name', /belongs to the server/],
    ['mysql', 'information_schema', 'shop', 'database-name', /belongs to the server/],
    ['mysql', 'sys', 'shop', 'database-name', /belongs to the server/],
    ['mysql', 'shop', 'root', 'database-login-name', /belongs to the server/],
    ['postgresql', 'a'.repeat(64), 'shop', 'database-name', /has 64 characters, and the server takes 63/],
    ['mysql', 'a'.repeat(65), 'shop', 'database-name', /takes 64/],
    ['mysql', 'shop', 'a'.repeat(81), 'database-login-name', /takes 80/],
    ['mysql', 'shop-1', 'shop', 'database-name', /may only have letters of English, digits, _ and \$/],
    ['postgresql', '-shop', 'shop', 'database-name', /begin with/],
    ['postgresql', 'caf\u00e9', 'shop', 'database-name', /may only have/],
    ['postgresql', 'shop', 'a"b', 'database-login-name', /may only have/],
    ['mysql', 'a`b', 'shop', 'database-name', /may only have/],
    ['mysql', 'shop', "a'b", 'database-login-name', /may only have/],
    ['postgresql', 'shop', 'a b', 'database-login-name', /may only have/],
    ['postgresql', 'shop\n', 'shop', 'database-name', /may only have/],
  ])('%s refuses database %j of %j', (dialect, database, user, id, message) => {
    expect(() => check(dialect, database, user)).toThrow(
      expect.objectContaining({ outcome: 'refused', id, message: expect.stringMatching(message) }),
    );
  });
});

describe('passwords', () => {
  test('the verifier fits the exchange in RFC 7677, 3', () => {
    const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'), 4096);
    const [, stored = '', server = ''] =
      /^SCRAM-SHA-256\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$(.+):(.+)$/.exec(verifier) ?? [];
    const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    const messages = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=${nonce}`;
    const sign = (key: string) => createHmac('sha256', Buffer.from(key, 'base64')).update(messages).digest();
    expect(sign(server).toString('base64')).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
    const proof = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64');
    const clientKey = sign(stored).map((byte, at) => byte ^ (proof[at] as number));
    expect(createHash('sha256').update(clientKey).digest('base64')).toBe(stored);
  });

  test.each(['secret', 'p\'a"s\\s%w?', 'na\u00efve \u4e2d\u6587', '\u{1f511}'])(
    '%s is the same to every driver',
    (password) => {
      expect(isPlainPassword(password)).toBe(true);
    },
  );

  test.each(['n\u0303', 'a\u00a0b', 'a\u00adb', 'a\ufe0fb', 'a\u200db', '\u2168', 'a\nb', 'a\u1806b'])(
    '%j is not',
    (password) => {
      expect(isPlainPassword(password)).toBe(false);
    },
  );
});

describe('grants', () => {
  const RIGHTS = ['SELECT', 'INSERT'];
  test.each<[string, string, string[], string[]]>([
    ['the server', 'GRANT SELECT, INSERT ON *.* TO `a`@`%`', RIGHTS, RIGHTS],
    ['a database', "GRANT SELECT, INSERT ON `shop\\_1`.* TO 'a'@'%'", [], RIGHTS],
    ['databases', 'GRANT SELECT, INSERT ON `sh%`.* TO `a`@`%`', [], RIGHTS],
    ['_ that is none', 'GRANT SELECT, INSERT ON `shop__`.* TO `a`@`%`', [], RIGHTS],
    ['another database', 'GRANT SELECT, INSERT ON `shopx1`.* TO `a`@`%`', [], []],
    ['the same in capitals', 'GRANT SELECT, INSERT ON `Shop_1`.* TO `a`@`%`', [], []],
    ['a table', 'GRANT SELECT, INSERT ON `shop_1`.`t` TO `a`@`%`', [], []],
    ['a role', 'GRANT `r` TO `a`@`%`', [], []],
    ['a proxy', "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION", [], []],
    ['no right', "GRANT USAGE ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD '*00'", ['USAGE'], ['USAGE']],
    [
      'giving',
      'GRANT SELECT ON *.* TO `a`@`%` REQUIRE SSL WITH MAX_USER_CONNECTIONS 5 GRANT OPTION',
      ['SELECT', 'GRANT OPTION'],
      ['SELECT', 'GRANT OPTION'],
    ],
  ])('on %s', (_, line, everywhere, here) => {
    const rights = rightsIn([line], 'shop_1');
    expect({ everywhere: [...rights.everywhere], here: [...rights.here] }).toEqual({ everywhere, here });
  });

  test('all of them', () => {
    const rights = rightsIn(['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION'], 'shop');
    expect([...rights.everywhere]).toEqual(
      expect.arrayContaining(['CREATE', 'REFERENCES', 'CREATE USER', 'GRANT OPTION', 'SUPER']),
    );
  });
});
