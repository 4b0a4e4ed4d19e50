/** A symmetric matrix as Q T Qᵀ with T tridiagonal. */
export interface Tridiagonalization {
  /** Diagonal of T, [n]. */
  diagonal: Float64Array;
  /** Sub-diagonal of T, [n]: entry i couples rows i and i + 1; the last entry is 0. */
  subdiagonal: Float64Array;
  /** Qᵀ, [n, n] row-major; absent when it was not asked for. */
  basis?: Float64Array;
}

/** Squares of entries that are lost beside a largest entry near 1, and whose reciprocals would overflow. */
const negligible = 1e-280;

/**
 * Reduces a symmetric matrix to tridiagonal form by Householder reflections.
 *
 * A = Q T Qᵀ, Q = H_0 H_1 … H_{n−3}, H_k = I − β_k w_k w_kᵀ (Golub and Van Loan, Matrix Computations, section 8.3.1).
 * Cost 4/3 n³, and as much again for Q. Backward stable: the error in A is a few units of rounding of ‖A‖.
 * @param matrix symmetric A with entries of about 1 at most, [n, n] row-major; overwritten. Only the lower triangle is read.
 * @param order n
 * @param wantBasis whether Qᵀ is formed
 * @returns T, and Qᵀ where it was asked for; new memory
 */
export function tridiagonalize(matrix: Float64Array, order: number, wantBasis: boolean): Tridiagonalization {
  const n = order;
  const diagonal = new Float64Array(n);
  const subdiagonal = new Float64Array(n);
  const betas = new Float64Array(n);
  const product = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    // The reflection's vector w replaces column k below the diagonal.
    let tailSquared = 0;
    for (let i = k + 2; i < n; i++) tailSquared += matrix[i * n + k]! ** 2;
    const first = matrix[(k + 1) * n + k]!;
    if (tailSquared < negligible) {
      subdiagonal[k] = first;
      continue;
    }
    const norm = Math.sqrt(first * first + tailSquared);
    const image = first > 0 ? -norm : norm;
    subdiagonal[k] = image;
    matrix[(k + 1) * n + k] = first - image;
    betas[k] = 1 / (norm * (norm + Math.abs(first)));
    reflectTrailing(matrix, n, k, betas[k]!, product);
  }
  for (let i = 0; i < n; i++) diagonal[i] = matrix[i * n + i]!;
  if (!wantBasis) return { diagonal, subdiagonal };
  return { diagonal, subdiagonal, basis: transposedBasis(matrix, n, betas) };
}

/** A ← H A H on the rows and columns after k: A − w uᵀ − u wᵀ with p = βAw, u = p − (β/2)(pᵀw) w; lower triangle only. */
function reflectTrailing(
  matrix: Float64Array,
  n: number,
  k: number,
  beta: number,
  product: Float64Array,
): void {
  product.fill(0, k + 1);
  for (let i = k + 1; i < n; i++) {
    const wi = matrix[i * n + k]!;
    let sum = matrix[i * n + i]! * wi;
    for (let j = k + 1; j < i; j++) {
      sum += matrix[i * n + j]! * matrix[j * n + k]!;
      product[j]! += matrix[i * n + j]! * wi;
    }
    product[i]! += sum;
  }
  let overlap = 0;
  for (let i = k + 1; i < n; i++) {
    product[i]! *= beta;
    overlap += product[i]! * matrix[i * n + k]!;
  }
  const shift = (beta / 2) * overlap;
  for (let i = k + 1; i < n; i++) product[i]! -= shift * matrix[i * n + k]!;
  for (let i = k + 1; i < n; i++) {
    const wi = matrix[i * n + k]!;
    const ui = product[i]!;
    for (let j = k + 1; j <= i; j++) matrix[i * n + j]! -= wi * product[j]! + ui * matrix[j * n + k]!;
  }
}

/** Qᵀ = I H_{n−3} … H_0, each reflection applied to rows from the right; rows up to k are still those of I. */
function transposedBasis(matrix: Float64Array, n: number, betas: Float64Array): Float64Array {
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  for (let k = n - 3; k >= 0; k--) {
    const beta = betas[k]!;
    if (beta === 0) continue;
    for (let row = k + 1; row < n; row++) {
      let overlap = 0;
      for (let j = k + 1; j < n; j++) overlap += basis[row * n + j]! * matrix[j * n + k]!;
      overlap *= beta;
      for (let j = k + 1; j < n; j++) basis[row * n + j]! -= overlap * matrix[j * n + k]!;
    }
  }
  return basis;
}
