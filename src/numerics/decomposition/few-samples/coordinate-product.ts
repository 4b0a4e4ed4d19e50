import { matrix, rowsOf, type Matrix, type Numbers } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import type { BlockProduct } from '../../network/block-product.ts';
import { multiplyCriterionHessian } from '../../network/criterion.ts';
import type { TangentSource } from '../../network/training-loss.ts';
import type { CoordinateBlock, SampleCoordinates } from './sample-coordinates.ts';

/** Memory of a product, layer by layer [D, n_i], and for one layer at a time. */
interface Room<Data extends Numbers> {
  tangents: Matrix<Data>[];
  backward: Matrix<Data>[];
  rest: Data;
  inner: Matrix<Data>;
}

/**
 * Prepares products with the Hessian or H in coordinates by samples: the R-operator of `blockProduct`, in which no layer that is spanned forms a
 * matrix of the size of its weights. Of its six products of D·n² a layer two stay, those with the weights; nine of D²·n take the place of the others.
 * @param ops operations, whose memory the product uses
 * @param source the passes at θ
 * @param coordinates of the same passes
 * @param curvature which matrix
 * @returns the product
 */
export function coordinateProduct<Data extends Numbers>(
  ops: Ops<Data>,
  source: TangentSource<Data>,
  coordinates: SampleCoordinates<Data>,
  curvature: 'hessian' | 'residual',
): BlockProduct<Data> {
  const { widths } = source.problem.network;
  const samples = source.problem.inputs.rows;
  const block = (columns: number): Matrix<Data> => matrix(ops.allocate(samples * columns), samples, columns);
  const room: Room<Data> = {
    tangents: widths.slice(1).map(block),
    backward: widths.slice(1).map(block),
    rest: ops.allocate(samples * Math.max(...widths)),
    inner: block(samples),
  };
  return async (directions, results) => {
    for (let row = 0; row < directions.rows; row++) {
      const direction = coordinates.blocks(rowsOf(directions, row, 1).data);
      await tangentForward(ops, source, direction, room.tangents);
      const last = room.backward.at(-1)!;
      if (curvature === 'residual') last.data.fill(0);
      else
        multiplyCriterionHessian(
          source.problem.criterion,
          source.linearization(),
          room.tangents.at(-1)!,
          last,
        );
      await tangentBackward(ops, source, direction, coordinates.blocks(rowsOf(results, row, 1).data), room);
    }
  };
}

async function tangentForward<Data extends Numbers>(
  ops: Ops<Data>,
  source: TangentSource<Data>,
  direction: readonly CoordinateBlock<Data>[],
  tangents: readonly Matrix<Data>[],
): Promise<void> {
  const { layers, pass } = source.linearization();
  for (const [index, own] of direction.entries()) {
    const target = tangents[index]!;
    ops.fillRows(target, own.bias);
    if (index > 0) await ops.gemm(tangents[index - 1]!, layers[index]!.weight, target, { beta: 1 });
    if (own.bases) await ops.gemm(own.bases.inputs, own.p, target, { beta: 1 });
    else await ops.gemm(pass.activations[index]!, own.weight, target, { beta: 1 });
    const x = pass.activations[index + 1];
    if (x !== undefined) ops.eluTangent(x, target);
  }
}

async function tangentBackward<Data extends Numbers>(
  ops: Ops<Data>,
  source: TangentSource<Data>,
  direction: readonly CoordinateBlock<Data>[],
  results: readonly CoordinateBlock<Data>[],
  room: Room<Data>,
): Promise<void> {
  const { layers, pass, deltas, incoming } = source.linearization();
  for (let index = layers.length - 1; index >= 0; index--) {
    const [own, result, delta] = [direction[index]!, results[index]!, deltas[index]!];
    const rdelta = room.backward[index]!;
    const tangent = index > 0 ? room.tangents[index - 1]! : undefined;
    ops.columnSums(rdelta, result.bias);
    if (result.bases) await resultInBases(ops, result, delta, rdelta, tangent!, room);
    else {
      await ops.gemm(pass.activations[index]!, rdelta, result.weight, { transposeA: true });
      if (tangent) await ops.gemm(tangent, delta, result.weight, { transposeA: true, beta: 1 });
    }
    if (!tangent) break;
    const next = room.backward[index - 1]!;
    await ops.gemm(rdelta, layers[index]!.weight, next, { transposeB: true });
    if (own.bases) {
      // δVᵀ = δPᵀU + (δWᵀ)Qᵀ
      await ops.gemm(delta, own.p, room.inner, { transposeB: true });
      await ops.gemm(room.inner, own.bases.inputBasis, next, { beta: 1 });
      await ops.gemm(own.bases.deltas, own.q, next, { beta: 1 });
    } else await ops.gemm(delta, own.weight, next, { transposeB: true, beta: 1 });
    ops.eluTangentBackward(pass.activations[index]!, incoming[index - 1]!, tangent, next);
  }
}

/** P and Qᵀ of xᵀRδ + Rxᵀδ: P = (xUᵀ)ᵀRδ + (RxUᵀ)ᵀδ, Qᵀ = (δWᵀ)ᵀ(Rx − RxUᵀU). */
async function resultInBases<Data extends Numbers>(
  ops: Ops<Data>,
  { bases, p, q }: Extract<CoordinateBlock<Data>, { p: unknown }>,
  delta: Matrix<Data>,
  rdelta: Matrix<Data>,
  tangent: Matrix<Data>,
  { inner, rest: memory }: Room<Data>,
): Promise<void> {
  const rest = matrix(memory, tangent.rows, tangent.columns);
  rest.data.set(tangent.data);
  await ops.gemm(tangent, bases.inputBasis, inner, { transposeB: true });
  await ops.gemm(bases.inputs, rdelta, p, { transposeA: true });
  await ops.gemm(inner, delta, p, { transposeA: true, beta: 1 });
  await ops.gemm(inner, bases.inputBasis, rest, { alpha: -1, beta: 1 });
  await ops.gemm(bases.deltas, rest, q, { transposeA: true });
}
