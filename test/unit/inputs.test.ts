import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/input-reader.ts';
import { INPUTS } from '../../src/input-table.ts';
import { type Inputs, type PromoteInputs, readInputs } from '../../src/inputs.ts';
import { Secrets } from '../../src/secrets.ts';

function read(given: Record<string, string>, masked: string[] = []): Inputs {
  return readInputs((name) => given[name], '/checkout', new Secrets((value) => masked.push(value)));
}

/** The sentence of a wrong use. */
function problem(given: Record<string, string>): string {
  try {
    read(given);
  } catch (error) {
    expect(error).toMatchObject({ name: 'Stop', outcome: 'usage' });
    return (error as Error).message;
  }
  throw new Error('nothing was wrong');
}

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['45', 45_000],
  ['0', 0],
  [' 5 M ', 300_000],
  ['250ms', 250],
  ['', undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['1.5h', undefined],
  ['1e3', undefined],
  ['99999999999', undefined],
  ['1h30m', undefined],
])('a time "%s" is %s ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

describe('on Windows', () => {
  const on = (platform: NodeJS.Platform, given: Record<string, string>) => () =>
    readInputs((name) => given[name], 'D:\\a\\crm', new Secrets(() => {}), platform);
  const live = { url: 'https://app.example.com/', 'restart-command': 'ssh app restart' };

  test.each(['validate', 'plan', 'promote'])('%s needs nothing but the zip and an address', (command) => {
    expect(on('win32', { command, ...live })()).toMatchObject({ command });
  });

  test.each(['plan', 'promote', 'provision'])('%s does not reach into a folder', (command) => {
    const given = { command, ...live, 'project-dir': '/srv/app', 'ssh-host': 'app.example.com' };
    expect(on('win32', given)).toThrow(/project-dir, ssh-host: this works from Linux and macOS only\. .* promote live/);
    expect(on('darwin', given)).not.toThrow(/Linux and macOS/);
  });

  test('validate leaves be what it does not use', () => {
    expect(on('win32', { command: 'validate', 'project-dir': 'x' })()).toMatchObject({ command: 'validate' });
  });
});

test('a forgotten command never deploys', () => {
  expect(read({ url: 'https://app.example.com/', 'project-dir': '/srv/app' }).command).toBe('validate');
  expect(read({ command: '  ' }).command).toBe('validate');
});

describe('what validate is given', () => {
  test('defaults', () => {
    expect(read({})).toEqual({
      command: 'validate',
      metadataFile: 'metadata/*.zip',
      workspace: '/checkout',
      failOn: 'error',
      python: undefined,
      rules: new Map(),
      sarifFile: undefined,
      githubToken: undefined,
      comment: 'auto',
    });
  });

  test('a target only describes: its inputs are no error', () => {
    const more = { 'stop-command': 'x', timeout: 'later', 'builder-login': 'x' };
    expect(read({ command: 'validate', 'fail-on': 'warning', ...more })).toMatchObject({ failOn: 'warning' });
  });
});

const FOLDER = { command: 'promote', 'project-dir': '/srv/app', 'stop-command': 'stop', 'start-command': 'start' };
const SSH = { ...FOLDER, 'ssh-host': 'app.example.com' };
const LIVE = { command: 'promote', url: 'https://app.example.com/' };

test.each<[string, Record<string, string>, Partial<PromoteInputs>]>([
  ['a folder', FOLDER, { method: 'migration-folder', projectDir: '/srv/app', timeoutMs: 1_800_000, lockTimeoutMs: 0 }],
  [
    'a folder, restarted',
    { command: 'promote', 'project-dir': 'app', 'restart-command': 'r' },
    { projectDir: '/checkout/app' },
  ],
  [
    'only an address',
    LIVE,
    { method: 'live', projectDir: undefined, allowInsecureHttp: false, builderPath: 'builder.html' },
  ],
  ['both', { ...FOLDER, ...LIVE }, { method: 'migration-folder' }],
  ['both, live', { ...FOLDER, ...LIVE, method: 'live' }, { method: 'live', projectDir: '/srv/app' }],
  [
    'flags in any case',
    { ...LIVE, 'allow-older-target': 'TRUE', 'allow-insecure-http': 'False' },
    { allowOlderTarget: true, allowInsecureHttp: false },
  ],
  [
    'the builder also looks at the application',
    { ...LIVE, 'builder-login': 'a', 'builder-password': 'b' },
    { app: { login: 'a', password: 'b' } },
  ],
  [
    'a login of its own for the application',
    { ...LIVE, 'builder-login': 'a', 'builder-password': 'b', 'app-login': 'c', 'app-password': 'd' },
    { builder: { login: 'a', password: 'b' }, app: { login: 'c', password: 'd' } },
  ],
  ['a backup folder', { ...FOLDER, 'backup-dir': '../backup' }, { backupDir: '/backup' }],
  [
    'half a pair that a preset completes',
    { ...FOLDER, 'start-command': '', service: 'systemd:app' },
    { stopCommand: 'stop' },
  ],
  [
    'an IPv6 address',
    { ...SSH, 'ssh-host': '[fe80::1%eth0]', 'ssh-port': '65535' },
    {
      ssh: {
        host: 'fe80::1%eth0',
        port: 65_535,
        user: undefined,
        key: undefined,
        knownHosts: undefined,
        config: undefined,
      },
    },
  ],
  ['a Python that is searched for there', { ...SSH, python: 'python3' }, { python: 'python3' }],
  ['blanks around values', { ...LIVE, 'project-name': '  crm ' }, { projectName: 'crm' }],
  [
    'empty values',
    { ...LIVE, method: '', timeout: '', 'builder-login': '', 'health-url': ' ' },
    { method: 'live', healthUrl: undefined },
  ],
])('promote with %s', (_name, given, expected) => {
  expect(read(given)).toMatchObject(expected);
});

test.each<[string, Record<string, string>, RegExp[]]>([
  ['no target', { command: 'promote' }, [/^promote needs a target/]],
  ['no start', { ...FOLDER, 'start-command': '' }, [/^start-command missing/]],
  ['no stop', { ...FOLDER, 'stop-command': '' }, [/^stop-command missing/]],
  ['a folder method without folder', { ...LIVE, method: 'migration-folder' }, [/needs project-dir/]],
  ['live without address', { ...FOLDER, method: 'live' }, [/needs url/]],
  [
    'a copy without what it needs',
    { command: 'promote', method: 'copy-project', 'database-admin-url': 'postgres://a:b@localhost/' },
    [
      /copy-from is missing/,
      /project-dir is missing/,
      /python is missing/,
      /builder-login is missing/,
      /copies an SQLite file/,
    ],
  ],
  [
    'a copy that is not asked for',
    { command: 'provision', 'copy-from': '/srv/dev', 'keep-users': 'true' },
    [/- copy-from is of use only with method/, /- keep-users is of use only with method/],
  ],
  ['a later command', { command: 'rollback' }, [/"rollback" is not built yet/]],
  [
    'a new project without what it needs',
    { command: 'provision' },
    [/project-dir is missing/, /python is missing/, /builder-login is missing/, /database-url is missing/],
  ],
  [
    'a new project by a live import',
    { ...LIVE, provision: 'if-missing' },
    [/project-dir is missing: provision: if-missing needs it/],
  ],
  [
    'provision otherwise',
    { ...FOLDER, provision: 'always' },
    [/"always" is not known. Write one of: never, if-missing/],
  ],
  [
    'an administrator of a file',
    { command: 'provision', 'database-admin-url': 'sqlite:x' },
    [/database-admin-url is for PostgreSQL, MySQL and MariaDB/],
  ],
  ['parameters that are none', { command: 'provision', parameters: 'Theme: 3' }, [/Theme can not be set here/]],
  ['a loss that is none', { ...LIVE, 'allow-destructive': 'customers' }, [/"customers" names no loss/]],
  ['a database that is not predicted', { command: 'plan', 'database-type': 'oracle' }, [/"oracle" is not known/]],
  ['a rule that is none', { rules: 'item-parrent: off' }, [/there is no rule "item-parrent"/]],
  ['a severity that is none', { rules: 'item-parent: loud' }, [/is not "rule-id: off"/]],
  ['an address of another kind', { ...LIVE, 'health-url': 'file:///etc/passwd' }, [/^health-url is not an address/]],
  ['half a login', { ...LIVE, 'builder-login': 'boss' }, [/^builder-password is missing/]],
  ['a password alone', { ...LIVE, 'app-password': 'x' }, [/^app-login is missing/]],
  [
    'several',
    { ...LIVE, timeout: 'x', 'lock-timeout': 'y' },
    [/^2 inputs are wrong:\n- timeout: "x".*\n- lock-timeout: "y"/],
  ],
  // Node's timers hold 2^31 milliseconds and end a longer wait at once.
  ['a time that no timer holds', { ...LIVE, timeout: '1000h' }, [/^timeout: "1000h" is longer than 7 days/]],
  ['no time for the import', { ...FOLDER, timeout: '0' }, [/^timeout: "0" is shorter than 1 s/]],
  ['no time for the service', { ...FOLDER, 'service-timeout': '500ms' }, [/^service-timeout: .* is shorter than 1 s/]],
  [
    'half a pair beside a restart',
    { ...FOLDER, 'start-command': '', 'restart-command': 'r' },
    [/^start-command missing: stop-command is given/],
  ],
  [
    'half a pair beside a reload',
    { ...FOLDER, 'stop-command': '', service: 'touch:/srv/app/wsgi.py' },
    [/^stop-command missing: start-command is given/],
  ],
  // Nothing else is said to be missing.
  [
    'a wrong service',
    { command: 'promote', 'project-dir': '/srv/app', service: 'upstart:app' },
    [/^service: "upstart:app" is not known\. [^\n]*$/],
  ],
  ['a port that is none', { ...SSH, 'ssh-port': '65536' }, [/^ssh-port: "65536" is not the number of a port/]],
  ['port 0', { ...SSH, 'ssh-port': '0' }, [/^ssh-port: "0"/]],
  ['a host with its port', { ...SSH, 'ssh-host': 'app:2222' }, [/^ssh-host: "app:2222" .* a port goes into ssh-port/]],
  ['a host with its user', { ...SSH, 'ssh-host': 'me@app' }, [/^ssh-host: "me@app" .* a user into ssh-user/]],
  ['a host that is an option', { ...SSH, 'ssh-host': '-oProxyCommand=x' }, [/^ssh-host: /]],
  ['a user that is an option', { ...SSH, 'ssh-user': '-x' }, [/^ssh-user: /]],
  ['an owner that is an option', { ...FOLDER, 'run-as': '-x' }, [/^run-as: "-x" is not the name or number of a user/]],
  [
    'another machine without its name',
    { ...FOLDER, 'ssh-user': 'deploy', 'ssh-key': 'k' },
    [/^ssh-host is missing: ssh-user, ssh-key is given/],
  ],
  ['a relative folder there', { ...SSH, 'project-dir': 'app' }, [/^project-dir: with ssh-host/]],
  ['a relative Python there', { ...SSH, python: 'venv/bin/python' }, [/^python: with ssh-host/]],
  ['a wrong database address', { ...LIVE, 'database-url': 'postgres://u:p@h' }, [/names no database/]],
  [
    'an unknown command with wrong values',
    { command: 'ship', 'allow-older-target': 'ja' },
    [/^2 inputs/, /"ship"/, /"ja"/],
  ],
])('wrong: %s', (_name, given, says) => {
  const sentence = problem(given);
  for (const part of says) expect(sentence).toMatch(part);
});

test('a wrong address is never repeated, since it may hold a login', () => {
  expect(problem({ command: 'promote', url: 'boss:pa55word@app.example.com' })).not.toContain('pa55word');
  expect(problem({ ...LIVE, 'database-url': 'boss:pa55word@db' })).not.toContain('pa55word');
});

test('secrets are masked before anything is checked', () => {
  const masked: string[] = [];
  const given = {
    command: 'nonsense',
    'builder-password': 'builder-secret',
    'app-password': 'app-secret',
    'database-url': 'postgres://boss:data%20base@db/app',
    url: 'https://deploy:front-secret@app.example.com/',
    'health-url': 'https://deploy:health-secret@app.example.com/',
  };
  expect(() => read(given, masked)).toThrow();
  expect(masked).toEqual(
    expect.arrayContaining(['builder-secret', 'app-secret', 'data base', 'front-secret', 'health-secret']),
  );
});

test('every secret input is marked as one', () => {
  expect(
    INPUTS.filter((input) => /password|database-url|key|token/.test(input.name)).every((input) => input.secret),
  ).toBe(true);
});

test('a copy needs no database-url, and with keep-users no administrator; ssh makes copy-from a path of the host', () => {
  const copy = {
    method: 'copy-project',
    'copy-from': 'dev',
    'project-dir': '/srv/app',
    python: '/srv/venv/bin/python',
  };
  const keeps = { ...copy, command: 'promote', 'keep-users': 'true' };
  expect(read(keeps)).toMatchObject({ provisioning: { copy: { from: '/checkout/dev', keepUsers: true } } });
  expect(() => read({ ...keeps, 'ssh-host': 'app' })).toThrow(/copy-from/);
  expect(read({ ...keeps, 'copy-from': '/srv/dev', 'ssh-host': 'app' })).toMatchObject({
    method: 'copy-project',
    provisioning: { copy: { from: '/srv/dev' } },
  });
});
