import { createHash } from 'node:crypto';
import type { InputEncoding, InputStatistics } from '../artifacts/dataset.ts';
import { numericalRank } from './rank.ts';
import { sampleRows } from './sample-rows.ts';

/** Rows whose rank is taken: enough for any subset of the quick profile, and a second's work. */
const RANK_SAMPLES = 512;

/** Stored input values, row-major. */
export type StoredInputs = Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Counts over the inputs of one split as they stream past: moments, extremes, constant columns, duplicates, rank. */
export class InputMeasure {
  readonly #scale: number;
  readonly #channels: number;
  readonly #columns: number;
  readonly #rankRows: Map<number, number>;
  readonly #rankInputs: Float64Array;
  readonly #firstRow: Float64Array;
  readonly #varies: Uint8Array;
  readonly #labelOfInput = new Map<string, number>();
  #samples = 0;
  #constantColumns: number;
  #sum = 0;
  #sumOfSquares = 0;
  #smallest = Infinity;
  #largest = -Infinity;
  #duplicates = 0;
  #conflictingDuplicates = 0;

  /** For `samples` rows of `columns` stored values. */
  constructor(samples: number, columns: number, encoding: InputEncoding) {
    this.#scale = encoding.type === 'uint8' ? encoding.scale : 1;
    this.#channels = encoding.type === 'uint8' ? encoding.channels : 1;
    this.#columns = columns;
    const rows = sampleRows(samples, Math.min(samples, RANK_SAMPLES), 0);
    this.#rankRows = new Map(Array.from(rows, (row, position) => [row, position]));
    this.#rankInputs = new Float64Array(rows.length * columns);
    this.#firstRow = new Float64Array(columns);
    this.#varies = new Uint8Array(columns);
    this.#constantColumns = columns;
  }

  /** Takes the next rows; their values are finite. */
  add(inputs: StoredInputs, labels: Int32Array): void {
    for (let row = 0; row < labels.length; row++) {
      const values = inputs.subarray(row * this.#columns, (row + 1) * this.#columns);
      this.#addMoments(values);
      this.#addVariation(values);
      this.#addDuplicate(values, labels[row]!);
      const position = this.#rankRows.get(this.#samples);
      if (position !== undefined) this.#rankInputs.set(values, position * this.#columns);
      this.#samples++;
    }
  }

  /** Mean over all entries of all inputs. */
  get meanInput(): number {
    return (this.#scale * this.#sum) / (this.#samples * this.#columns);
  }

  /** Mean of ‖x^0‖². */
  get meanSquaredNorm(): number {
    return (this.#channels * this.#scale ** 2 * this.#sumOfSquares) / this.#samples;
  }

  /** Whether every input is the same. */
  get constant(): boolean {
    return this.#constantColumns === this.#columns;
  }

  statistics(): InputStatistics {
    const mean = this.#sum / (this.#samples * this.#columns);
    const variance = this.#sumOfSquares / (this.#samples * this.#columns) - mean ** 2;
    return {
      smallest: this.#smallest * this.#scale,
      largest: this.#largest * this.#scale,
      standardDeviation: this.#scale * Math.sqrt(Math.max(variance, 0)),
      constantColumns: this.#constantColumns * this.#channels,
      duplicates: this.#duplicates,
      conflictingDuplicates: this.#conflictingDuplicates,
      rank: { rank: numericalRank(this.#rankInputs, this.#rankRows.size), samples: this.#rankRows.size },
    };
  }

  #addMoments(values: StoredInputs): void {
    let sum = 0;
    let sumOfSquares = 0;
    let smallest = this.#smallest;
    let largest = this.#largest;
    for (let column = 0; column < values.length; column++) {
      const value = values[column]!;
      sum += value;
      sumOfSquares += value * value;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
    this.#sum += sum;
    this.#sumOfSquares += sumOfSquares;
    this.#smallest = smallest;
    this.#largest = largest;
  }

  #addVariation(values: StoredInputs): void {
    if (this.#samples === 0) this.#firstRow.set(values);
    if (this.#constantColumns === 0) return;
    for (let column = 0; column < values.length; column++) {
      if (this.#varies[column] === 1 || values[column] === this.#firstRow[column]) continue;
      this.#varies[column] = 1;
      this.#constantColumns--;
    }
  }

  #addDuplicate(values: StoredInputs, label: number): void {
    const digest = createHash('sha1').update(values).digest('base64');
    const earlier = this.#labelOfInput.get(digest);
    if (earlier === undefined) this.#labelOfInput.set(digest, label);
    else this.#duplicates++;
    if (earlier !== undefined && earlier !== label) this.#conflictingDuplicates++;
  }
}
