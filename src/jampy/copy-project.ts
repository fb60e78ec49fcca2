/**
 * A copy of a project's folder that can go into production: databases as one moment had them, whoever writes meanwhile,
 * and nothing that belongs to the place they come from (docs/jampy.md, "Copies of a project").
 */
import { fail } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { Setting } from './new-project.ts';
import { askPython } from './python-answer.ts';

export interface ProjectCopy {
  source: string;
  /** An empty folder, private to the user that runs this. */
  folder: string;
  /** The application's SQLite file, wherever it is. */
  database: string;
  /** Where the copy has it, relative to its folder. */
  alias: string;
  /** Columns of SYS_PARAMS. */
  params: Readonly<Record<string, Setting>>;
  /** Takes the place of all users; null: they stay. */
  administrator: { login: string; password: string } | null;
  /** Texts of further files, by name. */
  files: Readonly<Record<string, string>>;
}

export interface Copied {
  /** Rows of every table of the application's database: the copy has as many as the source had at that moment. */
  rows: ReadonlyMap<string, number>;
  files: number;
  bytes: number;
}

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
export async function copyProject(host: Host, python: string, copy: ProjectCopy): Promise<Copied> {
  const { value, trouble } = await askPython<{
    rows?: Record<string, number>;
    files?: number;
    bytes?: number;
    step?: string;
    error?: string;
  }>(host, { python, program: COPY, given: { ...copy, patience: PATIENCE }, timeoutMs: LIMIT });
  if (value?.rows) {
    const rows = Object.entries(value.rows).map(([name, count]) => [name, Number(count)] as const);
    return { rows: new Map(rows), files: Number(value.files), bytes: Number(value.bytes) };
  }
  const why = value ? `while ${value.step}: ${value.error?.slice(0, 500)}` : `without an answer (${trouble})`;
  throw fail('project-not-copied', `The project in ${copy.source} could not be copied: the copying ended ${why}.`);
}
