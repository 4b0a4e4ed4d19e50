import { matrix } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';

/** Widths n_0, n_1, …, n_L of a network with L linear layers: inputs, hidden layers, outputs O. */
export interface Architecture {
  readonly widths: readonly number[];
}

/** One layer's part of a parameter vector, as views. */
export interface LayerBlock<Data extends Numbers = Float64Array> {
  /** A^i [n_{i−1}, n_i]. */
  readonly weight: Matrix<Data>;
  /** b^i [n_i]. */
  readonly bias: Data;
}

/**
 * Describes a network of equally wide hidden layers (section 3 of the paper).
 *
 * @param inputs n_0, number of inputs
 * @param depth L, number of linear layers
 * @param width n_1 = … = n_{L−1}, width of the hidden layers
 * @param outputs n_L = O, number of outputs
 * @returns the widths
 * @example
 * console.log(architecture(768, 6, 512, 2).widths.join(' ')); // 768 512 512 512 512 512 2
 */
export function architecture(inputs: number, depth: number, width: number, outputs: number): Architecture {
  return { widths: [inputs, ...new Array<number>(depth - 1).fill(width), outputs] };
}

/**
 * Counts the parameters: P = Σ_i (n_{i−1} + 1)·n_i.
 *
 * @param network the network's widths
 * @returns P
 * @example
 * console.log(parameterCount(architecture(4, 2, 3, 2))); // 23
 */
export function parameterCount({ widths }: Architecture): number {
  return widths.slice(1).reduce((sum, width, index) => sum + (widths[index]! + 1) * width, 0);
}

/**
 * Views a parameter vector θ = (A^1, b^1, …, A^L, b^L) layer by layer.
 *
 * @param network the network's widths
 * @param parameters θ, or a direction in parameter space, [P]
 * @returns L blocks that share the memory of `parameters`
 * @throws RangeError when the vector's length is not P
 */
export function layerBlocks<Data extends Numbers>(
  network: Architecture,
  parameters: Data,
): LayerBlock<Data>[] {
  const { widths } = network;
  const count = parameterCount(network);
  if (parameters.length !== count) {
    throw new RangeError(
      `layerBlocks: widths ${widths.join(' → ')} need ${count} parameters, received ${parameters.length}`,
    );
  }
  let offset = 0;
  return widths.slice(1).map((columns, index) => {
    const rows = widths[index]!;
    const weight = matrix(parameters.subarray(offset, offset + rows * columns) as Data, rows, columns);
    const bias = parameters.subarray(offset + rows * columns, offset + (rows + 1) * columns) as Data;
    offset += (rows + 1) * columns;
    return { weight, bias };
  });
}
