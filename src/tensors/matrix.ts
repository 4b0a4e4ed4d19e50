/** Memory of numbers: float64, or float32 where a search need not be exact. */
export type Numbers = Float64Array | Float32Array;

/** A row-major matrix: a view of `rows · columns` consecutive numbers, never a copy. */
export interface Matrix<Data extends Numbers = Float64Array> {
  readonly rows: number;
  readonly columns: number;
  readonly data: Data;
}

/**
 * Views consecutive numbers as a row-major matrix.
 *
 * @param data numbers to view; longer arrays are cut to the matrix (without a copy)
 * @param rows number of rows
 * @param columns number of columns
 * @returns [rows, columns], sharing the memory of `data`
 * @throws RangeError when `data` holds fewer than `rows · columns` numbers
 */
export function matrix<Data extends Numbers>(data: Data, rows: number, columns: number): Matrix<Data> {
  const size = rows * columns;
  if (data.length < size) {
    throw new RangeError(`matrix: [${rows}, ${columns}] needs ${size} numbers, received ${data.length}`);
  }
  return { rows, columns, data: data.length === size ? data : (data.subarray(0, size) as Data) };
}

/**
 * Allocates a matrix of zeros.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @returns [rows, columns], new memory
 */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/**
 * Views consecutive rows of a matrix.
 *
 * @param source [rows, columns]
 * @param first first row of the view
 * @param count number of rows of the view
 * @returns [count, columns], sharing the memory of `source`
 */
export function rowsOf<Data extends Numbers>(
  source: Matrix<Data>,
  first: number,
  count: number,
): Matrix<Data> {
  const { columns } = source;
  const data = source.data.subarray(first * columns, (first + count) * columns) as Data;
  return { rows: count, columns, data };
}
