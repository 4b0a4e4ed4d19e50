import { DataError } from '../data-error.ts';
import { unfitInput } from '../unfit-input.ts';
import { sizeOf, type ArrayValues, type HeldValues, type ImportedInputs, type InputValues } from './array.ts';

/** Some 32 MB of numbers. */
const LARGEST = 2 ** 22;

/** Some rows of an array. */
export interface Portion {
  values: ArrayValues;
  /** Number of the first row. */
  first: number;
  rows: number;
}

/** Hears how many rows were dealt with; may throw to stop. */
export type PortionListener = (rows: number) => void;

/** Whether inputs are bytes. */
export function isBytes(values: InputValues): boolean {
  return values instanceof Uint8Array || ('pieces' in values && values.isBytes);
}

/**
 * Rows in their order, some at a time, so that what is made of them needs little memory.
 * @param scale what the values will be multiplied by
 * @throws {DataError} where a value is not finite or too large, with its row and column
 */
export async function* portionsOf(
  { name, shape, values: held }: ImportedInputs,
  scale = 1,
  largest = LARGEST,
): AsyncGenerator<Portion> {
  const columns = sizeOf(shape.slice(1));
  let first = 0;
  for await (const values of 'pieces' in held ? held.pieces() : parts(held, columns, largest)) {
    const unfit = unfitInput(values, columns, scale);
    if (unfit !== undefined)
      throw new DataError(`${name}, row ${first + unfit.row}, column ${unfit.column}: ${unfit.fault}`);
    const rows = values.length / columns;
    yield { values, first, rows };
    first += rows;
  }
}

function* parts(values: HeldValues, columns: number, largest: number): Generator<ArrayValues> {
  const most = columns * Math.max(1, Math.floor(largest / columns));
  for (let start = 0; start < values.length; start += most) {
    const end = Math.min(values.length, start + most);
    yield 'subarray' in values ? values.subarray(start, end) : values.read(start, end - start);
  }
}
