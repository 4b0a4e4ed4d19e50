import { eluSlope } from '../../tensors/elu-slope.ts';
import { matrix, type Matrix, type Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { LayerBlock } from '../network/architecture.ts';

/** What the walk needs of the network at θ. */
export interface CurvedPoint<Data extends Numbers> {
  readonly layers: readonly LayerBlock<Data>[];
  /** x^0, …, x^{L−1}: [D, n_i]. */
  readonly activations: readonly Matrix<Data>[];
  /** W^L = Sᵀ of every sample, [D·O, O] (`criterionFactor`). */
  readonly last: Matrix<Data>;
}

/**
 * Walks W^i = Sᵀ ∂f/∂x̂^i of all samples back through the layers: W^i = (W^{i+1} (A^{i+1})ᵀ) ∘ σ'(x̂^i), O rows a
 * sample. This is the recursion of Δ^i (Eq. 5), without the factors of the activations: Δ^i = √(1 + ‖x^{i−1}‖²) W^i.
 *
 * Cost: one product of D·O rows a layer.
 * @param ops operations
 * @param point network, activations and W^L
 * @param visit is called with i = L, …, 1 and W^i [D·O, n_i], new memory each
 */
export async function walkCurvedRows<Data extends Numbers>(
  ops: Ops<Data>,
  { layers, activations, last }: CurvedPoint<Data>,
  visit: (layer: number, rows: Matrix<Data>) => Promise<void> | void,
): Promise<void> {
  let rows = last;
  for (let i = layers.length; i >= 1; i--) {
    await visit(i, rows);
    if (i === 1) break;
    const activation = activations[i - 1]!;
    const { columns } = activation;
    const previous = matrix(ops.allocate(rows.rows * columns), rows.rows, columns);
    await ops.gemm(rows, layers[i - 1]!.weight, previous, { transposeB: true });
    multiplyBySlopes(previous, activation);
    rows = previous;
  }
}

/** rows ← rows ∘ σ', the slopes of a sample for each of its O rows. */
function multiplyBySlopes(rows: Matrix<Numbers>, activation: Matrix<Numbers>): void {
  const { columns } = activation;
  const classes = rows.rows / activation.rows;
  for (let row = 0; row < rows.rows; row++) {
    const from = Math.floor(row / classes) * columns;
    const to = row * columns;
    for (let j = 0; j < columns; j++) rows.data[to + j]! *= eluSlope(activation.data[from + j]!);
  }
}
