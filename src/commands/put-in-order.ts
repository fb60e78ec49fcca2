/** After a promotion that was killed: what it left at the target and on this machine is put in order, nothing else. */
import { randomBytes } from 'node:crypto';
import { Stop } from '../errors.ts';
import type { Host } from '../hosts/host.ts';
import type { PromoteInputs } from '../inputs.ts';
import { takeLock } from '../promotion/lock.ts';
import { asOwner } from '../promotion/owner.ts';
import { recover, removeTemporary } from '../promotion/recover.ts';
import { openStateFolder } from '../promotion/state-folder.ts';
import { connect, makeRun, type Surroundings } from './promote.ts';

/**
 * @param dead token of the run that was killed. @returns what was left, and what state the target is in.
 * @throws Stop: it can not be put in order from here.
 */
export async function putInOrder(inputs: PromoteInputs, around: Surroundings, dead: string): Promise<string> {
  const token = randomBytes(8).toString('hex');
  let operator: Host | undefined;
  try {
    operator = await connect(inputs, token, around.log);
    const host = await asOwner(operator, inputs);
    // Whoever holds the lock now has put the target in order.
    const run = await makeRun({ ...inputs, lockTimeoutMs: 0 }, around, token, operator, host);
    if (run.inputs.projectDir !== undefined && !(await host.stat(run.inputs.projectDir))) return 'Nothing is left.';
    const folder = await openStateFolder(run);
    const lock = await takeLock(run, folder);
    try {
      const left = await recover(run, folder, lock);
      await removeTemporary(run, { token: dead });
      return left?.sentence ?? 'Nothing is left at the target of the promotion that was killed.';
    } finally {
      await lock.release();
      if (folder.ours) await folder.host.removeEmptyDirectory(folder.path).catch(() => {});
    }
  } catch (error) {
    if (!(error instanceof Stop) || error.id !== 'locked') throw error;
    // Its recovery goes by what the dead run left: nothing of that is touched here.
    return `Another promotion has begun since, and puts the target in order. ${error.message}`;
  } finally {
    await operator?.close();
  }
}
