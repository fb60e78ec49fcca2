/** The inputs about a target, typed and checked: where it is, how it is stopped and started, what is allowed. */
import type { SshTarget } from './hosts/ssh-files.ts';
import type { InputReader, Login } from './input-reader.ts';
import { type Approvable, readApproval } from './planning/approval.ts';
import { type Consent, readAllowDestructive } from './planning/consent.ts';
import { parseService, type ServicePreset } from './service-preset.ts';
import { parseRuleOverrides, type RuleOverrides } from './validation/overrides.ts';

/** A promotion that waits for nothing would stop the service and cut its import off. In milliseconds. */
const SHORTEST = 1000;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?$/;
const PORT = /^0*([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;
const SSH_INPUTS = ['ssh-port', 'ssh-user', 'ssh-key', 'ssh-known-hosts', 'ssh-config'];

/** `copy-project` never imports: it makes a new target, or finds that one equals the zip. */
export type Method = 'migration-folder' | 'live' | 'copy-project';

/** A target, how it is reached and what may be done to it: of `plan` and `promote` alike. */
export interface TargetInputs {
  metadataFile: string;
  workspace: string;
  method: Method;
  projectDir: string | undefined;
  url: string | undefined;
  projectName: string | undefined;
  builder: Login | undefined;
  /** The builder's where none is given. */
  app: Login | undefined;
  builderPath: string;
  python: string | undefined;
  databaseUrl: string | undefined;
  runAs: string | undefined;
  /** Undefined: this machine. */
  ssh: SshTarget | undefined;
  /** What takes the place of the commands that are not given. */
  service: ServicePreset | undefined;
  stopCommand: string | undefined;
  startCommand: string | undefined;
  restartCommand: string | undefined;
  serviceTimeoutMs: number;
  healthUrl: string | undefined;
  allowInsecureHttp: boolean;
  allowUnprovenDatabase: boolean;
  allowOlderTarget: boolean;
  allowPartialVerification: boolean;
  timeoutMs: number;
  lockTimeoutMs: number;
  backupDir: string | undefined;
  /** The project may be one that was made a moment ago, or is half made: nothing serves it yet. */
  mayBeNew: boolean;
  /** Losses that are accepted. */
  allowDestructive: readonly Consent[];
  /** The plan that this may be, and no other. */
  approvedPlan: Approvable | undefined;
  rules: RuleOverrides;
  /** Where reports go. */
  planFile: string | undefined;
  reportFile: string | undefined;
  sarifFile: string | undefined;
  githubToken: string | undefined;
  comment: Comment;
}

/** `auto`: on pull requests. */
export type Comment = 'auto' | 'never';

/** `promote-new` may make its target first, which nothing serves yet. */
type TargetCommand = 'plan' | 'promote' | 'promote-new' | 'provision';

/** @param command `promote` needs a target and a way to start it; the others take what there is. */
export function targetInputs(reader: InputReader, workspace: string, command: TargetCommand): TargetInputs {
  const ssh = readSsh(reader);
  const projectDir = ssh ? reader.hostPath('project-dir') : reader.folder('project-dir', workspace);
  const url = reader.address('url');
  const method = readMethod(reader, projectDir, url);
  const builder = reader.login('builder');
  const service = readService(reader);
  const [stopCommand, startCommand, restartCommand] = ['stop-command', 'start-command', 'restart-command'].map((name) =>
    reader.get(name),
  );
  if (command === 'promote' && projectDir === undefined && reader.get('url') === undefined) {
    reader.problems.push(
      'promote needs a target: give project-dir (the folder of the Jam.py project), url (its running address), or both.',
    );
  }
  if (method === 'live' && url === undefined && projectDir !== undefined)
    reader.problems.push('method: live needs url.');
  if (method === 'migration-folder' && projectDir === undefined && url !== undefined)
    reader.problems.push('method: migration-folder needs project-dir.');
  checkService(reader, service, command === 'promote' && method === 'migration-folder' && projectDir !== undefined);
  return {
    metadataFile: reader.get('metadata-file') as string,
    workspace,
    method,
    projectDir,
    url,
    projectName: reader.get('project-name'),
    builder,
    app: reader.login('app') ?? builder,
    builderPath: reader.get('builder-path') as string,
    python: ssh ? reader.hostProgram('python') : reader.get('python'),
    databaseUrl: reader.databaseUrl(projectDir),
    runAs: reader.matching('run-as', USER, 'the name or number of a user'),
    ssh,
    service,
    stopCommand,
    startCommand,
    restartCommand,
    healthUrl: reader.address('health-url'),
    allowInsecureHttp: reader.flag('allow-insecure-http'),
    allowUnprovenDatabase: reader.flag('allow-unproven-database'),
    allowOlderTarget: reader.flag('allow-older-target'),
    allowPartialVerification: reader.flag('allow-partial-verification'),
    ...readTimes(reader),
    backupDir: ssh ? reader.hostPath('backup-dir') : reader.folder('backup-dir', workspace),
    mayBeNew: command === 'promote-new',
    allowDestructive: readConsent(reader),
    approvedPlan: command === 'promote' ? readApprovedPlan(reader) : undefined,
    rules: readRules(reader),
    planFile: reader.folder('plan-file', workspace),
    reportFile: reader.folder('report-file', workspace),
    sarifFile: reader.folder('sarif-file', workspace),
    ...readGitHub(reader),
  };
}

export function readGitHub(reader: InputReader): { githubToken: string | undefined; comment: Comment } {
  return { githubToken: reader.get('github-token'), comment: reader.oneOf('comment', ['auto', 'never']) };
}

/** The inputs about a target whose values can be judged without knowing the command. */
export function checkTargetValues(reader: InputReader, workspace: string): void {
  readTimes(reader);
  readSsh(reader);
  readService(reader);
  readMethod(reader, reader.folder('project-dir', workspace), reader.address('url'));
  reader.address('health-url');
  reader.databaseUrl(undefined);
  readConsent(reader);
}

/** What is done by a POSIX shell, here or through OpenSSH's client. */
const NOT_FROM_WINDOWS = ['project-dir', 'ssh-host', 'service', 'stop-command', 'start-command', 'run-as'] as const;

/** Of a target Windows reaches the address. */
export function checkWindows(reader: InputReader): void {
  const given = NOT_FROM_WINDOWS.filter((name) => reader.get(name) !== undefined).join(', ');
  if (given !== '')
    reader.problems.push(
      `${given}: this works from Linux and macOS only. Run the job there, or promote live: url, and restart-command where the service has to be restarted.`,
    );
}

function readConsent(reader: InputReader): Consent[] {
  const { consents, problems } = readAllowDestructive(reader.get('allow-destructive') ?? '');
  reader.problems.push(...problems);
  return consents;
}

function readApprovedPlan(reader: InputReader): Approvable | undefined {
  const value = reader.get('approved-plan');
  const approved = value === undefined ? undefined : readApproval(value);
  if (value !== undefined && approved === undefined)
    reader.problems.push('approved-plan: this is not the output plan-digest of a plan. Pass it on whole, as it is.');
  return approved;
}

function readTimes(reader: InputReader): Pick<TargetInputs, 'timeoutMs' | 'serviceTimeoutMs' | 'lockTimeoutMs'> {
  return {
    timeoutMs: reader.duration('timeout', SHORTEST),
    serviceTimeoutMs: reader.duration('service-timeout', SHORTEST),
    lockTimeoutMs: reader.duration('lock-timeout'),
  };
}

/** Undefined without ssh-host: then nothing else may speak of another machine. */
function readSsh(reader: InputReader): SshTarget | undefined {
  const host = reader.matching(
    'ssh-host',
    // A name or an IPv4 address, or an IPv6 address (two colons at least), in brackets or not.
    /^[A-Za-z0-9_][A-Za-z0-9_.-]*$|^\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?\]?$/,
    'the name or address of a machine; a port goes into ssh-port, a user into ssh-user',
  );
  const port = reader.matching('ssh-port', PORT, 'the number of a port, 1 to 65535');
  const user = reader.matching('ssh-user', USER, 'the name of a user');
  if (host === undefined) {
    // An empty variable in a workflow must not turn another machine into this one.
    const alone = SSH_INPUTS.filter((name) => reader.get(name) !== undefined).join(', ');
    if (alone && reader.get('ssh-host') === undefined)
      reader.problems.push(`ssh-host is missing: ${alone} is given. Leave them all out for this machine.`);
    return undefined;
  }
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? undefined : Number(port),
    user,
    key: reader.get('ssh-key'),
    knownHosts: reader.get('ssh-known-hosts'),
    config: reader.get('ssh-config'),
  };
}

/** @param needed whether the service has to be started for the import. */
function checkService(reader: InputReader, service: ServicePreset | undefined, needed: boolean): void {
  const [stops, starts] = [reader.get('stop-command') !== undefined, reader.get('start-command') !== undefined];
  const preset = service?.kind === 'systemd' || service?.kind === 'apache';
  if (stops !== starts && !preset) {
    const [missing, given] = stops ? ['start-command', 'stop-command'] : ['stop-command', 'start-command'];
    reader.problems.push(
      `${missing} missing: ${given} is given, and is of use only with it. Give both, or service, or restart-command.`,
    );
  } else if (needed && !stops && reader.get('service') === undefined && reader.get('restart-command') === undefined) {
    reader.problems.push(
      'stop-command and start-command missing: an import by the migration folder happens when the service starts, so give service, or stop-command and start-command, or restart-command.',
    );
  }
}

function readService(reader: InputReader): ServicePreset | undefined {
  const value = reader.get('service');
  if (value === undefined) return undefined;
  const service = parseService(value);
  if (typeof service !== 'string') return service;
  reader.problems.push(service);
  return undefined;
}

function readMethod(reader: InputReader, projectDir: string | undefined, url: string | undefined): Method {
  const given = reader.get('method');
  if (given === undefined) return projectDir !== undefined || url === undefined ? 'migration-folder' : 'live';
  return reader.oneOf('method', ['migration-folder', 'live', 'copy-project']);
}

export function readRules(reader: InputReader): RuleOverrides {
  const { overrides, problems } = parseRuleOverrides(reader.get('rules') ?? '');
  reader.problems.push(...problems);
  return overrides;
}
