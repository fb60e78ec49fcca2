/** Files that an import brings, overwrites or leaves lying; and what is left, since an import never deletes. */
import { generatedScripts } from '../metadata/generated-scripts.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { diffLines } from './line-diff.ts';
import type { FileChange } from './plan.ts';

const TEXT = /\.(html?|css|js|py|json|txt|md|svg|xml|csv|ini|cfg|po)$/i;

/** @param before files of the base; undefined values: the file is there, its bytes are not known. */
export function fileChanges(zip: MetadataPackage, before: ReadonlyMap<string, Uint8Array | undefined>): FileChange[] {
  const generated = generatedScripts(zip);
  const changes: FileChange[] = [];
  for (const [path, bytes] of zip.files) {
    if (generated.has(path)) continue;
    const old = before.get(path);
    if (old !== undefined && Buffer.compare(old, bytes) === 0) continue;
    const kind = before.has(path) ? 'changed' : 'added';
    changes.push({ path, kind, size: bytes.length, ...diffOf(path, old, bytes) });
  }
  for (const [path, bytes] of before) {
    if (!zip.files.has(path) && !generated.has(path))
      changes.push({ path, kind: 'left-behind', size: bytes?.length ?? 0 });
  }
  return changes;
}

function diffOf(path: string, before: Uint8Array | undefined, after: Uint8Array): Pick<FileChange, 'diff'> {
  if (!TEXT.test(path) || before === undefined) return {};
  const [left, right] = [before, after].map((bytes) => Buffer.from(bytes).toString('utf8'));
  if (left === undefined || right === undefined || left.includes('\0') || right.includes('\0')) return {};
  return { diff: diffLines(left, right) };
}
