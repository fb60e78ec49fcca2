/** JavaScript of a package: client modules of items, and files in js/. It is parsed and never run. */
import { generatedScripts } from '../metadata/generated-scripts.ts';
import { text } from '../metadata/model.ts';
import { quote } from './context.ts';
import { LARGEST_SCRIPT, type ScriptProblem, scriptProblem, TOO_DEEP } from './javascript.ts';
import type { Rule } from './rule.ts';

function where({ line, message }: ScriptProblem): string {
  return `at line ${line}: ${quote(message)}`;
}

/** What neither a plain `<script>` nor a module takes, as the plain one says it. */
function fileProblem(source: string): ScriptProblem | undefined {
  const plain = scriptProblem(source, 'script');
  return plain && scriptProblem(source, 'module') ? plain : undefined;
}

export const scriptRules: readonly Rule[] = [
  {
    id: 'client-module-parses',
    family: 'code',
    title: 'Client modules parse',
    severity: 'error',
    severityDepends: 'a warning when one is too large or too deep to be parsed',
    description:
      'The import succeeds, and the browser then runs nothing of the module: its buttons and checks are gone.',
    remedy: 'Open Client module of the item in the Builder, mend the line, save it, then export the application again.',
    check(context, report) {
      for (const row of context.rows('sys_items')) {
        const source = text(row, 'f_web_client_module');
        if (source === '') continue;
        const place = context.placeOf('sys_items', row);
        const name = `The client module of ${quote(text(row, 'f_item_name'))}`;
        if (source.length > LARGEST_SCRIPT) {
          report(place, `${name} is too large to be parsed.`, { severity: 'warning' });
          continue;
        }
        const problem = scriptProblem(source, 'function-body');
        if (!problem) continue;
        const severity = problem.message === TOO_DEEP ? 'warning' : 'error';
        report({ ...place, line: problem.line }, `${name} does not parse ${where(problem)}.`, { severity });
      }
    },
  },
  {
    id: 'script-file-parses',
    family: 'code',
    title: 'Files in js/ parse',
    severity: 'warning',
    description:
      'A page that loads such a file runs nothing of it; many applications carry old files that no page loads.',
    remedy: 'Mend the file in js/ of the project, or remove it, then export the application again.',
    check(context, report) {
      const generated = generatedScripts(context.metadata);
      for (const [path, bytes] of context.metadata.files) {
        // Those that Jam.py makes of the client modules are told there.
        if (generated.has(path)) continue;
        if (!/^(js|static\/js)\/.*\.js$/i.test(path) || bytes.length > LARGEST_SCRIPT) continue;
        const problem = fileProblem(new TextDecoder().decode(bytes));
        if (!problem) continue;
        report({ entry: path, line: problem.line }, `${quote(path)} does not parse ${where(problem)}.`);
      }
    },
  },
];
