/** The files of the zip against the files of the target: bytes where we have the folder, text over the Builder's API. */
import { join } from 'node:path';
import { fail } from '../errors.ts';
import type { JamClient } from '../jampy/client.ts';
import { generatedScripts } from '../metadata/generated-scripts.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import type { Run } from './run.ts';

/** Bytes of a target's file; undefined when it is not there. `text` marks what came as text over the API. */
export type ReadTargetFile = (path: string) => Promise<{ bytes: Uint8Array; text: boolean } | undefined>;

export function targetFileReader(run: Run): ReadTargetFile {
  const { projectDir } = run.inputs;
  if (projectDir !== undefined) {
    return async (path) => {
      const bytes = await run.host.readFile(join(projectDir, path));
      return bytes && { bytes, text: false };
    };
  }
  const client = run.client as JamClient;
  return async (path) => {
    const info = await client.builder('server_file_info', [path]);
    if (typeof info !== 'object' || info === null) {
      throw fail('builder-file', `The Builder at ${client.root.href} does not give the file ${path}.`);
    }
    const { doc } = info as { doc?: unknown };
    return typeof doc === 'string' ? { bytes: Buffer.from(doc, 'utf8'), text: true } : undefined;
  };
}

/** As Jam.py decodes a file for its Builder: UTF-8 with the invalid bytes left out. */
export function asBuilderText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  const whole = buffer.toString('utf8');
  if (!whole.includes('�')) return whole;
  let text = '';
  for (let at = 0; at < buffer.length; ) {
    const length = sequenceLength(buffer, at);
    if (length > 0) text += buffer.toString('utf8', at, at + length);
    at += Math.max(length, 1);
  }
  return text;
}

/** Length of the valid UTF-8 sequence at a position, 0 when there is none. */
function sequenceLength(buffer: Buffer, at: number): number {
  const first = buffer[at] as number;
  if (first < 0x80) return 1;
  const length =
    first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  if (length === 0 || at + length > buffer.length) return 0;
  const sequence = buffer.subarray(at, at + length);
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(sequence);
    return length;
  } catch {
    return 0;
  }
}

export interface FileComparison {
  compared: number;
  missing: string[];
  different: string[];
  /** Of Jam.py's own making: not compared. */
  generated: number;
  /** Compared as text only. */
  asText: boolean;
}

export async function compareFiles(zip: MetadataPackage, read: ReadTargetFile): Promise<FileComparison> {
  const generated = generatedScripts(zip);
  const result: FileComparison = { compared: 0, missing: [], different: [], generated: 0, asText: false };
  for (const [path, bytes] of zip.files) {
    if (generated.has(path)) {
      result.generated++;
      continue;
    }
    const there = await read(path);
    result.compared++;
    if (!there) result.missing.push(path);
    else if (there.text) {
      result.asText = true;
      if (Buffer.from(there.bytes).toString('utf8') !== asBuilderText(bytes)) result.different.push(path);
    } else if (!Buffer.from(there.bytes).equals(bytes)) result.different.push(path);
  }
  return result;
}

export function filesEqual(comparison: FileComparison): boolean {
  return comparison.missing.length === 0 && comparison.different.length === 0;
}
