/**
 * New projects, made by Jam.py itself and finished by the functions that its Builder calls, in one process that listens
 * nowhere (docs/jampy.md, "New projects").
 */
import { fail, refuse } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import { askPython } from './python-answer.ts';

/** Numbers by name, e.g. `English en-US`. */
export type Languages = ReadonlyMap<string, number>;

/** A value of admin.sqlite. */
export type Setting = string | number | null;

export interface NewProject {
  /** An empty folder, private to the user that runs this. */
  folder: string;
  /** Number of the language. */
  language: number;
  title: string;
  name: string;
  /** Columns of SYS_TASKS: the connection. Holds a password. */
  task: Readonly<Record<string, Setting>>;
  /** Columns of SYS_PARAMS. */
  params: Readonly<Record<string, Setting>>;
  /** Takes the place of the administrator that every new project has. */
  administrator: { login: string; password: string };
  /** Texts of further files, by name. */
  files: Readonly<Record<string, string>>;
}

const LIMIT = 180_000;

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
export async function lookAtProjectScript(host: Host, python: string): Promise<Languages> {
  const { value: answer, trouble } = await askPython<{ script?: unknown; languages?: [string, number][] }>(host, {
    python,
    program: LOOK,
    timeoutMs: 30_000,
  });
  if (typeof answer?.script !== 'string' || !Array.isArray(answer.languages)) {
    const why = answer ? 'has no jam-project.py' : `did not answer (${trouble})`;
    throw refuse(
      'jam-project',
      `The Jam.py of python (${python}) on ${host.name} ${why}: install Jam.py there once more. Nothing was changed.`,
    );
  }
  return new Map(answer.languages.map(([name, id]) => [String(name), Number(id)]));
}

/**
 * The number of a language by its name (`English`), with its country (`English en-US`) or by its code (`en-US`).
 * @throws Stop (refused) that names those there are.
 */
export function languageNumber(languages: Languages, wanted: string): number {
  const word = wanted.trim().toLowerCase();
  for (const [name, id] of languages) {
    const [code, ...words] = name.toLowerCase().split(' ').reverse();
    if (name.toLowerCase() === word || code === word || words.reverse().join(' ') === word) return id;
  }
  throw refuse(
    'language',
    `language: this Jam.py does not know ${JSON.stringify(wanted)}. Write one of: ${[...languages.keys()].join(', ')}. Nothing was changed.`,
  );
}

/** @throws Stop (failed) that says at which step; what Jam.py said may hold parts of the connection. */
export async function makeProject(host: Host, python: string, project: NewProject): Promise<void> {
  const { value: answer, trouble } = await askPython<{ made?: boolean; step?: string; error?: string }>(host, {
    python,
    program: MAKE,
    given: project,
    timeoutMs: LIMIT,
  });
  if (answer?.made) return;
  const why = answer
    ? `Jam.py failed while ${answer.step}: ${answer.error?.slice(0, 500)}`
    : `Jam.py ended without an answer (${trouble})`;
  throw fail('project-not-made', `The project could not be made: ${why}.`);
}
