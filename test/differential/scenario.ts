/** From a seed to a chain of releases of one application, and what is done by hand between them. */
import { keepsLowerCase } from '../../src/metadata/enums.ts';
import type { Metadata, Row } from '../../src/metadata/model.ts';
import type { Dialect } from '../../src/planning/catalogue.ts';
import { DIALECT_TYPES } from '../../src/planning/sql/dialects.ts';
import { Application } from './application.ts';
import { CHANGES } from './changes.ts';
import { DRIFT } from './drift.ts';
import { ODDITIES } from './oddities.ts';
import type { ByHand } from './oddity.ts';
import { Random } from './random.ts';
import { type NameStyle, Names } from './values.ts';
import { addTable, type Workshop } from './workshop.ts';

export interface Release {
  zip: Metadata;
  /** Done before the import, on admin.sqlite and on the database. */
  admin: readonly string[];
  database: readonly string[];
  /** Planned oddities by name; `drift: …` for what was done to the database. */
  oddities: readonly string[];
}

export interface ScenarioOptions {
  /** Metadata of a new, finished project. */
  base: Metadata;
  dialect: Dialect;
  seed: number;
}

/** Of upgrades that have something odd. */
const ODD = 0.25;
const DRIFTING = 0.06;

export class Scenario {
  readonly #random: Random;
  readonly #dialect: Dialect;
  readonly #zipType: number;
  readonly #names: Names;
  #app: Application;
  /** What the target has: the releases that were imported. */
  #settled: Application;
  #count = 0;

  constructor({ base, dialect, seed }: ScenarioOptions) {
    this.#random = new Random(seed);
    this.#dialect = dialect;
    this.#app = new Application(base);
    this.#settled = this.#app.clone();
    const own = DIALECT_TYPES[dialect];
    // Developed on another database: names are in its case, and an import brings them into the target's.
    this.#zipType = this.#random.chance(0.6) ? own : this.#random.pick([1, 3, 4].filter((type) => type !== own));
    const usual: NameStyle = keepsLowerCase(this.#zipType) ? 'lower' : 'upper';
    const style = this.#random.chance(0.75) ? usual : 'mixed';
    this.#names = new Names(this.#random, () => this.#app, style);
  }

  next(): Release {
    const byHand: ByHand = { admin: [], database: [], deletedInZip: false };
    const oddities: string[] = [];
    const shop: Workshop = { random: this.#random, app: this.#app, names: this.#names, dialect: this.#dialect };
    const isFirst = this.#count++ === 0;
    if (isFirst) for (let tables = this.#random.between(2, 4); tables > 0; tables--) addTable(shop);
    const changes = isFirst ? this.#random.between(3, 8) : this.#random.between(1, 7);
    for (let change = 0; change < changes; change++) weighted(this.#random, CHANGES)(shop);
    if (!isFirst && this.#dialect !== 'sqlite' && this.#random.chance(DRIFTING)) {
      const name = this.#random.pick(Object.keys(DRIFT));
      DRIFT[name]?.(shop, this.#settled, byHand);
      if (byHand.database.length > 0) oddities.push(`drift: ${name}`);
    }
    if (this.#random.chance(ODD)) {
      for (let count = this.#random.pick([1, 1, 2]); count > 0; count--) {
        const name = this.#random.pick(Object.keys(ODDITIES));
        ODDITIES[name]?.(shop, byHand);
        oddities.push(name);
      }
    }
    const zip = this.#shuffled(this.#app.metadata(this.#zipType), byHand.deletedInZip);
    return { zip, admin: byHand.admin, database: byHand.database, oddities };
  }

  /** The last release is in the target, or (`false`) was refused: development goes on from the one before. */
  imported(success: boolean): void {
    if (success) this.#settled = this.#app.clone();
    else this.#app = this.#settled.clone();
  }

  /** Rows stand in the order of their ids in real exports; an import takes any order. */
  #shuffled(metadata: Metadata, markDeleted: boolean): Metadata {
    const shuffle = this.#random.chance(0.2);
    if (!shuffle && !markDeleted) return metadata;
    const tables = Object.entries(metadata.tables).map(([name, table]) => {
      let rows: readonly Row[] = table.rows;
      if (shuffle) rows = this.#random.shuffled(rows);
      if (markDeleted && (name === 'sys_fields' || name === 'sys_indices')) {
        const at = this.#random.between(0, rows.length);
        rows = rows.map((row, position) => (position === at ? { ...row, deleted: 1 } : row));
      }
      return [name, { ...table, rows }];
    });
    return { ...metadata, tables: Object.fromEntries(tables) };
  }
}

function weighted<T>(random: Random, list: readonly [number, T][]): T {
  let left = random.next() * list.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  return list[0]?.[1] as T;
}
