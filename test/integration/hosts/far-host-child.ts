/** The other side of far-host.ts: hosts of this machine for whoever started this process. */
import type { Outcome } from '../../../src/errors.ts';
import { Stop } from '../../../src/errors.ts';
import type { Host } from '../../../src/hosts/host.ts';
import { LocalHost } from '../../../src/hosts/local.ts';

export type Question =
  | { kind: 'call'; id: number; host: number; method: string; args: unknown[] }
  | { kind: 'abort'; number: number }
  | { kind: 'resolve'; number: number; value: unknown };

export type Answer =
  | { kind: 'callback'; number: number; args: unknown[] }
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'host'; id: number; host: number }
  | { kind: 'error'; id: number; text: string; stop: { outcome: Outcome; id: string } | undefined };

const hosts: Host[] = [new LocalHost({ interpreter: '/usr/bin/python3' })];
const aborts = new Map<number, AbortController>();
const promises = new Map<number, (value: unknown) => void>();

function answer(said: Answer): void {
  process.send?.(said);
}

function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (value instanceof Uint8Array || value instanceof RegExp) return value;
  const special = value as { '~callback'?: number; '~signal'?: number; '~promise'?: number; aborted?: boolean };
  if (special['~callback'] !== undefined) {
    const number = special['~callback'];
    return (...args: unknown[]) => answer({ kind: 'callback', number, args });
  }
  if (special['~signal'] !== undefined) {
    const controller = new AbortController();
    if (special.aborted) controller.abort();
    aborts.set(special['~signal'], controller);
    return controller.signal;
  }
  if (special['~promise'] !== undefined) {
    const number = special['~promise'];
    return new Promise((resolve) => promises.set(number, resolve));
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, decode(part)]));
}

async function take({ id, host, method, args }: Extract<Question, { kind: 'call' }>): Promise<void> {
  const target = hosts[host] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  try {
    const value = await (target[method] as (...args: unknown[]) => Promise<unknown>).apply(target, args.map(decode));
    if (method === 'become') answer({ kind: 'host', id, host: hosts.push(value as Host) - 1 });
    else answer({ kind: 'value', id, value });
  } catch (error) {
    const stop = error instanceof Stop ? { outcome: error.outcome, id: error.id } : undefined;
    answer({ kind: 'error', id, text: (error as Error).message, stop });
  }
}

if (process.send) {
  process.on('message', (question: Question) => {
    if (question.kind === 'call') void take(question);
    else if (question.kind === 'abort') aborts.get(question.number)?.abort();
    else promises.get(question.number)?.(question.value);
  });
  process.on('disconnect', () => process.exit());
}
