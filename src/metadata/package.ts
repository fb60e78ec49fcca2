/** From the bytes of a metadata zip to the typed package that every later step works with. */
import type { Finding } from '../finding.ts';
import { readArchive } from './archive.ts';
import { metadataDigest } from './digest.ts';
import { TYPE } from './enums.ts';
import { visible } from './finding-list.ts';
import { int, type Metadata, type MetadataPackage, rowsOf, text } from './model.ts';
import { parseTaskDat, TASK_DAT } from './task-dat.ts';

export interface OpenedPackage {
  /** Undefined when there are no builder tables to work with; findings of severity error say why. */
  package?: MetadataPackage;
  /** Every entry that passed the checks, task.dat included: what `rebuildZip` packs. */
  entries: ReadonlyMap<string, Uint8Array>;
  findings: Finding[];
}

/**
 * Never throws. A package with findings of severity error must not be promoted.
 * @param like another package of the application: what is the same in both is held once.
 */
export function openPackage(bytes: Uint8Array, like?: Metadata): OpenedPackage {
  const { entries, findings } = readArchive(bytes);
  const taskDat = entries.get(TASK_DAT);
  if (!taskDat) return { entries, findings: [...findings, ...missingTaskDat(findings)] };
  const parsed = parseTaskDat(taskDat, like);
  const all = [...findings, ...parsed.findings];
  if (!parsed.metadata) return { entries, findings: all };
  const files = new Map([...entries].filter(([path]) => path !== TASK_DAT));
  return { package: describe(parsed.metadata, files), entries, findings: all };
}

/** Says that task.dat is missing, unless a finding already told why it was not taken. */
function missingTaskDat(findings: readonly Finding[]): Finding[] {
  const toldAlready = (finding: Finding) =>
    finding.severity === 'error' && (finding.place.entry === undefined || finding.place.entry === TASK_DAT);
  if (findings.some(toldAlready)) return [];
  const nested = findings.find((finding) => finding.place.entry?.toLowerCase().endsWith('/task.dat'))?.place.entry;
  const folder = nested?.slice(0, nested.lastIndexOf('/'));
  return [
    {
      rule: 'zip-no-task-dat',
      severity: 'error',
      place: {},
      message: `The zip has no task.dat at its root${folder ? `, only one in the folder "${visible(folder)}"` : ''}: it is not a metadata zip.`,
      remedy: folder
        ? 'Commit the zip as Export made it; do not unpack it and pack its folder.'
        : 'Commit the file that Export in the Builder downloads.',
    },
  ];
}

function describe(metadata: Metadata, files: ReadonlyMap<string, Uint8Array>): MetadataPackage {
  const task = rowsOf(metadata, 'sys_items').find((row) => int(row, 'type_id') === TYPE.TASK) ?? {};
  const params = rowsOf(metadata, 'sys_params')[0] ?? {};
  return {
    ...metadata,
    files,
    appName: text(task, 'f_item_name'),
    appCaption: text(task, 'f_name'),
    appVersion: text(params, 'f_version'),
    jamVersion: text(params, 'f_jam_version') || undefined,
    digest: metadataDigest(metadata, files),
  };
}
