/**
 * Cholesky factor of a small symmetric positive definite matrix: A = C Cᵀ.
 *
 * Cost n³/3. The pivots tell rank deficiency: a pivot at or below n ε times the largest diagonal entry is taken for 0.
 * @param matrix symmetric A, [n, n] row-major; left as it is. Only the lower triangle is read.
 * @param order n
 * @returns C, lower triangular, [n, n] row-major with zeros above the diagonal; new memory
 * @throws {RangeError} when A is not positive definite to rounding
 */
export function cholesky(matrix: Float64Array, order: number): Float64Array {
  const factor = new Float64Array(order * order);
  let largest = 0;
  for (let i = 0; i < order; i++) largest = Math.max(largest, matrix[i * order + i]!);
  const smallestPivot = order * Number.EPSILON * largest;
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * order + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * order + k]! * factor[j * order + k]!;
      if (i > j) {
        factor[i * order + j] = rest / factor[j * order + j]!;
        continue;
      }
      if (!(rest > smallestPivot))
        throw new RangeError(
          `cholesky: pivot ${i + 1} of ${order} is ${rest.toExponential(2)}, expected more than ` +
            `${smallestPivot.toExponential(2)}: the matrix is not positive definite to rounding`,
        );
      factor[i * order + i] = Math.sqrt(rest);
    }
  return factor;
}

/**
 * Inverse of a lower triangular matrix, for products in place of triangular solves.
 *
 * C C⁻¹ = I by forward substitution, cost n³/3.
 * @param factor C, lower triangular, [n, n] row-major
 * @param order n
 * @returns C⁻¹, lower triangular, [n, n] row-major; new memory
 */
export function invertLower(factor: Float64Array, order: number): Float64Array {
  const inverse = new Float64Array(order * order);
  for (let column = 0; column < order; column++) {
    inverse[column * order + column] = 1 / factor[column * order + column]!;
    for (let i = column + 1; i < order; i++) {
      let sum = 0;
      for (let k = column; k < i; k++) sum += factor[i * order + k]! * inverse[k * order + column]!;
      inverse[i * order + column] = -sum / factor[i * order + i]!;
    }
  }
  return inverse;
}
