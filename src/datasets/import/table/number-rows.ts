/** Some 32 MB of numbers. */
const PIECE = 2 ** 22;

/** Rows of float64 numbers of which it is not known how many will come. */
export class NumberRows {
  readonly #pieces: Float64Array[] = [];
  #used = PIECE;
  #count = 0;
  #width: number | undefined;

  /** Numbers of a row; none before the first. */
  get width(): number | undefined {
    return this.#width;
  }

  get count(): number {
    return this.#count;
  }

  add(row: Float64Array): void {
    this.#width ??= row.length;
    this.#count++;
    for (let start = 0; start < row.length;) {
      if (this.#used === PIECE) {
        this.#pieces.push(new Float64Array(PIECE));
        this.#used = 0;
      }
      const part = row.subarray(start, start + PIECE - this.#used);
      this.#pieces.at(-1)!.set(part, this.#used);
      this.#used += part.length;
      start += part.length;
    }
  }

  /** All numbers, row-major; each piece is given up as soon as it is copied, so that memory is not needed twice. */
  take(): Float64Array<ArrayBuffer> {
    const values = new Float64Array(this.#count * (this.#width ?? 0));
    for (let start = 0; this.#pieces.length > 0; start += PIECE) {
      const piece = this.#pieces.shift()!;
      values.set(piece.subarray(0, values.length - start), start);
    }
    return values;
  }
}
