/**
 * Every input (input-table.ts), typed and checked, secrets masked as they are read. All problems are told at once.
 */

import { passwordIn } from './database/address.ts';
import type { Severity } from './finding.ts';
import type { SshTarget } from './hosts/ssh-files.ts';
import { InputReader, type Login } from './input-reader.ts';
import { COMMANDS, type CommandName, INPUTS } from './input-table.ts';
import type { Secrets } from './secrets.ts';
import { parseService, type ServicePreset } from './service-preset.ts';

/** Of the interface, but not built yet: named so that nobody searches for a typing error. */
const LATER_COMMANDS = ['plan', 'provision', 'rollback', 'export', 'unlock'];
const LATER_METHODS = ['copy-project'];

/** A promotion that waits for nothing would stop the service and cut its import off. In milliseconds. */
const SHORTEST = 1000;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?$/;
const PORT = /^0*([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;
const SSH_INPUTS = ['ssh-port', 'ssh-user', 'ssh-key', 'ssh-known-hosts', 'ssh-config'];

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
      if (spec.name === 'database-url') secrets.add(passwordIn(given));
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
  readTimes(reader);
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
  checkService(reader, service, method === 'migration-folder' && projectDir !== undefined);
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
  };
}

function readTimes(reader: InputReader): Pick<PromoteInputs, 'timeoutMs' | 'serviceTimeoutMs' | 'lockTimeoutMs'> {
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
  if (LATER_METHODS.includes(given)) {
    reader.problems.push(`method: ${given} is not built yet. Write migration-folder or live.`);
    return 'migration-folder';
  }
  return reader.oneOf('method', ['migration-folder', 'live']);
}
