/**
 * A host of src/hosts inside a process of another user of this machine: what only somebody without root's rights can show.
 * Calls, callbacks, signals and promises go over the process's own channel.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stop } from '../../../src/errors.ts';
import type { Host } from '../../../src/hosts/host.ts';
import type { Machine } from '../../lab/remote/machine.ts';
import { type Account, giveAll } from '../../lab/remote/users.ts';
import type { Answer, Question } from './far-host-child.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What a host needs of this checkout, which the other user may not be able to read. */
const NEEDED = ['package.json', 'src/errors.ts', 'src/hosts', 'node_modules/@actions/exec', 'node_modules/@actions/io'];
const CHILD = 'test/integration/hosts/far-host-child.ts';

let nextPlace = 1;

export interface FarProcess {
  host: Host;
  end(): Promise<void>;
}

/** @param env of that process, beside PATH and HOME. */
export async function startFarHost(
  machine: Machine,
  account: Account,
  env: Record<string, string> = {},
): Promise<FarProcess> {
  const place = join(account.home, `checkout-${nextPlace++}`);
  for (const name of [...NEEDED, CHILD]) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await cp(join(ROOT, name), join(place, name), { recursive: true });
  }
  await giveAll(account, place);
  const node = [await machine.runnerNode(), '--disable-warning=ExperimentalWarning', join(place, CHILD)];
  // With all groups of that user, which a user id alone would not give.
  const child = spawn('/usr/sbin/runuser', ['-u', account.name, '--', ...node], {
    cwd: account.home,
    env: { PATH: machine.path, HOME: account.home, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    host: hostOf(child, 0),
    end: async () => {
      child.disconnect();
      await ended;
    },
  };
}

const numbers = new WeakMap<ChildProcess, number>();

function nextNumber(child: ChildProcess): number {
  const number = (numbers.get(child) ?? 0) + 1;
  numbers.set(child, number);
  return number;
}

/** The properties are those of a host of this machine. */
function hostOf(child: ChildProcess, at: number): Host {
  const known = { name: 'this machine', remote: false, roundTrips: 0 };
  return new Proxy(known as unknown as Host, {
    get: (target, name) => {
      if (name in target) return target[name as keyof Host];
      // A promise that resolves to it looks for this.
      if (name === 'then') return undefined;
      return (...args: unknown[]) => call(child, at, String(name), args);
    },
  });
}

async function call(child: ChildProcess, host: number, method: string, args: unknown[]): Promise<unknown> {
  const id = nextNumber(child);
  const callbacks = new Map<number, (...args: unknown[]) => void>();
  const send = (question: Question) => child.connected && child.send(question as never);
  const encode = (value: unknown): unknown => {
    if (typeof value === 'function') {
      const number = nextNumber(child);
      callbacks.set(number, value as () => void);
      return { '~callback': number };
    }
    if (value instanceof AbortSignal) {
      const number = nextNumber(child);
      value.addEventListener('abort', () => send({ kind: 'abort', number }));
      return { '~signal': number, aborted: value.aborted };
    }
    if (value instanceof Promise) {
      const number = nextNumber(child);
      void value.then((said) => send({ kind: 'resolve', number, value: said }));
      return { '~promise': number };
    }
    if (value instanceof Uint8Array || value instanceof RegExp || Array.isArray(value)) return value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, encode(part)]));
  };
  return await new Promise((resolve, reject) => {
    const onAnswer = (answer: Answer) => {
      if (answer.kind === 'callback') callbacks.get(answer.number)?.(...answer.args);
      if (!('id' in answer) || answer.id !== id) return;
      child.off('message', onAnswer as never);
      if (answer.kind === 'host') resolve(hostOf(child, answer.host));
      else if (answer.kind === 'value') resolve(answer.value);
      else reject(answer.stop ? new Stop(answer.stop.outcome, answer.stop.id, answer.text) : new Error(answer.text));
    };
    child.setMaxListeners(100);
    child.on('message', onAnswer as never);
    send({ kind: 'call', id, host, method, args: args.map(encode) });
  });
}
