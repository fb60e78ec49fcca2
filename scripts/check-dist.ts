/** Builds dist/ anew in a temporary folder and compares it with the committed one, byte by byte. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

function filesOf(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** One sentence for every file that differs. */
export function differences(committed: ReadonlyMap<string, Buffer>, built: ReadonlyMap<string, Buffer>): string[] {
  const names = [...new Set([...committed.keys(), ...built.keys()])].sort();
  return names.flatMap((name) => {
    const [there, made] = [committed.get(name), built.get(name)];
    if (there === undefined) return [`dist/${name} is missing`];
    if (made === undefined) return [`dist/${name} is not made by the build any more`];
    return there.equals(made) ? [] : [`dist/${name} is not what the sources give`];
  });
}

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'jampy-dist-'));
  try {
    build(join(folder, 'dist'));
    const found = differences(filesOf(join(ROOT, 'dist')), filesOf(join(folder, 'dist')));
    for (const line of found) console.error(line);
    if (found.length > 0) console.error('Run npm run build and commit dist/.');
    return found.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
