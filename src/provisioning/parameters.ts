/** The input `parameters`: what a new project is set to, by the names that the Builder's Parameters dialog has. Pure. */
import type { Line } from '../metadata/model.ts';
import { nearestOf } from '../nearest.ts';

export interface ProjectParameters {
  production: boolean;
  safeMode: boolean;
  debugging: boolean;
  /** Seconds; undefined: what the Builder would set. */
  importDelay: number | undefined;
}

const KNOWN = ['Production', 'Safe mode', 'Debugging', 'Import delay'] as const;

/** The others of that dialog: an import takes each of them from the zip (docs/jampy.md, "What an import keeps"). */
const OF_THE_ZIP = [
  'Persistent connection',
  'Connection pool size',
  'Session timeout',
  'Session ignore change ip',
  'Compressed JS, CSS files',
  'All JS modules in a single file',
  'Dynamic JS modules loading',
  'History item',
  'Locks item',
  'Max content length (MB)',
  'Upload file extensions',
  'Delete reports after (hours)',
  'Version',
  'Theme',
  'Small font',
  'Full width',
  'Display forms in tabs',
  'Show not null',
  'Show SELECT SQL',
];

/** Seconds that the Builder sets together with Production. */
const DELAY = 180;
const LONGEST_DELAY = 86_400;

/** Jam.py 7 is in production mode where this file is, whatever is in it; this is what its Builder writes. */
export const PRODUCTION_FILE = { name: 'builder.html', text: 'Application Builder production mode' } as const;

/** @param value one `Name: value` a line; empty: the defaults. @returns every problem in a sentence. */
export function readParameters(value: string): { parameters: ProjectParameters; problems: string[] } {
  const parameters: ProjectParameters = { production: true, safeMode: true, debugging: false, importDelay: undefined };
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const line of value.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, given = '', setting = ''] = /^([^:]+?)\s*:\s*(.*)$/.exec(line) ?? [];
    const name = KNOWN.find((each) => same(each, given));
    if (name === undefined) problems.push(unknown(line, given));
    else if (seen.has(name)) problems.push(`parameters: ${name} is there twice.`);
    else if (!assign(parameters, name, setting)) problems.push(wrongValue(name, setting));
    if (name !== undefined) seen.add(name);
  }
  return { parameters, problems };
}

/** In any case, and without the unit that the Builder shows. */
function same(known: string, given: string): boolean {
  const plain = (name: string) => name.replace(/\s*\([^)]*\)$/, '').toLowerCase();
  return plain(known) === plain(given);
}

function unknown(line: string, given: string): string {
  if (given === '') return `parameters: ${JSON.stringify(line.slice(0, 100))} is not "Name: value".`;
  if (same('Language', given)) return 'parameters: Language is an input of its own: write it as language.';
  const kept = OF_THE_ZIP.find((each) => same(each, given));
  if (kept !== undefined)
    return `parameters: ${kept} can not be set here: the zip brings this value, with every import. Set it in the Builder of the development project.`;
  const near = nearestOf(given, KNOWN);
  const meant = near === undefined ? '' : `; is ${near} meant?`;
  return `parameters: there is no ${JSON.stringify(given.slice(0, 100))}${meant} Write ${KNOWN.join(', ')}.`.replace(
    /" Write/,
    '". Write',
  );
}

function wrongValue(name: string, setting: string): string {
  const kind = name === 'Import delay' ? `a whole number of seconds up to ${LONGEST_DELAY}` : 'true or false';
  return `parameters: ${name} is ${kind}, not ${JSON.stringify(setting.slice(0, 100))}.`;
}

function assign(parameters: ProjectParameters, name: (typeof KNOWN)[number], setting: string): boolean {
  if (name === 'Import delay') {
    const isDelay = /^\d{1,6}$/.test(setting) && Number(setting) <= LONGEST_DELAY;
    if (isDelay) parameters.importDelay = Number(setting);
    return isDelay;
  }
  if (!/^(true|false)$/i.test(setting)) return false;
  const key = { Production: 'production', 'Safe mode': 'safeMode', Debugging: 'debugging' } as const;
  parameters[key[name]] = setting.toLowerCase() === 'true';
  return true;
}

/** Columns of SYS_PARAMS, and the files that go with them. Jam.py 7 keeps Production as a file, and its column at 0. */
export function valuesFor(
  line: Line,
  { production, safeMode, debugging, importDelay }: ProjectParameters,
): { params: Record<string, number>; files: Record<string, string> } {
  const delay = importDelay ?? (production ? DELAY : 0);
  return {
    params: {
      F_PRODUCTION: line === 5 && production ? 1 : 0,
      F_SAFE_MODE: safeMode ? 1 : 0,
      F_DEBUGGING: debugging ? 1 : 0,
      F_IMPORT_DELAY: delay,
    },
    files: line === 7 && production ? { [PRODUCTION_FILE.name]: PRODUCTION_FILE.text } : {},
  };
}
