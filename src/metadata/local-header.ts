/**
 * One entry of a zip where its bytes are: the local header, the packed bytes and the data descriptor behind them.
 * It must say the same as the central directory, and entries must lie one behind the other without a gap.
 */
import { type FindingList, visible } from './finding-list.ts';
import type { PackageRuleId } from './package-rules.ts';
import { type CentralHeader, refuseZip64 } from './zip-directory.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const LOCAL_SIZE = 30;
const DESCRIPTOR_FLAG = 0x0008;
const ZIP64_EXTRA = 0x0001;
const UNICODE_PATH_EXTRA = 0x7075;

const EXPORT_AGAIN = 'Make the zip with Export in the Builder and commit that file unchanged.';

/**
 * The packed bytes of an entry, or undefined when a finding was added. `limit` is where the next entry or the central
 * directory starts; `name` is for sentences.
 */
export function packedBytes(
  zip: Buffer,
  central: CentralHeader,
  limit: number,
  name: string,
  found: FindingList,
): Buffer | undefined {
  const place = { entry: visible(name) };
  const refuse = (rule: PackageRuleId, says: string): undefined => {
    found.error(rule, place, `"${visible(name)}" ${says}.`, EXPORT_AGAIN);
  };
  const at = central.offset;
  if (at + LOCAL_SIZE > limit) return refuse('zip-overlapping-entries', 'overlaps another part of the zip');
  if (zip.readUInt32LE(at) !== LOCAL_SIGNATURE) {
    return refuse('zip-header-mismatch', 'is in the directory of the zip, but not at the place given there');
  }
  const nameStart = at + LOCAL_SIZE;
  const extraStart = nameStart + zip.readUInt16LE(at + 26);
  const dataStart = extraStart + zip.readUInt16LE(at + 28);
  const dataEnd = dataStart + central.packedSize;
  if (dataEnd > limit) return refuse('zip-overlapping-entries', 'overlaps another part of the zip');

  const differs = difference(zip, central, zip.subarray(nameStart, extraStart));
  if (differs) {
    return refuse(
      'zip-header-mismatch',
      `has two headers that disagree on its ${differs}: readers would see different files`,
    );
  }
  for (const extra of [central.extra, zip.subarray(extraStart, dataStart)]) {
    const problem = extraProblem(extra, central.nameBytes);
    if (problem === 'zip64') refuseZip64(found, name);
    else if (problem) refuse('zip-extra-field', problem);
    if (problem) return undefined;
  }
  const rest = zip.subarray(dataEnd, limit);
  if ((central.flags & DESCRIPTOR_FLAG) !== 0) {
    if (!isDescriptor(rest, central)) {
      return refuse('zip-header-mismatch', 'is not followed by the data descriptor that its header announces');
    }
  } else if (rest.length > 0) {
    return refuse('zip-hidden-bytes', `is followed by ${rest.length} bytes that belong to no entry`);
  }
  return zip.subarray(dataStart, dataEnd);
}

/** In what the local header differs from the central one; sizes and checksum may be 0 when a descriptor follows. */
function difference(zip: Buffer, central: CentralHeader, nameBytes: Buffer): string | undefined {
  const at = central.offset;
  const deferred = (central.flags & DESCRIPTOR_FLAG) !== 0;
  const same = (local: number, wanted: number) => local === wanted || (deferred && local === 0);
  if (!nameBytes.equals(central.nameBytes)) return 'name';
  if (zip.readUInt16LE(at + 6) !== central.flags) return 'flags';
  if (zip.readUInt16LE(at + 8) !== central.method) return 'compression method';
  if (!same(zip.readUInt32LE(at + 14), central.crc)) return 'checksum';
  if (!same(zip.readUInt32LE(at + 18), central.packedSize)) return 'packed size';
  if (!same(zip.readUInt32LE(at + 22), central.size)) return 'size';
  return undefined;
}

/** A data descriptor: checksum, packed size and size, with or without a signature in front. */
function isDescriptor(rest: Buffer, central: CentralHeader): boolean {
  const signed = rest.length === 16 && rest.readUInt32LE(0) === DESCRIPTOR_SIGNATURE;
  if (!signed && rest.length !== 12) return false;
  const at = signed ? 4 : 0;
  return (
    rest.readUInt32LE(at) === central.crc &&
    rest.readUInt32LE(at + 4) === central.packedSize &&
    rest.readUInt32LE(at + 8) === central.size
  );
}

/** Extra fields are fine (time, owner …) unless they are broken, zip64, or give the entry another name. */
function extraProblem(extra: Buffer | Uint8Array, nameBytes: Uint8Array): string | undefined {
  const fields = Buffer.from(extra.buffer, extra.byteOffset, extra.byteLength);
  let at = 0;
  while (at + 4 <= fields.length) {
    const id = fields.readUInt16LE(at);
    const next = at + 4 + fields.readUInt16LE(at + 2);
    if (next > fields.length) return 'has a broken extra field in its header';
    if (id === ZIP64_EXTRA) return 'zip64';
    // version (1 byte), checksum of the plain name (4 bytes), then the name in UTF-8
    if (id === UNICODE_PATH_EXTRA && !fields.subarray(at + 9, next).equals(nameBytes)) {
      return 'has a second name in its header: readers would see different files';
    }
    at = next;
  }
  return undefined;
}
