/**
 * Every input in one table: which command it belongs to, its default, and whether it is a secret; action.yml
 * and the README are checked against it.
 */

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
