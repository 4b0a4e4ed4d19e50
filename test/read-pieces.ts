import type { ArrayPieces } from '../src/datasets/import/array.ts';
import type { StoredArray } from '../src/datasets/import/arrays/stored-array.ts';

/** All numbers of an array that is read in pieces, bytes and others alike. */
export async function readPieces(array: Pick<StoredArray | ArrayPieces, 'pieces'>): Promise<number[]> {
  const values: number[] = [];
  for await (const piece of array.pieces()) for (const value of piece) values.push(Number(value));
  return values;
}
