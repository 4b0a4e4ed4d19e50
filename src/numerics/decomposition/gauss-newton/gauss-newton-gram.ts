import { matrix, rowsOf, type Matrix, type Numbers } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import type { Criterion } from '../../network/criterion.ts';
import { layerBlocks, parameterCount, type Architecture } from '../../network/architecture.ts';
import type { Linearization } from '../../network/training-loss.ts';
import { criterionFactor } from '../criterion-factor.ts';
import { walkCurvedRows } from '../curved-rows.ts';

/** Samples whose rows are multiplied together. */
const samplesTogether = 128;

/** G through its Gram matrix. */
export interface GaussNewtonGram<Data extends Numbers> {
  /** KKᵀ/D over all samples, [D·O, D·O]: its eigenvalues are those of G, and zeros. */
  gram: Matrix<Data>;
  /** Kᵀu, [P]: an eigenvector of G for an eigenvector u of the Gram matrix; new memory, its length is not 1. */
  direction: (coordinates: Data) => Promise<Data>;
}

/**
 * The exact Gram matrix of G = (1/D) Σ_s K_sᵀ K_s (section 2.2).
 *
 * Its entries need no K: (K_s K_tᵀ)_{qr} = Σ_i (1 + x_s^{i−1}·x_t^{i−1}) (W_s^i (W_t^i)ᵀ)_{qr}, W^i from `walkCurvedRows`.
 * Cost: L products [D·O, n]·[n, D·O], half of each; memory (D·O)² + D·O·Σ n_i numbers.
 * @param ops operations
 * @param network widths n_0 … n_L
 * @param point passes at θ
 * @param outputs z in float64, [D, O]
 * @param criterion which loss
 * @returns the Gram matrix and the way back to parameter space; new memory
 */
export async function gaussNewtonGram<Data extends Numbers>(
  ops: Ops<Data>,
  network: Architecture,
  point: Linearization<Data>,
  outputs: Matrix,
  criterion: Criterion,
): Promise<GaussNewtonGram<Data>> {
  const { rows: samples, columns: classes } = outputs;
  const order = samples * classes;
  const block = (rows: number, columns: number): Matrix<Data> =>
    matrix(ops.allocate(rows * columns), rows, columns);
  const last = block(order, classes);
  criterionFactor(outputs, criterion, last);
  const { activations } = point.pass;
  const gram = block(order, order);
  const together = Math.min(samplesTogether, samples);
  const similarities = ops.allocate(together * samples);
  const allProducts = ops.allocate(together * classes * order);
  const curved: Matrix<Data>[] = [];
  await walkCurvedRows(ops, { layers: point.layers, activations, last }, async (i, rows) => {
    curved[i - 1] = rows;
    const x = activations[i - 1]!;
    for (let first = 0; first < samples; first += samplesTogether) {
      const count = Math.min(samplesTogether, samples - first);
      const upTo = first + count;
      const similarity = matrix(similarities, count, upTo);
      await ops.gemm(rowsOf(x, first, count), rowsOf(x, 0, upTo), similarity, { transposeB: true });
      const products = matrix(allProducts, count * classes, upTo * classes);
      const own = rowsOf(rows, first * classes, count * classes);
      await ops.gemm(own, rowsOf(rows, 0, upTo * classes), products, { transposeB: true });
      addWeighted(products, similarity, classes, rowsOf(gram, first * classes, count * classes));
    }
  });
  finish(gram, samples);
  return { gram, direction: (coordinates) => direction(ops, network, activations, curved, coordinates) };
}

/** gram ← gram + (1 + similarity of the samples) · products, on the columns that the products have. */
function addWeighted(
  products: Matrix<Numbers>,
  similarity: Matrix<Numbers>,
  classes: number,
  gram: Matrix<Numbers>,
): void {
  for (let row = 0; row < products.rows; row++) {
    const weights = Math.floor(row / classes) * similarity.columns;
    let from = row * products.columns;
    let to = row * gram.columns;
    for (let t = 0; t < similarity.columns; t++) {
      const weight = 1 + similarity.data[weights + t]!;
      for (let r = 0; r < classes; r++) gram.data[to++]! += weight * products.data[from++]!;
    }
  }
}

/** Divides by D and mirrors the lower triangle. */
function finish({ rows: order, data }: Matrix<Numbers>, samples: number): void {
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++) data[j * order + i] = data[i * order + j]! /= samples;
}

/** Kᵀu: x^{i−1} of every sample times Σ_q u_{sq} W_{sq}^i. */
async function direction<Data extends Numbers>(
  ops: Ops<Data>,
  network: Architecture,
  activations: readonly Matrix<Data>[],
  curved: readonly Matrix<Data>[],
  coordinates: Data,
): Promise<Data> {
  const result = ops.allocate(parameterCount(network));
  for (const [i, { weight, bias }] of layerBlocks(network, result).entries()) {
    const rows = curved[i]!;
    const x = activations[i]!;
    const sums = matrix(ops.allocate(x.rows * rows.columns), x.rows, rows.columns);
    addRows(rows, coordinates, sums);
    await ops.gemm(x, sums, weight, { transposeA: true });
    ops.columnSums(sums, bias);
  }
  return result;
}

/** sums ← sums + Σ_q u_{sq} W_{sq}; a call of a BLAS for each row would take ten times as long. */
function addRows(
  { rows, columns, data }: Matrix<Numbers>,
  coordinates: Numbers,
  sums: Matrix<Numbers>,
): void {
  const classes = rows / sums.rows;
  for (let row = 0; row < rows; row++) {
    const factor = coordinates[row]!;
    const to = Math.floor(row / classes) * columns;
    const from = row * columns;
    for (let j = 0; j < columns; j++) sums.data[to + j]! += factor * data[from + j]!;
  }
}
