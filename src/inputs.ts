/**
 * Every input, typed and checked, secrets masked as they are read. One table says which input belongs to which command;
 * action.yml and the README are checked against it. All problems are told at once.
 */

import type { Severity } from './finding.ts';
import type { SshTarget } from './hosts/ssh-files.ts';
import { InputReader, type Login } from './input-reader.ts';
import type { Secrets } from './secrets.ts';
import { parseService, type ServicePreset } from './service-preset.ts';

export const COMMANDS = ['validate', 'promote'] as const;
export type CommandName = (typeof COMMANDS)[number];

interface InputSpec {
  name: string;
  /** A few words for --help; action.yml says more. */
  help: string;
  /** Commands that use it; others accept and ignore it where it only describes the target. */
  commands: readonly CommandName[];
  /** Read only from the environment, masked before anything else happens. */
  secret?: boolean;
  default?: string;
}

const BOTH = COMMANDS;
const PROMOTE = ['promote'] as const;

/** The inputs of today, in the order of action.yml. */
export const INPUTS: readonly InputSpec[] = [
  { name: 'command', help: 'what to do', commands: BOTH, default: 'validate' },
  {
    name: 'metadata-file',
    help: 'path or glob of the committed zip, exactly one match',
    commands: BOTH,
    default: 'metadata/*.zip',
  },
  {
    name: 'fail-on',
    help: 'validate: from which severity it fails, error, warning or never',
    commands: ['validate'],
    default: 'error',
  },
  { name: 'project-dir', help: 'folder of the Jam.py project', commands: PROMOTE },
  { name: 'url', help: 'root of the running application', commands: PROMOTE },
  { name: 'project-name', help: "task name expected at the target; default the zip's", commands: PROMOTE },
  { name: 'method', help: 'migration-folder or live; default by what is given', commands: PROMOTE },
  { name: 'builder-login', help: 'an administrator of the target, with JAMPY_BUILDER_PASSWORD', commands: PROMOTE },
  { name: 'builder-password', help: 'its password', commands: PROMOTE, secret: true },
  {
    name: 'app-login',
    help: "a user of the application, with JAMPY_APP_PASSWORD; default the builder's",
    commands: PROMOTE,
  },
  { name: 'app-password', help: 'its password', commands: PROMOTE, secret: true },
  {
    name: 'builder-path',
    help: "where Jam.py 7's Builder page was renamed to",
    commands: PROMOTE,
    default: 'builder.html',
  },
  { name: 'python', help: "the project's Python interpreter", commands: BOTH },
  {
    name: 'database-url',
    help: "the database as it is reached from here; default the project's own connection",
    commands: PROMOTE,
    secret: true,
  },
  {
    name: 'run-as',
    help: 'user that owns the project and imports; default the owner of admin.sqlite',
    commands: PROMOTE,
  },
  { name: 'ssh-host', help: 'the machine of project-dir; default this one', commands: PROMOTE },
  { name: 'ssh-port', help: 'its ssh port; default 22, or what ssh-config says', commands: PROMOTE },
  { name: 'ssh-user', help: 'login there', commands: PROMOTE },
  {
    name: 'ssh-key',
    help: "private key, or the path of its file; default OpenSSH's own",
    commands: PROMOTE,
    secret: true,
  },
  {
    name: 'ssh-known-hosts',
    help: "known_hosts lines of the host, or the path of a file; default OpenSSH's own",
    commands: PROMOTE,
  },
  {
    name: 'ssh-config',
    help: 'OpenSSH configuration (ProxyJump and the rest), or the path of a file',
    commands: PROMOTE,
  },
  {
    name: 'service',
    help: 'systemd:NAME, apache, gunicorn:PIDFILE or touch:PATH, in place of the commands below',
    commands: PROMOTE,
  },
  { name: 'stop-command', help: 'stops the service', commands: PROMOTE },
  { name: 'start-command', help: 'starts the service', commands: PROMOTE },
  { name: 'restart-command', help: 'restarts the service', commands: PROMOTE },
  { name: 'service-timeout', help: 'for each of the service commands', commands: PROMOTE, default: '3m' },
  { name: 'health-url', help: 'probed for "is it up"; default url', commands: PROMOTE },
  { name: 'allow-insecure-http', help: 'permit http:// to another machine', commands: PROMOTE, default: 'false' },
  {
    name: 'allow-unproven-database',
    help: 'permit a database that was never tried',
    commands: PROMOTE,
    default: 'false',
  },
  { name: 'allow-older-target', help: 'permit a target with an older Jam.py', commands: PROMOTE, default: 'false' },
  {
    name: 'allow-partial-verification',
    help: 'permit a database that can not be looked at',
    commands: PROMOTE,
    default: 'false',
  },
  { name: 'timeout', help: 'for the import itself: 90s, 30m, 2h', commands: PROMOTE, default: '30m' },
  { name: 'lock-timeout', help: 'how long to wait for another promotion', commands: PROMOTE, default: '0s' },
  { name: 'backup-dir', help: 'where the small backup goes; default beside the project', commands: PROMOTE },
];

/** Of the interface, but not built yet: named so that nobody searches for a typing error. */
const LATER_COMMANDS = ['plan', 'provision', 'rollback', 'export', 'unlock'];
const LATER_METHODS = ['copy-project'];

export type Method = 'migration-folder' | 'live';

export interface ValidateInputs {
  command: 'validate';
  metadataFile: string;
  /** Folder that relative paths are relative to. */
  workspace: string;
  failOn: Severity | 'never';
  python: string | undefined;
}

export interface PromoteInputs {
  command: 'promote';
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
}

export type Inputs = ValidateInputs | PromoteInputs;

/** Gives the raw value of an input; '' or undefined when it was not given. */
export type Lookup = (name: string) => string | undefined;

/**
 * Read, mask and check all inputs.
 * @throws Stop (usage) that lists every problem.
 */
export function readInputs(lookup: Lookup, workspace: string, secrets: Secrets): Inputs {
  const values = new Map<string, string>();
  for (const spec of INPUTS) {
    const given = (lookup(spec.name) ?? '').trim();
    if (spec.secret && given) {
      secrets.addUrl(given);
      secrets.add(given);
    }
    if (spec.name === 'url' || spec.name === 'health-url') secrets.addUrl(given);
    const value = given || spec.default;
    if (value) values.set(spec.name, value);
  }
  const reader = new InputReader(values);
  const command = readCommand(reader);
  if (command === undefined) checkValues(reader, workspace);
  const inputs = command === 'promote' ? promoteInputs(reader, workspace) : validateInputs(reader, workspace);
  reader.stopOnProblems();
  return inputs;
}

/** Of an unknown command only the values can be judged, not what it lacks. */
function checkValues(reader: InputReader, workspace: string): void {
  for (const { name, default: value } of INPUTS) if (value === 'false') reader.flag(name);
  for (const name of ['timeout', 'lock-timeout', 'service-timeout']) reader.duration(name);
  readSsh(reader);
  readService(reader);
  readMethod(reader, reader.folder('project-dir', workspace), reader.address('url'));
  reader.address('health-url');
  reader.databaseUrl(undefined);
}

/** undefined, and a problem, when it is not one that is built. */
function readCommand(reader: InputReader): CommandName | undefined {
  const value = reader.get('command') ?? 'validate';
  if ((COMMANDS as readonly string[]).includes(value)) return value as CommandName;
  const why = LATER_COMMANDS.includes(value) ? 'is not built yet' : 'is not a command';
  reader.problems.push(`command: "${value}" ${why}. Write one of: ${COMMANDS.join(', ')}.`);
  return undefined;
}

function validateInputs(reader: InputReader, workspace: string): ValidateInputs {
  return {
    command: 'validate',
    metadataFile: reader.get('metadata-file') as string,
    workspace,
    failOn: reader.oneOf('fail-on', ['error', 'warning', 'never']),
    python: reader.get('python'),
  };
}

function promoteInputs(reader: InputReader, workspace: string): PromoteInputs {
  const ssh = readSsh(reader);
  const projectDir = ssh ? reader.hostPath('project-dir') : reader.folder('project-dir', workspace);
  const url = reader.address('url');
  const method = readMethod(reader, projectDir, url);
  const builder = reader.login('builder');
  const service = readService(reader);
  const [stopCommand, startCommand, restartCommand] = ['stop-command', 'start-command', 'restart-command'].map((name) =>
    reader.get(name),
  );
  if (projectDir === undefined && reader.get('url') === undefined) {
    reader.problems.push(
      'promote needs a target: give project-dir (the folder of the Jam.py project), url (its running address), or both.',
    );
  }
  if (method === 'live' && url === undefined && projectDir !== undefined)
    reader.problems.push('method: live needs url.');
  if (method === 'migration-folder' && projectDir === undefined && url !== undefined)
    reader.problems.push('method: migration-folder needs project-dir.');
  const commands = service !== undefined || restartCommand !== undefined || (stopCommand && startCommand);
  if (method === 'migration-folder' && projectDir !== undefined && !commands) {
    const missing = stopCommand ? 'start-command' : startCommand ? 'stop-command' : 'stop-command and start-command';
    reader.problems.push(
      `${missing} missing: an import by the migration folder happens when the service starts, so give service, or stop-command and start-command, or restart-command.`,
    );
  }
  return {
    command: 'promote',
    metadataFile: reader.get('metadata-file') as string,
    workspace,
    method,
    projectDir,
    url,
    projectName: reader.get('project-name'),
    builder,
    app: reader.login('app') ?? builder,
    builderPath: reader.get('builder-path') as string,
    python: reader.get('python'),
    databaseUrl: reader.databaseUrl(projectDir),
    runAs: reader.get('run-as'),
    ssh,
    service,
    stopCommand,
    startCommand,
    restartCommand,
    serviceTimeoutMs: reader.duration('service-timeout'),
    healthUrl: reader.address('health-url'),
    allowInsecureHttp: reader.flag('allow-insecure-http'),
    allowUnprovenDatabase: reader.flag('allow-unproven-database'),
    allowOlderTarget: reader.flag('allow-older-target'),
    allowPartialVerification: reader.flag('allow-partial-verification'),
    timeoutMs: reader.duration('timeout'),
    lockTimeoutMs: reader.duration('lock-timeout'),
    backupDir: ssh ? reader.hostPath('backup-dir') : reader.folder('backup-dir', workspace),
  };
}

/** Undefined without ssh-host; then the others are only checked for what they are. */
function readSsh(reader: InputReader): SshTarget | undefined {
  const host = reader.matching('ssh-host', /^[A-Za-z0-9_[\]][A-Za-z0-9_.:%[\]-]*$/, 'the name or address of a machine');
  const port = reader.matching('ssh-port', /^\d{1,5}$/, 'the number of a port');
  const user = reader.matching('ssh-user', /^[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?$/, 'the name of a user');
  if (host === undefined) return undefined;
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? undefined : Number(port),
    user,
    key: reader.get('ssh-key'),
    knownHosts: reader.get('ssh-known-hosts'),
    config: reader.get('ssh-config'),
  };
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
  if (LATER_METHODS.includes(given)) {
    reader.problems.push(`method: ${given} is not built yet. Write migration-folder or live.`);
    return 'migration-folder';
  }
  return reader.oneOf('method', ['migration-folder', 'live']);
}
