/** What Jam.py itself makes of a zip: a new project that imports it at its start, then is served, loaded and opened. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JamClient, type LoadedItem } from '../../lab/builder.ts';
import { configure, createProject, type Project } from '../../lab/project.ts';
import { bareImport, serve } from '../../lab/serve.ts';
import type { Version } from '../../lab/versions.ts';

const SUCCESS = 'THE METADATA HAVE BEEN SUCCESSFULLY IMPORTED';
/** Items with a table behind them. */
const OPENED = [10, 12];

export interface Tried {
  imported: boolean;
  /** The import log. */
  log: string;
  /** Items of the loaded application. */
  items: readonly LoadedItem[];
  /** Why it does not load. */
  loadError: string | undefined;
  /** `item: why` of those that can not be opened. */
  openErrors: readonly string[];
  /** What gunicorn and Jam.py wrote. */
  output: string;
  /** What the question gave, or `error: …`. */
  answer: unknown;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Asks the application something more than to load and open. */
export type Question = (client: JamClient, items: readonly LoadedItem[]) => Promise<unknown>;

interface Options {
  /** Switched on after the import; the first role's user then logs in. */
  safeMode?: boolean;
  ask?: Question;
}

const BOSS = { login: 'boss', password: 'b0ss', role: 1 };

export async function tryByJampy(version: Version, zip: Uint8Array, options: Options = {}): Promise<Tried> {
  const dir = await mkdtemp(join(tmpdir(), 'jampy-rule-'));
  try {
    const project = await createProject({ version, dir, db: { type: 'sqlite', name: 'crm.sqlite' }, finish: 'files' });
    await mkdir(join(dir, 'migration'), { recursive: true });
    await writeFile(join(dir, 'migration', 'metadata.zip'), zip);
    await bareImport(project);
    const log = await importLog(dir);
    const tried: Tried = {
      imported: log.includes(SUCCESS),
      log,
      items: [],
      loadError: undefined,
      openErrors: [],
      output: '',
      answer: undefined,
    };
    if (!tried.imported) return tried;
    if (options.safeMode) await configure(project, { safeMode: true, users: [BOSS] });
    return { ...tried, ...(await use(project, options)) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function importLog(dir: string): Promise<string> {
  const folder = join(dir, 'logs');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('import_')).sort();
  const last = names.at(-1);
  return last === undefined ? '' : await readFile(join(folder, last), 'utf8');
}

async function use(project: Project, { safeMode, ask }: Options): Promise<Partial<Tried>> {
  const served = await serve(project);
  try {
    const client = new JamClient(served.url, project.line, 1);
    await (await client.fetch('/')).arrayBuffer();
    let items: LoadedItem[];
    try {
      if (safeMode && !(await client.login(BOSS.login, BOSS.password))) throw new Error('nobody can log in');
      items = await client.items();
    } catch (error) {
      return { loadError: messageOf(error), output: served.output() };
    }
    const openErrors: string[] = [];
    for (const item of items.filter(({ type }) => OPENED.includes(type))) {
      await client.open(item.id).catch((error) => openErrors.push(`${item.name}: ${messageOf(error)}`));
    }
    const answer = await ask?.(client, items).catch((error) => `error: ${messageOf(error)}`);
    return { items, openErrors, answer, output: served.output() };
  } finally {
    await served.stop();
  }
}
