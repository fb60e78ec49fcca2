export const id = 769;
export const ids = [769];
export const modules = {

/***/ 18769:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  isMissing: () => (/* binding */ isMissing),
  provision: () => (/* binding */ provision)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/database/connection.js
var database_connection = __webpack_require__(77426);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/jampy/installed.js
var jampy_installed = __webpack_require__(85666);
// EXTERNAL MODULE: ./build/jampy/target-state.js
var target_state = __webpack_require__(76767);
// EXTERNAL MODULE: ./build/promotion/lock.js
var promotion_lock = __webpack_require__(50831);
// EXTERNAL MODULE: ./build/promotion/look.js
var look = __webpack_require__(39387);
// EXTERNAL MODULE: ./build/promotion/run.js
var promotion_run = __webpack_require__(14951);
// EXTERNAL MODULE: ./build/promotion/state-folder.js
var state_folder = __webpack_require__(37592);
;// CONCATENATED MODULE: ./build/jampy/python-answer.js
/** @returns the answer as the program claims it to be: to be checked. */
async function askPython(host, { python, program, given, timeoutMs }) {
    const input = given === undefined ? {} : { input: `${JSON.stringify(given)}\n` };
    const finished = await host.run({ argv: [python, '-c', program], ...input, timeoutMs });
    const value = lastLine(finished);
    const trouble = finished.timedOut ? `no end within ${timeoutMs / 1000} s` : lastWords(finished);
    return { value, trouble };
}
function lastLine({ stdout }) {
    try {
        return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    }
    catch {
        return undefined;
    }
}
function lastWords({ stderr, code }) {
    return stderr.trim().split('\n').at(-1)?.slice(0, 300) || `exit code ${code}`;
}

;// CONCATENATED MODULE: ./build/jampy/copy-project.js
/**
 * A copy of a project's folder that can go into production: databases as one moment had them, whoever writes meanwhile,
 * and nothing that belongs to the place they come from (docs/jampy.md, "Copies of a project").
 */


const LIMIT = 30 * 60_000;
/** How long a database that is being written may keep us waiting. In seconds. */
const PATIENCE = 60;
/**
 * SQLite's own backup reads within one transaction, in which the rows are counted too; a writer goes on behind it.
 * Links are followed, since the copy may go elsewhere; one that leads in a circle is left out.
 */
const COPY = `
import base64, json, os, shutil, sqlite3, sys
from urllib.parse import quote
given = json.loads(sys.stdin.buffer.readline().decode())
answer_to = os.dup(1)
os.dup2(2, 1)
os.umask(0o077)
source, folder = given['source'], given['folder']
OF_THE_PLACE = ('locks', 'logs', 'migration', '_admin.sqlite', 'builder.html')
COMPANIONS = ('-journal', '-wal', '-shm')
step = 'looking at the folder'
done = {'files': 0, 'bytes': 0}
rows = {}

def is_left_out(relative, name, path):
    if name.startswith('.') or name == '__pycache__' or name.endswith('.pyc'):
        return True
    if (relative == '' and name in OF_THE_PLACE) or (relative == 'static' and name == 'internal'):
        return True
    if os.path.isdir(path):
        return any(os.path.exists(os.path.join(path, mark)) for mark in ('pyvenv.cfg', 'conda-meta'))
    return any(name.endswith(end) and is_database(path[:-len(end)]) for end in COMPANIONS)

def is_database(path):
    if not os.path.isfile(path):
        return False
    with open(path, 'rb') as file:
        return file.read(16) == b'SQLite format 3\\x00'

def count_rows(database):
    names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: database.execute('SELECT COUNT(*) FROM "%s"' % name.replace('"', '""')).fetchone()[0]
            for name in names if not name.startswith('sqlite_')}

def copy_database(path, to):
    if os.path.exists(to):
        raise OSError('there are two files for %s' % to)
    there = sqlite3.connect('file:' + quote(path) + '?mode=ro', uri=True, timeout=given['patience'], isolation_level=None)
    here = sqlite3.connect(to, isolation_level=None)
    try:
        there.execute('BEGIN')
        try:
            counted = count_rows(there)
        except sqlite3.OperationalError as error:
            if 'readonly' not in str(error):
                raise
            raise OSError('whoever wrote %s last was interrupted: use the project once, so that SQLite puts it in order' % path)
        there.backup(here)
        there.execute('ROLLBACK')
        if count_rows(here) != counted:
            raise OSError('the copy of %s has other numbers of rows' % path)
        said = here.execute('PRAGMA quick_check').fetchone()[0]
        if said != 'ok':
            raise OSError('the copy of %s is damaged: %s' % (path, said))
        return counted
    finally:
        here.close()
        there.close()

def copy_file(path, to):
    if is_database(path):
        copy_database(path, to)
    else:
        shutil.copyfile(path, to)
        os.chmod(to, 0o755 if os.stat(path).st_mode & 0o100 else 0o644)
    done['files'] += 1
    done['bytes'] += os.path.getsize(to)

def walk(relative, above):
    here = os.path.join(source, relative)
    for name in sorted(os.listdir(here)):
        path, inside = os.path.join(here, name), os.path.join(relative, name)
        if is_left_out(relative, name, path):
            continue
        if os.path.isfile(path):
            yield path, inside
        elif os.path.isdir(path) and os.path.realpath(path) not in above:
            yield path, inside
            yield from walk(inside, above | {os.path.realpath(path)})

def copy():
    global step, rows
    found = list(walk('', {os.path.realpath(source)}))
    database = os.path.realpath(given['database'])
    size = sum(os.path.getsize(path) for path, _ in found if os.path.isfile(path)) + os.path.getsize(database)
    free = shutil.disk_usage(folder).free
    if free < size * 1.1:
        raise OSError('%d MB are needed, and %d MB are free' % (size // 1048576 + 1, free // 1048576))
    step = 'copying the database'
    to = os.path.join(folder, given['alias'])
    os.makedirs(os.path.dirname(to), exist_ok=True)
    rows = copy_database(database, to)
    step = 'copying the files'
    for path, inside in found:
        to = os.path.join(folder, inside)
        if os.path.isdir(path):
            os.makedirs(to, exist_ok=True)
            os.chmod(to, 0o755)
        elif os.path.realpath(path) != database:
            copy_file(path, to)
    step = 'setting the parameters'
    admin = sqlite3.connect(os.path.join(folder, 'admin.sqlite'))
    admin.execute('UPDATE SYS_TASKS SET F_ALIAS = ?', (given['alias'],))
    params = dict(given['params'], F_MAINTENANCE=0, F_SECRET_KEY=base64.b64encode(os.urandom(20)).decode())
    names = ', '.join('%s = ?' % name for name in params)
    admin.execute('UPDATE SYS_PARAMS SET %s' % names, list(params.values()))
    person = given['administrator']
    if person:
        step = 'replacing the users'
        roles = [role for role, in admin.execute('SELECT ID FROM SYS_ROLES WHERE COALESCE(DELETED, 0) = 0 ORDER BY ID')]
        admin.execute('DELETE FROM SYS_USERS')
        admin.execute(
            'INSERT INTO SYS_USERS (ID, DELETED, F_NAME, F_LOGIN, F_PASSWORD, F_ROLE, F_ADMIN) VALUES (1, 0, ?, ?, ?, ?, 1)',
            (person['login'], person['login'], person['password'], roles[0] if roles else None))
    admin.commit()
    # Deleted passwords are still in free pages.
    admin.execute('VACUUM')
    admin.close()
    if os.path.exists(os.path.join(folder, 'langs.sqlite')):
        os.chmod(os.path.join(folder, 'langs.sqlite'), 0o644)
    for name, content in given['files'].items():
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            file.write(content)
        os.chmod(os.path.join(folder, name), 0o644)

try:
    copy()
    answer = dict(done, rows=rows)
except BaseException as error:
    answer = {'step': step, 'error': '%s: %s' % (type(error).__name__, error)}
os.write(answer_to, ('\\n' + json.dumps(answer) + '\\n').encode())
`;
/**
 * @param python an interpreter on the host, of whatever packages.
 * @throws Stop (failed) that says at which step.
 */
async function copyProject(host, python, copy) {
    const { value, trouble } = await askPython(host, { python, program: COPY, given: { ...copy, patience: PATIENCE }, timeoutMs: LIMIT });
    if (value?.rows) {
        const rows = Object.entries(value.rows).map(([name, count]) => [name, Number(count)]);
        return { rows: new Map(rows), files: Number(value.files), bytes: Number(value.bytes) };
    }
    const why = value ? `while ${value.step}: ${value.error?.slice(0, 500)}` : `without an answer (${trouble})`;
    throw (0,errors/* fail */.fJ)('project-not-copied', `The project in ${copy.source} could not be copied: the copying ended ${why}.`);
}

// EXTERNAL MODULE: ./build/metadata/compare.js
var compare = __webpack_require__(63691);
// EXTERNAL MODULE: ./build/metadata/enums.js
var enums = __webpack_require__(65594);
// EXTERNAL MODULE: ./build/metadata/model.js
var model = __webpack_require__(43213);
// EXTERNAL MODULE: ./build/paths.js
var paths = __webpack_require__(31340);
// EXTERNAL MODULE: ./build/promotion/database.js + 2 modules
var promotion_database = __webpack_require__(93481);
// EXTERNAL MODULE: ./build/promotion/files.js
var promotion_files = __webpack_require__(13257);
// EXTERNAL MODULE: ./build/promotion/verdict/builder-tables.js
var builder_tables = __webpack_require__(39161);
;// CONCATENATED MODULE: ./build/provisioning/content.js
/** Told loudly. */
function openWarning(safeMode) {
    return safeMode
        ? undefined
        : 'Safe mode is off, as parameters says: whoever reaches the application can change it in its Builder.';
}
function plainPasswords(line) {
    return `Jam.py ${line} keeps passwords as plain text in admin.sqlite: let nobody but the project's owner read that file.`;
}

// EXTERNAL MODULE: ./build/provisioning/parameters.js
var provisioning_parameters = __webpack_require__(72658);
;// CONCATENATED MODULE: ./build/provisioning/copied-content.js
/** A project that is a copy of another one on the same host: the documents' way for SQLite. */
















/** Tables that a sentence names. */
const NAMED = 12;
/**
 * @param zip what it must be, to the letter; undefined: nobody says.
 * @throws Stop (refused) when it can not be copied, or is not the wanted project.
 */
async function copiedContent(run, { copy, parameters }, wanted, jam, zip) {
    const { host, inputs } = run;
    const { from, keepUsers } = copy;
    const projectDir = inputs.projectDir;
    const source = await lookAtSource(run, from, wanted, jam);
    if (keepUsers && source.state.defaultAdmin)
        throw (0,errors/* refuse */.TR)('default-administrator', `The project in ${from} has the administrator admin with the password 111, which everybody knows: leave keep-users out, or change that password there. Nothing was changed.`);
    if (zip)
        await checkEquals(run, source, zip);
    const connection = { dialect: 'sqlite', path: (0,external_node_path_.join)(projectDir, source.alias) };
    checkDatabaseUrl(run, connection.path);
    const administrator = keepUsers ? null : (inputs.builder ?? null);
    let copied;
    const content = {
        database: {
            connection,
            make: async () => ({ sentence: 'The database is copied with the project.', undo: async () => { } }),
        },
        tryDriver: async () => { },
        step: 'Copy the project',
        async make(folder) {
            const { line } = source.state.metadata;
            copied = await copyProject(host, inputs.python, {
                source: source.folder,
                folder,
                database: source.database,
                alias: source.alias,
                administrator,
                ...(0,provisioning_parameters/* valuesFor */.Ec)(line, parameters),
            });
            content.rows = copied.rows;
            await checkCopy(run, source, folder, copied);
        },
        tell: () => ({
            sentences: [
                `The project ${wanted.name} was copied from ${from} to ${projectDir}: ${copied?.files} files, ${megabytes(copied)}, without what belongs to the place it came from. Its secret key is a new one.`,
                rowsText(copied?.rows ?? new Map()),
                administrator
                    ? `Its administrator is ${administrator.login}; the users of the other project are not in it. ${plainPasswords(jam.line)}`
                    : 'Its users are those of the other project, with their passwords, which Jam.py keeps as plain text in admin.sqlite.',
            ],
            warning: openWarning(parameters.safeMode),
        }),
    };
    return content;
}
async function lookAtSource(run, from, { name }, jam) {
    const { host, inputs } = run;
    const no = (id, why) => (0,errors/* refuse */.TR)(id, `copy-from (${from}) on ${host.name} ${why} Nothing was changed.`);
    const stat = await host.stat(from);
    if (stat?.kind !== 'directory')
        throw no('copy-from', 'is no folder.');
    const folder = await host.realPath(from);
    const projectDir = inputs.projectDir;
    if ((0,paths/* wayInside */.I)(folder, projectDir) !== undefined || (0,paths/* wayInside */.I)(projectDir, folder) !== undefined)
        throw no('copy-from', `and project-dir (${projectDir}) lie in one another: give a place outside of it.`);
    if (!(await host.stat((0,external_node_path_.join)(folder, 'admin.sqlite'))))
        throw no('copy-from', 'holds no Jam.py project.');
    if (await host.stat((0,external_node_path_.join)(folder, '_admin.sqlite')))
        throw no('import-interrupted', 'holds _admin.sqlite: an import goes on there, or was interrupted. Start that project once, then try again.');
    const admin = await (0,look/* readAdminCopy */.N)(run, (0,external_node_path_.join)(folder, 'admin.sqlite'));
    const state = (0,target_state/* stateFromAdmin */.xA)(admin, { production: false, jamVersion: undefined });
    const { dbType, line } = state.metadata;
    if (dbType !== enums/* DB_TYPE */.Ub.SQLITE)
        throw no('copy-database', `is a project on ${dbType === 0 ? 'no database yet' : (0,enums/* databaseName */.Do)(dbType)}: only SQLite projects are copied with their data. Use promote with provision: if-missing.`);
    if (!state.names.includes(name))
        throw no('another-application', `holds ${state.names.join(' / ')}, not ${name}.`);
    if (line !== jam.line)
        throw no('another-line', `is a project of Jam.py ${line}, and python has Jam.py ${jam.version}.`);
    const version = (0,model/* text */.Qq)((0,model/* rowsOf */.RO)(state.metadata, 'sys_params')[0] ?? {}, 'f_jam_version');
    if (version && !inputs.allowOlderTarget && (0,jampy_installed/* compareVersions */.Zy)(jam.version, version) < 0)
        throw no('older-target', `was last used with Jam.py ${version}, and python has ${jam.version}: install that one, or set allow-older-target: true.`);
    const connection = (0,database_connection/* projectConnection */.iX)(state.task, folder);
    if ((await host.stat(connection.path))?.kind !== 'file')
        throw no('copy-database', `has no database: there is no file ${connection.path}.`);
    const database = await host.realPath(connection.path);
    return { folder, state, database, alias: (0,paths/* wayInside */.I)(folder, connection.path) ?? (0,external_node_path_.basename)(connection.path) };
}
/** What is committed is what goes into production. @throws Stop (refused) */
async function checkEquals({ host }, { folder, state }, zip) {
    const files = await (0,promotion_files/* compareFiles */.hZ)(zip, (0,promotion_files/* filesInFolder */.JL)(host, folder));
    const differences = [
        ...(0,builder_tables/* metadataDifferences */.U)(zip, state).map(compare/* differenceText */.Lr),
        ...files.missing.map((path) => `${path} is missing`),
        ...files.different.map((path) => `${path} is different`),
    ];
    if (differences.length === 0)
        return;
    const more = differences.length > 3 ? ` and ${differences.length - 3} more` : '';
    throw (0,errors/* refuse */.TR)('copy-not-the-zip', `The project in ${folder} is not what the zip says: ${differences.slice(0, 3).join('; ')}${more}. Export it again and commit that zip, or bring the project to what was committed. Nothing was changed.`);
}
/** @throws Stop (refused) when it is for another file than the copy's. */
function checkDatabaseUrl({ inputs }, path) {
    if (inputs.databaseUrl === undefined)
        return;
    const given = (0,database_connection/* parseDatabaseUrl */.mx)(inputs.databaseUrl, inputs.projectDir);
    if (given.dialect === 'sqlite' && given.path === path)
        return;
    throw (0,errors/* refuse */.TR)('database-url', `database-url is for another database than that of the copy, ${path}: leave it out with method: copy-project. Nothing was changed.`);
}
/** Before it is put in place: as the source was looked at, and with every row that was counted. */
async function checkCopy(run, { state, folder: from, alias }, folder, copied) {
    const admin = await (0,look/* readAdminCopy */.N)(run, (0,external_node_path_.join)(folder, 'admin.sqlite'));
    const [difference] = (0,compare/* compareMetadata */.HZ)(state.metadata, admin.tables, state.metadata.dbType);
    if (difference)
        throw (0,errors/* fail */.fJ)('copy-differs', `The copy is not what ${from} was a moment ago (${(0,compare/* differenceText */.Lr)(difference)}): somebody works in its Builder. Try again.`);
    const tables = [...copied.rows.keys()];
    const connection = { dialect: 'sqlite', path: (0,external_node_path_.join)(folder, alias) };
    const counts = await (0,promotion_database/* countInDatabase */.Uk)(run, connection, tables.map((table) => ({ table, column: undefined })));
    const wrong = tables.find((table, at) => counts[at] !== copied.rows.get(table));
    if (wrong !== undefined)
        throw (0,errors/* fail */.fJ)('copy-differs', `The copied table ${wrong} has not all its rows.`);
}
function megabytes(copied) {
    return `${((copied?.bytes ?? 0) / 1_048_576).toFixed(1)} MB`;
}
function rowsText(rows) {
    const all = [...rows.values()].reduce((sum, count) => sum + count, 0);
    const named = [...rows].slice(0, NAMED).map(([table, count]) => `${table} ${count}`);
    const more = rows.size > NAMED ? ` and ${rows.size - NAMED} more` : '';
    return `Its database has ${rows.size} tables with ${all} rows, as many in each as the other one had at that moment: ${named.join(', ')}${more}.`;
}

;// CONCATENATED MODULE: ./build/provisioning/environment.js
/** The virtual environment of a new project: exactly the wanted Jam.py, and the driver of its database. */



/** Ours and half-made as long as this is in it. */
const MARK = '.jampy-provision';
/** Minor versions of Python 3 that a line runs on (docs/jampy.md, "Python"). */
const PYTHONS = {
    5: { oldest: 9, newest: 12 },
    7: { oldest: 9, newest: 13 },
};
const environment_LIMIT = 600_000;
const SHOWN_LINES = 6;
const CAN_MAKE = 'import sys, venv, ensurepip; print(sys.version_info[1] if sys.version_info[0] == 3 else 0)';
const REMOVE = 'import shutil, sys; shutil.rmtree(sys.argv[1], ignore_errors=True)';
/** Where Jam.py is published under another name for each of its releases. */
function packageOf(version) {
    if (version.startsWith('7.'))
        return 'jam-py-v7';
    return version.startsWith('5.4.') ? 'jam-py' : 'jam-py-v5';
}
/** Whether there is no such interpreter yet, or only that of a half-made environment of ours. */
async function isMissingOrOurs(host, python) {
    if ((await host.stat(python)) === undefined)
        return true;
    return (await host.stat((0,external_node_path_.join)((0,external_node_path_.dirname)((0,external_node_path_.dirname)(python)), MARK))) !== undefined;
}
/**
 * @param python where the interpreter is to be: `FOLDER/bin/python`.
 * @throws Stop (refused): it can not be made there, or by no Python of the host.
 */
async function planEnvironment(host, python, version) {
    const line = (0,jampy_installed/* lineOfVersion */.Cj)(version);
    if (line === undefined)
        throw (0,errors/* refuse */.TR)('jam-version', `jam-version ${version} is neither of Jam.py 5 nor of 7. Nothing was changed.`);
    if (!/^\/.+\/bin\/python3?$/.test(python))
        throw (0,errors/* refuse */.TR)('python', `python (${python}) is not there on ${host.name}, and a virtual environment is made for jam-version only where python is written as FOLDER/bin/python. Nothing was changed.`);
    const folder = (0,external_node_path_.dirname)((0,external_node_path_.dirname)(python));
    const names = (await host.list(folder)) ?? [];
    if (names.length > 0 && !names.includes(MARK))
        throw (0,errors/* refuse */.TR)('python', `python (${python}) is not there on ${host.name}, and its folder ${folder} is not empty: give another folder for the virtual environment, or the right interpreter. Nothing was changed.`);
    return { python, folder, version, line, base: await findBase(host, line) };
}
async function findBase(host, line) {
    const { oldest, newest } = PYTHONS[line];
    const names = ['python3'];
    for (let minor = newest; minor >= oldest; minor--)
        names.push(`python3.${minor}`);
    const missing = new Set(await host.missingPrograms(names));
    for (const name of names.filter((each) => !missing.has(each))) {
        const { code, stdout } = await host.run({ argv: [name, '-c', CAN_MAKE], timeoutMs: 30_000 });
        const minor = Number(stdout.trim());
        if (code === 0 && minor >= oldest && minor <= newest)
            return name;
    }
    throw (0,errors/* refuse */.TR)('python-missing', `${host.name} has no Python 3.${oldest} to 3.${newest} with venv, which Jam.py ${line} needs: install it (on Debian: apt-get install python3 python3-venv). Nothing was changed.`);
}
/**
 * Makes it; what an interrupted run left of it is removed first.
 * @returns the driver that Jam.py 7 is to use for MySQL: 1 mysqlclient, 2 mysql-connector-python.
 * @throws Stop (failed); then nothing is left of it.
 */
async function makeEnvironment(host, planned, dialect, log) {
    const { folder, python, version, base } = planned;
    await removeEnvironment(host, planned);
    try {
        await host.makeDirectory(folder, { mode: 0o755 });
        await host.writeFile((0,external_node_path_.join)(folder, MARK), new Uint8Array(), { mode: 0o600 });
        await run(host, [base, '-m', 'venv', folder], 'make the virtual environment', log);
        // Jam.py 5 copies files by distutils, which Python 3.12 has no more and setuptools brings.
        const more = planned.line === 5 ? ['setuptools'] : [];
        await pip(host, planned, [`${packageOf(version)}==${version}`, ...more], log);
        const library = await installDriver(host, planned, dialect, log);
        await run(host, [python, '-c', 'import jam.wsgi'], `start Jam.py ${version}`, log);
        const installed = await (0,jampy_installed/* installedJamVersion */.fb)(host, python);
        if (installed !== version)
            throw (0,errors/* fail */.fJ)('jam-version', `Jam.py ${installed} was installed for jam-version ${version}: write the version as its package has it.`);
        await host.remove((0,external_node_path_.join)(folder, MARK));
        return library;
    }
    catch (error) {
        await removeEnvironment(host, planned);
        throw error;
    }
}
/** A few thousand files: by the Python that made them, not one by one. */
async function removeEnvironment(host, { folder, base }) {
    if ((await host.stat(folder)) === undefined)
        return;
    await host.run({ argv: [base, '-c', REMOVE, folder], timeoutMs: environment_LIMIT });
}
async function installDriver(host, planned, dialect, log) {
    if (dialect === 'sqlite')
        return 1;
    if (dialect === 'postgresql') {
        await pip(host, planned, ['psycopg2-binary'], log);
        return 1;
    }
    try {
        await pip(host, planned, ['mysqlclient'], log);
        return 1;
    }
    catch (error) {
        if (planned.line === 7) {
            log.info('mysqlclient can not be built here: Jam.py 7 gets mysql-connector-python in its place.');
            await pip(host, planned, ['mysql-connector-python'], log);
            return 2;
        }
        throw (0,errors/* fail */.fJ)('driver-missing', `mysqlclient, the only driver of Jam.py 5 for MySQL and MariaDB, can not be built on ${host.name}: install what it needs (on Debian: apt-get install gcc pkg-config libmariadb-dev python3-dev).`, error);
    }
}
async function pip(host, { python }, packages, log) {
    const argv = [
        python,
        '-m',
        'pip',
        'install',
        '--disable-pip-version-check',
        '--no-input',
        '--quiet',
        ...packages,
    ];
    await run(host, argv, `install ${packages.join(' ')}`, log);
}
async function run(host, argv, what, log) {
    const finished = await host.run({ argv, timeoutMs: environment_LIMIT, onLine: (line) => log.debug(line) });
    if (finished.code === 0)
        return;
    const said = `${finished.stdout}\n${finished.stderr}`.trim().split('\n').filter(Boolean).slice(-SHOWN_LINES);
    for (const line of said)
        log.info(`| ${line}`);
    const why = finished.timedOut ? `no end within ${environment_LIMIT / 1000} s` : (said.at(-1) ?? `exit code ${finished.code}`);
    throw (0,errors/* fail */.fJ)('environment', `${host.name} could not ${what}: ${why.slice(0, 300)}.`);
}

;// CONCATENATED MODULE: ./build/hosts/remove-tree.js
/** Nothing happens when it is not there. */
async function removeTree(host, path) {
    const found = await host.tree(path);
    // What lies deepest goes first: a path is longer than that of its folder.
    const byDepth = [...found].sort(([left], [right]) => right.length - left.length);
    for (const [each, stat] of byDepth) {
        if (stat.kind === 'directory')
            await host.removeEmptyDirectory(each);
        else
            await host.remove(each);
    }
}

;// CONCATENATED MODULE: ./build/provisioning/folder.js
/**
 * The folder of a new project. It is made in a private folder inside, and appears only when it is finished and closed:
 * with its WSGI application last, so that no service can serve a half-made or an open one (docs/decisions/0011).
 */



/** Where a project is made, and the mark of a folder that is ours and half-made. */
const STAGING = '.jampy-provision';
/** In it: the project itself, and the names that are being moved out of it. */
const PROJECT = 'project';
const PLACING = 'placing.json';
/** In this order, after all others: whatever serves a project needs the last one. */
const LAST = ['langs.sqlite', 'admin.sqlite', 'builder.html', 'server.py', 'wsgi.py'];
/** What a file system puts into an empty volume. */
const HARMLESS = ['lost+found'];
/** @throws Stop (refused) when something else is in it. */
async function lookAtFolder(host, projectDir) {
    const stat = await host.stat(projectDir);
    if (!stat)
        return { kind: 'new', exists: false };
    if (stat.kind !== 'directory')
        throw (0,errors/* refuse */.TR)('project-dir', `project-dir (${projectDir}) on ${host.name} is no folder. Nothing was changed.`);
    const names = ((await host.list(projectDir)) ?? []).filter((name) => !HARMLESS.includes(name));
    if (names.includes(STAGING))
        return halfMade(host, projectDir, names);
    if (names.includes('admin.sqlite'))
        return { kind: 'project' };
    if (names.length === 0)
        return { kind: 'new', exists: true };
    throw notEmpty(host, projectDir, names);
}
function notEmpty(host, projectDir, names) {
    return (0,errors/* refuse */.TR)('folder-not-empty', `project-dir (${projectDir}) on ${host.name} is not empty and holds no Jam.py project: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}. A new project overwrites files of its names, so give an empty folder. Nothing was changed.`);
}
async function halfMade(host, projectDir, names) {
    if (names.includes('wsgi.py'))
        return { kind: 'placed' };
    const placing = await placedNames(host, projectDir);
    const others = names.filter((name) => name !== STAGING && !placing.includes(name));
    if (others.length > 0)
        throw notEmpty(host, projectDir, others);
    return { kind: 'half-made', names: names.filter((name) => name !== STAGING) };
}
async function placedNames(host, projectDir) {
    const bytes = await host.readFile((0,external_node_path_.join)(projectDir, STAGING, PLACING));
    try {
        const names = JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array()));
        return Array.isArray(names) ? names.map(String) : [];
    }
    catch {
        return [];
    }
}
/** What an interrupted run left is removed: nobody served it, and everything is made anew in less than a minute. */
async function clearFolder(host, projectDir, { names }) {
    for (const name of names)
        await removeTree(host, (0,external_node_path_.join)(projectDir, name));
    await removeTree(host, (0,external_node_path_.join)(projectDir, STAGING));
}
/** @returns the empty folder in which the project is to be made. */
async function openStaging(host, projectDir) {
    const staging = (0,external_node_path_.join)(projectDir, STAGING);
    await host.makeDirectory(staging, { mode: 0o700 });
    const project = (0,external_node_path_.join)(staging, PROJECT);
    await host.makeDirectory(project, { mode: 0o700 });
    return project;
}
/** Puts the finished project in place. @throws Stop when something appeared there meanwhile */
async function placeProject(host, projectDir) {
    const project = (0,external_node_path_.join)(projectDir, STAGING, PROJECT);
    const made = (await host.list(project)) ?? [];
    const rank = (name) => LAST.indexOf(name);
    const names = made.filter((name) => name !== '__pycache__').sort((a, b) => rank(a) - rank(b));
    for (const name of ['admin.sqlite', 'wsgi.py']) {
        if (!names.includes(name))
            throw (0,errors/* fail */.fJ)('project-not-made', `The new project has no ${name}: nothing was put in place.`);
    }
    const list = new TextEncoder().encode(JSON.stringify(names));
    await host.writeFile((0,external_node_path_.join)(projectDir, STAGING, PLACING), list, { mode: 0o600 });
    const there = (await host.list(projectDir)) ?? [];
    const taken = names.filter((name) => there.includes(name));
    if (taken.length > 0)
        throw notEmpty(host, projectDir, taken);
    for (const name of names)
        await host.rename((0,external_node_path_.join)(project, name), (0,external_node_path_.join)(projectDir, name));
    await closeStaging(host, projectDir);
}
/** The last step: what is left in our own folder holds no secret. */
async function closeStaging(host, projectDir) {
    await removeTree(host, (0,external_node_path_.join)(projectDir, STAGING));
}
/** A new project's folder belongs to the user that the project is to be of. @throws Stop */
async function makeFolder(operator, host, projectDir) {
    const mode = { mode: 0o755 };
    try {
        await host.makeDirectory(projectDir, mode);
        return;
    }
    catch (error) {
        if (host === operator)
            throw error;
    }
    // The folder above is not that user's.
    const owner = await host.user();
    try {
        await operator.makeDirectory(projectDir, mode);
        const stat = await operator.stat(projectDir);
        if (owner && stat)
            await operator.changeOwner([projectDir], { uid: owner.uid, gid: stat.gid });
        if (await host.canWrite(projectDir))
            return;
    }
    catch (error) {
        throw (0,errors/* fail */.fJ)('project-dir', `${projectDir} can not be made on ${host.name}: ${(0,errors/* reasonOf */.A3)(error)}`, error);
    }
    await operator.removeEmptyDirectory(projectDir);
    throw (0,errors/* refuse */.TR)('project-dir', `${projectDir} can not be made on ${host.name} for ${owner?.name ?? 'the user of run-as'}: make that folder by hand and give it to that user. Nothing was changed.`);
}

;// CONCATENATED MODULE: ./build/jampy/new-project.js
/**
 * New projects, made by Jam.py itself and finished by the functions that its Builder calls, in one process that listens
 * nowhere (docs/jampy.md, "New projects").
 */


const new_project_LIMIT = 180_000;
/** What both programs need: the script that comes with Jam.py, whatever its package is called. */
const FIND_SCRIPT = `
import json, os, sys
from importlib import metadata

def project_script():
    for name in ('jam.py', 'jam.py-v5', 'jam.py-v7', 'jam-py', 'jam-py-v5', 'jam-py-v7'):
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:
            continue
        for file in files:
            if file.name == 'jam-project.py':
                path = os.path.realpath(str(file.locate()))
                if os.path.isfile(path):
                    return path
`;
const LOOK = `${FIND_SCRIPT}
import sqlite3
import importlib.util
folder = list(importlib.util.find_spec('jam').submodule_search_locations)[0]
languages = []
path = os.path.join(folder, 'langs.sqlite')
if os.path.isfile(path):
    database = sqlite3.connect('file:' + path.replace('?', '%3f').replace('#', '%23') + '?mode=ro', uri=True)
    languages = database.execute('SELECT F_NAME, ID FROM JAM_LANGS ORDER BY ID').fetchall()
print()
print(json.dumps({'script': project_script(), 'languages': languages}))
`;
/**
 * Settings are written last: Jam.py's own functions write the ones in their memory back. What they say goes to standard
 * error, so that the answer stands alone.
 */
const MAKE = `${FIND_SCRIPT}
import runpy
import sqlite3
given = json.loads(sys.stdin.buffer.readline().decode())
answer_to = os.dup(1)
os.dup2(2, 1)
os.umask(0o022)
os.chdir(given['folder'])
sys.dont_write_bytecode = True
step = 'running jam-project.py'

def update(table, values, where=''):
    # Not with a password in the statement: what is raised repeats it.
    names = ', '.join('%s = ?' % name for name in values)
    admin = sqlite3.connect('admin.sqlite')
    admin.execute('UPDATE %s SET %s %s' % (table, names, where), list(values.values()))
    admin.commit()
    admin.close()

def make():
    global step
    sys.argv = [project_script()]
    runpy.run_path(sys.argv[0], run_name='__main__')
    step = 'starting Jam.py'
    from jam.wsgi import create_application
    task = create_application(os.getcwd(), testing=True).admin
    step = 'setting the language'
    task.server_set_project_langage(task, given['language'])
    step = 'naming the project'
    task.server_set_task_name(task, given['title'], given['name'])
    step = 'setting the database'
    update('SYS_TASKS', given['task'])
    task.server_create_task(task)
    step = 'replacing the administrator'
    admin = sqlite3.connect('admin.sqlite')
    admin.execute('DELETE FROM SYS_USERS')
    person = given['administrator']
    admin.execute(
        'INSERT INTO SYS_USERS (ID, DELETED, F_NAME, F_LOGIN, F_PASSWORD, F_ROLE, F_ADMIN) VALUES (1, 0, ?, ?, ?, 1, 1)',
        (person['login'], person['login'], person['password']))
    admin.commit()
    admin.close()
    step = 'setting the parameters'
    update('SYS_PARAMS', given['params'])
    # Passwords are in it as plain text. Jam.py makes the other two so that everybody may write them.
    os.chmod('admin.sqlite', 0o600)
    for name, mode in (('server.py', 0o755), ('langs.sqlite', 0o644)):
        if os.path.exists(name):
            os.chmod(name, mode)
    for name, content in given['files'].items():
        with open(name, 'w', encoding='utf-8') as file:
            file.write(content)

answer = {'made': True}
try:
    make()
except BaseException as error:
    answer = {'step': step, 'error': '%s: %s' % (type(error).__name__, error)}
os.write(answer_to, ('\\n' + json.dumps(answer) + '\\n').encode())
# Threads of Jam.py may go on.
os._exit(0)
`;
/**
 * @param python an interpreter on the host with Jam.py.
 * @returns the languages that it knows.
 * @throws Stop when it can not make projects.
 */
async function lookAtProjectScript(host, python) {
    const { value: answer, trouble } = await askPython(host, {
        python,
        program: LOOK,
        timeoutMs: 30_000,
    });
    if (typeof answer?.script !== 'string' || !Array.isArray(answer.languages)) {
        const why = answer ? 'has no jam-project.py' : `did not answer (${trouble})`;
        throw (0,errors/* refuse */.TR)('jam-project', `The Jam.py of python (${python}) on ${host.name} ${why}: install Jam.py there once more. Nothing was changed.`);
    }
    return new Map(answer.languages.map(([name, id]) => [String(name), Number(id)]));
}
/**
 * The number of a language by its name (`English`), with its country (`English en-US`) or by its code (`en-US`).
 * @throws Stop (refused) that names those there are.
 */
function languageNumber(languages, wanted) {
    const word = wanted.trim().toLowerCase();
    for (const [name, id] of languages) {
        const [code, ...words] = name.toLowerCase().split(' ').reverse();
        if (name.toLowerCase() === word || code === word || words.reverse().join(' ') === word)
            return id;
    }
    throw (0,errors/* refuse */.TR)('language', `language: this Jam.py does not know ${JSON.stringify(wanted)}. Write one of: ${[...languages.keys()].join(', ')}. Nothing was changed.`);
}
/** @throws Stop (failed) that says at which step; what Jam.py said may hold parts of the connection. */
async function makeProject(host, python, project) {
    const { value: answer, trouble } = await askPython(host, {
        python,
        program: MAKE,
        given: project,
        timeoutMs: new_project_LIMIT,
    });
    if (answer?.made)
        return;
    const why = answer
        ? `Jam.py failed while ${answer.step}: ${answer.error?.slice(0, 500)}`
        : `Jam.py ended without an answer (${trouble})`;
    throw (0,errors/* fail */.fJ)('project-not-made', `The project could not be made: ${why}.`);
}

;// CONCATENATED MODULE: ./build/provisioning/jam-py.js
/** The Jam.py that a new project is to run on: installed, or planned to be. */




async function lookAtJamPy(run, inputs) {
    const { host } = run;
    const python = run.inputs.python;
    if (inputs.jamVersion !== undefined && python.startsWith('/') && (await isMissingOrOurs(host, python))) {
        const environment = await planEnvironment(host, python, inputs.jamVersion);
        checkPassword(run, environment.line);
        return { version: inputs.jamVersion, line: environment.line, language: undefined, environment };
    }
    return lookAtInstalled(run, inputs);
}
async function lookAtInstalled(run, { jamVersion, language }) {
    const { host } = run;
    const python = run.inputs.python;
    const version = await (0,jampy_installed/* installedJamVersion */.fb)(host, python);
    const line = (0,jampy_installed/* lineOfVersion */.Cj)(version);
    if (line === undefined)
        throw (0,errors/* refuse */.TR)('jam-line', `Jam.py ${version} of python (${python}) is neither 5 nor 7. Nothing was changed.`);
    if (jamVersion !== undefined && jamVersion !== version)
        throw (0,errors/* refuse */.TR)('jam-version', `python (${python}) on ${host.name} has Jam.py ${version}, not ${jamVersion} as jam-version wants: install that one there, or give the interpreter of an environment that is not there yet. Nothing was changed.`);
    checkPassword(run, line);
    const languages = await lookAtProjectScript(host, python);
    return { version, line, language: languageNumber(languages, language) };
}
/** Jam.py 5 makes a part of its SQL of it (docs/jampy.md, "New projects"). @throws Stop (refused) */
function checkPassword(run, line) {
    if (line !== 5 || !run.inputs.builder?.password.includes("'"))
        return;
    throw (0,errors/* refuse */.TR)('builder-password', 'builder-password holds an apostrophe, with which nobody can log in to Jam.py 5: give another one. Nothing was changed.');
}

// EXTERNAL MODULE: ./build/jampy/driver-login.js
var driver_login = __webpack_require__(67016);
;// CONCATENATED MODULE: ./build/database/create-checks.js
/** Why an application can not have the database and the login that it asks for. */


function checkAdmin(admin, app) {
    if (admin.dialect !== app.dialect) {
        throw (0,errors/* refuse */.TR)('database-admin-login', 'database-admin-url and database-url are of different types of database.');
    }
    if (!admin.user)
        throw (0,errors/* refuse */.TR)('database-admin-login', 'database-admin-url names no login: write it before the @.');
    if (admin.user === app.user) {
        throw (0,errors/* refuse */.TR)('database-admin-login', `database-url and database-admin-url have the same login ${app.user}: the application would be an administrator. Give it a login of its own in database-url, which is made when it is not there.`);
    }
}
function checkWithoutAdmin(entry, known) {
    if (entry.refused !== undefined) {
        throw (0,errors/* refuse */.TR)('database-login-refused', `The server does not let the login ${known.user} of database-url in: ${entry.refused}. If it is to be made, give database-admin-url. Nothing was made.`);
    }
    if (entry.closed || !entry.inside) {
        throw (0,errors/* refuse */.TR)('database-missing', `The ${(0,database_connection/* connectionName */.u7)(known)} is not there, or its login ${known.user} may not use it: make it, or give database-admin-url. Nothing was made.`);
    }
    checkPowers(known, entry.powers);
    checkInside(known, entry.inside);
    if (entry.lacks !== undefined) {
        throw (0,errors/* refuse */.TR)('database-rights', `In the ${(0,database_connection/* connectionName */.u7)(known)} the login ${known.user} ${entry.lacks}: give it that right, or database-admin-url. Nothing was made.`);
    }
}
/** Both addresses lead to one server when it tells the same to both logins. */
function checkSameServer(survey, entry, known) {
    const other = (!survey.login && entry.refused === undefined && `the login ${known.user}`) ||
        (!survey.database && entry.inside !== undefined && `the database ${known.database}`);
    if (other || (survey.database && entry.closed === 'missing')) {
        throw (0,errors/* refuse */.TR)('database-other-server', `database-admin-url and database-url seem to lead to different servers: ${other || `the database ${known.database}`} is on one of them only. Nothing was made.`);
    }
}
function checkPowers(known, powers) {
    if (powers.length === 0)
        return;
    throw (0,errors/* refuse */.TR)('database-login-powers', `The login ${known.user} of database-url may do more on the server than an application should (${[...new Set(powers)].join(', ')}): give another one, or take that from it. Nothing was made.`);
}
function checkInside(known, { contents, trouble }) {
    if (contents.length > 0) {
        const few = contents.slice(0, 3).join(', ');
        throw (0,errors/* refuse */.TR)('database-not-empty', `The ${(0,database_connection/* connectionName */.u7)(known)} is not empty (${few}${contents.length > 3 ? ', …' : ''}): a new project needs a database of its own. Nothing was changed.`);
    }
    if (trouble !== undefined) {
        throw (0,errors/* refuse */.TR)('database-encoding', `The ${(0,database_connection/* connectionName */.u7)(known)} ${trouble}. Nothing was changed.`);
    }
}
function loginRefused(known, reason) {
    return (0,errors/* refuse */.TR)('database-login-refused', `The login ${known.user} is there, but the server does not let it in with the password of database-url: ${reason}. An existing password is never changed: give the right one, or another login.`);
}

;// CONCATENATED MODULE: ./build/database/names.js
/** Names of databases and logins that are made for an application. */

/** The servers' own, and their administrators'. */
const RESERVED = /^(postgres|public|none|template\d+|pg_.*|mysql|information_schema|performance_schema|sys|root)$/i;
/** Bytes, which are characters here. MySQL's 32 for a login is asked when the server has told which it is. */
const LONGEST = { postgresql: { database: 63, login: 63 }, mysql: { database: 64, login: 80 } };
/**
 * Letters, digits, _ and $, and a hyphen within: what needs no care in an address, a shell or a statement. Jam.py writes
 * the name of a MySQL database without quotes (docs/jampy.md, "The project's connection"), where no hyphen can be.
 */
const SAFE = /^[a-z0-9_][a-z0-9_$-]*$/i;
const SAFE_UNQUOTED = /^[a-z0-9_][a-z0-9_$]*$/i;
/**
 * @param app the address in database-url.
 * @throws Stop `database-name`, `database-login-name`.
 */
function checkNames({ dialect, database, user }) {
    const longest = LONGEST[dialect];
    const safe = dialect === 'mysql' ? SAFE_UNQUOTED : SAFE;
    check('database', database, safe, longest.database);
    check('login', user ?? '', SAFE, longest.login);
}
function check(what, name, safe, longest) {
    if (name === '')
        throw refused(what, `database-url names no ${what}`);
    if (!safe.test(name)) {
        const signs = safe === SAFE ? 'letters of English, digits, _, $ and -' : 'letters of English, digits, _ and $';
        throw refused(what, `The name of the ${what} ${name} may only have ${signs}, and has to begin with a letter, a digit or _`);
    }
    if (name.length > longest) {
        throw refused(what, `The name of the ${what} ${name} has ${name.length} characters, and the server takes ${longest}`);
    }
    if (RESERVED.test(name))
        throw refused(what, `The ${what} ${name} belongs to the server itself`);
}
function refused(what, why) {
    return (0,errors/* refuse */.TR)(what === 'database' ? 'database-name' : 'database-login-name', `${why}: give another one in database-url. Nothing was made.`);
}

// EXTERNAL MODULE: ./build/database/server.js
var server = __webpack_require__(70533);
;// CONCATENATED MODULE: ./build/database/create.js
/**
 * The application's database and login on a server: first everything is looked at and refused where it can not be, then
 * made step by step. A run that is killed between two steps is finished by the next one.
 */





async function makerOf(dialect) {
    if (dialect === 'postgresql')
        return (await __webpack_require__.e(/* import() */ 700).then(__webpack_require__.bind(__webpack_require__, 19700))).maker;
    return (await __webpack_require__.e(/* import() */ 991).then(__webpack_require__.bind(__webpack_require__, 34991))).maker;
}
/**
 * Whether the application has, or can get, an empty database and a login of its own. Only reads.
 * @param admin undefined: no database-admin-url is given; then database and login must be there already. Without a
 * database it leads to the server's own.
 * @throws Stop: `database-name`, `database-login-name`, `database-admin-login`, `database-unreachable`,
 * `database-version`, `database-read-only`, `database-login-refused`, `database-login-powers`, `database-password`,
 * `database-other-server`, `database-missing`, `database-encoding`, `database-not-empty`, `database-rights`,
 * `database-admin-rights`.
 */
async function inspectDatabase(admin, app) {
    checkNames(app.known);
    const maker = await makerOf(app.known.dialect);
    if (!admin) {
        const entry = await maker.enter(app);
        checkWithoutAdmin(entry, app.known);
        return { steps: [] };
    }
    checkAdmin(admin.known, app.known);
    const survey = await maker.survey(admin, app);
    const entry = await maker.enter(app);
    checkSameServer(survey, entry, app.known);
    if (survey.login && entry.refused !== undefined)
        throw loginRefused(app.known, entry.refused);
    checkPowers(app.known, [...survey.powers, ...entry.powers]);
    if (survey.database) {
        const seen = [survey.inside, entry.inside].filter((inside) => inside !== undefined);
        if (seen.length === 0) {
            throw (0,errors/* refuse */.TR)('database-rights', `The ${(0,database_connection/* connectionName */.u7)(app.known)} is there, but neither the administrator nor ${app.known.user} may look into it: nothing was made. Let ${app.known.user} in, or name another database.`);
        }
        for (const inside of seen)
            checkInside(app.known, inside);
    }
    return { steps: survey.steps(entry) };
}
/**
 * Makes what `inspectDatabase` found missing, and proves it by a login with the password of database-url.
 * @throws Stop `database-create`; what this run had made is then taken back, or the sentence says that it is still there.
 */
async function createDatabase(admin, app, { steps }) {
    const done = [];
    try {
        if (admin && steps.length > 0) {
            await (0,server/* withServer */.e)(admin, async (query) => {
                for (const step of steps) {
                    await take(query, step, app.known);
                    done.push(step);
                }
            });
        }
        await prove(app);
    }
    catch (error) {
        const after = await takeBack(admin, app, done, true).catch(errors/* reasonOf */.A3);
        throw (0,errors/* fail */.fJ)('database-create', `${(0,errors/* reasonOf */.A3)(error)} ${after}`);
    }
    const made = steps.map(({ makes }) => makes);
    return {
        created: made.filter((what) => what !== 'rights'),
        sentence: sentenceOf(app.known, steps),
        undo: () => takeBack(admin, app, done, false),
    };
}
/** Codes of syntax errors, whose messages repeat a piece of the statement. */
const SYNTAX_ERRORS = ['42601', 'ER_PARSE_ERROR'];
async function take(query, step, known) {
    try {
        await query(step.sql, step.bindings);
    }
    catch (error) {
        const { code } = error;
        const why = SYNTAX_ERRORS.includes(code)
            ? `the server does not understand the statement (${String(code)})`
            : (0,errors/* reasonOf */.A3)(error);
        const what = {
            login: `The login ${known.user} could not be made`,
            database: `The ${(0,database_connection/* connectionName */.u7)(known)} could not be made`,
            rights: `The login ${known.user} could not be given its rights in the ${(0,database_connection/* connectionName */.u7)(known)}`,
        }[step.makes];
        throw new Error(`${what}: ${why}.`);
    }
}
/** The clear password, on the application's own way. */
async function prove(app) {
    const { user } = app.known;
    const entry = await (await makerOf(app.known.dialect)).enter(app);
    const where = (0,database_connection/* connectionName */.u7)(app.known);
    if (entry.refused !== undefined)
        throw new Error(`The login ${user} does not get in: ${entry.refused}.`);
    if (entry.closed || !entry.inside)
        throw new Error(`The login ${user} does not get into the ${where}.`);
    if (entry.lacks !== undefined)
        throw new Error(`In the ${where} the login ${user} ${entry.lacks}.`);
    checkInside(app.known, entry.inside);
}
/**
 * @param done what is taken back, the last first; emptied.
 * @param fresh nobody can have used it yet.
 */
async function takeBack(admin, app, done, fresh) {
    if (!admin || done.length === 0)
        return 'Nothing was changed on the database server.';
    const what = done.map(({ makes }) => makes).filter((made) => made !== 'rights');
    const name = what.length > 0 ? `the ${what.join(' and the ')} that this run made` : 'the rights that this run gave';
    try {
        if (!fresh) {
            const why = await whyKept(admin, app);
            if (why !== undefined)
                return `The ${(0,database_connection/* connectionName */.u7)(app.known)} ${why}: ${name} stay.`;
        }
        await (0,server/* withServer */.e)(admin, async (query) => {
            while (done.length > 0) {
                await query(done.at(-1).undo);
                done.pop();
            }
        });
    }
    catch (error) {
        throw (0,errors/* fail */.fJ)('database-undo', `On the server of the ${(0,database_connection/* connectionName */.u7)(app.known)}, ${name} could not be taken back: ${(0,errors/* reasonOf */.A3)(error)}. The next run finishes what is there.`);
    }
    return `On the server, ${name} ${what.length === 1 ? 'was' : 'were'} taken back.`;
}
async function whyKept(admin, app) {
    const maker = await makerOf(app.known.dialect);
    const survey = await maker.survey(admin, app);
    if (!survey.database)
        return undefined;
    const seen = [survey.inside, (await maker.enter(app)).inside].filter((inside) => inside !== undefined);
    if (seen.length === 0)
        return 'can not be looked into';
    return seen.some(({ contents }) => contents.length > 0) ? 'has tables by now' : undefined;
}
function sentenceOf(known, steps) {
    const said = steps.map((step) => step.said).filter((words) => words !== '');
    if (said.length > 0)
        return `For the ${(0,database_connection/* connectionName */.u7)(known)} ${said.join(', and ')}.`;
    return `The ${(0,database_connection/* connectionName */.u7)(known)} was there, empty, and its login ${known.user} may create tables in it.`;
}

;// CONCATENATED MODULE: ./build/provisioning/database.js
/** The database of a new project as it is reached from here: looked at first, made later. */




/** @throws Stop (refused) when it can not become the database of a new project. */
async function lookAtDatabase(run, databaseUrl, adminUrl) {
    const connection = (0,database_connection/* parseDatabaseUrl */.mx)(databaseUrl, run.inputs.projectDir);
    if (connection.dialect === 'sqlite')
        return sqliteDatabase(run, connection, adminUrl);
    run.secrets.add(connection.password);
    const admin = adminUrl === undefined ? undefined : (0,database_connection/* parseAdminUrl */.kt)(adminUrl);
    run.secrets.add(admin?.password);
    const [reachedAdmin, app] = await reachBoth(run, admin, connection);
    const found = await inspectDatabase(reachedAdmin, app);
    return {
        connection,
        make: () => createDatabase(reachedAdmin, app, found),
    };
}
/** One server is reached in one way, whoever asks. */
async function reachBoth(run, admin, app) {
    const known = admin ?? app;
    const way = await (0,promotion_database/* reachServer */.VN)(run, known);
    if (!admin)
        return [undefined, { way, known: app }];
    const sameServer = admin.host === app.host && admin.port === app.port;
    const { user, password, database, ssl } = app;
    const appWay = sameServer ? { ...way, user, password, database, ssl } : await (0,promotion_database/* reachServer */.VN)(run, app);
    return [
        { way, known: admin },
        { way: appWay, known: app },
    ];
}
async function sqliteDatabase(run, connection, adminUrl) {
    if (adminUrl !== undefined)
        throw (0,errors/* refuse */.TR)('database-admin', 'database-admin-url is given, and database-url is an SQLite file, which needs no administrator: leave it out, or give the address of a database server. Nothing was changed.');
    const tables = (await run.host.stat(connection.path)) ? (await (0,promotion_database/* readDatabase */.SY)(run, connection)).tables : new Map();
    if (tables.size > 0)
        throw (0,errors/* refuse */.TR)('database-not-empty', `The ${(0,database_connection/* connectionName */.u7)(connection)} is not empty (${[...tables.keys()].slice(0, 5).join(', ')}): a new project needs a database without tables. Nothing was changed.`);
    return {
        connection,
        make: async () => ({
            sentence: `The ${(0,database_connection/* connectionName */.u7)(connection)} is made by Jam.py when it is first needed.`,
            undo: async () => { },
        }),
    };
}

// EXTERNAL MODULE: ./build/planning/sql/dialects.js + 3 modules
var dialects = __webpack_require__(57597);
;// CONCATENATED MODULE: ./build/provisioning/task-row.js



/** @throws Stop (refused) when Jam.py can not be told to connect in that way. */
function taskRow(connection, projectDir, named) {
    const { title, name, line, library } = named;
    const of7 = line === 7 ? { F_PYTHON_LIBRARY: library, F_DSN: dsnOf(connection) } : {};
    const row = {
        F_NAME: title,
        F_ITEM_NAME: name,
        F_DB_TYPE: dialects/* DIALECT_TYPES */.R[connection.dialect],
        F_SERVER: '',
        F_MANUAL_UPDATE: 0,
        ...of7,
    };
    if (connection.dialect === 'sqlite') {
        const alias = (0,paths/* wayInside */.I)(projectDir, connection.path) ?? connection.path;
        return { ...row, F_ALIAS: alias, F_LOGIN: '', F_PASSWORD: '', F_HOST: '', F_PORT: '', F_ENCODING: '' };
    }
    checkWay(connection, line);
    const { database, user, password, host, port, dialect } = connection;
    return {
        ...row,
        F_ALIAS: database,
        F_LOGIN: user ?? '',
        F_PASSWORD: password ?? '',
        F_HOST: host ?? '',
        F_PORT: port === undefined ? '' : String(port),
        // Jam.py 5 needs one there.
        F_ENCODING: dialect === 'mysql' ? 'utf8mb4' : '',
    };
}
function checkWay({ dialect, host, ssl }, line) {
    if (dialect === 'mysql' && host?.startsWith('/'))
        throw (0,errors/* refuse */.TR)('database-url', 'database-url names a socket, which Jam.py can not be told for MySQL and MariaDB: write localhost, whose socket its driver finds by itself. Nothing was changed.');
    if (ssl !== undefined && (dialect === 'mysql' || line === 5))
        throw (0,errors/* refuse */.TR)('database-url', `database-url asks for an encrypted connection, and Jam.py ${line} can not be told that for ${dialect === 'mysql' ? 'MySQL and MariaDB' : 'PostgreSQL'}: leave the parameter out; the driver encrypts where the server offers it. Nothing was changed.`);
}
/** Only where the columns do not say all; it takes the place of them. */
function dsnOf(connection) {
    if (connection.dialect !== 'postgresql' || connection.ssl === undefined)
        return '';
    const { database, user, password, host, port, ssl } = connection;
    const words = [
        ['dbname', database],
        ['user', user],
        ['password', password],
        ['host', host],
        ['port', port],
        ['sslmode', ssl === 'verify' ? 'verify-full' : 'require'],
    ];
    const quoted = (value) => `'${value.replace(/[\\']/g, '\\$&')}'`;
    return words.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(String(value))}`])).join(' ');
}

;// CONCATENATED MODULE: ./build/provisioning/new-content.js
/** A project that Jam.py makes anew, on a database of its own. */








/** @throws Stop (refused) when its database can not be made or used. */
async function newContent(run, { adminUrl, parameters }, wanted, { line, version }) {
    const { host, inputs } = run;
    const projectDir = inputs.projectDir;
    const administrator = inputs.builder;
    const database = await run.log.step('Look at the database', () => lookAtDatabase(run, inputs.databaseUrl, adminUrl));
    const task = taskRow(database.connection, projectDir, { ...wanted, line, library: 1 });
    return {
        database,
        tryDriver: (when) => checkDriver(run, line, task, database, when),
        step: 'Make the project',
        async make(folder, { language, library }) {
            if ('F_PYTHON_LIBRARY' in task)
                task.F_PYTHON_LIBRARY = library;
            const { name, title } = wanted;
            const values = (0,provisioning_parameters/* valuesFor */.Ec)(line, parameters);
            await makeProject(host, inputs.python, {
                folder,
                language,
                title,
                name,
                task,
                administrator,
                ...values,
            });
        },
        tell: () => ({
            sentences: [
                `The project ${wanted.name} (${wanted.title}) was made in ${projectDir} with Jam.py ${version}, on the ${(0,database_connection/* connectionName */.u7)(database.connection)}.`,
                `Its administrator is ${administrator.login}. ${plainPasswords(line)}`,
            ],
            warning: openWarning(parameters.safeMode),
        }),
    };
}
/** @param when `before`: the login may not be there yet, and only a driver that is missing counts. */
async function checkDriver(run, line, task, { connection }, when) {
    const row = Object.fromEntries(Object.entries(task).map(([name, value]) => [name.toLowerCase(), value]));
    const login = (0,driver_login/* driverLogin */.Ip)(row, line);
    if (login === undefined || typeof login === 'string')
        return;
    const python = run.inputs.python;
    const trouble = await (0,driver_login/* tryLogin */.X)(run.host, python, '/', { line, login });
    if (!trouble)
        return;
    if (/^(ModuleNotFound|Import)Error$/.test(trouble.kind))
        throw (0,errors/* refuse */.TR)('driver-missing', `python (${python}) on ${run.host.name} has no ${login.driver}, by which Jam.py ${line} reaches ${(0,database_connection/* connectionName */.u7)(connection)}: install it there. Nothing was changed.`);
    if (when === 'before')
        return;
    throw (0,errors/* fail */.fJ)('driver-login', `Jam.py's own driver can not log in to ${(0,database_connection/* connectionName */.u7)(connection)} from ${run.host.name}: ${login.driver} says "${run.secrets.redact(trouble.said)}".`);
}

;// CONCATENATED MODULE: ./build/provisioning/provision.js
/**
 * A production project from nothing, in the order in which it happens: look, database, project, in place. Whatever can be
 * refused is asked before anything is made; what fails afterwards takes back what this run made.
 */














/** Whether there is no project yet, or only half of one of ours. @throws Stop (refused) when something else is there. */
async function isMissing(run) {
    return (await lookAtFolder(run.host, run.inputs.projectDir)).kind !== 'project';
}
/**
 * @param zip what a copy must be; undefined: nobody says.
 * @throws Stop; what this run made was taken back.
 */
async function provision(run, inputs, wanted, zip) {
    const state = await (0,state_folder/* openStateFolder */.y1)(run);
    const lock = await (0,promotion_lock/* takeLock */.H)(run, state);
    try {
        return await provisionLocked(run, inputs, wanted, zip);
    }
    finally {
        await lock.release();
        if (state.ours)
            await state.host.removeEmptyDirectory(state.path).catch(() => { });
    }
}
async function provisionLocked(run, inputs, wanted, zip) {
    const { host, log } = run;
    const projectDir = run.inputs.projectDir;
    const folder = await log.step('Look at the project folder', () => lookAtFolder(host, projectDir));
    if (folder.kind === 'placed')
        await closeStaging(host, projectDir);
    if (folder.kind === 'placed' || folder.kind === 'project')
        return alreadyThere(run, inputs, wanted, folder);
    const jam = await log.step('Look at Jam.py', () => lookAtJamPy(run, inputs));
    const content = inputs.copy
        ? await log.step('Look at the project that is copied', () => copiedContent(run, inputs, wanted, jam, zip))
        : await newContent(run, inputs, wanted, jam);
    if (jam.environment === undefined)
        await content.tryDriver('before');
    (0,promotion_run/* stopIfCancelled */.FE)(run);
    await make(run, inputs, folder, jam, content);
    // From here on an interrupted run is finished by the next one.
    await log.step('Put it in place', () => placeProject(host, projectDir));
    const { sentences, warning } = content.tell();
    for (const sentence of sentences)
        log.info(sentence);
    if (warning !== undefined)
        log.warning(warning);
    const { rows } = content;
    return {
        made: true,
        jamVersion: jam.version,
        line: jam.line,
        sentences: warning === undefined ? sentences : [...sentences, warning],
        ...(rows ? { rows } : {}),
    };
}
async function make(run, inputs, folder, jam, content) {
    const { host, log, operator } = run;
    const { database } = content;
    const projectDir = run.inputs.projectDir;
    const undo = [];
    try {
        let { language } = jam;
        let library = 1;
        if (jam.environment) {
            const environment = jam.environment;
            const { dialect } = database.connection;
            undo.push(() => removeEnvironment(host, environment));
            library = await log.step('Make the virtual environment', () => makeEnvironment(host, environment, dialect, log));
            language = (await lookAtInstalled(run, inputs)).language;
            (0,promotion_run/* stopIfCancelled */.FE)(run);
        }
        const made = await log.step('Make the database', () => database.make());
        log.info(made.sentence);
        undo.push(() => made.undo());
        (0,promotion_run/* stopIfCancelled */.FE)(run);
        await content.tryDriver('after');
        if (folder.kind === 'half-made')
            await clearFolder(host, projectDir, folder);
        else if (!folder.exists) {
            await makeFolder(operator, host, projectDir);
            undo.push(() => operator.removeEmptyDirectory(projectDir));
        }
        undo.push(() => clearFolder(host, projectDir, { names: [] }));
        await log.step(content.step, async () => {
            const staging = await openStaging(host, projectDir);
            await content.make(staging, { language: language, library });
        });
        (0,promotion_run/* stopIfCancelled */.FE)(run);
    }
    catch (error) {
        for (const step of undo.reverse())
            await step().catch((trouble) => log.warning(`Not taken back: ${(0,errors/* reasonOf */.A3)(trouble)}`));
        throw takenBack(error);
    }
}
/** What was made is gone again: the sentence must say so. */
function takenBack(error) {
    if (!(error instanceof errors/* Stop */.VG))
        return error instanceof Error ? error : new Error(String(error));
    const said = error.message.replace(/ Nothing was changed\.$/, '');
    const outcome = error.id === 'cancelled' ? 'failed' : error.outcome;
    return new errors/* Stop */.VG(outcome, error.id, `${said} What this run had made was taken back.`, { cause: error });
}
/** A project is there: ours from an earlier run, or another one. @throws Stop (refused) */
async function alreadyThere(run, inputs, wanted, folder) {
    const projectDir = run.inputs.projectDir;
    const admin = await (0,look/* readAdminCopy */.N)(run, (0,external_node_path_.join)(projectDir, 'admin.sqlite'));
    const { names, metadata, task } = (0,target_state/* stateFromAdmin */.xA)(admin, { production: false, jamVersion: undefined });
    const where = `project-dir (${projectDir}) on ${run.host.name}`;
    if (metadata.dbType === 0)
        throw (0,errors/* refuse */.TR)('project-unfinished', `${where} holds a Jam.py project that was not finished, and not made by this program: finish it in its Application Builder, or give an empty folder. Nothing was changed.`);
    if (!names.includes(wanted.name))
        throw (0,errors/* refuse */.TR)('another-application', `${where} holds another project, ${names.join(' / ') || 'without a name'}, not ${wanted.name}: give an empty folder. Nothing was changed.`);
    if (inputs.copy && folder.kind === 'project')
        throw (0,errors/* refuse */.TR)('folder-not-empty', `${where} holds the project ${wanted.name} already, and method: copy-project makes new ones only: give an empty folder. Nothing was changed.`);
    const connection = (0,database_connection/* projectConnection */.iX)(task, projectDir);
    const jamVersion = await (0,jampy_installed/* installedJamVersion */.fb)(run.host, run.inputs.python);
    const sentence = `The project ${wanted.name} is there already${connection ? `, on the ${(0,database_connection/* connectionName */.u7)(connection)}` : ''}: nothing was changed.`;
    run.log.info(sentence);
    return { made: folder.kind === 'placed', jamVersion, line: metadata.line, sentences: [sentence] };
}


/***/ })

};
