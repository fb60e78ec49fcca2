/**
 * The outer structure of a zip: its end record and central directory. Read by hand, because what matters is not what
 * a forgiving reader makes of the bytes but that every reader sees the same; Jam.py's is Python's zipfile.
 */
import { type FindingList, visible } from './finding-list.ts';
import { LIMITS, sizeText } from './limits.ts';
import { notAZip } from './not-a-zip.ts';

/** One entry as the central directory tells it. */
export interface CentralHeader {
  nameBytes: Uint8Array;
  versionNeeded: number;
  flags: number;
  method: number;
  crc: number;
  packedSize: number;
  size: number;
  extra: Uint8Array;
  /** Low 16 bits DOS attributes, high 16 bits the Unix mode. */
  externalAttributes: number;
  /** Where its local header starts. */
  offset: number;
}

export interface ZipDirectory {
  headers: CentralHeader[];
  /** Where the central directory starts: the end of the entries. */
  start: number;
}

const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const ZIP64_LOCATOR = 0x07064b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;

const EXPORT_AGAIN = 'Export the metadata again in the Builder and commit that file unchanged.';

/** The central directory, or undefined when the structure does not hold (a finding says how). Never throws. */
export function readDirectory(zip: Buffer, found: FindingList): ZipDirectory | undefined {
  const end = findEnd(zip);
  if (end === undefined) {
    notAZip(zip, found);
    return undefined;
  }
  const comment = zip.subarray(end + END_SIZE);
  if (comment.length !== zip.readUInt16LE(end + 20) || comment.includes(END_SIGNATURE)) {
    if (!notAZip(zip, found, { onlyText: true })) {
      const message =
        'There are bytes behind the end of the zip, or it has two ends: readers disagree on what it holds.';
      found.error('zip-trailing-bytes', {}, message, EXPORT_AGAIN);
    }
    return undefined;
  }
  return endHolds(zip, end, found) ? readHeaders(zip, end, found) : undefined;
}

/** Offset of the end record: the last one, as Python looks for it. */
function findEnd(zip: Buffer): number | undefined {
  if (zip.length < END_SIZE) return undefined;
  const from = zip.length - END_SIZE;
  const at = zip.lastIndexOf(END_SIGNATURE, from);
  return at >= 0 && at >= from - 0xffff ? at : undefined;
}

function endHolds(zip: Buffer, end: number, found: FindingList): boolean {
  const [disk, directoryDisk, here, total] = [4, 6, 8, 10].map((at) => zip.readUInt16LE(end + at)) as [
    number,
    number,
    number,
    number,
  ];
  const size = zip.readUInt32LE(end + 12);
  const start = zip.readUInt32LE(end + 16);
  const zip64 =
    (end >= 20 && zip.readUInt32LE(end - 20) === ZIP64_LOCATOR) ||
    [disk, directoryDisk, here, total].includes(0xffff) ||
    [size, start].includes(0xffffffff);
  if (zip64) {
    refuseZip64(found);
  } else if (disk !== 0 || directoryDisk !== 0 || here !== total) {
    const message = 'The zip is one part of a zip that was split over several files.';
    found.error('zip-multi-disk', {}, message, EXPORT_AGAIN);
  } else if (total > LIMITS.entries) {
    const message = `The zip has ${total} entries; more than ${LIMITS.entries} are not accepted.`;
    found.error('zip-entry-count', {}, message, 'Remove what does not belong to the application, then export again.');
  } else if (start + size !== end) {
    if (notAZip(zip, found, { shift: end - start - size, onlyText: true })) return false;
    const lost = start + size - end;
    if (lost > 0) {
      const message = `The zip is damaged: ${sizeText(lost)} are missing between its entries and its end.`;
      found.error('zip-truncated', {}, message, EXPORT_AGAIN);
    } else {
      const message = `${sizeText(-lost)} in the zip belong to no entry: they stand before its start or before its end.`;
      found.error('zip-leading-bytes', {}, message, EXPORT_AGAIN);
    }
  } else {
    return true;
  }
  return false;
}

/** Zip64 fields exist for sizes above 4 GB; within our limits they only give readers a way to disagree. */
export function refuseZip64(found: FindingList, entry?: string): void {
  const message = `${entry ? `"${visible(entry)}" uses` : 'The zip uses'} the zip64 form, made for files above 4 GB; Jam.py's Export does not.`;
  found.error('zip-zip64', entry ? { entry: visible(entry) } : {}, message, EXPORT_AGAIN);
}

function readHeaders(zip: Buffer, end: number, found: FindingList): ZipDirectory | undefined {
  const total = zip.readUInt16LE(end + 10);
  const start = zip.readUInt32LE(end + 16);
  const headers: CentralHeader[] = [];
  let at = start;
  while (at + CENTRAL_SIZE <= end && zip.readUInt32LE(at) === CENTRAL_SIGNATURE) {
    const [nameLength, extraLength, commentLength, disk] = [28, 30, 32, 34].map((field) =>
      zip.readUInt16LE(at + field),
    ) as [number, number, number, number];
    const name = at + CENTRAL_SIZE;
    const next = name + nameLength + extraLength + commentLength;
    if (next > end) break;
    if (disk !== 0) {
      found.error('zip-multi-disk', {}, 'An entry of the zip lies in another part of a split zip.', EXPORT_AGAIN);
      return undefined;
    }
    headers.push({
      versionNeeded: zip.readUInt16LE(at + 6) & 0xff,
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packedSize: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      externalAttributes: zip.readUInt32LE(at + 38),
      offset: zip.readUInt32LE(at + 42),
      nameBytes: zip.subarray(name, name + nameLength),
      extra: zip.subarray(name + nameLength, name + nameLength + extraLength),
    });
    if (headers.length > total) break;
    at = next;
  }
  if (at === end && headers.length === total) return { headers, start };
  if (!notAZip(zip, found, { onlyText: true })) {
    const message = `The zip's directory is damaged: it announces ${total} entries, ${headers.length} can be read.`;
    found.error('zip-directory', {}, message, EXPORT_AGAIN);
  }
  return undefined;
}
