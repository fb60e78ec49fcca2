/** Wrong use: unknown commands and values, missing inputs; all of it is told at once, with exit code 2. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportsOf } from '../lab/exports.ts';
import { type Installed, installAction } from './action.ts';
import { bothSay, type Inputs } from './sentence.ts';

let action: Installed;

beforeAll(async () => {
  action = await installAction();
});
afterAll(() => action?.remove());

const usage: [string, Inputs, RegExp[]][] = [
  ['an unknown command', { command: 'deploy' }, [/^command: "deploy" is not a command\. .*validate, plan, promote/]],
  ['a command that is not built yet', { command: 'rollback' }, [/"rollback" is not built yet/]],
  [
    'an unknown command beside other wrong values',
    { command: 'deploy', timeout: 'soon', 'allow-older-target': 'yes', url: 'somewhere' },
    [/^4 inputs are wrong/, /"deploy"/, /timeout: "soon"/, /allow-older-target: "yes"/, /url is not an address/],
  ],
  ['nothing but the command', { command: 'promote' }, [/promote needs a target: give project-dir/]],
  [
    'everything wrong at once',
    {
      command: 'promote',
      url: 'app.example.com',
      method: 'ftp',
      timeout: 'soon',
      'lock-timeout': '-1',
      'builder-login': 'admin',
      'app-password': 'x',
      'allow-insecure-http': 'maybe',
      'health-url': 'ftp://x/',
      'database-url': 'oracle://u:p@h/d',
    },
    [
      /^9 inputs are wrong/,
      /url is/,
      /method: "ftp"/,
      /timeout/,
      /builder-password/,
      /app-login/,
      /"maybe"/,
      /health-url/,
      /database-url begins with oracle:/,
    ],
  ],
  [
    'no commands for the service',
    { command: 'promote', 'project-dir': '/srv/app' },
    [/stop-command and start-command missing/],
  ],
  ['live without an address', { command: 'promote', 'project-dir': '/srv/app', method: 'live' }, [/live needs url/]],
  [
    'a copy of nothing',
    { command: 'promote', url: 'http://127.0.0.1/', method: 'copy-project' },
    [/copy-from is missing/, /project-dir is missing/],
  ],
  [
    'an unknown method',
    { command: 'promote', url: 'http://127.0.0.1/', method: 'copy' },
    [/method: "copy" .*migration-folder, live, copy-project/],
  ],
  ['an unknown fail-on', { command: 'validate', 'fail-on': 'panic' }, [/fail-on: "panic"/]],
  [
    'a database address whose password is not encoded',
    { command: 'promote', url: 'http://127.0.0.1/', 'database-url': 'postgres://u:p@ss/w0rd#1@db.example.com/app' },
    [/database-url .*percent-encoded/],
  ],
  [
    'a database address with a stray percent sign',
    { command: 'promote', url: 'http://127.0.0.1/', 'database-url': 'postgres://u:100%@db.example.com/app' },
    [/database-url .*percent-encoded/],
  ],
];
test.each(usage)('%s', async (_name, inputs, says) => {
  const { sentence, cli } = await bothSay(action, inputs, { code: 2, says });
  expect(sentence + cli.stderr).not.toMatch(/p@ss|w0rd|100%/);
});

test('an input by another name is ignored by the action, and told by the command line', async () => {
  const { v1 } = await exportsOf('7.0.120', 'postgres');
  const run = await action.run({ command: 'validate', 'metadata-file': v1, 'no-such-input': 'x' });
  expect(run.code).toBe(0);
  const cli = await action.cli(['promote', '--no-such-input', 'x', '--builder-password', 'hunter22']);
  expect(cli.code).toBe(2);
  expect(cli.stderr).toMatch(/--no-such-input is not an option/);
  expect(cli.stderr).toMatch(/set JAMPY_BUILDER_PASSWORD/);
  expect(cli.stdout + cli.stderr).not.toContain('hunter22');
});
