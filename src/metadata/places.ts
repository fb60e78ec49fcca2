/**
 * Where the entries of a metadata zip may lie: only where Jam.py's Export takes them from (docs/jampy.md, "Export").
 * An import copies everything it finds in the zip over the project folder (docs/jampy.md, "What an import copies"),
 * so any other entry would replace the server's own files. Inside the places extensions are never judged: real
 * exports hold `.map`, `.js_june` and names without any.
 */
import { visible } from './finding-list.ts';
import type { PackageRuleId } from './package-rules.ts';

export interface PlaceProblem {
  rule: PackageRuleId;
  message: string;
  remedy: string;
}

/** Folders that Export takes whole. */
const FOLDERS = [
  'js',
  'css',
  'static/img',
  'static/js',
  'static/css',
  'static/fonts',
  'static/builder',
  'utils',
  'reports',
];

/** Files and folders of a project that must never come from a zip, and what they would do. Compared without case. */
const NEVER: Readonly<Record<string, string>> = {
  'admin.sqlite': "would replace the whole builder database of the server, with its users and its database's password",
  '_admin.sqlite': 'would replace the builder database of the server at its next start',
  'server.py': 'would replace the program that serves the application',
  'wsgi.py': 'would replace the program that serves the application',
  'langs.sqlite': "would replace the server's translations",
  'builder.html': 'would switch a Jam.py 7 server to production mode at its next start',
  locks: "would interfere with the server's locks",
  migration: 'would be imported as metadata at the next start',
  logs: "would overwrite the server's logs",
  'static/internal': 'is served to everyone without a login',
  'static/files': 'holds what users of the application upload',
  'static/reports': 'holds the reports that the server prints',
};

const REMEDY: Readonly<Record<string, string>> = {
  'builder.html':
    'Switch production mode off in the development project (remove builder.html from its folder), then export again.',
};

const HAND_MADE = 'Make the zip with Export in the Builder, not by hand: Export never takes such a file.';
const MODULE = String.raw`(\.[^/]*)?\.(py|pyc|pyo|pyw|pyd|so)$`;
/** A first-level package of the same name as an installed one, or a module at the root: Python would find it first. */
const SHADOWS = new RegExp(`^([^/]+|(js|css|reports|static)/__init__)${MODULE}`, 'i');
const COMPILED = /(^|\/)__pycache__(\/|$)|^utils\/.*\.py[co]$/i;

/** Compatibility form without case: `ＢＵＩＬＤＥＲ.html` and `Builder.HTML` are builder.html here. */
function spelled(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase();
}

/**
 * What is wrong with the place of an entry, or undefined. `path` has passed `pathProblem`; a folder's comes without
 * its last slash and with `folder`: the folders on the way to a place (`static`) are fine too.
 */
export function placeProblem(path: string, folder = false): PlaceProblem | undefined {
  const name = spelled(path);
  const never = Object.keys(NEVER).find((each) => name === each || name.startsWith(`${each}/`));
  if (never) {
    const message = `"${visible(path)}" does not belong into a metadata zip: it ${NEVER[never]}.`;
    return { rule: 'zip-place-server-file', message, remedy: REMEDY[never] ?? HAND_MADE };
  }
  if (name.split('/').some((segment) => segment.startsWith('.'))) {
    const message = `"${visible(path)}" is a hidden file (a name that starts with a dot).`;
    const remedy = 'Remove the file from the project folder of the development application, then export again.';
    return { rule: 'zip-place-dotfile', message, remedy };
  }
  return folder ? folderProblem(path) : (pythonProblem(path, name) ?? fileProblem(path));
}

function pythonProblem(path: string, name: string): PlaceProblem | undefined {
  if (COMPILED.test(name)) {
    const message = `"${visible(path)}" is compiled Python, which would run in place of the source that was reviewed.`;
    return { rule: 'zip-place-python', message, remedy: HAND_MADE };
  }
  if (SHADOWS.test(name)) {
    const message = `"${visible(path)}" is a Python module that the server would import in place of an installed package.`;
    const remedy = 'Put Python modules into the folder utils of the development project, then export again.';
    return { rule: 'zip-place-python', message, remedy };
  }
  return undefined;
}

function fileProblem(path: string): PlaceProblem | undefined {
  if (path === 'task.dat' || /^[^/]+\.(html|js)$/.test(path)) return undefined;
  if (FOLDERS.some((place) => path.startsWith(`${place}/`))) return undefined;
  return outside(path);
}

function folderProblem(path: string): PlaceProblem | undefined {
  const known = FOLDERS.some((place) => `${place}/`.startsWith(`${path}/`) || path.startsWith(`${place}/`));
  return known ? undefined : outside(path);
}

function outside(path: string): PlaceProblem {
  const places = `task.dat, *.html, *.js, ${FOLDERS.map((each) => `${each}/`).join(', ')}`;
  const message = `"${visible(path)}" is at a place that Jam.py's Export never writes (it writes ${places}).`;
  return { rule: 'zip-place', message, remedy: HAND_MADE };
}
