import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import { zeros } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { Architecture, LayerBlock } from './architecture.ts';

/** What a forward pass leaves behind. σ'(x̂^i) = min(1, 1 + x^i), so x̂^i is not kept. */
export interface ForwardPass<Data extends Numbers = Float64Array> {
  /** x^0 (the inputs), x^1, …, x^{L−1}: [D, n_i] each. */
  readonly activations: readonly Matrix<Data>[];
  /** z = x̂^L = f(x, θ) [D, O]. */
  readonly outputs: Matrix<Data>;
}

/**
 * Allocates the memory of a forward pass.
 *
 * @param network the network's widths
 * @param inputs x^0 [D, n_0]; used, not copied
 * @returns activations and outputs, zero except for the inputs
 */
export function allocateForward(network: Architecture, inputs: Matrix): ForwardPass {
  const hidden = network.widths.slice(1, -1).map((width) => zeros(inputs.rows, width));
  return { activations: [inputs, ...hidden], outputs: zeros(inputs.rows, network.widths.at(-1)!) };
}

/**
 * Evaluates the network: x̂^i = x^{i−1} A^i + b^i, x^i = σ(x̂^i) for i < L, z = x̂^L (section 2.1, Eq. 5).
 *
 * @param ops operations
 * @param layers A^i and b^i, i = 1..L
 * @param pass memory to fill; its `activations[0]` are the inputs x^0 [D, n_0]
 * @returns `pass`, filled
 */
export async function forward(
  ops: Ops,
  layers: readonly LayerBlock[],
  pass: ForwardPass,
): Promise<ForwardPass> {
  for (const [index, { weight, bias }] of layers.entries()) {
    const target = pass.activations[index + 1] ?? pass.outputs;
    ops.fillRows(target, bias);
    await ops.gemm(pass.activations[index]!, weight, target, { beta: 1 });
    if (target !== pass.outputs) ops.elu(target);
  }
  return pass;
}
