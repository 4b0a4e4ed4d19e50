import type { InputEncoding, InputStatistics } from '../artifacts/dataset.ts';
import { InputRegister } from './input-register.ts';
import { Moments } from './moments.ts';
import { numericalRank } from './rank.ts';
import { sampleRows } from './sample-rows.ts';

/** Rows whose rank is taken: enough for any subset of the quick profile, and a second's work. */
const RANK_SAMPLES = 512;
/** Fewer where inputs are very wide, as photographs are: these many values, 1 GiB. */
const RANK_VALUES = 2 ** 27;

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
  readonly #register: InputRegister;
  readonly #moments = new Moments();
  #samples = 0;
  #constantColumns: number;
  #sum = 0;
  /** Mean of ‖x^0‖² so far, in stored units: a sum could overflow. */
  #squaredNorm = 0;
  #smallest = Infinity;
  #largest = -Infinity;
  #duplicates = 0;
  #conflictingDuplicates = 0;

  /**
   * For `samples` rows of `columns` stored values.
   * @param rankValues how many values the rank may be taken of
   */
  constructor(samples: number, columns: number, encoding: InputEncoding, rankValues = RANK_VALUES) {
    this.#scale = encoding.type === 'uint8' ? encoding.scale : 1;
    this.#channels = encoding.type === 'uint8' ? encoding.channels : 1;
    this.#columns = columns;
    const most = Math.max(1, Math.min(RANK_SAMPLES, Math.floor(rankValues / columns)));
    const rows = sampleRows(samples, Math.min(samples, most), 0);
    this.#rankRows = new Map(Array.from(rows, (row, position) => [row, position]));
    this.#rankInputs = new Float64Array(rows.length * columns);
    this.#firstRow = new Float64Array(columns);
    this.#varies = new Uint8Array(columns);
    this.#constantColumns = columns;
    this.#register = new InputRegister(samples);
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
    return this.#channels * this.#scale ** 2 * this.#squaredNorm;
  }

  /** Whether every input is the same. */
  get constant(): boolean {
    return this.#constantColumns === this.#columns;
  }

  statistics(): InputStatistics {
    const [first, second] = [this.#smallest * this.#scale, this.#largest * this.#scale];
    return {
      smallest: Math.min(first, second),
      largest: Math.max(first, second),
      standardDeviation: Math.abs(this.#scale) * this.#moments.standardDeviation,
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
    this.#squaredNorm += (sumOfSquares - this.#squaredNorm) / (this.#samples + 1);
    this.#moments.add(values);
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
    const earlier = this.#register.enter(values, label);
    if (earlier === undefined) return;
    this.#duplicates++;
    if (earlier !== label) this.#conflictingDuplicates++;
  }
}
