/** docs/jampy.md has every heading that the code refers to, and names only tests that are there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, read, root } from './repository.ts';

const jampy = read('docs/jampy.md');
const headings = [...jampy.matchAll(/^## (.+)$/gm)].map((match) => match[1]);

/** The name of the file, a comma and the topic in quotes; a comment may break the line anywhere between them. */
function references(): { file: string; topic: string }[] {
  return [...filesBelow('src', '.ts'), ...filesBelow('test', '.ts')].flatMap((file) =>
    [...read(file).matchAll(/docs\/jampy\.md,[\s*/]*"([^"]+)"/g)].map((match) => ({
      file,
      topic: (match[1] as string).replace(/\s*\n[\s*/]*/g, ' '),
    })),
  );
}

test('every topic that a comment names is a heading', () => {
  const found = references();
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter(({ topic }) => !headings.includes(topic))).toEqual([]);
});

test('headings are there once', () => {
  expect(headings).toEqual([...new Set(headings)]);
});

test('every test that is named is there', () => {
  const named = [...jampy.matchAll(/`(test\/[\w/.-]+\.ts)`/g)].map((match) => match[1] as string);
  expect(named.length).toBeGreaterThan(10);
  expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

describe.each(
  jampy
    .split(/^## /m)
    .slice(1)
    .map((part) => [part.split('\n')[0] as string, part] as const),
)('%s', (_, part) => {
  test('says what each fact was seen on, and which test proves it', () => {
    const rows = part.split('\n').filter((line) => line.startsWith('| ') && !/^\| (fact|---)/.test(line));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      expect(cells).toHaveLength(5);
      expect(cells[2]).toMatch(/\b(5|7|6)(\.\d+)*\b/);
      expect(cells[3]).toMatch(/`test\/|^none$/);
    }
  });
});
