import { Moments } from './moments.ts';

/** Columns that share one mean and one standard deviation. */
export interface ColumnGroups {
  count: number;
  /** The group of a column. */
  of: (column: number) => number;
}

/**
 * Learns mean μ and standard deviation σ of groups of columns from the training inputs, and maps inputs to (x − μ)/σ.
 * A group that holds one value only is centred and not divided.
 */
export class Standardizer {
  readonly #groupOfColumn: Int32Array;
  readonly #moments: Moments[];

  constructor(columns: number, groups: ColumnGroups) {
    this.#groupOfColumn = Int32Array.from({ length: columns }, (_, column) => groups.of(column));
    this.#moments = Array.from({ length: groups.count }, () => new Moments());
  }

  /** Takes in rows of training inputs, row-major. */
  learn(inputs: ArrayLike<number>): void {
    const columns = this.#groupOfColumn.length;
    for (let row = 0; row < inputs.length; row += columns) {
      for (let start = 0; start < columns;) {
        const group = this.#groupOfColumn[start]!;
        let end = start + 1;
        while (end < columns && this.#groupOfColumn[end] === group) end++;
        this.#moments[group]!.add(inputs, row + start, row + end);
        start = end;
      }
    }
  }

  get means(): Float64Array {
    return Float64Array.from(this.#moments, ({ mean }) => mean);
  }

  get standardDeviations(): Float64Array {
    return Float64Array.from(this.#moments, ({ standardDeviation }) => standardDeviation);
  }

  /** Standardised inputs, in new memory. */
  apply(inputs: ArrayLike<number>): Float64Array<ArrayBuffer> {
    const columns = this.#groupOfColumn.length;
    const { means, standardDeviations } = this;
    const standardized = new Float64Array(inputs.length);
    for (let index = 0; index < inputs.length; index++) {
      const group = this.#groupOfColumn[index % columns]!;
      standardized[index] = (inputs[index]! - means[group]!) / (standardDeviations[group]! || 1);
    }
    return standardized;
  }
}
