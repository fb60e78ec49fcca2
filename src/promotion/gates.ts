/** The gates: each can refuse a promotion before anything is touched, with a sentence that says why and the way on. */
import { refuse, type Stop } from '../errors.ts';
import { compareVersions, lineOfVersion } from '../jampy/installed.ts';
import { isEmpty, type TargetState } from '../jampy/target-state.ts';
import { DB_TYPE, databaseName } from '../metadata/enums.ts';
import { int, type MetadataPackage, rowsOf, text } from '../metadata/model.ts';
import { dialectOf } from '../planning/catalogue.ts';
import type { TargetInputs } from '../target-inputs.ts';
import type { Seen } from './look.ts';
import type { Caller } from './run.ts';

/** Gates that need nothing but the inputs; asked before a connection is made. @throws Stop (refused) */
export function earlyGates(inputs: TargetInputs, caller: Caller): void {
  pullRequestGate('promote', caller);
  for (const [name, value] of Object.entries({ url: inputs.url, 'health-url': inputs.healthUrl })) {
    if (value !== undefined && !inputs.allowInsecureHttp && isOpenHttp(value)) {
      throw refuse(
        'insecure-http',
        `${name} is http:// to another machine: logins and the application would cross the network readable and changeable. Use https://, or set allow-insecure-http: true if the network is your own. Nothing was touched.`,
      );
    }
  }
}

function isOpenHttp(value: string): boolean {
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/i.test(hostname);
}

/** @throws Stop (refused) */
export function pullRequestGate(command: 'promote' | 'provision', { event }: Caller): void {
  if (!event.startsWith('pull_request')) return;
  throw refuse(
    'pull-request-event',
    `${command} never runs for ${event}: whoever opens a pull request would decide what reaches production. Run it on a release tag or by workflow_dispatch.`,
  );
}

interface Facts {
  inputs: TargetInputs;
  zip: MetadataPackage;
  seen: Seen;
}

type Gate = (facts: Facts) => Stop | undefined;

/** In the order in which they are asked. */
const GATES: readonly Gate[] = [
  unfinishedProject,
  unprovenDatabase,
  anotherLine,
  olderTarget,
  anotherApplication,
  anotherItemUnderTheId,
  migrationFolderInUse,
  interruptedImport,
  closedBuilder,
  unreadableCatalogue,
];

/** @throws Stop (refused): the first gate that says no. */
export function askGates(facts: Facts): void {
  for (const gate of GATES) {
    const stop = gate(facts);
    if (stop) throw stop;
  }
}

function unfinishedProject({ seen }: Facts): Stop | undefined {
  if (seen.state.metadata.dbType !== 0) return undefined;
  return refuse(
    'project-unfinished',
    'The target project is not finished: no database is set. Open its Application Builder once and set language, name and database, then promote again; or give an empty folder and provision: if-missing. Nothing was touched.',
  );
}

function unprovenDatabase({ seen, inputs }: Facts): Stop | undefined {
  const { dbType } = seen.state.metadata;
  if (dialectOf(dbType) !== undefined || inputs.allowUnprovenDatabase) return undefined;
  // An existing one is refused as such, with the ways on, unless it already equals the zip.
  if (dbType === DB_TYPE.SQLCIPHER && !isEmpty(seen.state)) return undefined;
  return refuse(
    'unproven-database',
    `The target's database is ${databaseName(dbType)}, which was never tried with this program: set allow-unproven-database: true to promote with what can be verified without it. Nothing was touched.`,
  );
}

function anotherLine({ zip, seen }: Facts): Stop | undefined {
  const { line } = seen.state.metadata;
  if (zip.line !== line) {
    return refuse(
      'another-line',
      `The zip is of Jam.py ${zip.line}, the target of Jam.py ${line}: their metadata do not fit together, and Jam.py itself does not notice. Promote between projects of one line. Nothing was touched.`,
    );
  }
  const { jamVersion } = seen.state;
  if (jamVersion === undefined || lineOfVersion(jamVersion) === line) return undefined;
  return refuse(
    'another-line',
    `The target's project is of Jam.py ${line}, but Jam.py ${jamVersion} is installed for it: open the project once with that Jam.py so that it is converted, or give the right python. Nothing was touched.`,
  );
}

function olderTarget({ zip, seen, inputs }: Facts): Stop | undefined {
  const { jamVersion } = seen.state;
  if (inputs.allowOlderTarget || jamVersion === undefined || zip.jamVersion === undefined) return undefined;
  if (compareVersions(jamVersion, zip.jamVersion) >= 0) return undefined;
  return refuse(
    'older-target',
    `The target runs Jam.py ${jamVersion}, the zip was made by ${zip.jamVersion}: what the older one does not know is lost. Update Jam.py at the target, or set allow-older-target: true. Nothing was touched.`,
  );
}

function anotherApplication({ zip, seen, inputs }: Facts): Stop | undefined {
  const expected = inputs.projectName ?? zip.appName;
  if (isEmpty(seen.state) || seen.state.names.includes(expected)) return undefined;
  return refuse(
    'another-application',
    `The target holds another application, ${seen.state.names.join(' / ') || 'without a name'}, not ${expected}: an import would drop its tables. Check project-dir and url; if the application was renamed, give the target's name as project-name. Nothing was touched.`,
  );
}

/** Jam.py refuses these itself, but only after the service was stopped. */
function anotherItemUnderTheId({ zip, seen }: Facts): Stop | undefined {
  const there = new Map(rowsOf(seen.state.metadata, 'sys_items').map((row) => [int(row, 'id'), row]));
  for (const row of rowsOf(zip, 'sys_items')) {
    const old = there.get(int(row, 'id'));
    if (!old) continue;
    const sentence = (what: string) =>
      refuse(
        'another-item',
        `Item id ${int(row, 'id')} is ${text(old, 'f_item_name')} at the target and ${text(row, 'f_item_name')} in the zip, with ${what}: Jam.py refuses such an import. The two were developed apart; promote from the project that the target came from. Nothing was touched.`,
      );
    if (int(old, 'type_id') !== int(row, 'type_id')) return sentence('different types');
    const [oldTable, newTable] = [text(old, 'f_table_name'), text(row, 'f_table_name')];
    if (oldTable && oldTable.toUpperCase() !== newTable.toUpperCase())
      return sentence(`different tables (${oldTable}, ${newTable || 'none'})`);
  }
  return undefined;
}

function migrationFolderInUse({ seen }: Facts): Stop | undefined {
  if (seen.migration.length === 0) return undefined;
  const ours = seen.migration.every((name) => /^jampy-promote-[0-9a-f]{16}\.zip$/.test(name));
  const whose = ours ? ' (left by a promotion that was killed; see that no import of it still runs)' : '';
  return refuse(
    'migration-not-empty',
    `The target's migration folder already holds ${seen.migration.slice(0, 5).join(', ')}${whose}: whatever lies there is imported at the next start, and more than one entry blocks every import. Look what it is and remove it (hidden files and folders count too). Nothing was touched.`,
  );
}

function interruptedImport({ seen }: Facts): Stop | undefined {
  if (!seen.interrupted) return undefined;
  return refuse(
    'import-interrupted',
    'The target holds _admin.sqlite: an earlier import was interrupted, and the next start puts that older copy back. Compare it with the database, then start the service once (or remove the file), and promote again. Nothing was touched.',
  );
}

function closedBuilder({ seen, inputs }: Facts): Stop | undefined {
  if (inputs.method !== 'live' || !seen.state.production) return undefined;
  return refuse(
    'production-mode',
    'The target runs Jam.py 7 in production mode: its Builder is closed, so no live import is possible. Use method: migration-folder. Nothing was touched.',
  );
}

/** On MySQL and MariaDB Jam.py reports success when its SQL failed: without the catalogue nobody could tell. */
function unreadableCatalogue({ seen, inputs }: Facts): Stop | undefined {
  if (seen.state.metadata.dbType !== DB_TYPE.MYSQL || seen.catalogue !== undefined || inputs.allowPartialVerification)
    return undefined;
  return refuse(
    'catalogue-unreadable',
    `The result of an import into MySQL or MariaDB can only be proven by looking at the database, and that is not possible from here: ${seen.catalogueTrouble} Set database-url, or allow-partial-verification: true to promote unproven. Nothing was touched.`,
  );
}

/** Asked only when the target does not already equal the zip. */
export function existingSqlite({ seen }: Facts): Stop | undefined {
  const { dbType } = seen.state.metadata;
  if (dbType !== DB_TYPE.SQLITE && dbType !== DB_TYPE.SQLCIPHER) return undefined;
  const tables = seen.catalogue ? [...seen.catalogue.tables.keys()] : [];
  if (isEmpty(seen.state) && tables.length === 0) return undefined;
  const why = isEmpty(seen.state)
    ? `its database file already holds tables (${tables.slice(0, 5).join(', ')})`
    : 'it already holds an application';
  return refuse(
    'existing-sqlite',
    `The target is an existing ${databaseName(dbType)} project (${why}), and Jam.py can not import metadata into one: SQLite can not change tables as an import must. Ways on: move the application to PostgreSQL or MySQL once, as Jam.py's documentation describes, and promote to that; or put the project in a new, empty place (method: copy-project makes a copy with its data). Nothing was touched.`,
  );
}

/** What the operator should know although nothing is refused. */
export function targetWarnings(state: TargetState): string[] {
  const warnings: string[] = [];
  if (!state.safeMode)
    warnings.push(
      "Safe mode is off at the target: anyone who reaches it can open its Builder. Switch it on in the Builder's project parameters.",
    );
  if (state.defaultAdmin)
    warnings.push(
      'The target still accepts the default administrator admin with the password 111: change it in the Builder under Users.',
    );
  if (state.manualUpdate)
    warnings.push('DB manual mode is on at the target: the Builder there makes no tables, but an import does.');
  if (state.jamVersion === undefined)
    warnings.push(
      'The Jam.py version of the target is not known: give python (the interpreter of its virtual environment).',
    );
  if (state.maintenance)
    warnings.push(
      'The target is marked as under maintenance: an import may have been interrupted. The next start clears the mark.',
    );
  return warnings;
}
