/** A zip writer that lies on request: every header field can be forged. For tests of the zip reader only. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ForgedEntry {
  name: string | Uint8Array;
  data?: string | Uint8Array;
  /** 8 deflate (default), 0 stored; with any other the bytes are deflated all the same. */
  method?: number;
  flags?: number;
  crc?: number;
  size?: number;
  packedSize?: number;
  /** The compressed bytes, in place of those made from `data`. */
  packed?: Uint8Array;
  /** Unix mode in the external attributes; default a plain file or folder of mode 644. */
  mode?: number;
  dosAttributes?: number;
  versionNeeded?: number;
  extra?: Uint8Array;
  disk?: number;
  /** Where the central directory says that the entry is. */
  offset?: number;
  /** What the local header says, where it differs from the central one. */
  local?: {
    name?: string;
    flags?: number;
    method?: number;
    crc?: number;
    size?: number;
    packedSize?: number;
    extra?: Uint8Array;
  };
  localSignature?: number;
  /** Only in the central directory. */
  centralOnly?: boolean;
  /** Bytes behind the packed content, e.g. a data descriptor. */
  after?: Uint8Array;
}

export interface ForgedEnd {
  prefix?: Uint8Array;
  beforeDirectory?: Uint8Array;
  beforeEnd?: Uint8Array;
  comment?: Uint8Array;
  suffix?: Uint8Array;
  disk?: number;
  directoryDisk?: number;
  entriesHere?: number;
  entries?: number;
  directorySize?: number;
  directoryOffset?: number;
}

export function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    bytes.writeUInt16LE(value, index * 2);
  });
  return bytes;
}

export function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32LE(value >>> 0, index * 4);
  });
  return bytes;
}

/** Checksum, packed size and size of deflated `data`, as they stand in a data descriptor. */
export function descriptor(data: string, signed: boolean): Buffer {
  const bytes = Buffer.from(data);
  return Buffer.concat([
    signed ? u32(0x08074b50) : u32(),
    u32(crc32(bytes), deflateRawSync(bytes).length, bytes.length),
  ]);
}

export function zipOf(entries: readonly ForgedEntry[], end: ForgedEnd = {}): Buffer {
  const chunks: Buffer[] = [Buffer.from(end.prefix ?? [])];
  const directory: Buffer[] = [];
  let at = chunks[0]!.length;
  for (const entry of entries) {
    const { local, central } = records(entry, at);
    if (!entry.centralOnly) {
      chunks.push(local);
      at += local.length;
    }
    directory.push(central);
  }
  const before = Buffer.from(end.beforeDirectory ?? []);
  const size = directory.reduce((sum, each) => sum + each.length, 0);
  const comment = Buffer.from(end.comment ?? []);
  return Buffer.concat([
    ...chunks,
    before,
    ...directory,
    Buffer.from(end.beforeEnd ?? []),
    u32(0x06054b50),
    u16(
      end.disk ?? 0,
      end.directoryDisk ?? 0,
      end.entriesHere ?? end.entries ?? entries.length,
      end.entries ?? entries.length,
    ),
    u32(end.directorySize ?? size, end.directoryOffset ?? at + before.length),
    u16(comment.length),
    comment,
    Buffer.from(end.suffix ?? []),
  ]);
}

function records(entry: ForgedEntry, at: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name as string);
  const data = Buffer.from((entry.data ?? '') as string);
  const method = entry.method ?? 8;
  const packed = Buffer.from(entry.packed ?? (method === 0 ? data : deflateRawSync(data)));
  const isFolder = name.at(-1) === 0x2f;
  const told = {
    flags: entry.flags ?? (name.some((byte) => byte > 0x7f) ? 0x0800 : 0),
    method,
    crc: entry.crc ?? crc32(data),
    packedSize: entry.packedSize ?? packed.length,
    size: entry.size ?? data.length,
  };
  const there = { ...told, ...entry.local };
  const localName = entry.local?.name === undefined ? name : Buffer.from(entry.local.name);
  const localExtra = Buffer.from(entry.local?.extra ?? entry.extra ?? []);
  const extra = Buffer.from(entry.extra ?? []);
  const mode = entry.mode ?? (isFolder ? 0o040755 : 0o100644);
  const attributes = ((mode << 16) | (entry.dosAttributes ?? (isFolder ? 0x10 : 0))) >>> 0;
  const version = entry.versionNeeded ?? 20;
  const local = Buffer.concat([
    u32(entry.localSignature ?? 0x04034b50),
    u16(version, there.flags, there.method, 0x6000, 0x2821),
    u32(there.crc, there.packedSize, there.size),
    u16(localName.length, localExtra.length),
    localName,
    localExtra,
    packed,
    Buffer.from(entry.after ?? []),
  ]);
  const central = Buffer.concat([
    u32(0x02014b50),
    u16(0x0314, version, told.flags, told.method, 0x6000, 0x2821),
    u32(told.crc, told.packedSize, told.size),
    u16(name.length, extra.length, 0, entry.disk ?? 0, 0),
    u32(attributes, entry.offset ?? at),
    name,
    extra,
  ]);
  return { local, central };
}
