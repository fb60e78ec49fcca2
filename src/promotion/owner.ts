/** Whose project it is: everything in its folder is read, written and run as that user. */
import { join } from 'node:path';
import type { Host } from '../hosts/host.ts';
import type { TargetInputs } from '../target-inputs.ts';

/**
 * @returns the host acting as `run-as`, or as the owner of admin.sqlite; as we are where that can not be told (what is
 * wrong with the folder is said when it is looked at).
 */
export async function asOwner(operator: Host, { projectDir, runAs }: TargetInputs): Promise<Host> {
  if (runAs !== undefined) return operator.become(runAs);
  if (projectDir === undefined || (await operator.user()) === undefined) return operator;
  const ownerOf = async (host: Host, path: string) => (await host.stat(path).catch(() => undefined))?.uid;
  const admin = join(projectDir, 'admin.sqlite');
  const seen = await ownerOf(operator, admin);
  if (seen !== undefined) return operator.become(String(seen));
  // A folder that shuts us out is asked as its own owner.
  const ofFolder = await ownerOf(operator, projectDir);
  if (ofFolder === undefined) return operator;
  const owner = await operator.become(String(ofFolder));
  const known = await ownerOf(owner, admin);
  return known === undefined || known === ofFolder ? owner : operator.become(String(known));
}
