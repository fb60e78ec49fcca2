import { expect, test } from 'vitest';
import type { Host } from '../../../src/hosts/host.ts';
import type { PromoteInputs } from '../../../src/inputs.ts';
import {
  actionOf,
  bringBackLine,
  canRestart,
  canStop,
  plannedActions,
  type Verb,
} from '../../../src/promotion/service-commands.ts';
import { parseService } from '../../../src/service-preset.ts';

const VERBS: readonly Verb[] = ['stop', 'start', 'restart'];

interface Given {
  service?: string;
  stop?: string;
  start?: string;
  restart?: string;
  method?: 'live';
  /** User number of the operator; default root. */
  uid?: number;
  /** What the host says of its Apache. */
  apache?: string;
}

/** A run with a host that answers the one question of where its Apache is. */
function runOf({ service, stop, start, restart, method, uid = 0, apache = '' }: Given) {
  const operator = {
    user: async () => ({ uid, name: 'deploy' }),
    run: async () => ({ code: 0, stdout: apache, stderr: '', timedOut: false }),
  } as unknown as Host;
  const preset = service === undefined ? undefined : parseService(service);
  if (typeof preset === 'string') throw new Error(preset);
  const inputs = {
    method: method ?? 'migration-folder',
    service: preset,
    stopCommand: stop,
    startCommand: start,
    restartCommand: restart,
  } as PromoteInputs;
  const host = { commandLine: (argv: string[]) => ['as-owner', ...argv].join(' ') } as unknown as Host;
  return { inputs, operator, host };
}

/** Stop, start and restart as lines; `hang-up` and `touch` by their path. */
async function expand(given: Given): Promise<(string | undefined)[]> {
  const run = runOf(given);
  const actions = await Promise.all(VERBS.map((verb) => actionOf(run, verb)));
  return actions.map((action) => {
    if (action?.kind === 'hang-up') return `HUP ${action.pidFile}`;
    return action?.kind === 'touch' ? `touch ${action.path}` : action?.line;
  });
}

test.each<[string, Given, (string | undefined)[]]>([
  ['nothing', {}, [undefined, undefined, undefined]],
  ['commands by hand', { stop: 'a', start: 'b', restart: 'c' }, ['a', 'b', 'c']],
  ['systemd as root', { service: 'systemd:app' }, ['stop', 'start', 'restart'].map((verb) => `systemctl ${verb} app`)],
  [
    'systemd as another user, with an instance',
    { service: 'systemd:app@1', uid: 1000 },
    ['stop', 'start', 'restart'].map((verb) => `sudo -n systemctl ${verb} app@1`),
  ],
  [
    'by hand in place of a preset',
    { service: 'systemd:app', stop: 'mine' },
    ['mine', 'systemctl start app', 'systemctl restart app'],
  ],
  [
    'Apache under systemd',
    { service: 'apache', apache: 'unit httpd\n', uid: 7 },
    ['sudo -n systemctl stop httpd', 'sudo -n systemctl start httpd', 'sudo -n systemctl restart httpd'],
  ],
  [
    'Apache without systemd: a restart is a stop and a start',
    { service: 'apache', apache: 'control /usr/sbin/apache2ctl\n' },
    ['/usr/sbin/apache2ctl stop', '/usr/sbin/apache2ctl start', undefined],
  ],
  [
    'no Apache at all',
    { service: 'apache', uid: 7 },
    ['sudo -n apache2ctl stop', 'sudo -n apache2ctl start', undefined],
  ],
  ['gunicorn', { service: 'gunicorn:/run/a b.pid' }, [undefined, undefined, 'HUP /run/a b.pid']],
  ['a file', { service: 'touch:/srv/x.wsgi' }, [undefined, undefined, 'touch /srv/x.wsgi']],
])('%s', async (_name, given, lines) => {
  expect(await expand(given)).toEqual(lines);
});

test.each<[Given, boolean, boolean]>([
  [{}, false, false],
  [{ stop: 'a' }, false, false],
  [{ restart: 'a' }, false, true],
  [{ stop: 'a', start: 'b' }, true, true],
  [{ service: 'systemd:a' }, true, true],
  [{ service: 'apache' }, true, true],
  [{ service: 'touch:/a' }, false, true],
  [{ service: 'gunicorn:/a', stop: 'a' }, false, true],
  [{ service: 'gunicorn:/a', stop: 'a', start: 'b' }, true, true],
])('%j: stops %s, restarts %s', (given, stops, restarts) => {
  const run = runOf(given);
  expect([canStop(run), canRestart(run)]).toEqual([stops, restarts]);
});

test.each<[string, Given, string[]]>([
  ['stops and starts', { stop: 'a', start: 'b', restart: 'c' }, ['stop-command', 'start-command']],
  ['reloads', { service: 'touch:/a' }, ['restart-command of service touch:/a']],
  ['live: restarts', { stop: 'a', start: 'b', restart: 'c', method: 'live' }, ['restart-command']],
  ['live without a restart', { stop: 'a', start: 'b', method: 'live' }, ['stop-command', 'start-command']],
  ['live with nothing', { method: 'live' }, []],
  [
    'names the preset',
    { service: 'systemd:app', start: 'b' },
    ['stop-command of service systemd:app', 'start-command'],
  ],
])('what is planned: %s', async (_name, given, names) => {
  expect((await plannedActions(runOf(given))).map(({ name }) => name)).toEqual(names);
});

test('a host that puts the service in order by itself is given the line: to start it, or to reload what was not stopped', async () => {
  expect(await bringBackLine(runOf({ service: 'systemd:app', uid: 5 }))).toBe('sudo -n systemctl start app');
  expect(await bringBackLine(runOf({ start: 'b', restart: 'c' }))).toBe('c');
  expect(await bringBackLine(runOf({ service: 'gunicorn:/a' }))).toBe(
    'as-owner kill -s HUP -- "$(as-owner cat -- /a)"',
  );
  expect(await bringBackLine(runOf({ service: 'touch:/a' }))).toBe('as-owner touch -c -- /a');
  expect(await bringBackLine(runOf({}))).toBeUndefined();
});
