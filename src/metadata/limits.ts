/**
 * How large a metadata zip may be. Real exports stay far below (the largest of 118 seen: 3.9 MB packed, 29 entries,
 * ratio 11, task.dat 444 kB), so whoever meets a limit holds something that Jam.py's Export did not make.
 */
const MB = 1024 * 1024;

export const LIMITS = {
  /** Bytes of the zip itself. */
  packedBytes: 50 * MB,
  /** Bytes of all entries together, inflated. */
  inflatedBytes: 250 * MB,
  entries: 10_000,
  /** Inflated bytes for one packed byte, for entries of more than `ratioFrom` inflated bytes. */
  ratio: 200,
  ratioFrom: MB,
  /** Bytes of task.dat, inflated. */
  taskDatBytes: 64 * MB,
  /** Nesting of objects and arrays in task.dat; Jam.py writes 4. */
  jsonDepth: 64,
  /** Bytes of an entry's path. */
  pathBytes: 255,
  /** Findings of one rule that are listed one by one; the rest is counted. */
  findingsPerRule: 20,
} as const;

/** `50 MB`, `1.5 MB`, `12 kB`, `1 byte`: a size for people. */
export function sizeText(bytes: number): string {
  if (bytes >= MB) return `${Number((bytes / MB).toFixed(1))} MB`;
  if (bytes >= 1024) return `${Number((bytes / 1024).toFixed(1))} kB`;
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}
