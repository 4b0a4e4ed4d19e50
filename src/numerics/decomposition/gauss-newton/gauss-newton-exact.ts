import type { Matrix } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import { symmetricEigen } from '../../linalg/symmetric-eigen.ts';
import type { Architecture } from '../../network/architecture.ts';
import type { BlockProduct } from '../../network/block-product.ts';
import type { Criterion } from '../../network/criterion.ts';
import type { Linearization } from '../../network/training-loss.ts';
import { createRandom } from '../../random.ts';
import { gaussNewtonGram } from './gauss-newton-gram.ts';
import { gaussNewtonOutputs, type GaussNewtonOutputs } from './gauss-newton-outputs.ts';
import { lanczosEnds } from '../lanczos-ends.ts';
import type { GaussNewtonTop } from '../spectrum.ts';

/** Orders D·O of the Gram matrix: all eigenvalues; whatever the widths; the largest that is formed. */
const orders = { dense: 128, small: 512, largest: 3072 } as const;
/** A product with G costs about 16·D·n² a layer and a dozen are needed, the Gram matrix 2·(D·O)²·n. */
const costRatio = 20;

/**
 * Whether the Gram matrix of G is formed: always where it is small, else where that is cheaper than a search by products with it.
 * @param network widths
 * @param samples D
 */
export function gramPays({ widths }: Architecture, samples: number): 'float64' | 'float32' | undefined {
  const classes = widths.at(-1)!;
  const order = samples * classes;
  if (order <= orders.small) return 'float64';
  const pays = order <= orders.largest && order * classes <= costRatio * Math.max(...widths.slice(1, -1), 0);
  return pays ? 'float32' : undefined;
}

/**
 * λ_1(G) and its eigenvector through the exact Gram matrix, formed where that pays: by all its eigenpairs up to order 128, else by Lanczos on it.
 * @param ops operations
 * @param network widths n_0 … n_L
 * @param point passes at θ
 * @param outputs z in float64, [D, O]
 * @param criterion which loss
 * @param tolerance relative accuracy
 * @returns value and vector
 * @throws {ConvergenceError} when it is not found in 1000 products
 */
export async function gaussNewtonExact<Data extends Float64Array | Float32Array>(
  ops: Ops<Data>,
  network: Architecture,
  point: Linearization<Data>,
  outputs: Matrix,
  criterion: Criterion,
  tolerance: number,
): Promise<GaussNewtonTop<Data>> {
  if (gramPays(network, outputs.rows) === undefined)
    return byLanczos(
      ops,
      await gaussNewtonOutputs(ops, network, point, outputs, criterion),
      outputs,
      tolerance,
    );
  const { gram, direction } = await gaussNewtonGram(ops, network, point, outputs, criterion);
  const order = gram.rows;
  if (order <= orders.dense) {
    const { values, vectors } = symmetricEigen(Float64Array.from(gram.data), order);
    const coordinates = ops.allocate(order);
    coordinates.set(vectors.subarray(0, order));
    return { value: values[0]!, vector: await direction(coordinates) };
  }
  const product: BlockProduct<Data> = (directions, results) => ops.gemm(directions, gram, results);
  return byLanczos(ops, { product, direction }, outputs, tolerance);
}

async function byLanczos<Data extends Float64Array | Float32Array>(
  ops: Ops<Data>,
  { product, direction }: GaussNewtonOutputs<Data>,
  outputs: Matrix,
  tolerance: number,
): Promise<GaussNewtonTop<Data>> {
  const normal = new Float64Array(outputs.data.length);
  createRandom(0, 'gauss-newton-gram').fillGaussian(normal);
  const start = ops.allocate(normal.length);
  start.set(normal);
  const request = { name: 'gauss-newton', ends: ['largest'], tolerance, vector: true } as const;
  const { values, vector } = await lanczosEnds(ops, product, request, start);
  return { value: values[0]!, vector: await direction(vector!) };
}
