/**
 * Builds dist/: TypeScript to build/, one bundle of it by ncc, and the launchers beside it.
 * ncc can not read TypeScript 7, and never cleans its output folder.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LARGEST_DIST = 6 * 1024 * 1024;

/** @param dist folder that is made anew */
export function build(dist: string): void {
  const run = (program: string, ...args: string[]) =>
    execFileSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: 'inherit' });
  // Another one, below node_modules so that packages are found, leaves a build beside this one alone.
  const out = process.env.JAMPY_BUILD_DIR || join(root, 'build');
  for (const folder of [out, dist]) rmSync(folder, { recursive: true, force: true });
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', out);
  run(
    '@vercel/ncc/dist/ncc/cli.js',
    'build',
    join(out, 'app.js'),
    '-o',
    dist,
    '--license',
    'licenses.txt',
    '--no-cache',
  );
  renameSync(join(dist, 'index.js'), join(dist, 'app.js'));
  // Templates of knex's own command line.
  for (const folder of ['stub', 'stub1']) rmSync(join(dist, folder), { recursive: true, force: true });
  for (const launcher of ['index.js', 'post.js', 'cli.js']) copyFileSync(join(out, launcher), join(dist, launcher));
  const size = sizeOf(dist);
  console.log(`dist: ${(size / 1024 / 1024).toFixed(2)} MB in ${readdirSync(dist).length} files`);
  if (size > LARGEST_DIST) throw new Error(`dist is larger than ${LARGEST_DIST / 1024 / 1024} MB`);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build(process.argv[2] ?? join(root, 'dist'));
