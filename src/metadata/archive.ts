/**
 * Opens a metadata zip whose bytes nobody vouches for: every header is checked by hand before anything is inflated,
 * and each entry is inflated under its own limit. What passes is later packed anew (`rebuild.ts`), so that Jam.py's
 * unzip can not see other bytes than were checked here.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import type { Finding } from '../finding.ts';
import { decodeName, foldedPath, pathProblem } from './entry-paths.ts';
import { type FindingList, findingList, visible } from './finding-list.ts';
import { LIMITS, sizeText } from './limits.ts';
import { packedBytes } from './local-header.ts';
import type { PackageRuleId } from './package-rules.ts';
import { placeProblem } from './places.ts';
import { type CentralHeader, readDirectory, type ZipDirectory } from './zip-directory.ts';

export interface Archive {
  /** Bytes of each file that passed every check, by path, in the order of the zip; task.dat is among them. */
  entries: ReadonlyMap<string, Uint8Array>;
  findings: Finding[];
}

const EXPORT_AGAIN = 'Make the zip with Export in the Builder and commit that file unchanged.';

const STORED = 0;
const DEFLATED = 8;
/** Encrypted, strongly encrypted, header masked. */
const ENCRYPTION_FLAGS = 0x0001 | 0x0040 | 0x2000;
/** Deflate's level (two bits), data descriptor, UTF-8 name. */
const PLAIN_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800;
/** "Version needed" of zip64, the newest form that a plain writer claims. */
const NEWEST_VERSION = 45;

/** `bytes` is the zip as it lies on disk. Never throws: whatever is wrong is a finding. */
export function readArchive(bytes: Uint8Array): Archive {
  const found = findingList();
  const entries = new Map<string, Uint8Array>();
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = withinPackedLimit(zip, found) ? readDirectory(zip, found) : undefined;
  if (directory && withinInflatedLimits(directory.headers, found)) readEntries(zip, directory, entries, found);
  return { entries, findings: found.list() };
}

function withinPackedLimit(zip: Buffer, found: FindingList): boolean {
  if (zip.length <= LIMITS.packedBytes) return true;
  const message = `The zip is ${sizeText(zip.length)} large; more than ${sizeText(LIMITS.packedBytes)} are not accepted.`;
  found.error('zip-packed-size', {}, message, 'Remove what does not belong to the application, then export again.');
  return false;
}

/** Announced sizes, before anything is inflated. */
function withinInflatedLimits(headers: readonly CentralHeader[], found: FindingList): boolean {
  const total = headers.reduce((sum, header) => sum + header.size, 0);
  if (total <= LIMITS.inflatedBytes) return true;
  const message = `The zip would unpack to ${sizeText(total)}; more than ${sizeText(LIMITS.inflatedBytes)} are not accepted.`;
  found.error('zip-inflated-size', {}, message, 'Remove what does not belong to the application, then export again.');
  return false;
}

function readEntries(zip: Buffer, directory: ZipDirectory, entries: Map<string, Uint8Array>, found: FindingList): void {
  const limits = limitsOf(directory, found);
  const names = nameBook(found);
  for (const header of directory.headers) {
    const name = acceptedName(header, found);
    if (name === undefined || !names.add(name) || !headerProblemFree(header, name, found)) continue;
    const packed = packedBytes(zip, header, limits.get(header) ?? directory.start, name, found);
    if (!packed) continue;
    const content = inflated(header, packed, name, found);
    // Export writes no folders; those that other packers add say nothing that an import would do.
    if (content && !name.endsWith('/')) entries.set(name, content);
  }
}

/** Where the next entry (or the directory) starts, for each entry; the first must start the file. */
function limitsOf(directory: ZipDirectory, found: FindingList): Map<CentralHeader, number> {
  const sorted = directory.headers.toSorted((a, b) => a.offset - b.offset);
  const first = sorted[0]?.offset ?? directory.start;
  if (first > 0) {
    const message = `${sizeText(first)} stand in front of the first entry of the zip.`;
    found.error('zip-leading-bytes', {}, message, EXPORT_AGAIN);
  }
  const limit = (header: CentralHeader, index: number): number => {
    const shared = sorted[index - 1]?.offset === header.offset;
    const next = shared ? header.offset : (sorted[index + 1]?.offset ?? directory.start);
    return Math.min(next, directory.start);
  };
  return new Map(sorted.map((header, index) => [header, limit(header, index)]));
}

/** The path of an entry (folders end in a slash), or undefined when its name or place is refused. */
function acceptedName(header: CentralHeader, found: FindingList): string | undefined {
  const name = decodeName(header.nameBytes, header.flags);
  if (name === undefined) {
    const entry = visible(Buffer.from(header.nameBytes).toString('utf8'));
    const message = `The name of the entry "${entry}" is not valid in its encoding: Jam.py would write another name.`;
    found.error('zip-name-encoding', { entry }, message, EXPORT_AGAIN);
    return undefined;
  }
  const folder = name.length > 1 && name.endsWith('/');
  const path = folder ? name.slice(0, -1) : name;
  const place = { entry: visible(name) };
  const problem = pathProblem(path);
  if (problem) found[problem.severity](problem.rule, place, problem.message, problem.remedy);
  if (problem?.severity === 'error') return undefined;
  const wrongPlace = placeProblem(path, folder);
  if (wrongPlace) found.error(wrongPlace.rule, place, wrongPlace.message, wrongPlace.remedy);
  return wrongPlace ? undefined : name;
}

/** Remembers names; `add` says no (with a finding) to a name that meets an earlier one on some file system. */
function nameBook(found: FindingList): { add(name: string): boolean } {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const refuse = (rule: PackageRuleId, name: string, says: string): false => {
    const remedy = 'Keep one of the two in the project folder of the development application, then export again.';
    found.error(rule, { entry: visible(name) }, `"${visible(name)}" ${says}.`, remedy);
    return false;
  };
  return {
    add(name) {
      const isFolder = name.endsWith('/');
      const key = foldedPath(isFolder ? name.slice(0, -1) : name);
      const twin = files.get(key);
      if (twin !== undefined && !isFolder) {
        const same = twin === name ? '' : ` (as "${visible(twin)}": the same to macOS or Windows)`;
        return refuse('zip-duplicate-name', name, `is in the zip twice${same}`);
      }
      const parents = key.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
      const fileAbove = parents.slice(1).find((parent) => files.has(parent));
      if (twin !== undefined || fileAbove !== undefined || (!isFolder && folders.has(key))) {
        return refuse('zip-file-and-folder', name, 'is a file and a folder at once in the zip');
      }
      for (const folder of isFolder ? [...parents.slice(1), key] : parents.slice(1)) folders.set(folder, name);
      if (!isFolder) files.set(key, name);
      return true;
    },
  };
}

interface HeaderRule {
  rule: PackageRuleId;
  broken(header: CentralHeader, name: string): boolean;
  says(header: CentralHeader): string;
}

const mode = (header: CentralHeader): number => header.externalAttributes >>> 16;

const HEADER_RULES: readonly HeaderRule[] = [
  { rule: 'zip-encrypted', broken: (h) => (h.flags & ENCRYPTION_FLAGS) !== 0, says: () => 'is encrypted' },
  {
    rule: 'zip-method',
    broken: (h) => h.method !== STORED && h.method !== DEFLATED,
    says: (h) => `is compressed with method ${h.method}; only stored (0) and deflate (8) are accepted`,
  },
  {
    rule: 'zip-flags',
    broken: (h) => (h.flags & ~PLAIN_FLAGS) !== 0 || h.versionNeeded > NEWEST_VERSION,
    says: () => 'needs features of the zip format that Jam.py does not read',
  },
  {
    rule: 'zip-special-file',
    broken: (h, name) => !isPlain(h, name.endsWith('/')),
    says: (h) => `is ${kindName(mode(h) & 0o170000)}, not a plain file`,
  },
  {
    rule: 'zip-setuid',
    broken: (h, name) => !name.endsWith('/') && (mode(h) & 0o7000) !== 0,
    says: () => 'has the setuid, setgid or sticky bit set',
  },
  {
    rule: 'zip-folder-with-content',
    broken: (h, name) => name.endsWith('/') && h.size !== 0,
    says: () => 'is a folder with content of its own',
  },
  {
    rule: 'zip-task-dat-size',
    broken: (h, name) => name === 'task.dat' && h.size > LIMITS.taskDatBytes,
    says: (h) => `is ${sizeText(h.size)} large; more than ${sizeText(LIMITS.taskDatBytes)} are not accepted`,
  },
  {
    rule: 'zip-ratio',
    broken: (h) => h.size > LIMITS.ratioFrom && h.size > h.packedSize * LIMITS.ratio,
    says: (h) =>
      `would grow from ${sizeText(h.packedSize)} to ${sizeText(h.size)}, more than ${LIMITS.ratio} times: a zip bomb`,
  },
];

function headerProblemFree(header: CentralHeader, name: string, found: FindingList): boolean {
  const broken = HEADER_RULES.find((rule) => rule.broken(header, name));
  if (broken)
    found.error(broken.rule, { entry: visible(name) }, `"${visible(name)}" ${broken.says(header)}.`, EXPORT_AGAIN);
  return !broken;
}

const KINDS: ReadonlyMap<number, string> = new Map([
  [0o120000, 'a symbolic link'],
  [0o060000, 'a device'],
  [0o020000, 'a device'],
  [0o010000, 'a named pipe (FIFO)'],
  [0o140000, 'a socket'],
]);

function kindName(kind: number): string {
  return KINDS.get(kind) ?? 'marked as a folder or as something unknown';
}

/** A file (or, with a name that ends in a slash, a folder) by its Unix mode, if any, and its DOS attributes. */
function isPlain(header: CentralHeader, folder: boolean): boolean {
  const kind = mode(header) & 0o170000;
  const dosOdd = folder ? 0x08 : 0x18; // volume label, folder
  return (kind === 0 || kind === (folder ? 0o040000 : 0o100000)) && (header.externalAttributes & dosOdd) === 0;
}

/** The content, exactly as large as announced and with its checksum, or undefined with a finding. */
function inflated(header: CentralHeader, packed: Buffer, name: string, found: FindingList): Uint8Array | undefined {
  const refuse = (rule: PackageRuleId, says: string): undefined => {
    found.error(rule, { entry: visible(name) }, `"${visible(name)}" ${says}.`, EXPORT_AGAIN);
  };
  let content: Buffer = packed;
  if (header.method === DEFLATED) {
    const result = inflate(packed, header.size);
    if (result === 'larger')
      return refuse('zip-entry-size', `unpacks to more than the ${header.size} bytes it announces`);
    if (result === 'broken') return refuse('zip-deflate', 'can not be unpacked: its packed bytes are damaged');
    if (result.consumed !== packed.length) {
      return refuse('zip-hidden-bytes', `has ${packed.length - result.consumed} bytes behind its packed content`);
    }
    content = result.content;
  }
  if (content.length !== header.size) {
    return refuse('zip-entry-size', `is ${content.length} bytes large, not ${header.size} as it announces`);
  }
  if (crc32(content) !== header.crc)
    return refuse('zip-crc', 'is damaged: its content does not match its checksum (CRC)');
  return content;
}

function inflate(packed: Buffer, size: number): { content: Buffer; consumed: number } | 'larger' | 'broken' {
  try {
    const chunkSize = Math.min(Math.max(size, 64), LIMITS.ratioFrom);
    // With `info` Node also returns the engine, whose bytesWritten is how much of the input the stream used.
    const result = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1), chunkSize, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { content: result.buffer, consumed: result.engine.bytesWritten };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'larger' : 'broken';
  }
}
