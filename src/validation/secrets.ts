/** Passwords and keys that were left in code. What is found is never printed, nor the line that it stands in. */
import { generatedScripts } from '../metadata/generated-scripts.ts';
import { text } from '../metadata/model.ts';
import { quote } from './context.ts';
import type { Rule } from './rule.ts';

interface Kind {
  /** `a password`. */
  what: string;
  pattern: RegExp;
}

/**
 * Every pattern is bounded, so that a hostile source costs no more than its length. What an assigned text must look like
 * to be told is for `isPlausible`.
 */
const FORMS: readonly Kind[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----/ },
  { what: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})/ },
  { what: 'a token of Slack', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10}/ },
  {
    what: 'an address with a password',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"<>{}$%]{1,60}:[^\s:@/'"<>{}$%]{3,60}@[\w.-]/i,
  },
];

/** `password = '…'`, `'api_key': "…"`, `secret='…'` as an argument; not `==`, `!=` or a selector. */
const ASSIGNED =
  /\b(\w{0,30}(?:password|passwd|secret(?:_?key)?|api_?key|access_?key|auth_?token|access_?token)|pwd)['"]?[ \t]{0,8}(?::|=(?!=))[ \t]{0,8}[rbu]?(['"])([^'"\r\n]{3,200})\2/i;

/** Longer lines are generated code; what is in front of the end is looked at. */
const LONGEST_LINE = 2000;

/** A name, a label or a place to fill in is no secret. */
function isPlausible(name: string, value: string): boolean {
  if (/[\s<>{}$#%]|\*{2}|\.{3}/.test(value)) return false;
  if (/password|passwd|secret|token|changeme|example|your|f_|xxx/i.test(value)) return false;
  return value.toLowerCase() !== name.toLowerCase() && new Set(value).size > 2;
}

interface Found {
  line: number;
  what: string;
}

/** The first of each kind. */
function secretsIn(source: string): Found[] {
  const found = new Map<string, Found>();
  for (const [index, whole] of source.split('\n').entries()) {
    const line = whole.slice(0, LONGEST_LINE);
    for (const { what, pattern } of FORMS) {
      if (!found.has(what) && pattern.test(line)) found.set(what, { line: index + 1, what });
    }
    const [, name = '', , value = ''] = ASSIGNED.exec(line) ?? [];
    const what = 'a password or key';
    if (value !== '' && !found.has(what) && isPlausible(name, value)) found.set(what, { line: index + 1, what });
  }
  return [...found.values()];
}

const MODULES = { f_server_module: 'server module', f_web_client_module: 'client module' } as const;

export const secretRules: readonly Rule[] = [
  {
    id: 'secret-in-code',
    family: 'code',
    title: 'Code holds no secrets',
    severity: 'warning',
    description:
      'A zip in a repository is read by all who may read that; client modules and files in js/ by all who open the application.',
    remedy: 'Change the secret, and let the code read it from the environment or from a file that is not exported.',
    check(context, report) {
      const generated = generatedScripts(context.metadata);
      for (const row of context.rows('sys_items')) {
        for (const [column, title] of Object.entries(MODULES)) {
          for (const { line, what } of secretsIn(text(row, column))) {
            const name = quote(text(row, 'f_item_name'));
            const place = { ...context.placeOf('sys_items', row), line };
            report(place, `The ${title} of ${name} seems to hold ${what} at line ${line}; it is not shown here.`);
          }
        }
      }
      for (const [path, bytes] of context.metadata.files) {
        if (generated.has(path) || !/^(utils\/.*\.py|(static\/)?js\/.*\.js|[^/]+\.js)$/i.test(path)) continue;
        for (const { line, what } of secretsIn(new TextDecoder().decode(bytes)))
          report({ entry: path, line }, `${quote(path)} seems to hold ${what} at line ${line}; it is not shown here.`);
      }
    },
  },
];
