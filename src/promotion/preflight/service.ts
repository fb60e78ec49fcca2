/** Whether the service can be stopped, started or reloaded as this promotion will have to. */
import { gunicornMaster } from '../reload.ts';
import type { Run } from '../run.ts';
import { plannedActions } from '../service-commands.ts';
import { askPlaces } from './places.ts';
import { type Problem, problemOf } from './problem.ts';
import { commandProblems, type Line } from './service-commands.ts';

const LIMIT = 30_000;

export async function serviceProblems(run: Run): Promise<Problem[]> {
  const lines: Line[] = [];
  const problems: Problem[] = [];
  for (const { name, action } of await plannedActions(run)) {
    if (action.kind === 'line') lines.push([name, action.line]);
    else if (action.kind === 'touch') problems.push(...(await touchProblems(run, action.path)));
    else await gunicornMaster(run.host, action.pidFile).catch((error) => problems.push(sentenceOf(error)));
  }
  const ofCommands = await commandProblems(run.operator, lines);
  // Whether there is such a unit needs the program, and nobody's permission.
  const units = ofCommands.length === 0 && lines.some(([name]) => name.includes(' of service systemd:'));
  return [...problems, ...ofCommands, ...(units ? await unitProblems(run) : [])];
}

async function unitProblems({ inputs, operator }: Run): Promise<Problem[]> {
  if (inputs.service?.kind !== 'systemd') return [];
  const { name } = inputs.service;
  const { code, stderr } = await operator.run({ argv: ['systemctl', 'cat', '--', name], timeoutMs: LIMIT });
  if (code === 0) return [];
  const said = stderr.trim().split('\n')[0]?.replace(/\.$/, '').slice(0, 300) || `exit code ${code}`;
  return [
    failed(
      `service systemd:${name}: systemctl on ${operator.name} can not show that unit ("${said}"); correct its name.`,
    ),
  ];
}

/** What the reload itself would say stands inside of another sentence there. */
function sentenceOf(error: unknown): Problem {
  const problem = problemOf(error);
  return { ...problem, sentence: problem.sentence.replace(/\.?$/, '.') };
}

async function touchProblems({ host }: Run, path: string): Promise<Problem[]> {
  const place = (await askPlaces(host, [path]))?.at.get(path);
  const wrong = !place
    ? 'is not there'
    : place.folder
      ? 'is a folder'
      : !place.writable && 'can not be written by the user that owns the project';
  if (!wrong) return [];
  return [
    failed(
      `service touch: ${path} on ${host.name} ${wrong}; name the file that the server watches, e.g. the one with its WSGI application.`,
    ),
  ];
}

function failed(sentence: string): Problem {
  return { outcome: 'failed', id: 'service-command', sentence };
}
