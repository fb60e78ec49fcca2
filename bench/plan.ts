/**
 * `validate` and `plan` of a very large application: time and peak memory as ratios to a process that only inflates the
 * zip and parses its JSON; and, on a smaller one, time to Jam.py's own "analyzing" stage of an import of the same zip into
 * a new project, which takes it longer than anybody waits on the large one.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProject } from '../test/lab/project.ts';
import { setUpPythonForSqlite } from '../test/lab/python.ts';
import { run } from '../test/lab/run.ts';
import { largeApplication, type Size } from './application.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CLI = join(ROOT, 'dist', 'cli.js');
const SIZE: Size = { items: 2000, fieldsOfItem: 20, bare: true };
/** Of the comparison with Jam.py. */
const SMALLER: Size = { items: 100, fieldsOfItem: 20, bare: true };
const RUNS = 3;
/** Of memory: so many times each task.dat that is read, and so many bytes. */
const GOAL = { times: 3, bytes: 120_000_000 };

/** Writes the peak of its process when that ends. */
const PEAK = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));`;

const BARE = `const AdmZip = require(${JSON.stringify(join(ROOT, 'node_modules', 'adm-zip'))});
JSON.parse(new AdmZip(process.argv[1]).readAsText('task.dat'));`;

/** Times the one stage of Jam.py's import and says how long it took, in seconds. */
const JAM = `import sys, time
import jam.admin.import_metadata as importing
stage = importing.MetaDataImport.analize_data
def timed(self):
    start = time.perf_counter()
    stage(self)
    print('ANALYZED', time.perf_counter() - start, flush=True)
importing.MetaDataImport.analize_data = timed
from jam.wsgi import create_application
create_application(sys.argv[1])`;

interface Measured {
  ms: number;
  /** Bytes. */
  peak: number;
}

async function measure(folder: string, args: readonly string[]): Promise<Measured> {
  const [hook, peak] = [join(folder, 'peak.mjs'), join(folder, 'peak')];
  writeFileSync(hook, PEAK);
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', hook, ...args], {
    env: { ...process.env, BENCH_PEAK: peak },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(code)}`);
  return { ms: performance.now() - start, peak: Number(readFileSync(peak, 'utf8')) * 1024 };
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

export async function benchPlan(folder: string): Promise<void> {
  const [first, second] = [largeApplication(SIZE), largeApplication({ ...SIZE, release: 2 })];
  const [old, now] = [join(folder, 'large-1.zip'), join(folder, 'large-2.zip')];
  writeFileSync(old, first.zip);
  writeFileSync(now, second.zip);
  const sides = [
    { name: 'bare inflate and JSON.parse', args: ['-e', BARE, now], read: second.inflated },
    { name: 'validate', args: [CLI, 'validate', now], read: second.inflated },
    { name: 'plan of a first release', args: [CLI, 'plan', now], read: second.inflated },
    {
      name: 'plan of an upgrade',
      args: [CLI, 'plan', now, '--base-metadata', old],
      read: first.inflated + second.inflated,
    },
  ].map((side) => ({ ...side, measured: [] as Measured[] }));
  for (let turn = 0; turn < RUNS; turn++) {
    for (const { args, measured } of sides) measured.push(await measure(folder, args));
  }
  const mega = (bytes: number) => `${(bytes / 1_000_000).toFixed(0)} MB`;
  console.log(`${SIZE.items} items, ${SIZE.items * SIZE.fieldsOfItem} fields, ${mega(second.inflated)} inflated`);
  const [bare] = sides.map(({ measured }) => middle(measured.map(({ ms }) => ms)));
  const [barePeak] = sides.map(({ measured }) => middle(measured.map(({ peak }) => peak)));
  for (const { name, measured, read } of sides) {
    const allowed = GOAL.times * read + GOAL.bytes;
    const [ms, peak] = [middle(measured.map((each) => each.ms)), middle(measured.map((each) => each.peak))];
    const ratios = `${(ms / (bare ?? 1)).toFixed(1)} times the time, ${(peak / (barePeak ?? 1)).toFixed(1)} times the memory`;
    const over = peak > allowed ? `; MORE THAN ${mega(allowed)}` : ` (of ${mega(allowed)})`;
    console.log(`${name.padEnd(34)} ${(ms / 1000).toFixed(2)} s, ${mega(peak)}: ${ratios} of the bare one${over}`);
  }
  await besideJamPy(folder);
}

/** Both analyse the same zip, in turn. */
async function besideJamPy(folder: string): Promise<void> {
  const zip = join(folder, 'smaller.zip');
  writeFileSync(zip, largeApplication(SMALLER).zip);
  const times: number[] = [];
  for (let turn = 0; turn < RUNS; turn++) times.push((await measure(folder, [CLI, 'plan', zip])).ms);
  const [plan, analyzed] = [middle(times) / 1000, await analyzing(folder, zip)];
  const fields = SMALLER.items * SMALLER.fieldsOfItem;
  console.log(`${SMALLER.items} items, ${fields} fields`);
  console.log(`plan of a first release            ${plan.toFixed(2)} s, all of the process`);
  console.log(`Jam.py's own analysis              ${analyzed.toFixed(2)} s, that stage alone`);
  console.log(`plan / analysis                    ${(plan / analyzed).toFixed(2)}\n`);
}

/** Seconds of the stage in an import of the zip into a new project on SQLite. */
async function analyzing(folder: string, zip: string): Promise<number> {
  const version = await setUpPythonForSqlite(() => {});
  const dir = join(folder, 'large');
  const project = await createProject({ version, dir, db: { type: 'sqlite', name: 'shop.sqlite' } });
  mkdirSync(join(dir, 'migration'), { recursive: true });
  writeFileSync(join(dir, 'migration', 'shop.zip'), readFileSync(zip));
  const said = await run([project.python, '-c', JAM, join(dir, 'wsgi.py')], { cwd: dir });
  const seconds = /ANALYZED ([\d.e-]+)/.exec(said)?.[1];
  if (seconds === undefined) throw new Error(`Jam.py did not come to its analysis:\n${said.slice(-2000)}`);
  return Number(seconds);
}
