/** What stops, starts and restarts the service: lines given by hand, and what `service` stands for where none is. */
import type { Host } from '../hosts/host.ts';
import { quoteWord, quoteWords } from '../hosts/quote.ts';
import type { TargetInputs } from '../target-inputs.ts';
import type { Run } from './run.ts';

export type Verb = 'stop' | 'start' | 'restart';

/** What is done for a verb. */
export type Action =
  /** A line for the operator's shell; `script` is run in its place where more has to happen than is told. */
  | { kind: 'line'; line: string; script?: string }
  /** As the project's owner: gunicorn's master is told to replace its workers. */
  | { kind: 'hang-up'; pidFile: string }
  /** As the project's owner: a new time on a file that the server watches. */
  | { kind: 'touch'; path: string };

type Asked = Pick<Run, 'inputs' | 'operator'>;

/** Whether the service can be stopped for the import, and started again. */
export function canStop({ inputs }: Pick<Run, 'inputs'>): boolean {
  return has(inputs, 'stop') && has(inputs, 'start');
}

/** Whether the service can be restarted at all. */
export function canRestart(run: Pick<Run, 'inputs'>): boolean {
  return has(run.inputs, 'restart') || canStop(run);
}

function has(inputs: TargetInputs, verb: Verb): boolean {
  if (byHand(inputs, verb) !== undefined) return true;
  const kind = inputs.service?.kind;
  return verb === 'restart' ? kind !== undefined : kind === 'systemd' || kind === 'apache';
}

function byHand(inputs: TargetInputs, verb: Verb): string | undefined {
  return { stop: inputs.stopCommand, start: inputs.startCommand, restart: inputs.restartCommand }[verb];
}

/**
 * The line given by hand, or else the preset's.
 * @returns undefined where there is none: a restart is then a stop and a start.
 * @throws Stop when the host can not be asked.
 */
export async function actionOf({ inputs, operator }: Asked, verb: Verb): Promise<Action | undefined> {
  const given = byHand(inputs, verb);
  if (given !== undefined) return { kind: 'line', line: given };
  const { service } = inputs;
  switch (service?.kind) {
    case 'systemd':
      return { kind: 'line', line: await systemctl(operator, verb, service.name) };
    case 'apache':
      return apacheAction(operator, verb);
    case 'gunicorn':
      return verb === 'restart' ? { kind: 'hang-up', pidFile: service.pidFile } : undefined;
    case 'touch':
      return verb === 'restart' ? { kind: 'touch', path: service.path } : undefined;
    case undefined:
      return undefined;
  }
}

/**
 * The line by which the host itself starts the service when we are not heard of any more, or reloads it where it was not
 * stopped; for the operator's shell. Undefined where there is none.
 */
export async function bringBackLine(run: Asked & Pick<Run, 'host'>): Promise<string | undefined> {
  const action = await actionOf(run, canStop(run) ? 'start' : 'restart');
  switch (action?.kind) {
    case 'line':
      return action.script ?? action.line;
    case 'hang-up':
      return `${run.host.commandLine(['kill', '-s', 'HUP', '--'])} "$(${run.host.commandLine(['cat', '--', action.pidFile])})"`;
    case 'touch':
      return run.host.commandLine(['touch', '-c', '--', action.path]);
    case undefined:
      return undefined;
  }
}

/** What this promotion may do to the service, in order. */
export async function plannedActions(run: Asked): Promise<{ verb: Verb; name: string; action: Action }[]> {
  const { inputs } = run;
  const restarts = inputs.method === 'live' || !canStop(run);
  const wanted: Verb[] = restarts ? ['restart'] : ['stop', 'start'];
  // Where nothing restarts, a stop and a start do.
  const verbs: Verb[] = canRestart(run) && restarts && !(await actionOf(run, 'restart')) ? ['stop', 'start'] : wanted;
  const planned: { verb: Verb; name: string; action: Action }[] = [];
  for (const verb of verbs) {
    const action = await actionOf(run, verb);
    if (action) planned.push({ verb, name: nameOf(inputs, verb), action });
  }
  return planned;
}

/** For sentences: the input, and where a preset stands for it the preset too. */
export function nameOf(inputs: TargetInputs, verb: Verb): string {
  if (byHand(inputs, verb) !== undefined || inputs.service === undefined) return `${verb}-command`;
  const { service } = inputs;
  const detail = { systemd: 'name', apache: '', gunicorn: 'pidFile', touch: 'path' }[service.kind];
  const value = detail ? `:${(service as unknown as Record<string, string>)[detail]}` : '';
  return `${verb}-command of service ${service.kind}${value}`;
}

async function systemctl(operator: Host, verb: Verb, unit: string): Promise<string> {
  return `${await sudo(operator)}${quoteWords(['systemctl', verb, unit])}`;
}

/** Services belong to root. */
async function sudo(operator: Host): Promise<string> {
  return (await operator.user())?.uid === 0 ? '' : 'sudo -n ';
}

/** How Apache is run on a host. */
type Apache = { unit: string } | { control: string };

/** apache2ctl and apachectl lie where the PATH of a login without a terminal may not lead. */
const FIND_APACHE = `
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
if [ -d /run/systemd/system ]; then
  for unit in apache2 httpd; do
    systemctl cat "$unit.service" >/dev/null 2>&1 && { echo "unit $unit"; exit; }
  done
fi
for name in apache2ctl apachectl; do
  path=$(command -v "$name") && { echo "control $path"; exit; }
done`;

const apaches = new WeakMap<Host, Promise<Apache>>();

async function apacheAction(operator: Host, verb: Verb): Promise<Action | undefined> {
  const found = apaches.get(operator) ?? findApache(operator);
  apaches.set(operator, found);
  const apache = await found;
  if ('unit' in apache) return { kind: 'line', line: await systemctl(operator, verb, apache.unit) };
  // Its own restart returns while processes of before still answer.
  if (verb === 'restart') return undefined;
  const line = `${await sudo(operator)}${quoteWords([apache.control, verb])}`;
  return verb === 'stop' ? { kind: 'line', line, script: stopAndWait(apache.control, line) } : { kind: 'line', line };
}

async function findApache(operator: Host): Promise<Apache> {
  const { stdout } = await operator.run({ argv: ['sh', '-c', FIND_APACHE], timeoutMs: 30_000 });
  const [, kind, name] = /^(unit|control) (.+)$/m.exec(stdout) ?? [];
  if (kind === 'unit' && name !== undefined) return { unit: name };
  // One that is not there is told as such before anything is stopped.
  return { control: name ?? 'apache2ctl' };
}

/** Apache removes its pid file first and ends its daemon processes afterwards: until its own end it may still serve. */
function stopAndWait(control: string, line: string): string {
  return `
file=$(${quoteWord(control)} -t -D DUMP_RUN_CFG 2>/dev/null | sed -n 's/^PidFile: "\\(.*\\)"$/\\1/p')
for path in /run/apache2/apache2.pid /run/httpd/httpd.pid; do [ -n "$file" ] || [ ! -r "$path" ] || file=$path; done
pid=$(cat -- "$file" 2>/dev/null)
${line} || exit
[ -n "$pid" ] || exit 0
while [ -d "/proc/$pid" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2>/dev/null; do sleep 0.2; done
exit 0`;
}
