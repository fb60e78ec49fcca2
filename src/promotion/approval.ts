/** A promotion that was approved as one plan is that plan, or is refused with what moved since. */
import { refuse, type Stop } from '../errors.ts';
import type { MetadataPackage } from '../metadata/model.ts';
import { type Approvable, approvable, movedSince, type Sight, zipMoved } from '../planning/approval.ts';
import type { Plan } from '../planning/plan.ts';
import type { TargetInputs } from '../target-inputs.ts';
import type { FileComparison } from './files.ts';
import type { Seen } from './look.ts';
import { some } from './run.ts';

const MOST_MOVED = 20;

export function approvableOf(
  inputs: TargetInputs,
  zip: MetadataPackage,
  seen: Seen,
  files: FileComparison,
  plan: Plan,
): Approvable {
  const { metadata, source, jamVersion } = seen.state;
  const sight: Sight = { metadata, source, jamVersion, catalogue: seen.catalogue, files: files.digests };
  return approvable(zip, whereOf(inputs), sight, plan);
}

/** The folder is its real path: a link may lead elsewhere by then. Of the address no login: a password may change. */
function whereOf({ ssh, projectDir, url }: TargetInputs): string[] {
  const { host = '', pathname = '' } = url === undefined ? {} : new URL(url);
  return [ssh?.host ?? '', String(ssh?.port ?? ''), projectDir ?? '', host, pathname];
}

/** Asked before a connection is made. @throws Stop (refused) */
export function approvedZipGate({ approvedPlan }: TargetInputs, { digest }: MetadataPackage): void {
  if (approvedPlan && approvedPlan.zip !== digest) throw planMoved([zipMoved(approvedPlan.zip, digest)]);
}

/** @returns undefined: nothing was approved, or it is all as it was. */
export function notApproved(approved: Approvable | undefined, now: () => Approvable): Stop | undefined {
  const moved = approved === undefined ? [] : movedSince(approved, now());
  return moved.length > 0 ? planMoved(moved) : undefined;
}

function planMoved(moved: readonly string[]): Stop {
  return refuse(
    'plan-moved',
    `This is not what was approved: ${some(moved, MOST_MOVED)}. Plan again, and have that approved. Nothing was touched.`,
  );
}
