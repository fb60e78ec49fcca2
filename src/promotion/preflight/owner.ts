/** Whether we may be the project's owner, and whether its Python is there: without these nothing else can be asked. */
import { fail } from '../../errors.ts';
import type { Host } from '../../hosts/host.ts';
import { installedJamVersion } from '../../jampy/installed.ts';
import type { TargetInputs } from '../../target-inputs.ts';
import { sudoersWord } from './service-commands.ts';

/** What files are read and written with as another user, and what ends a process of that user. */
const PROGRAMS = [
  'find',
  'cat',
  'dd',
  'install',
  'mv',
  'ln',
  'rm',
  'chmod',
  'chgrp',
  'sha256sum',
  'readlink',
  'kill',
] as const;

/**
 * The first question to a target; it changes nothing there.
 * @param host acting as the project's owner. @param operator the host as we came to it.
 * @throws Stop that names every program sudo has to permit, or python and the host where that is none.
 */
export async function checkOwner(host: Host, operator: Host, inputs: TargetInputs): Promise<void> {
  const { projectDir, python } = inputs;
  if (projectDir === undefined) return;
  const refused = await host.notPermitted([...PROGRAMS, ...(python === undefined ? [] : [python])]);
  if (refused) {
    const { as, programs } = refused;
    // sudo does not tell a program that is not there from one that is not permitted.
    const pythonOnly = python !== undefined && programs.length === 1 && programs[0] === python;
    if (pythonOnly && python.startsWith('/') && !(await host.stat(python))) {
      throw fail(
        'python-broken',
        `python (${python}) is not there on ${host.name}. Give the interpreter of the project's virtual environment. Nothing was changed.`,
      );
    }
    const login = (await operator.user())?.name ?? 'this user';
    const list = programs.map(sudoersWord).join(', ');
    throw fail(
      'sudo-refused',
      `On ${host.name} we may not act as ${as}, the user that owns the project, with ${programs.length} of the programs that a promotion needs: add this line to a file in /etc/sudoers.d, or connect as that user: ${login} ALL = (${as}) NOPASSWD: ${list}. Nothing was changed.`,
    );
  }
  if (python !== undefined && host.remote) await installedJamVersion(host, python);
}
