/**
 * What ssh adds to a promotion: the same project and service, promoted to from its own machine and from a runner that
 * reaches it by ssh only, in turns. On loopback: every round trip costs what the network takes on top.
 */
import { installAction } from '../test/e2e/action.ts';
import { remoteRunner } from '../test/e2e/remote.ts';
import { promote } from '../test/e2e/target.ts';
import { exportsOf } from '../test/lab/exports.ts';
import { createMachine } from '../test/lab/remote/machine.ts';
import { whyNoRemote } from '../test/lab/remote/packages.ts';
import { startRemote } from '../test/lab/remote/site.ts';
import { setUpLab } from '../test/lab/setup.ts';

const VERSION = '7.0.120';
const ROUNDS = 3;

/** @returns what keeps it from being run here; undefined when it was. */
export async function benchSsh(
  tell: (name: string, milliseconds: readonly number[]) => void,
): Promise<string | undefined> {
  const why = await whyNoRemote(VERSION);
  if (why !== undefined) return why;
  const servers = await setUpLab(() => {});
  const machine = await createMachine();
  const action = await installAction();
  const remote = await startRemote(servers, { version: VERSION, database: 'postgres', front: 'gunicorn', machine });
  try {
    const runner = await remoteRunner(machine);
    const { v1, v2, v3 } = await exportsOf(VERSION, 'postgres');
    await runner.promote(remote, v1);
    const [here, there, trips]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (const zip of [v2, v3]) {
        const start = performance.now();
        const { code, log } = await promote(action, fromHere(remote, zip));
        if (code !== 0) throw new Error(log);
        here.push(performance.now() - start);
      }
      for (const zip of [v2, v3]) {
        const start = performance.now();
        const { code, log } = await runner.promote(remote, zip);
        if (code !== 0) throw new Error(log);
        there.push(performance.now() - start);
        trips.push(roundTrips(log));
      }
    }
    console.log(
      `promotion of the lab's application (Jam.py ${VERSION}, PostgreSQL, gunicorn with ${remote.workers} workers)`,
    );
    tell('on the machine itself', here);
    tell('by ssh', there);
    const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
    const [a, b] = [middle(here), middle(there)];
    console.log(
      `by ssh / on the machine: ${(b / a).toFixed(2)}, ${((b - a) / 1000).toFixed(1)} s more, ${middle(trips)} round trips`,
    );
    return undefined;
  } finally {
    await remote.end();
    await action.remove();
    await machine.remove();
    await servers.stop();
  }
}

/** As the promotion tells them at its end. @throws when it does not, which a number that is none would hide. */
function roundTrips(log: string): number {
  const found = /(\d+) round trips/.exec(log)?.[1];
  if (found === undefined) throw new Error(`No line of the promotion tells its round trips:\n${log}`);
  return Number(found);
}

function fromHere({ project, url, unit, machine }: Awaited<ReturnType<typeof startRemote>>, zip: string) {
  const systemctl = `${machine.folder}/bin/systemctl`;
  return {
    command: 'promote',
    'metadata-file': zip,
    'project-dir': project.dir,
    python: project.python,
    url,
    'stop-command': `${systemctl} stop ${unit}`,
    'start-command': `${systemctl} start ${unit}`,
  };
}
