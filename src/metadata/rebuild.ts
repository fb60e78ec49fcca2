/**
 * Packs the entries that were checked into a new zip, the only one that is ever sent to a server: Jam.py's unzip then
 * finds exactly the files that were looked at, whatever else the committed zip holds between its lines.
 */
import { TASK_DAT } from './task-dat.ts';

/** DOS time has no zone: local noon, so that every machine writes the same bytes. */
const FIXED_TIME = new Date(2000, 0, 1, 12, 0, 0);
const FILE_MODE = 0o644;

/**
 * The bytes of a zip with these files (deflate, names in UTF-8, mode 644), task.dat first and the rest by path.
 * Equal entries give equal bytes.
 */
export async function rebuildZip(entries: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const { default: AdmZip } = await import('adm-zip');
  const zip = new AdmZip(undefined, { noSort: true });
  const rank = (path: string) => (path === TASK_DAT ? `0${path}` : `1${path}`);
  const paths = [...entries.keys()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  for (const path of paths) {
    const entry = zip.addFile(path, Buffer.from(entries.get(path)!), '', FILE_MODE);
    entry.header.time = FIXED_TIME;
  }
  return zip.toBuffer();
}
