/** The Node in between is the same on every system; Windows' own programs are tried in test/e2e/windows.test.ts. */
import { describe, expect, test } from 'vitest';
import { execute } from '../../../src/hosts/exec.ts';
import { markerFilter } from '../../../src/hosts/process-group.ts';
import { windowsArgv, windowsShell } from '../../../src/hosts/windows.ts';

/** @param code of a program for Node. */
async function between(argv: readonly string[], input = '') {
  const told: number[] = [];
  const filter = markerFilter('mark', ({ pid }) => told.push(pid));
  let [stdout, stderr] = ['', ''];
  const code = await execute({
    argv: windowsArgv(argv, 'mark'),
    input: Buffer.from(input),
    onStdout: (bytes) => {
      stdout += bytes.toString();
    },
    onStderr: (bytes) => {
      stderr += filter(bytes.toString());
    },
  });
  return { code, stdout, stderr: stderr + filter(), started: told.length };
}

const node = (code: string, ...args: string[]) => [process.execPath, '-e', code, ...args];

describe('a program with a Node in between', () => {
  test('gets its words and its input, and its end is told', async () => {
    const words = ['a b', '"quoted"', '%PATH%', 'back\\slash\\', ''];
    const code =
      'process.stdin.pipe(process.stdout);console.log(JSON.stringify(process.argv.slice(1)));process.exitCode=7';
    expect(await between(node(code, ...words), 'input')).toEqual({
      code: 7,
      stdout: `${JSON.stringify(words)}\ninput`,
      stderr: '',
      started: 1,
    });
  });

  test('may leave its input unread, and write before it is told', async () => {
    const ran = await between(node('console.error("early");process.exit(4)'), 'x'.repeat(5_000_000));
    expect(ran).toEqual({ code: 4, stdout: '', stderr: 'early\n', started: 1 });
  });

  test('that is not there was never started', async () => {
    expect(await between(['jampy-no-such-program'])).toEqual({
      code: 127,
      stdout: '',
      stderr: 'jampy-no-such-program is not there\n',
      started: 0,
    });
  });
});

test('a line goes to cmd.exe as it is', () => {
  expect(windowsShell('net stop "Jam app" && echo done').at(-1)).toBe('"net stop "Jam app" && echo done"');
});
