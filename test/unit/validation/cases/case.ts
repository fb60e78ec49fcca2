/** One way to break the sample, and the one rule that must tell it. */

import type { Severity } from '../../../../src/finding.ts';
import type { Line } from '../../../../src/metadata/model.ts';
import type { Target } from '../../../../src/validation/index.ts';
import type { Draft } from '../sample.ts';

export interface Case {
  rule: string;
  what: string;
  severity: Severity;
  /** Only for this line; both when not given. */
  line?: Line;
  target?: Target;
  /** Database type of the exporting project. */
  dbType?: number;
  change: (rows: Draft, line: Line) => void;
}

/** A target of this type without any table. */
export const NEW_ON = (dbType: number): Target => ({ dbType, existingTables: new Set() });
