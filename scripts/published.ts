/** Published descriptions that tests check against: taken from npm packages that are too much to depend on, without prose. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Objects = Record<string, Json>;

/** @param name of an npm package with its version. @param file path inside of it. */
export function jsonOfPackage(name: string, file: string): Json {
  const folder = mkdtempSync(join(tmpdir(), 'jampy-published-'));
  try {
    const archive = execFileSync('npm', ['pack', '--silent', name], { cwd: folder, encoding: 'utf8' }).trim();
    execFileSync('tar', ['xzf', archive, `package/${file}`], { cwd: folder });
    return JSON.parse(readFileSync(join(folder, 'package', file), 'utf8')) as Json;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Left out wherever they say something to people: a property may have one of these names, and is an object then. */
const PROSE = /^(summary|description|example|examples|externalDocs|tags|x-.*)$/;

export function withoutProse(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (value === null || typeof value !== 'object') return value;
  const isProse = (name: string, inner: Json) => PROSE.test(name) && !isSchema(inner);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (isProse(name, inner) ? [] : [[name, withoutProse(inner)]])),
  );
}

function isSchema(value: Json): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return ['type', '$ref', 'oneOf', 'anyOf', 'allOf', 'enum'].some((name) => name in value);
}
