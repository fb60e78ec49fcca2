/** Which Jam.py a Python has installed (docs/jampy.md, "Versions": never SYS_PARAMS.F_JAM_VERSION, which lags). */
import { fail, Stop } from '../errors.ts';
import type { Host } from '../hosts/host.ts';

const PROGRAM = `
import json, sys
from importlib import metadata
found = {}
for name in ('jam.py', 'jam.py-v5', 'jam.py-v7', 'jam-py', 'jam-py-v5', 'jam-py-v7'):
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps({'python': '%d.%d.%d' % sys.version_info[:3], 'jam': sorted(set(found.values()))}))
`;

/** Asked once a host: nobody installs another one while we look. */
const asked = new WeakMap<Host, Map<string, Promise<string>>>();

/**
 * @param python interpreter on the host.
 * @returns the installed version.
 * @throws Stop when that is no Python, or has no Jam.py or several.
 */
export function installedJamVersion(host: Host, python: string): Promise<string> {
  const known = asked.get(host) ?? new Map<string, Promise<string>>();
  asked.set(host, known);
  const answer = known.get(python) ?? askVersion(host, python);
  known.set(python, answer);
  return answer;
}

async function askVersion(host: Host, python: string): Promise<string> {
  const where = `python (${python}) on ${host.name}`;
  const finished = await host.run({ argv: [python, '-I', '-c', PROGRAM], timeoutMs: 30_000 }).catch((error) => {
    if (!(error instanceof Stop) || error.id !== 'sudo-refused') throw error;
    throw fail(error.id, `${where} is not there, or sudo does not permit it. ${error.message}`, error);
  });
  if (finished.code !== 0) {
    // A traceback ends with its reason; `env` says first why a program could not be started.
    const lines = finished.stderr.trim().split('\n');
    const said = (lines[0]?.startsWith('env: ') ? lines[0].slice(5) : (lines.at(-1) ?? '')).slice(0, 300);
    throw fail(
      'python-broken',
      `${where} could not be run: ${finished.timedOut ? 'no end within 30 s' : said || `exit code ${finished.code}`}. Give the interpreter of the project's virtual environment. Nothing was changed.`,
    );
  }
  let answer: { jam: string[] };
  try {
    answer = JSON.parse(finished.stdout.trim().split('\n').at(-1) ?? '');
  } catch {
    throw fail('python-broken', `${where} did not answer as a Python 3.8 or newer would. Nothing was changed.`);
  }
  const [version, ...others] = answer.jam;
  if (version === undefined) {
    throw fail(
      'jam-not-installed',
      `${where} has no Jam.py installed: give the interpreter of the project's own virtual environment. Nothing was changed.`,
    );
  }
  if (others.length > 0) {
    throw fail(
      'jam-several',
      `${where} has several Jam.py packages installed (${answer.jam.join(', ')}), which overwrite each other: keep one. Nothing was changed.`,
    );
  }
  return version;
}

/** Numeric order of dotted versions; undefined parts count as 0. */
export function compareVersions(left: string, right: string): number {
  const parts = (version: string) => version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [a, b] = [parts(left), parts(right)];
  for (let position = 0; position < Math.max(a.length, b.length); position++) {
    const difference = (a[position] ?? 0) - (b[position] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** 5 for 5.x, 7 for 7.x; undefined for any other line. */
export function lineOfVersion(version: string): 5 | 7 | undefined {
  const major = Number.parseInt(version, 10);
  return major === 5 || major === 7 ? major : undefined;
}
