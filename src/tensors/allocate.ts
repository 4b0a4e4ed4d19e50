import { matrix } from './matrix.ts';
import type { Matrix, Numbers } from './matrix.ts';
import type { Ops } from './ops.ts';

/**
 * Allocates a matrix of zeros in the precision of operations.
 *
 * @param ops operations
 * @param rows number of rows
 * @param columns number of columns
 * @returns [rows, columns], new memory
 */
export function zerosIn<Data extends Numbers>(ops: Ops<Data>, rows: number, columns: number): Matrix<Data> {
  return matrix(ops.allocate(rows * columns), rows, columns);
}

/**
 * Copies a matrix into the precision of operations.
 *
 * @param ops operations
 * @param source in any precision
 * @returns the same numbers, rounded where need be; new memory
 */
export function copyIn<Data extends Numbers>(ops: Ops<Data>, source: Matrix<Numbers>): Matrix<Data> {
  const copy = zerosIn(ops, source.rows, source.columns);
  copy.data.set(source.data);
  return copy;
}
