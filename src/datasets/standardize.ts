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
  readonly #count: Float64Array;
  /** Sums are taken about the first value of the group, so that a large mean costs no digits. */
  readonly #origin: Float64Array;
  readonly #sum: Float64Array;
  readonly #sumOfSquares: Float64Array;

  constructor(columns: number, groups: ColumnGroups) {
    this.#groupOfColumn = Int32Array.from({ length: columns }, (_, column) => groups.of(column));
    this.#count = new Float64Array(groups.count);
    this.#origin = new Float64Array(groups.count);
    this.#sum = new Float64Array(groups.count);
    this.#sumOfSquares = new Float64Array(groups.count);
  }

  /** Takes in rows of training inputs, row-major. */
  learn(inputs: ArrayLike<number>): void {
    const columns = this.#groupOfColumn.length;
    for (let start = 0; start < inputs.length; start += columns) {
      for (let column = 0; column < columns; column++) {
        const group = this.#groupOfColumn[column]!;
        const value = inputs[start + column]!;
        if (this.#count[group] === 0) this.#origin[group] = value;
        const difference = value - this.#origin[group]!;
        this.#count[group]!++;
        this.#sum[group]! += difference;
        this.#sumOfSquares[group]! += difference * difference;
      }
    }
  }

  get means(): Float64Array {
    return this.#origin.map((origin, group) => origin + this.#sum[group]! / this.#count[group]!);
  }

  get standardDeviations(): Float64Array {
    return this.#sumOfSquares.map((sumOfSquares, group) => {
      const mean = this.#sum[group]! / this.#count[group]!;
      return Math.sqrt(Math.max(sumOfSquares / this.#count[group]! - mean ** 2, 0));
    });
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
