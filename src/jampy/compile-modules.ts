/** Asks a Python on the host whether sources compile. They are data to it: read from standard input, never run. */
import type { Finished, Host } from '../hosts/host.ts';
import { COMPILE_CHECK } from '../validation/compile-check.ts';
import type { CompileAnswer, CompileFailure, CompileRequest, ModuleSource } from '../validation/python-modules.ts';

export interface CompileLimits {
  /** For one run over all sources. */
  seconds: number;
  /** Address space of the Python process, where the system can limit it. */
  megabytes: number;
  /** So many sources may end the check (crash, time, memory) before the rest is left unchecked. */
  culprits: number;
}

const LIMITS: CompileLimits = { seconds: 20, megabytes: 1024, culprits: 3 };

/** What to check, now or later. */
type Request = CompileRequest | Promise<CompileRequest>;

/** Added to the limit for Python's own start, and for the request to come. */
const START_SECONDS = 60;

interface Run {
  answer: Pick<CompileAnswer, 'python' | 'failures' | 'unlisted'> | undefined;
  /** Position of the source that was being compiled when Python ended; undefined: it never came so far. */
  last: number | undefined;
  started: boolean;
  finished: Finished;
}

function parseAnswer(stdout: string): Run['answer'] {
  try {
    const answer = JSON.parse(stdout);
    if (typeof answer?.python !== 'string' || !Array.isArray(answer.failures)) return undefined;
    const failures = (answer.failures as CompileFailure[]).map((failure) => ({
      ...failure,
      line: failure.line ?? undefined,
    }));
    return { python: answer.python, failures, unlisted: answer.unlisted ?? {} };
  } catch {
    return undefined;
  }
}

async function runOnce(host: Host, python: string, request: Request, limits: CompileLimits): Promise<Run> {
  const { seconds, megabytes } = limits;
  const line = ({ modules }: CompileRequest) => {
    const sources = modules.map(({ kind, text, base64 }) => ({ kind, text, base64 }));
    return `${JSON.stringify({ seconds, megabytes, modules: sources })}\n`;
  };
  const finished = await host.run({
    argv: [python, '-I', '-S', '-c', COMPILE_CHECK],
    input: request instanceof Promise ? request.then(line) : line(request),
    timeoutMs: (seconds + START_SECONDS) * 1000,
  });
  const progress = [...finished.stderr.matchAll(/^@(\d+)\r?$/gm)].at(-1)?.[1];
  return {
    answer: finished.code === 0 ? parseAnswer(finished.stdout) : undefined,
    last: progress === undefined ? undefined : Number(progress),
    started: progress !== undefined || /^start\r?$/m.test(finished.stderr),
    finished,
  };
}

function howItEnded(finished: Finished, limits: CompileLimits): string {
  if (finished.timedOut || /^Timeout \(/m.test(finished.stderr))
    return `Python needed more than ${limits.seconds} seconds`;
  return 'Python crashed';
}

/**
 * Compiles all sources of a request. A source that ends Python itself (a crash, no time or memory left) is told as a
 * failure `limits`, and the others are tried again without it.
 *
 * @param python program name or path on the host
 * @param request a promise: Python starts before there is anything to ask
 * @returns undefined when that is no Python that can be asked (not there, too old)
 */
export async function compileModules(
  host: Host,
  python: string,
  request: Request,
  limits: CompileLimits = LIMITS,
): Promise<CompileAnswer | undefined> {
  const culprits: CompileFailure[] = [];
  let left: { module: ModuleSource; index: number }[] | undefined;
  for (;;) {
    let run: Run;
    try {
      run = await runOnce(host, python, left ? { modules: left.map(({ module }) => module) } : request, limits);
      left ??= (await request).modules.map((module, index) => ({ module, index }));
    } catch {
      return undefined;
    }
    const sources = left;
    if (run.answer !== undefined) {
      const failures = run.answer.failures.map((failure) => ({
        ...failure,
        index: sources[failure.index]?.index ?? -1,
      }));
      return { ...run.answer, failures: [...culprits, ...failures], unchecked: 0 };
    }
    if (!run.started) return undefined;
    const culprit = run.last === undefined ? undefined : sources[run.last];
    if (culprit !== undefined) {
      culprits.push({ index: culprit.index, error: 'limits', message: howItEnded(run.finished, limits) });
      left = sources.filter((each) => each !== culprit);
    }
    if (culprit === undefined || culprits.length >= limits.culprits || left.length === 0) {
      return { python: '', failures: culprits, unlisted: {}, unchecked: left.length };
    }
  }
}
