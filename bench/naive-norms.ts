import {
  layerBlocks,
  symmetricEigenvalues,
  type LayerBlock,
  type TrainingProblem,
} from '../src/numerics/index.ts';
import { rowsOf } from '../src/tensors/matrix.ts';
import type { Ops } from '../src/tensors/ops.ts';

/** One sample by the definitions: dense J^i with all eigenvalues of J Jᵀ, and K^i of [O, n_{i−1}·n_i] entries (cross-entropy). */
export async function naiveNorms(
  ops: Ops,
  { network, inputs }: TrainingProblem,
  parameters: Float64Array,
  sample: number,
) {
  const layers = layerBlocks(network, parameters);
  const x = [rowsOf(inputs, sample, 1).data];
  for (const [i, { weight, bias }] of layers.entries()) {
    const output = bias.slice();
    const input = x[i]!;
    for (let row = 0; row < weight.rows; row++)
      for (let j = 0; j < weight.columns; j++)
        output[j]! += input[row]! * weight.data[row * weight.columns + j]!;
    x.push(i === layers.length - 1 ? output : output.map((s) => (s > 0 ? s : Math.expm1(s))));
  }
  const z = x.at(-1)!;
  const classes = z.length;
  const exponentials = z.map((value) => Math.exp(value - Math.max(...z)));
  const total = exponentials.reduce((sum, e) => sum + e, 0);
  const p = exponentials.map((e) => e / total);
  // Any S with S Sᵀ = H_z l gives the norms of R: here D^{1/2}(I − s sᵀ).
  let rows = Array.from({ length: classes }, (_, q) =>
    Float64Array.from(
      { length: classes },
      (__, o) => Math.sqrt(p[o]!) * ((o === q ? 1 : 0) - Math.sqrt(p[o]! * p[q]!)),
    ),
  );
  const gramOfK = new Float64Array(classes * classes);
  const delta: number[] = [];
  const jacobian: number[] = [];
  for (let i = layers.length - 1; i >= 0; i--) {
    const blocks = rows.map((row) => outer(x[i]!, row));
    const gram = new Float64Array(classes * classes);
    for (let q = 0; q < classes; q++)
      for (let r = 0; r < classes; r++) gram[q * classes + r] = await ops.dot(blocks[q]!, blocks[r]!);
    gram.forEach((entry, index) => (gramOfK[index]! += entry));
    delta.unshift(symmetricEigenvalues(gram, classes)[0]!);
    if (i === 0) break;
    const dense = denseJacobian(layers[i]!, x[i]!);
    rows = rows
      .map((row) => dense.map((line) => line.reduce((sum, value, j) => sum + value * row[j]!, 0)))
      .map((row) => Float64Array.from(row));
    jacobian.unshift(largestSquaredSingularValue(dense));
  }
  return { k: symmetricEigenvalues(gramOfK, classes)[0]!, delta, jacobian };
}

function outer(x: Float64Array, row: Float64Array): Float64Array {
  const block = new Float64Array((x.length + 1) * row.length);
  for (let k = 0; k <= x.length; k++)
    for (let j = 0; j < row.length; j++) block[k * row.length + j] = (x[k] ?? 1) * row[j]!;
  return block;
}

/** diag(σ') A, its rows. */
function denseJacobian({ weight }: LayerBlock, x: Float64Array): Float64Array[] {
  return Array.from(x, (value, row) => {
    const slope = value > 0 ? 1 : 1 + value;
    return rowsOf(weight, row, 1).data.map((entry) => slope * entry);
  });
}

function largestSquaredSingularValue(lines: Float64Array[]): number {
  const [n, m] = [lines.length, lines[0]!.length];
  const order = Math.min(n, m);
  const column = (j: number) => Float64Array.from(lines, (line) => line[j]!);
  const vectors = n <= m ? lines : Array.from({ length: m }, (_, j) => column(j));
  const gram = new Float64Array(order * order);
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < vectors[i]!.length; k++) sum += vectors[i]![k]! * vectors[j]![k]!;
      gram[i * order + j] = sum;
    }
  return symmetricEigenvalues(gram, order)[0]!;
}
