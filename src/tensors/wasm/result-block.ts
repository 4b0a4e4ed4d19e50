import type { Matrix, Numbers } from '../matrix.ts';
import type { Numbered } from './operand-packer.ts';
import { addMultiple, numbersTogether } from './vector-kernels.ts';

/** Which part of c is multiplied, and how it lies in the memory. */
export interface ResultPart {
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
  /** Numbers from one row to the next in the memory, ≥ columns. */
  readonly width: number;
}

/** Part of a result in the memory of WebAssembly. */
export interface ResultBlock<Data extends Numbers> {
  /** Copies the part of c into the block. */
  readonly take: (c: Matrix<Data>, part: ResultPart) => void;
  /** Copies the block into c. */
  readonly give: (c: Matrix<Data>, part: ResultPart) => void;
  /** c ← alpha · block + beta · c, in the precision of the numbers. */
  readonly giveMultiple: (c: Matrix<Data>, part: ResultPart, alpha: number, beta: 0 | 1) => void;
}

/** Numbers of c that are worked on at once. */
const together = 16_384;

/**
 * Makes the way between a result in JavaScript and a block of it in WebAssembly.
 * @param space memory
 * @param at place of the block, in numbers
 * @param stage place of `together` numbers, and some more, that are free meanwhile
 * @returns the functions
 */
export function resultBlock<Data extends Numbers>(
  { memory, name, numbers }: Numbered<Data>,
  at: number,
  stage: number,
): ResultBlock<Data> {
  const bytes = numbers.BYTES_PER_ELEMENT;
  const add = addMultiple(memory, name, false);
  const factor = stage + together;

  return {
    take(c, part) {
      forRuns(c, part, (from, place, count) => {
        numbers.set(c.data.subarray(from, from + count), at + place);
      });
    },
    give(c, part) {
      forRuns(c, part, (from, place, count) => {
        c.data.set(numbers.subarray(at + place, at + place + count), from);
      });
    },
    giveMultiple(c, part, alpha, beta) {
      numbers[factor] = alpha;
      forRuns(c, part, (from, place, count) => {
        for (let i = 0; i < count; i += together) {
          const some = Math.min(together, count - i);
          if (beta === 1) numbers.set(c.data.subarray(from + i, from + i + some), stage);
          else numbers.fill(0, stage, stage + some);
          const filled = Math.ceil(some / numbersTogether) * numbersTogether;
          add((at + place + i) * bytes, stage * bytes, filled, factor * bytes);
          c.data.set(numbers.subarray(stage, stage + some), from + i);
        }
      });
    },
  };
}

/** Calls for what lies one behind the other both in c, from `from` on, and in the block, from `place` on: all of it, or row by row. */
function forRuns(
  c: Matrix<Numbers>,
  { row, rows, column, columns, width }: ResultPart,
  work: (from: number, place: number, count: number) => void,
): void {
  const from = row * c.columns + column;
  if (width === c.columns) work(from, 0, rows * width);
  else for (let i = 0; i < rows; i++) work(from + i * c.columns, i * width, columns);
}
