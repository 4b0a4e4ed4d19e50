import { matrix, rowsOf, type Matrix, type Numbers } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import { layerBlocks, parameterCount, type Architecture } from '../../network/architecture.ts';
import type { BlockProduct } from '../../network/block-product.ts';
import type { Criterion } from '../../network/criterion.ts';
import type { Linearization } from '../../network/training-loss.ts';
import { criterionFactor } from '../criterion-factor.ts';

/** G in the space of the outputs. */
export interface GaussNewtonOutputs<Data extends Numbers> {
  /** Multiplies by KKᵀ/D over all samples, [D·O, D·O]: its eigenvalues are those of G, and zeros. */
  product: BlockProduct<Data>;
  /** Kᵀu, [P]: an eigenvector of G for an eigenvector u; new memory, its length is not 1. */
  direction: (coordinates: Data) => Promise<Data>;
}

/**
 * Prepares products with the Gram matrix of G (`gaussNewtonGram`), which is not formed: u goes back through the layers as δ^i and on as
 * x^{i−1}(x^{i−1})ᵀδ^i + Rx^{i−1}A^i. A vector has D·O numbers in the place of P, and a product takes three quarters of one with G or less.
 * @param ops operations
 * @param network widths n_0 … n_L
 * @param point passes at θ
 * @param outputs z in float64, [D, O]
 * @param criterion which loss
 * @returns the product and the way back to parameter space; memory of 2·D·Σ n_i + L·D² numbers, or L·n² where D > 2n
 */
export async function gaussNewtonOutputs<Data extends Numbers>(
  ops: Ops<Data>,
  network: Architecture,
  point: Linearization<Data>,
  outputs: Matrix,
  criterion: Criterion,
): Promise<GaussNewtonOutputs<Data>> {
  const { rows: samples, columns: classes } = outputs;
  const block = (rows: number, columns: number): Matrix<Data> =>
    matrix(ops.allocate(rows * columns), rows, columns);
  const factor = block(samples * classes, classes);
  criterionFactor(outputs, criterion, factor);
  const {
    layers,
    pass: { activations },
  } = point;
  const deltas = layers.map(({ bias }) => block(samples, bias.length));
  const tangents = layers.map(({ bias }) => block(samples, bias.length));
  const spread: Spread<Data>[] = [];
  for (const [i, { bias }] of layers.entries())
    spread.push(await spreadOver(ops, activations[i]!, bias.length));
  const last = layers.length - 1;

  const back = async (coordinates: Data): Promise<void> => {
    fromFactor(factor, coordinates, deltas[last]!.data);
    for (let i = last; i > 0; i--) {
      await ops.gemm(deltas[i]!, layers[i]!.weight, deltas[i - 1]!, { transposeB: true });
      ops.eluBackward(activations[i]!, deltas[i - 1]!, deltas[i - 1]!);
    }
  };

  return {
    async product(directions, results) {
      for (let row = 0; row < directions.rows; row++) {
        await back(rowsOf(directions, row, 1).data);
        for (const [i, target] of tangents.entries()) {
          await spread[i]!(deltas[i]!, target);
          if (i > 0) await ops.gemm(tangents[i - 1]!, layers[i]!.weight, target, { beta: 1 });
          if (i < last) ops.eluTangent(activations[i + 1]!, target);
        }
        toFactor(factor, tangents[last]!, rowsOf(results, row, 1).data);
      }
    },
    async direction(coordinates) {
      await back(coordinates);
      const result = ops.allocate(parameterCount(network));
      for (const [i, { weight, bias }] of layerBlocks(network, result).entries()) {
        await ops.gemm(activations[i]!, deltas[i]!, weight, { transposeA: true });
        ops.columnSums(deltas[i]!, bias);
      }
      return result;
    },
  };
}

/** target ← (x xᵀ + 1) δ over all samples: the tangent of x̂ for a direction xᵀδ and its bias. */
type Spread<Data extends Numbers> = (delta: Matrix<Data>, target: Matrix<Data>) => Promise<void>;

/** By the matrix x xᵀ + 1, [D, D], or by the direction itself where that is less. */
async function spreadOver<Data extends Numbers>(
  ops: Ops<Data>,
  x: Matrix<Data>,
  outputs: number,
): Promise<Spread<Data>> {
  const { rows, columns } = x;
  if (rows <= 2 * columns) {
    const similarity = matrix(ops.allocate(rows * rows), rows, rows);
    await ops.gemm(x, x, similarity, { transposeB: true });
    for (let i = 0; i < similarity.data.length; i++) similarity.data[i]! += 1;
    return (delta, target) => ops.gemm(similarity, delta, target);
  }
  const weight = matrix(ops.allocate(columns * outputs), columns, outputs);
  const bias = ops.allocate(outputs);
  return async (delta, target) => {
    await ops.gemm(x, delta, weight, { transposeA: true });
    ops.columnSums(delta, bias);
    ops.fillRows(target, bias);
    await ops.gemm(x, weight, target, { beta: 1 });
  };
}

/** δ^L of every sample: its coordinates times its rows of Sᵀ. */
function fromFactor(factor: Matrix<Numbers>, coordinates: Numbers, delta: Numbers): void {
  const { columns: classes, data } = factor;
  delta.fill(0);
  for (let row = 0; row < factor.rows; row++) {
    const first = row - (row % classes);
    for (let o = 0; o < classes; o++) delta[first + o]! += coordinates[row]! * data[row * classes + o]!;
  }
}

/** Rows of Sᵀ of every sample times its Rz, divided by D. */
function toFactor(factor: Matrix<Numbers>, tangent: Matrix<Numbers>, result: Numbers): void {
  const { columns: classes, data } = factor;
  for (let row = 0; row < factor.rows; row++) {
    const first = row - (row % classes);
    let sum = 0;
    for (let o = 0; o < classes; o++) sum += data[row * classes + o]! * tangent.data[first + o]!;
    result[row] = sum / tangent.rows;
  }
}
