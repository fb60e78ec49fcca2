/** Which Python files of utils/ the server code imports as it is loaded, read from its lines: nothing is run or compiled. */
import { type MetadataPackage, rowsOf, text } from '../metadata/model.ts';

/** Unindented: what stands inside of a function or a `try` may never run, or is prepared for a failure. */
const FROM = /^from[ \t]+(utils(?:\.\w+)*)[ \t]+import[ \t]+\(?([\w \t,*]+)/gm;
const IMPORT = /^import[ \t]+([\w.,\t ]+)/gm;

/** Paths of those files, also of those that only such a file imports. */
export function importedFiles(metadata: Pick<MetadataPackage, 'tables' | 'files'>): Set<string> {
  const found = new Set<string>();
  const sources = rowsOf(metadata, 'sys_items').map((row) => text(row, 'f_server_module'));
  for (let source = sources.pop(); source !== undefined; source = sources.pop()) {
    for (const path of modulesIn(source).flatMap(pathsOf)) {
      const bytes = found.has(path) ? undefined : metadata.files.get(path);
      if (!bytes) continue;
      found.add(path);
      sources.push(new TextDecoder().decode(bytes));
    }
  }
  return found;
}

/** Dotted names below utils. */
function modulesIn(source: string): string[] {
  const names = (list: string) => list.split(',').map((each) => each.trim().split(/\s/)[0] ?? '');
  const plain = [...source.matchAll(IMPORT)].flatMap(([, list = '']) => names(list));
  const from = [...source.matchAll(FROM)].flatMap(([, base = '', list = '']) => [
    base,
    ...names(list).map((name) => `${base}.${name}`),
  ]);
  return [...plain, ...from].filter((name) => /^utils(\.|$)/.test(name));
}

/** With the packages above, whose own file is run first. */
function pathsOf(module: string): string[] {
  const parts = module.split('.');
  const folders = parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/__init__.py`);
  return [`${parts.join('/')}.py`, ...folders];
}
