import type { HeldValues } from '../array.ts';
import { NumbersOnDisk } from '../numbers-on-disk.ts';

/** Some 32 MB of numbers. */
const PIECE = 2 ** 22;
/** Pieces that stay in memory: 256 MB. */
const PIECES_IN_MEMORY = 8;

/** Rows of float64 numbers of which it is not known how many will come. Many go to disk, where a folder is given. */
export class NumberRows implements Disposable {
  readonly #folder: string | undefined;
  readonly #piecesInMemory: number;
  readonly #pieces: Float64Array[] = [];
  #disk: NumbersOnDisk | undefined;
  #used = PIECE;
  #count = 0;
  #width: number | undefined;

  constructor(folder?: string, piecesInMemory = PIECES_IN_MEMORY) {
    this.#folder = folder;
    this.#piecesInMemory = piecesInMemory;
  }

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
      if (this.#used === PIECE) this.#startPiece();
      const part = row.subarray(start, start + PIECE - this.#used);
      this.#pieces.at(-1)!.set(part, this.#used);
      this.#used += part.length;
      start += part.length;
    }
  }

  /** All numbers, row-major, which are the caller's from now on; each piece is given up as soon as it is copied, so that memory is not needed twice. */
  take(): HeldValues {
    const length = this.#count * (this.#width ?? 0);
    if (this.#disk !== undefined) {
      const disk = this.#disk;
      this.#moveToDisk(disk, length);
      this.#disk = undefined;
      return disk;
    }
    const values = new Float64Array(length);
    for (let start = 0; this.#pieces.length > 0; start += PIECE) {
      const piece = this.#pieces.shift()!;
      values.set(piece.subarray(0, values.length - start), start);
    }
    return values;
  }

  [Symbol.dispose](): void {
    this.#disk?.[Symbol.dispose]();
  }

  #startPiece(): void {
    if (this.#folder !== undefined && this.#pieces.length >= this.#piecesInMemory) {
      this.#disk ??= new NumbersOnDisk(this.#folder);
      this.#moveToDisk(this.#disk, Infinity);
    }
    this.#pieces.push(new Float64Array(PIECE));
    this.#used = 0;
  }

  /** Moves what is in memory behind what is on disk, up to a total length. */
  #moveToDisk(disk: NumbersOnDisk, length: number): void {
    for (const piece of this.#pieces.splice(0))
      disk.append(piece.subarray(0, Math.min(PIECE, length - disk.length)));
  }
}
