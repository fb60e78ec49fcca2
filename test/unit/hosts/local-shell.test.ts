/** Files by a shell, where the shell or the connection does what it seldom does. */
import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunScript, type ScriptEnd, scriptToFile } from '../../../src/hosts/script.ts';
import { ShellFiles } from '../../../src/hosts/shell-files.ts';

const isRoot = process.getuid?.() === 0;
let base: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'jampy-shell-')));
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** A shell that gets a script as a login over ssh does. */
async function shell(
  name: string,
  script: string,
  { input = Buffer.alloc(0), env = {} }: { input?: Uint8Array | undefined; env?: Record<string, string> } = {},
): Promise<ScriptEnd & { bytes: Buffer }> {
  const child = spawn(name, ['-c', script], { env: { ...process.env, ...env } });
  const [out, err]: Buffer[][] = [[], []];
  child.stdout.on('data', (bytes: Buffer) => out?.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => err?.push(bytes));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? 1)));
  const bytes = Buffer.concat(out ?? []);
  return { code, bytes, stdout: bytes.toString(), stderr: Buffer.concat(err ?? []).toString() };
}

const plain = (name: string): RunScript => {
  return async (script, { input, onBytes } = {}) => {
    const end = await shell(name, script, { input });
    onBytes?.(end.bytes);
    return end;
  };
};

const files = (run: RunScript, more: { prefix?: readonly string[]; interpreter?: string } = {}) =>
  new ShellFiles(run, { where: 'app.example.com', prefix: more.prefix ?? [], interpreter: more.interpreter });

describe('a script that is run again while its first run still works', () => {
  let folder: string;
  let programs: string;
  const exists = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );

  /** Programs that wait for a file before they begin (dd: before they end) where the run is told to. */
  beforeEach(async () => {
    folder = await mkdtemp(join(base, 'again-'));
    programs = join(folder, 'bin');
    await mkdir(programs);
    for (const name of ['install', 'dd', 'chmod', 'mv', 'ln']) {
      const { stdout } = await shell('sh', `command -v ${name}`);
      const real = stdout.trim();
      const wait = `if [ "$HOLD" = ${name} ]; then : >"$GATE.waits"; while [ ! -e "$GATE" ]; do sleep 0.02; done; fi`;
      const text = name === 'dd' ? `'${real}' "$@"; code=$?; ${wait}; exit $code` : `${wait}; exec '${real}' "$@"`;
      await writeFile(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
  });

  async function until(path: string): Promise<void> {
    for (let tries = 0; tries < 500 && !(await exists(path)); tries++) await sleep(20);
    expect(await exists(path)).toBe(true);
  }

  /** The first run stops at one program, the second at another; then the first goes on to its end. */
  function twice(first: string, second: string, between: () => Promise<void>): RunScript {
    const held = (script: string, input: Uint8Array | undefined, hold: string, gate: string) =>
      shell('sh', script, {
        input,
        env: { HOLD: hold, GATE: gate, PATH: `${programs}${delimiter}${process.env.PATH}` },
      });
    return async (script, options = {}) => {
      const { input, onRetry } = options;
      // Only what writes is of interest.
      if (!input) return plain('sh')(script, options);
      const gates = [join(folder, 'gate-1'), join(folder, 'gate-2')] as const;
      const one = held(script, input, first, gates[0]);
      await until(`${gates[0]}.waits`);
      onRetry?.();
      const two = held(script, input, second, gates[1]);
      await until(`${gates[1]}.waits`);
      await writeFile(gates[0], '');
      await one;
      await between();
      await writeFile(gates[1], '');
      return two;
    };
  }

  const NAMES = ['file', `it's "odd" $x \`id\` \\ \n*`, '-rf', '..jampy-promote-0123.zip'];
  const bytes = Buffer.from('all of it, and nothing else');

  test.each(['dd', 'chmod', 'mv'].flatMap((first) => ['dd', 'chmod', 'mv'].map((second) => [first, second] as const)))(
    'the first at %s, the second at %s: the file is whole all the time, and written once',
    async (first, second) => {
      for (const name of NAMES) {
        const target = join(folder, 'target');
        await mkdir(target);
        const path = join(target, name);
        const whole = async () => expect(await readFile(path)).toEqual(bytes);
        await files(twice(first, second, whole)).writeFile(path, bytes, { mode: 0o640 });
        await whole();
        expect((await stat(path)).mode & 0o777).toBe(0o640);
        expect(await readdir(target)).toEqual([name]);
        for (const gate of ['gate-1', 'gate-2']) await rm(join(folder, gate));
        for (const gate of ['gate-1', 'gate-2']) await rm(join(folder, `${gate}.waits`));
        await rm(target, { recursive: true });
      }
    },
  );

  test.each([
    ['dd', 'dd'],
    ['chmod', 'ln'],
    ['ln', 'dd'],
  ])('created once: the first at %s, the second at %s', async (first, second) => {
    const path = join(folder, 'lock');
    const whole = async () => expect(await readFile(path)).toEqual(bytes);
    expect(await files(twice(first, second, whole)).createExclusive(path, bytes, 0o600)).toBe(true);
    await whole();
    expect((await readdir(folder)).filter((name) => name.includes('lock'))).toEqual(['lock']);
  });

  test('what is not whole yet has a name that begins as recovery looks for it', async () => {
    const path = join(folder, '.jampy-promote-0123.zip');
    const seen: string[] = [];
    const look = async () => {
      seen.push(...(await readdir(folder)).filter((name) => name.includes('.zip')));
    };
    await files(twice('dd', 'mv', look)).writeFile(path, bytes, { mode: 0o600 });
    expect(seen.sort()).toEqual([
      expect.stringMatching(/^\.\.jampy-promote-0123\.zip\.[0-9a-f]+\.\d+$/),
      '.jampy-promote-0123.zip',
    ]);
  });
});

describe('a Python that can not copy the database', () => {
  const copy = async (name: string, more: Parameters<typeof files>[1]) => {
    const to = join(await mkdtemp(join(base, 'copy-')), 'copy');
    return files(plain(name), more).snapshotDatabase('/etc/hostname', to);
  };

  test.each(['bash', 'sh'])('is not there, where the login shell is %s', async (name) => {
    await expect(copy(name, { interpreter: '/nowhere/python' })).rejects.toMatchObject({
      id: 'host-file',
      message:
        'Could not copy /etc/hostname on app.example.com: the Python that does it, /nowhere/python, is not there.',
    });
  });

  test.each(['bash', 'sh'])('may not be run, where the login shell is %s', async (name) => {
    const interpreter = join(base, 'no-program');
    await writeFile(interpreter, 'x', { mode: 0o644 });
    await expect(copy(name, { interpreter })).rejects.toThrow(
      `the Python that does it, ${interpreter}, can not be started: the user of this run has no right to.`,
    );
  });

  test.runIf(isRoot).each(['runuser -u nobody --', 'setpriv --reuid=65534 --regid=65534 --clear-groups --'])(
    'is not there for another user, by %s',
    async (prefix) => {
      await expect(copy('sh', { interpreter: '/nowhere/python', prefix: prefix.split(' ') })).rejects.toThrow(
        'the Python that does it, /nowhere/python, is not there.',
      );
    },
  );

  test('a database that is not there is another thing', async () => {
    const path = join(base, 'none.sqlite');
    await expect(files(plain('bash')).snapshotDatabase(path, join(base, 'out'))).rejects.toThrow(
      `Could not copy ${path} on app.example.com: it is not there.`,
    );
  });
});

test('where a copy can not be written on this machine, that is told', async () => {
  const to = join(base, 'no folder', 'copy');
  await expect(scriptToFile(plain('sh'), 'echo x', to)).rejects.toMatchObject({
    name: 'Stop',
    id: 'host-file',
    message: `Could not write ${to} on this machine: its folder is not there.`,
  });
});
