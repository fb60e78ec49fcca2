import { describe, expect, test } from 'vitest';
import { readArchive } from '../../../src/metadata/archive.ts';
import { zipOf } from './hostile-zip.ts';

const TASK = { name: 'task.dat', data: '{}' };
const read = (name: string) => readArchive(zipOf([TASK, { name, data: 'x' }]));

describe('places that Export writes', () => {
  test.each([
    'index.html',
    'templates.html',
    'jam.js',
    'secret_page.html',
    'js/shop.js',
    'js/shop.js_june',
    'js/lib/chart.min.js.map',
    'css/lists',
    'css/project.css',
    'css/build.py',
    'static/img/logo.png',
    'static/js/lib/a.b.js',
    'static/css/fonts/a.woff2',
    'static/fonts/icons',
    'static/builder/extra.js',
    'utils/__init__.py',
    'utils/json.py',
    'utils/deep/mail.py',
    'utils/data.sqlite',
    'reports/invoice.ods',
    'reports/invoice (new) [2].ods',
    'reports/server.py',
    'js/builder.html',
    'js/locks/x',
  ])('%s', (name) => {
    const { entries, findings } = read(name);
    expect(findings).toEqual([]);
    expect([...entries.keys()]).toEqual(['task.dat', name]);
  });
});

describe('every other place is refused', () => {
  test.each<[string, RegExp, string[]]>([
    [
      'zip-place-server-file',
      /does not belong into a metadata zip: it \w+/,
      [
        'admin.sqlite',
        'Admin.SQLite',
        '_admin.sqlite',
        'server.py',
        'SERVER.PY',
        'wsgi.py',
        '\uff57sgi.py',
        'langs.sqlite',
        'builder.html',
        'Builder.html',
        '\uff42uilder.html',
        '\u{1f130}dmin.sqlite',
        'locks/task',
        'LOCKS/task',
        'migration/x.zip',
        'Migration/x.zip',
        'logs/import.log',
        'static/internal/x',
        'Static/Internal/x',
        'static/files/x.pdf',
        'static/reports/x.pdf',
        '\u017ferver.py',
      ],
    ],
    [
      'zip-place-dotfile',
      /hidden file/,
      ['.htaccess', '.git/config', 'js/.DS_Store', 'utils/.env', 'css/.cache/a', '\uff0egit/x'],
    ],
    [
      'zip-place-python',
      /in place of an installed package/,
      [
        'json.py',
        'jam.py',
        'js/__init__.py',
        'reports/__init__.py',
        'css/__INIT__.pyc',
        'werkzeug.cpython-311-x86_64-linux-gnu.so',
        'sitecustomize.pyc',
      ],
    ],
    [
      'zip-place-python',
      /compiled Python/,
      ['utils/mail.pyc', 'utils/__pycache__/mail.cpython-311.pyc', 'js/__pycache__/x.pyc'],
    ],
    [
      'zip-place',
      /Export never writes/,
      [
        'README.md',
        'app/task.dat',
        'TASK.DAT',
        'JS/shop.js',
        'Index.HTML',
        'static/x.js',
        'static/other/x.js',
        'jam/wsgi.html',
        'data/x.csv',
        '__MACOSX/js/shop.js',
        'js',
      ],
    ],
  ])('%s %s', (rule, words, names) => {
    for (const name of names) {
      const { entries, findings } = read(name);
      expect(findings, name).toMatchObject([{ rule, severity: 'error', message: expect.stringMatching(words) }]);
      expect(entries.size, name).toBe(1);
    }
  });

  test('folders of other places are refused too', () => {
    const { findings } = readArchive(zipOf([TASK, { name: 'migration/', method: 0 }, { name: 'data/', method: 0 }]));
    expect(findings.map((finding) => finding.rule)).toEqual(['zip-place-server-file', 'zip-place']);
  });

  test('a project in production mode is told what to do', () => {
    expect(read('builder.html').findings[0]!.remedy).toMatch(/production mode off/);
  });
});

describe('paths', () => {
  test.each<[string, RegExp, string[]]>([
    [
      'zip-name-characters',
      /can not be seen/,
      [
        'js/a\0.js',
        'js/a\nb.js',
        'js/a\rb.js',
        'js/\u001b[31m.js',
        'js/\u0085.js',
        'js/\u2028.js',
        'js/\u202esj.exe',
        'js/\u2066x.js',
        'js/\u200f.js',
        'js/sh\u200bop.js',
        '\ufeffindex.html',
        'js/a\u007f.js',
      ],
    ],
    ['zip-path-backslash', /backslash/, ['js\\shop.js', '..\\x.js', 'js/a\\b.js']],
    ['zip-path-absolute', /absolute/, ['/etc/passwd', '/js/shop.js', '//server/share.js']],
    ['zip-path-drive', /drive/, ['C:/x.js', 'c:x.js', 'Z:shop.html']],
    ['zip-path-dots', /"\.\." part/, ['../x.js', 'js/../../x.js', 'js/./x.js', './index.html', 'js//x.js', '..']],
    [
      'zip-path-trailing',
      /ends in a dot or a blank/,
      ['js/shop.js.', 'js./shop.js', 'js/shop.js ', 'js /x.js', 'server.py.', 'js/x\u00a0'],
    ],
    ['zip-path-length', /longer than 255 bytes/, [`js/${'a'.repeat(253)}`, `js/${'é'.repeat(127)}`]],
  ])('%s', (rule, words, names) => {
    for (const name of names) {
      const { entries, findings } = read(name);
      expect(findings, JSON.stringify(name)).toMatchObject([
        { rule, severity: 'error', message: expect.stringMatching(words) },
      ]);
      expect(findings[0]!.place.entry).toBeDefined();
      expect(entries.size).toBe(1);
    }
  });

  test('the longest path is accepted', () => {
    expect(read(`js/${'a'.repeat(252)}`).findings).toEqual([]);
  });

  test('names of Windows devices are a warning: they are fine on every other server', () => {
    for (const name of ['js/aux.js', 'js/CON', 'js/com1.js', 'js/a:b.js', 'reports/what?.ods']) {
      const { entries, findings } = read(name);
      expect(findings, name).toMatchObject([
        { rule: 'zip-path-windows', severity: 'warning', message: expect.stringMatching(/Windows does not allow/) },
      ]);
      expect(entries.has(name)).toBe(true);
    }
    expect(read('js/console.js').findings).toEqual([]);
  });

  test('what can not be seen in a name is spelled out in the finding', () => {
    const [finding] = read('js/\u202e\n::error::x').findings;
    expect(finding!.place.entry).toBe('js/\\u{202e}\\u{a}::error::x');
    expect(finding!.message).toContain('"js/\\u{202e}\\u{a}::error::x"');
  });
});
