/** The files of the zip against the files of the target: bytes where we have the folder, text over the Builder's API. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fail } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { JamClient } from '../jampy/client.ts';
import { generatedScripts } from '../metadata/generated-scripts.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import type { Run } from './run.ts';

/** The files of a target, as far as they can be seen. */
export interface TargetFiles {
  /** Bytes, or (over the API) text as bytes; undefined when it is not there. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Which of these files are there, and whether they equal; as text only over the API. */
  compare(files: ReadonlyMap<string, Uint8Array>): Promise<ReadonlyMap<string, Compared>>;
  readonly asText: boolean;
}

interface Compared {
  equal: boolean;
  /** sha256 of what is there, in hex. */
  digest: string;
}

export function targetFiles(run: Run): TargetFiles {
  const { projectDir } = run.inputs;
  return projectDir === undefined ? filesOverApi(run.client as JamClient) : filesInFolder(run.host, projectDir);
}

/** Compared by their digests, which the host makes: no file has to cross the network. */
export function filesInFolder(host: Host, projectDir: string): TargetFiles {
  return {
    asText: false,
    read: (path) => host.readFile(join(projectDir, path)),
    async compare(files) {
      const there = await host.digests([...files.keys()].map((path) => join(projectDir, path)));
      const found = new Map<string, Compared>();
      for (const [path, bytes] of files) {
        const digest = there.get(join(projectDir, path));
        if (digest !== undefined) found.set(path, { equal: digest === sha256(bytes), digest });
      }
      return found;
    },
  };
}

function filesOverApi(client: JamClient): TargetFiles {
  const read = async (path: string) => {
    const info = await client.builder('server_file_info', [path]);
    if (typeof info !== 'object' || info === null) {
      throw fail('builder-file', `The Builder at ${client.root.href} does not give the file ${path}.`);
    }
    const { doc } = info as { doc?: unknown };
    return typeof doc === 'string' ? Buffer.from(doc, 'utf8') : undefined;
  };
  return {
    asText: true,
    read,
    async compare(files) {
      const found = new Map<string, Compared>();
      for (const [path, bytes] of files) {
        const text = await read(path);
        if (text) found.set(path, { equal: text.toString('utf8') === asBuilderText(bytes), digest: sha256(text) });
      }
      return found;
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
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
  /** sha256 of those that are there, by path. */
  digests: ReadonlyMap<string, string>;
  /** Of Jam.py's own making: not compared. */
  generated: number;
  /** Compared as text only. */
  asText: boolean;
}

export async function compareFiles(zip: MetadataPackage, target: TargetFiles): Promise<FileComparison> {
  const generated = generatedScripts(zip);
  const wanted = new Map([...zip.files].filter(([path]) => !generated.has(path)));
  const found = await target.compare(wanted);
  return {
    compared: wanted.size,
    missing: [...wanted.keys()].filter((path) => !found.has(path)),
    different: [...wanted.keys()].filter((path) => found.get(path)?.equal === false),
    digests: new Map([...found].map(([path, { digest }]) => [path, digest])),
    generated: zip.files.size - wanted.size,
    asText: target.asText && wanted.size > 0,
  };
}

export function filesEqual(comparison: FileComparison): boolean {
  return comparison.missing.length === 0 && comparison.different.length === 0;
}
