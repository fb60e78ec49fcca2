import { expect, test } from 'vitest';
import { openPackage } from '../../../src/metadata/package.ts';
import { descriptor, zipOf } from './hostile-zip.ts';
import { pythonSees, weSee } from './python-zip.ts';
import { json, sample } from './sample.ts';

const ROUNDS = 2000;

const VALID = zipOf([
  { name: 'task.dat', data: json(sample()) },
  { name: 'index.html', data: '<html></html>', method: 0 },
  { name: 'js/', method: 0 },
  { name: 'js/größe.js', data: 'x = 1;'.repeat(20) },
  { name: 'js/a.js', data: 'y', flags: 8, local: { crc: 0, size: 0, packedSize: 0 }, after: descriptor('y', true) },
  { name: 'css/lists', data: '' },
]);
const DIRECTORY = VALID.indexOf('PK\x01\x02', 0, 'latin1');
const HEADERS = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06'].flatMap(offsetsOf);

function offsetsOf(signature: string): number[] {
  const found: number[] = [];
  for (let at = VALID.indexOf(signature, 0, 'latin1'); at >= 0; at = VALID.indexOf(signature, at + 4, 'latin1')) {
    found.push(at);
  }
  return found;
}

/** mulberry32: the same sequence for the same seed, on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** One to three changes, most of them inside headers: bytes, bits, 16-bit fields, cuts, insertions, swapped parts. */
function mutated(seed: number): Buffer {
  const pick = random(seed);
  let zip: Buffer = Buffer.from(VALID);
  for (let changes = 1 + pick(3); changes > 0; changes -= 1) {
    const header = HEADERS[pick(HEADERS.length)]!;
    const at = [pick(zip.length), header + pick(46), DIRECTORY + pick(zip.length - DIRECTORY)][pick(3)]! % zip.length;
    const kinds: (() => Buffer)[] = [
      () => zip.fill(pick(256), at, at + 1),
      () => zip.fill(zip[at]! ^ (1 << pick(8)), at, at + 1),
      () => zip.fill([0, 0xff, 0x2e, 0x2f, 0x5c, 0x20][pick(6)]!, at, at + 1 + pick(2)),
      () => Buffer.concat([zip.subarray(0, at), Buffer.alloc(pick(5), pick(256)), zip.subarray(at)]),
      () => Buffer.concat([zip.subarray(0, at), zip.subarray(at + 1 + pick(8))]),
      () => Buffer.concat([zip.subarray(0, at), zip.subarray(header, header + 46), zip.subarray(at + 46)]),
    ];
    const mutation = kinds[[0, 0, 1, 1, 1, 2, 2, 3, 4, 5][pick(10)]!]!;
    zip = Buffer.from(mutation());
    if (zip.length === 0) break;
  }
  return zip;
}

test(`${ROUNDS} mutations: nothing throws, and what is accepted Python reads the same way`, () => {
  const accepted: { seed: number; zip: Buffer; files: [string, string][] }[] = [];
  for (let seed = 0; seed < ROUNDS; seed += 1) {
    const zip = mutated(seed);
    const { entries, findings } = openPackage(zip);
    const zipErrors = findings.filter((finding) => finding.severity === 'error' && finding.rule.startsWith('zip-'));
    if (zipErrors.length === 0) accepted.push({ seed, zip, files: weSee(entries) });
  }
  // Neither blind (everything accepted) nor deaf (the harmless fields, as times, are most of what may change).
  expect(accepted.length).toBeGreaterThan(ROUNDS / 50);
  expect(accepted.length).toBeLessThan(ROUNDS / 2);
  const seen = pythonSees(accepted.map(({ zip }) => zip));
  for (const [index, { seed, files }] of accepted.entries()) expect(seen[index], `seed ${seed}`).toEqual(files);
});
