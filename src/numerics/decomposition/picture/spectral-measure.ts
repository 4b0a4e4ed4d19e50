import { rowsOf, zeros, type Matrix } from '../../../tensors/matrix.ts';
import { symmetricEigen } from '../../linalg/symmetric-eigen.ts';

/** How the length of a vector is spread over the eigenvectors of a symmetric matrix: nodes of a Gauss quadrature, ascending. */
export interface SpectralMeasure {
  /** θ_j. */
  values: number[];
  /** Shares (v·p_j)², which add up to 1. */
  weights: number[];
  /** Whether θ_j is an eigenvalue by now, or stands for several around it. */
  settled: boolean[];
}

/** image ← vectors M, each row by its own M. */
type RowProduct = (vectors: Matrix, image: Matrix) => Promise<void>;

/** A coupling below this part of ‖T‖ ends the process: the vector's Krylov space is exhausted. */
const exhausted = 1e-13;
/** A node this near to an eigenvalue, as part of the distance to the next node, is one. */
const settledPart = 1e-3;

/**
 * Spreads unit vectors over the eigenvectors of symmetric matrices M_r, one each, by k steps of Lanczos with reorthogonalisation: nodes and weights
 * of the Gauss quadrature of Σ_j (v·p_j)² δ(λ − λ_j), exact for polynomials of degree 2k − 1, and for all where k is the order (Golub and
 * Meurant, Matrices, Moments and Quadrature, 2010, chapter 4).
 * @param product multiplies every row by its own matrix
 * @param starts unit vectors v_r, [R, n]
 * @param steps k at most
 * @returns one measure a row
 */
export async function spectralMeasures(
  product: RowProduct,
  starts: Matrix,
  steps: number,
): Promise<SpectralMeasure[]> {
  const { rows, columns } = starts;
  const most = Math.min(steps, columns);
  const image = zeros(rows, columns);
  const basis = [starts];
  const diagonals = Array.from({ length: rows }, (): number[] => []);
  const couplings = Array.from({ length: rows }, (): number[] => []);
  for (let step = 0; step < most; step++) {
    await product(basis[step]!, image);
    const next = zeros(rows, columns);
    for (let row = 0; row < rows; row++) {
      const [diagonal, coupling] = [diagonals[row]!, couplings[row]!];
      if (coupling.length < step || coupling.at(-1) === 0) continue;
      const vector = rowsOf(image, row, 1).data;
      const before = basis.map((vectors) => rowsOf(vectors, row, 1).data);
      diagonal.push(dot(vector, before.at(-1)!));
      for (const earlier of [...before, ...before]) subtract(vector, earlier);
      const length = Math.sqrt(dot(vector, vector));
      const scale = Math.max(...diagonal.map(Math.abs), ...coupling);
      const ended = !(length > exhausted * scale);
      coupling.push(ended ? 0 : length);
      if (!ended) rowsOf(next, row, 1).data.set(vector.map((x) => x / length));
    }
    basis.push(next);
  }
  return diagonals.map((diagonal, row) => measureOf(diagonal, couplings[row]!));
}

function measureOf(diagonal: readonly number[], coupling: readonly number[]): SpectralMeasure {
  const order = diagonal.length;
  const tridiagonal = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    tridiagonal[i * order + i] = diagonal[i]!;
    if (i > 0) tridiagonal[i * order + i - 1] = coupling[i - 1]!;
  }
  const { values, vectors } = symmetricEigen(tridiagonal, order);
  const ascending = [...values.keys()].reverse();
  const nodes = ascending.map((m) => values[m]!);
  const residual = (m: number) => coupling[order - 1]! * Math.abs(vectors[m * order + order - 1]!);
  return {
    values: nodes,
    weights: ascending.map((m) => vectors[m * order]! ** 2),
    settled: ascending.map((m, j) => {
      const gap = Math.min(nodes[j]! - (nodes[j - 1] ?? -Infinity), (nodes[j + 1] ?? Infinity) - nodes[j]!);
      return residual(m) <= settledPart * (Number.isFinite(gap) ? gap : Math.abs(nodes[j]!));
    }),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** a ← a − (a·b) b. */
function subtract(a: Float64Array, b: Float64Array): void {
  const overlap = dot(a, b);
  for (let i = 0; i < a.length; i++) a[i]! -= overlap * b[i]!;
}
