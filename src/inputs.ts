/**
 * Every input (input-table.ts), typed and checked, secrets masked as they are read. All problems are told at once.
 */

import { passwordIn } from './database/address.ts';
import type { Severity } from './finding.ts';
import { InputReader } from './input-reader.ts';
import { COMMANDS, type CommandName, INPUTS } from './input-table.ts';
import type { Dialect } from './planning/catalogue.ts';
import { type ProvisioningInputs, provisioningInputs, provisioningValues } from './provisioning-inputs.ts';
import type { Secrets } from './secrets.ts';
import {
  type Comment,
  checkTargetValues,
  checkWindows,
  readGitHub,
  readRules,
  type TargetInputs,
  targetInputs,
} from './target-inputs.ts';
import type { RuleOverrides } from './validation/overrides.ts';

/** Of the interface, but not built yet: named so that nobody searches for a typing error. */
const LATER_COMMANDS = ['rollback', 'export', 'unlock'];

export type { Method, TargetInputs } from './target-inputs.ts';
export type { RuleOverrides } from './validation/overrides.ts';

/** From which severity a command fails. */
export type FailOn = Severity | 'never';

export interface ValidateInputs {
  command: 'validate';
  metadataFile: string;
  /** Folder that relative paths are relative to. */
  workspace: string;
  failOn: FailOn;
  rules: RuleOverrides;
  python: string | undefined;
  /** Only `sarifFile`: there is no plan. */
  planFile?: undefined;
  reportFile?: undefined;
  sarifFile: string | undefined;
  githubToken: string | undefined;
  comment: Comment;
}

/** `plan`: with a target the dry run of `promote`, without one a comparison of two zips. */
export interface PlanInputs extends TargetInputs {
  command: 'plan';
  failOn: FailOn;
  /** A path, a glob or `git:REF`; undefined: on a pull request its base, else an empty project. */
  baseMetadata: string | undefined;
  databaseType: Dialect | undefined;
}

export interface PromoteInputs extends TargetInputs {
  command: 'promote';
  /** Makes the project first where there is none; undefined: then the promotion fails. */
  provisioning: ProvisioningInputs | undefined;
}

export interface ProvisionInputs extends TargetInputs {
  command: 'provision';
  provisioning: ProvisioningInputs;
}

export type Inputs = ValidateInputs | PlanInputs | PromoteInputs | ProvisionInputs;

/** Gives the raw value of an input; '' or undefined when it was not given. */
export type Lookup = (name: string) => string | undefined;

/**
 * Read, mask and check all inputs.
 * @param platform that this runs on.
 * @throws Stop (usage) that lists every problem.
 */
export function readInputs(lookup: Lookup, workspace: string, secrets: Secrets, platform = process.platform): Inputs {
  const values = new Map<string, string>();
  for (const spec of INPUTS) {
    const given = (lookup(spec.name) ?? '').trim();
    if (spec.secret && given) {
      secrets.addUrl(given);
      secrets.add(given);
      if (spec.name.startsWith('database-')) secrets.add(passwordIn(given));
    }
    if (spec.name === 'url' || spec.name === 'health-url') secrets.addUrl(given);
    const value = given || spec.default;
    if (value) values.set(spec.name, value);
  }
  const reader = new InputReader(values);
  const command = readCommand(reader);
  if (command === undefined) checkValues(reader, workspace);
  if (platform === 'win32' && command !== 'validate') checkWindows(reader);
  const inputs = READERS[command ?? 'validate'](reader, workspace);
  reader.stopOnProblems();
  return inputs;
}

/** Of an unknown command only the values can be judged, not what it lacks. */
function checkValues(reader: InputReader, workspace: string): void {
  for (const { name, default: value } of INPUTS) if (value === 'false') reader.flag(name);
  checkTargetValues(reader, workspace);
  readDatabaseType(reader);
  readRules(reader);
  provisioningValues(reader);
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
    failOn: readFailOn(reader),
    rules: readRules(reader),
    python: reader.get('python'),
    sarifFile: reader.folder('sarif-file', workspace),
    ...readGitHub(reader),
  };
}

function readFailOn(reader: InputReader): FailOn {
  return reader.oneOf('fail-on', ['error', 'warning', 'never']);
}

function planInputs(reader: InputReader, workspace: string): PlanInputs {
  return {
    command: 'plan',
    ...targetInputs(reader, workspace, 'plan'),
    failOn: readFailOn(reader),
    baseMetadata: reader.get('base-metadata'),
    databaseType: readDatabaseType(reader),
  };
}

function promoteInputs(reader: InputReader, workspace: string): PromoteInputs {
  const isCopy = reader.get('method') === 'copy-project';
  const provisions = reader.oneOf('provision', ['never', 'if-missing']) === 'if-missing' || isCopy;
  const why = isCopy ? 'method: copy-project' : 'provision: if-missing';
  if (provisions && reader.get('method') === 'live')
    reader.problems.push(`method: live imports into a running server; ${why} has none yet. Leave method out.`);
  if (provisions && reader.get('approved-plan') !== undefined)
    reader.problems.push(
      `approved-plan: it was made of a project that is there; ${why} makes one. Leave one of them out.`,
    );
  return {
    command: 'promote',
    ...targetInputs(reader, workspace, provisions ? 'promote-new' : 'promote'),
    provisioning: provisions ? provisioningInputs(reader, why, workspace) : undefined,
  };
}

function provisionInputs(reader: InputReader, workspace: string): ProvisionInputs {
  return {
    command: 'provision',
    ...targetInputs(reader, workspace, 'provision'),
    provisioning: provisioningInputs(reader, 'provision', workspace),
  };
}

function readDatabaseType(reader: InputReader): Dialect | undefined {
  if (reader.get('database-type') === undefined) return undefined;
  return reader.oneOf<Dialect>('database-type', ['sqlite', 'postgresql', 'mysql']);
}

const READERS: Readonly<Record<CommandName, (reader: InputReader, workspace: string) => Inputs>> = {
  validate: validateInputs,
  plan: planInputs,
  promote: promoteInputs,
  provision: provisionInputs,
};
