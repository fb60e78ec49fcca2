/** One way to break a real export, and the rule that must tell it. */
import type { Place, Severity } from '../../../src/finding.ts';
import type { Line, MetadataPackage } from '../../../src/metadata/model.ts';
import { rowsOf, text } from '../../../src/metadata/model.ts';
import type { Target } from '../../../src/validation/index.ts';
import type { DatabaseType } from '../../lab/versions.ts';
import type { RealExport } from './real-export.ts';

export interface Mutation {
  rule: string;
  what: string;
  /** Only exports of this line; both when not given. */
  line?: Line;
  /** Where the application was developed; SQLite when not given. */
  type?: DatabaseType;
  severity: Severity;
  /** What the finding's place must say, at least. */
  place: Place;
  /** Other rules that tell an error too, because the break can not be made without. */
  also?: readonly string[];
  /** What the zip is meant for, made from the unbroken package. */
  target?: (unbroken: MetadataPackage) => Target;
  /** Whether there is a Python to compile the server code with; default true. */
  python?: false;
  mutate(draft: RealExport): void;
}

/** A target of this database without any table. */
export const newOn = (dbType: number) => (): Target => ({ dbType, existingTables: new Set() });

/** A target that has the unbroken release already. */
export const onTopOf = (base: MetadataPackage, dbType = base.dbType): Target => ({
  dbType,
  existingTables: new Set(rowsOf(base, 'sys_items').map((item) => text(item, 'f_table_name'))),
  base,
  baseFiles: base.files,
});

/** On top of itself, unbroken. */
export const onItself = (base: MetadataPackage): Target => onTopOf(base);
