/**
 * Every input in one table: which command it belongs to, its default, and whether it is a secret; action.yml
 * and the README are checked against it.
 */

export const COMMANDS = ['validate', 'plan', 'promote', 'provision'] as const;
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

const ALL = COMMANDS;
/** What describes or touches a target: `plan` is the dry run of `promote`. */
const TARGET = ['plan', 'promote', 'provision'] as const;
/** What makes a new project. */
const NEW = ['promote', 'provision'] as const;

/** The inputs of today, in the order of action.yml. */
export const INPUTS: readonly InputSpec[] = [
  { name: 'command', help: 'what to do', commands: ALL, default: 'validate' },
  {
    name: 'metadata-file',
    help: 'path or glob of the committed zip, exactly one match',
    commands: ALL,
    default: 'metadata/*.zip',
  },
  {
    name: 'base-metadata',
    help: 'what to compare with where there is no target: path, glob or git:REF; on a pull request its base',
    commands: ['plan'],
  },
  { name: 'rules', help: 'severities of your own, one "rule-id: off|warning|error" a line', commands: ALL },
  {
    name: 'fail-on',
    help: 'validate, plan: from which severity they fail, error, warning or never',
    commands: ['validate', 'plan'],
    default: 'error',
  },
  { name: 'project-dir', help: 'folder of the Jam.py project', commands: TARGET },
  { name: 'url', help: 'root of the running application', commands: TARGET },
  { name: 'project-name', help: "task name expected at the target; default the zip's", commands: TARGET },
  { name: 'method', help: 'migration-folder, live or copy-project; default by what is given', commands: TARGET },
  { name: 'builder-login', help: 'an administrator of the target, with JAMPY_BUILDER_PASSWORD', commands: TARGET },
  { name: 'builder-password', help: 'its password', commands: TARGET, secret: true },
  {
    name: 'app-login',
    help: "a user of the application, with JAMPY_APP_PASSWORD; default the builder's",
    commands: TARGET,
  },
  { name: 'app-password', help: 'its password', commands: TARGET, secret: true },
  {
    name: 'builder-path',
    help: "where Jam.py 7's Builder page was renamed to",
    commands: TARGET,
    default: 'builder.html',
  },
  { name: 'python', help: "the project's Python interpreter", commands: ALL },
  {
    name: 'database-url',
    help: "the database as it is reached from here; default the project's own connection",
    commands: TARGET,
    secret: true,
  },
  {
    name: 'database-type',
    help: "whose SQL a plan without a target shows: sqlite, postgresql or mysql; default the zip's",
    commands: ['plan'],
  },
  {
    name: 'run-as',
    help: 'user that owns the project and imports; default the owner of admin.sqlite',
    commands: TARGET,
  },
  { name: 'ssh-host', help: 'the machine of project-dir; default this one', commands: TARGET },
  { name: 'ssh-port', help: 'its ssh port; default 22, or what ssh-config says', commands: TARGET },
  { name: 'ssh-user', help: 'login there', commands: TARGET },
  {
    name: 'ssh-key',
    help: "private key, or the path of its file; default OpenSSH's own",
    commands: TARGET,
    secret: true,
  },
  {
    name: 'ssh-known-hosts',
    help: "known_hosts lines of the host, or the path of a file; default OpenSSH's own",
    commands: TARGET,
  },
  {
    name: 'ssh-config',
    help: 'OpenSSH configuration (ProxyJump and the rest), or the path of a file',
    commands: TARGET,
  },
  {
    name: 'service',
    help: 'systemd:NAME, apache, gunicorn:PIDFILE or touch:PATH, in place of the commands below',
    commands: TARGET,
  },
  { name: 'stop-command', help: 'stops the service', commands: TARGET },
  { name: 'start-command', help: 'starts the service', commands: TARGET },
  { name: 'restart-command', help: 'restarts the service', commands: TARGET },
  { name: 'service-timeout', help: 'for each of the service commands', commands: TARGET, default: '3m' },
  { name: 'health-url', help: 'probed for "is it up"; default url', commands: TARGET },
  {
    name: 'allow-destructive',
    help: 'losses that are accepted, one a line: drop-table: NAME, drop-column: TABLE.COLUMN … or all',
    commands: TARGET,
  },
  {
    name: 'approved-plan',
    help: 'the output plan-digest of the plan that was approved: anything else is refused',
    commands: ['promote'],
  },
  { name: 'allow-insecure-http', help: 'permit http:// to another machine', commands: TARGET, default: 'false' },
  {
    name: 'allow-unproven-database',
    help: 'permit a database that was never tried',
    commands: TARGET,
    default: 'false',
  },
  { name: 'allow-older-target', help: 'permit a target with an older Jam.py', commands: TARGET, default: 'false' },
  {
    name: 'allow-partial-verification',
    help: 'permit a database that can not be looked at',
    commands: TARGET,
    default: 'false',
  },
  { name: 'timeout', help: 'for the import itself: 90s, 30m, 2h', commands: TARGET, default: '30m' },
  { name: 'lock-timeout', help: 'how long to wait for another promotion', commands: TARGET, default: '0s' },
  { name: 'backup-dir', help: 'where the small backup goes; default beside the project', commands: TARGET },
  {
    name: 'provision',
    help: 'promote: never, or if-missing to make database and project first',
    commands: ['promote'],
    default: 'never',
  },
  {
    name: 'database-admin-url',
    help: 'an administrator of the database server, who makes database and login',
    commands: NEW,
    secret: true,
  },
  { name: 'jam-version', help: 'version of Jam.py that a new project must run on', commands: NEW },
  { name: 'project-title', help: "caption of a new project; default the zip's", commands: NEW },
  { name: 'language', help: 'of a new project, until the first import', commands: NEW, default: 'English' },
  {
    name: 'parameters',
    help: 'of a new project, one "Name: value" a line: Production, Safe mode, Debugging, Import delay',
    commands: NEW,
  },
  { name: 'copy-from', help: 'method copy-project: folder of the project that is copied, on the host', commands: NEW },
  {
    name: 'keep-users',
    help: 'method copy-project: its users stay, instead of one new administrator',
    commands: NEW,
    default: 'false',
  },
  {
    name: 'github-token',
    help: "for the pull request's comment, the deployment and the base of the zip",
    commands: ALL,
    secret: true,
  },
  {
    name: 'comment',
    help: 'auto: validate and plan comment on their pull request; or never',
    commands: ['validate', 'plan'],
    default: 'auto',
  },
  { name: 'plan-file', help: 'where to write the plan as JSON', commands: TARGET },
  { name: 'report-file', help: 'where to write the report, a page for any browser', commands: TARGET },
  { name: 'sarif-file', help: 'where to write the findings for code scanning', commands: ALL },
];
