/** f_info, the forms of an item: JSON today, a pickle in old applications. */
import { text } from '../metadata/model.ts';
import type { Context } from './context.ts';
import { quote } from './context.ts';
import { judgePickle } from './pickle.ts';
import type { Report, Rule } from './rule.ts';

const SAVE_FORMS =
  'Open View form and Edit form of the item in the Builder, save them, then export the application again.';

/** What Jam.py reads without asking whether it is there. */
const NEEDED = ['view', 'edit', 'order'];

function brokenJson(json: string): string | undefined {
  let info: unknown;
  try {
    info = JSON.parse(json);
  } catch {
    return 'is not valid JSON';
  }
  if (typeof info !== 'object' || info === null || Array.isArray(info)) return 'is not a JSON object';
  return lacking((key) => Object.hasOwn(info, key));
}

function brokenPickle(pickle: string): string | undefined {
  const verdict = judgePickle(pickle);
  if (verdict.kind === 'garbage') return 'is neither JSON nor a pickle';
  return verdict.kind === 'harmless' ? lacking((key) => verdict.keys.has(key)) : undefined;
}

function lacking(has: (key: string) => boolean): string | undefined {
  const missing = NEEDED.filter((key) => !has(key));
  return missing.length > 0 ? `lacks ${missing.join(', ')}` : undefined;
}

function eachInfo(
  context: Context,
  visit: (info: string, name: string, report: (message: string) => void) => void,
  report: Report,
) {
  for (const row of context.rows('sys_items')) {
    const info = text(row, 'f_info');
    if (info === '') continue;
    visit(info, quote(text(row, 'f_item_name')), (message) => report(context.placeOf('sys_items', row), message));
  }
}

export const infoRules: readonly Rule[] = [
  {
    id: 'interface-unreadable',
    family: 'interface',
    title: 'Forms can be read',
    severity: 'error',
    description: 'The application does not load when the forms (f_info) of one item cannot be read.',
    remedy: SAVE_FORMS,
    check: (context, report) =>
      eachInfo(
        context,
        (info, name, tell) => {
          const broken = info.startsWith('json') ? brokenJson(info.slice(4)) : brokenPickle(info);
          if (broken !== undefined) tell(`The description of the forms of ${name} ${broken}.`);
        },
        report,
      ),
  },
  {
    id: 'interface-runs-code',
    family: 'interface',
    title: 'Forms run no code',
    severity: 'error',
    description:
      'Jam.py unpickles f_info that is not JSON, and a pickle can run any code; the Builder only ever wrote lists of texts and numbers.',
    remedy: 'Do not import this zip; find out who made it, and export the application again with the Builder.',
    check: (context, report) =>
      eachInfo(
        context,
        (info, name, tell) => {
          const verdict = info.startsWith('json') ? undefined : judgePickle(info);
          if (verdict?.kind !== 'opcode') return;
          tell(`The forms of ${name} are a pickle with the opcode ${verdict.name}, which the Builder never writes.`);
        },
        report,
      ),
  },
  {
    id: 'interface-pickled',
    family: 'interface',
    title: 'Forms in the old format',
    severity: 'warning',
    description:
      'Applications of old releases keep their forms as a pickle; this one holds only texts, numbers and lists.',
    remedy: SAVE_FORMS,
    check: (context, report) =>
      eachInfo(
        context,
        (info, name, tell) => {
          if (!info.startsWith('json') && judgePickle(info).kind === 'harmless' && brokenPickle(info) === undefined) {
            tell(`The forms of ${name} are kept in the old format (a pickle), which Jam.py unpickles.`);
          }
        },
        report,
      ),
  },
];
