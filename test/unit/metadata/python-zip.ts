/** What Python's zipfile, Jam.py's own reader, sees in zips: one process for all of them. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READER = `
import hashlib, json, sys, zipfile
seen = []
for name in range(int(sys.argv[2])):
    try:
        with zipfile.ZipFile(sys.argv[1] + '/' + str(name)) as z:
            files = [i for i in z.infolist() if not i.is_dir()]
            seen.append([[i.filename, hashlib.sha256(z.read(i)).hexdigest()] for i in files])
    except Exception as error:
        seen.append(repr(error))
json.dump(seen, sys.stdout)
`;

/** Names and sha256 of the files of each zip in their order, or Python's complaint. */
export function pythonSees(zips: readonly Uint8Array[]): ([string, string][] | string)[] {
  const folder = mkdtempSync(join(tmpdir(), 'python-zip-'));
  try {
    zips.forEach((zip, index) => {
      writeFileSync(join(folder, String(index)), zip);
    });
    const output = execFileSync('python3', ['-I', '-c', READER, folder, String(zips.length)], { maxBuffer: 1 << 28 });
    return JSON.parse(output.toString());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same of entries that our reader accepted. */
export function weSee(entries: ReadonlyMap<string, Uint8Array>): [string, string][] {
  return [...entries].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]);
}
