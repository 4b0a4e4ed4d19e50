import type { ArrayValues, InputValues } from './array.ts';

/** Some 32 MB of numbers. */
const LARGEST = 2 ** 22;

/** Some rows of an array. */
export interface Portion {
  values: ArrayValues;
  /** Number of the first row. */
  first: number;
  rows: number;
}

/** Rows in their order, some at a time, so that what is made of them needs little memory. */
export function* portionsOf(values: InputValues, columns: number, largest = LARGEST): Generator<Portion> {
  const total = values.length / columns;
  const most = Math.max(1, Math.floor(largest / columns));
  for (let first = 0; first < total; first += most) {
    const rows = Math.min(most, total - first);
    const [start, end] = [first * columns, (first + rows) * columns];
    yield {
      values: 'subarray' in values ? values.subarray(start, end) : values.read(start, end - start),
      first,
      rows,
    };
  }
}
