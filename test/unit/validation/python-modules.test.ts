/** Real Python compiles real sources; a small stand-in for the host starts it. */
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Command, Finished, Host } from '../../../src/hosts/host.ts';
import { compileModules } from '../../../src/jampy/compile-modules.ts';
import { type CompileRequest, compileFindings, compileRequest } from '../../../src/validation/python-modules.ts';
import { draft, ID, packageOf, row } from './sample.ts';

function run(command: Command): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.argv[0], command.argv.slice(1));
    const out = { stdout: '', stderr: '' };
    child.on('error', reject);
    child.stdout.on('data', (bytes) => (out.stdout += bytes));
    child.stderr.on('data', (bytes) => (out.stderr += bytes));
    child.stdin.on('error', () => {});
    child.stdin.end(command.input);
    child.on('close', (code) => resolve({ ...out, code: code ?? undefined, timedOut: false }));
  });
}

const host = { name: 'this machine', run } as Host;
const LIMITS = { seconds: 10, megabytes: 1024, culprits: 3 };

function requestOf(...sources: string[]): CompileRequest {
  return {
    modules: sources.map((text, index) => ({
      name: `m${index}`,
      kind: 'server-module',
      place: { item: `m${index}` },
      text,
    })),
  };
}

async function findingsOf(...sources: string[]) {
  const request = requestOf(...sources);
  const answer = await compileModules(host, 'python3', request, LIMITS);
  expect(answer).toBeDefined();
  return compileFindings(request, answer);
}

describe('what is asked', () => {
  it('holds every server module and every Python file in utils/', () => {
    const rows = draft(5);
    row(rows, 'sys_items', ID.sales).f_server_module = 'x = 1';
    row(rows, 'sys_items', ID.catalogs).f_server_module = '';
    rows.files.set('utils/b/c.py', Buffer.from('y = 1'));
    rows.files.set('utils/empty.py', Buffer.from(''));
    rows.files.set('utils/readme.txt', Buffer.from('print'));
    rows.files.set('js/x.py', Buffer.from('print'));
    const names = compileRequest(packageOf(5, rows)).modules.map(({ kind, name }) => `${kind} ${name}`);
    expect(names).toEqual([
      'server-module shop',
      'server-module customers',
      'server-module sales',
      'utils-file utils/b/c.py',
    ]);
  });
});

describe('server modules', () => {
  const good: Record<string, string> = {
    'carriage returns': 'def f(item):\r\n    return 1\r\n',
    'tabs and a comment at the end': 'def f(item):\n\treturn 1 # end',
    'an absent package': 'import absent_package_of_nobody\n',
    'an invalid escape': "import re\nx = re.compile('\\d')\n",
    'a coding line': '# -*- coding: utf-8 -*-\nx = "é"\n',
    'a null comparison': 'if 1 is 1: pass\n',
    'code that would end the check if it ran': 'import os\nos._exit(3)\n',
  };
  for (const [what, source] of Object.entries(good)) {
    it(`with ${what} compile`, async () => expect(await findingsOf(source)).toEqual([]));
  }

  const bad: Record<string, [source: string, line: number | undefined]> = {
    'print of Python 2': ["def f(item):\n    print 'x'\n", 2],
    'an unfinished block': ['def f(item):\n', 1],
    'mixed tabs and blanks': ['if 1:\n        x = 1\n\ty = 2\n', 3],
    'a NUL': ['x = 1\0', undefined],
    'a lone surrogate': ['x = "\ud800"', undefined],
  };
  for (const [what, [source, line]] of Object.entries(bad)) {
    it(`with ${what} are an error`, async () => {
      const [finding, ...more] = await findingsOf('x = 1', source, 'y = 2');
      expect(more).toEqual([]);
      expect(finding).toMatchObject({ rule: 'server-module-compiles', severity: 'error', place: { item: 'm1' } });
      if (line !== undefined) expect(finding?.place.line).toBe(line);
    });
  }

  it('tell the line and the text of the error', async () => {
    const [finding] = await findingsOf('x = 1\ny = = 2\n');
    expect(finding?.message).toMatch(
      /^The server module of 'm0' does not compile \(Python 3\.\d+\.\d+\) at line 2: SyntaxError: .+\.$/,
    );
  });

  it('of any nesting never end in anything but a finding', async () => {
    const deep = [
      `x = ${'('.repeat(200_000)}`,
      `x = ${'-'.repeat(200_000)}1`,
      `x = ${'['.repeat(5000)}${']'.repeat(5000)}`,
      `x = ${'1+'.repeat(200_000)}1`,
    ];
    const findings = await findingsOf(...deep, 'y = = 1');
    expect(findings.map(({ place }) => place.item)).toContain('m4');
    expect(findings.every(({ severity }) => severity === 'error')).toBe(true);
  });
});

describe('files in utils/', () => {
  it('that do not compile are a warning', async () => {
    const rows = draft(7);
    rows.files.set('utils/old.py', Buffer.from("print 'x'\n"));
    rows.files.set('utils/latin.py', Buffer.from('# -*- coding: latin-1 -*-\nx = "\xe9"\n', 'latin1'));
    const request = compileRequest(packageOf(7, rows));
    const findings = compileFindings(request, await compileModules(host, 'python3', request, LIMITS));
    expect(findings).toMatchObject([
      { rule: 'utils-file-compiles', severity: 'warning', place: { entry: 'utils/old.py', line: 1 } },
    ]);
  });
});

describe('the check itself', () => {
  const request = requestOf('x = 1', 'y = 2', 'z = 3', 'broken = = 1');

  /** A host whose Python dies when it compiles the source `y = 2`. */
  function dying(stderr: string): Host {
    return {
      ...host,
      async run(command: Command) {
        const sources: { text: string }[] = JSON.parse(String(command.input)).modules;
        const culprit = sources.findIndex(({ text }) => text === 'y = 2');
        if (culprit < 0) return run(command);
        const progress = Array.from({ length: culprit + 1 }, (_, index) => `@${index}\n`).join('');
        return { code: undefined, stdout: '', stderr: `start\n${progress}${stderr}`, timedOut: false };
      },
    } as Host;
  }

  it('goes on without a source that ends Python, and names it', async () => {
    const answer = await compileModules(dying('Segmentation fault\n'), 'python3', request, LIMITS);
    expect(answer?.failures).toMatchObject([
      { index: 1, error: 'limits', message: 'Python crashed' },
      { index: 3, error: 'SyntaxError', line: 1 },
    ]);
    const [first] = compileFindings(request, answer);
    expect(first).toMatchObject({ rule: 'server-module-limits', severity: 'error', place: { item: 'm1' } });
  });

  it('tells when the time was not enough', async () => {
    const answer = await compileModules(dying('Timeout (0:00:10)!\n'), 'python3', request, LIMITS);
    expect(answer?.failures[0]?.message).toBe('Python needed more than 10 seconds');
  });

  it('stops after a few such sources and says that the others were not compiled', async () => {
    const answer = await compileModules(dying(''), 'python3', request, { ...LIMITS, culprits: 1 });
    expect(answer).toMatchObject({ failures: [{ index: 1 }], unchecked: 3 });
    expect(compileFindings(request, answer).map(({ message }) => message)).toContain(
      '3 sources were not compiled, because the limits were reached before.',
    );
  });

  it('is ended by its own watchdog', async () => {
    const slow = requestOf(`x = [${'0x7fffffff ** 40,'.repeat(400_000)}]`);
    const answer = await compileModules(host, 'python3', slow, { ...LIMITS, seconds: 0.05 });
    expect(compileFindings(slow, answer)).toMatchObject([{ rule: 'server-module-limits', severity: 'error' }]);
  });

  it('without Python is one warning', async () => {
    const answer = await compileModules(host, '/nowhere/python3', request, LIMITS);
    expect(answer).toBeUndefined();
    expect(compileFindings(request, answer)).toMatchObject([{ rule: 'python-missing', severity: 'warning' }]);
  });

  it('takes a program that is no Python for none', async () => {
    expect(await compileModules(host, '/bin/false', request, LIMITS)).toBeUndefined();
    expect(await compileModules(host, '/bin/echo', request, LIMITS)).toBeUndefined();
  });

  it('asks nothing when there is no code', () => {
    expect(compileFindings({ modules: [] }, undefined)).toEqual([]);
  });

  it('counts failures that are too many to list', async () => {
    const many = await compileModules(host, 'python3', requestOf(...Array(130).fill('x = = 1')), LIMITS);
    expect(many?.failures).toHaveLength(100);
    expect(many?.unlisted).toEqual({ 'server-module': 30 });
  });
});
