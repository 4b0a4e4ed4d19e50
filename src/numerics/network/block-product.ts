import { matrix, rowsOf } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import { layerBlocks } from './architecture.ts';
import type { LayerBlock } from './architecture.ts';
import { multiplyCriterionHessian } from './criterion.ts';
import type { Linearization, TangentSource } from './training-loss.ts';

/** The Hessian of the loss, its Gauss–Newton part G, or the residual part H = Hessian − G (section 2.2). */
export type CurvatureMatrix = 'hessian' | 'gauss-newton' | 'residual';

/** Multiplies a block of directions, rows of [m, P], into `results` [m, P]. */
export type BlockProduct<Data extends Numbers = Float64Array> = (
  directions: Matrix<Data>,
  results: Matrix<Data>,
) => Promise<void>;

/** Rows of tangents that are multiplied together; more makes products with few samples faster, and needs memory. */
const ROWS_TOGETHER = 512;

/**
 * Prepares products of a block of directions with a curvature matrix of the loss.
 *
 * Pearlmutter's R-operator, exactly: for a direction (V^i, v^i)
 *
 *     Rx̂^i = x^{i−1}V^i + v^i + Rx^{i−1}A^i,  Rx^0 = 0,  Rx^i = σ'(x̂^i) ∘ Rx̂^i
 *     Rδ^L = H_z l · Rx̂^L / D
 *     Rδ^i = [Rδ^{i+1}(A^{i+1})ᵀ + δ^{i+1}(V^{i+1})ᵀ] ∘ σ' + u^i ∘ σ'' ∘ Rx̂^i
 *     (HV)_{A^i} = (x^{i−1})ᵀRδ^i + (Rx^{i−1})ᵀδ^i,  (HV)_{b^i} = Σ_samples Rδ^i
 *
 * G leaves out every term that holds δ or σ''; H = Hessian − G is what those terms alone give, with Rδ^L = 0, and is
 * never formed as a difference. Cost: two products for the first layer and six for every other, a direction.
 * @param loss the training loss; each call uses its last linearisation
 * @param curvature which matrix
 * @returns the product; its memory, some D·Σ n_i numbers for a few directions at a time, is reused by every call
 */
export function blockProduct<Data extends Numbers>(
  loss: TangentSource<Data>,
  curvature: CurvatureMatrix,
): BlockProduct<Data> {
  const { network, inputs } = loss.problem;
  const { widths } = network;
  const samples = inputs.rows;
  const together = Math.max(1, Math.floor(ROWS_TOGETHER / samples));
  // Rx^i for i = 1..L, with Rz last; two blocks of Rδ are enough, but their widths differ.
  const allocate = (count: number): Data[] =>
    widths.slice(1).map((width) => loss.ops.allocate(count * samples * width));
  let [tangents, backward, room] = [allocate(0), allocate(0), 0];

  return async (directions, results) => {
    const point = loss.linearization();
    const needed = Math.min(together, directions.rows);
    if (needed > room) [tangents, backward, room] = [allocate(needed), allocate(needed), needed];
    for (let first = 0; first < directions.rows; first += together) {
      const count = Math.min(together, directions.rows - first);
      const blocks = (source: Matrix<Data>): LayerBlock<Data>[][] =>
        Array.from({ length: count }, (_, index) =>
          layerBlocks(network, rowsOf(source, first + index, 1).data),
        );
      const view = (memory: Data[]): Matrix<Data>[] =>
        memory.map((data, index) => matrix(data, count * samples, widths[index + 1]!));
      const work = { loss, curvature, point, directions: blocks(directions), results: blocks(results) };
      await tangentForward({ ...work, tangents: view(tangents), backward: view(backward) });
      await tangentBackward({ ...work, tangents: view(tangents), backward: view(backward) });
    }
  };
}

/**
 * Products with all three curvature matrices.
 * @param loss the training loss; each call uses its last linearisation
 * @returns the products, each with memory of its own
 */
export function curvatureProducts<Data extends Numbers>(
  loss: TangentSource<Data>,
): Record<CurvatureMatrix, BlockProduct<Data>> {
  return {
    hessian: blockProduct(loss, 'hessian'),
    'gauss-newton': blockProduct(loss, 'gauss-newton'),
    residual: blockProduct(loss, 'residual'),
  };
}

interface Work<Data extends Numbers> {
  readonly loss: TangentSource<Data>;
  readonly curvature: CurvatureMatrix;
  readonly point: Linearization<Data>;
  readonly directions: readonly LayerBlock<Data>[][];
  readonly results: readonly LayerBlock<Data>[][];
  readonly tangents: readonly Matrix<Data>[];
  readonly backward: readonly Matrix<Data>[];
}

async function tangentForward<Data extends Numbers>({
  loss,
  point,
  directions,
  tangents,
}: Work<Data>): Promise<void> {
  const { ops } = loss;
  const { layers, pass } = point;
  const samples = pass.outputs.rows;
  for (const [index, { weight }] of layers.entries()) {
    const target = tangents[index]!;
    for (const [number, direction] of directions.entries()) {
      ops.fillRows(rowsOf(target, number * samples, samples), direction[index]!.bias);
    }
    if (index > 0) await ops.gemm(tangents[index - 1]!, weight, target, { beta: 1 });
    for (const [number, direction] of directions.entries()) {
      const part = rowsOf(target, number * samples, samples);
      await ops.gemm(pass.activations[index]!, direction[index]!.weight, part, { beta: 1 });
      const x = pass.activations[index + 1];
      if (x !== undefined) ops.eluTangent(x, part);
    }
  }
}

async function tangentBackward<Data extends Numbers>(work: Work<Data>): Promise<void> {
  const { loss, curvature, point, directions, results, tangents, backward } = work;
  const { ops } = loss;
  const { layers, pass, deltas, incoming } = point;
  const samples = pass.outputs.rows;
  const part = (block: Matrix<Data>, number: number) => rowsOf(block, number * samples, samples);
  const last = layers.length - 1;
  const second = curvature !== 'gauss-newton';
  for (const number of directions.keys()) {
    if (curvature === 'residual') part(backward[last]!, number).data.fill(0);
    else
      multiplyCriterionHessian(
        loss.problem.criterion,
        point,
        part(tangents[last]!, number),
        part(backward[last]!, number),
      );
  }
  for (let index = last; index >= 0; index--) {
    const rdelta = backward[index]!;
    for (const [number, result] of results.entries()) {
      const { weight, bias } = result[index]!;
      await ops.gemm(pass.activations[index]!, part(rdelta, number), weight, { transposeA: true });
      ops.columnSums(part(rdelta, number), bias);
      if (second && index > 0)
        await ops.gemm(part(tangents[index - 1]!, number), deltas[index]!, weight, {
          transposeA: true,
          beta: 1,
        });
    }
    if (index === 0) break;
    const next = backward[index - 1]!;
    await ops.gemm(rdelta, layers[index]!.weight, next, { transposeB: true });
    const x = pass.activations[index]!;
    for (const [number, direction] of directions.entries()) {
      const target = part(next, number);
      if (second) {
        await ops.gemm(deltas[index]!, direction[index]!.weight, target, { transposeB: true, beta: 1 });
        ops.eluTangentBackward(x, incoming[index - 1]!, part(tangents[index - 1]!, number), target);
      } else {
        ops.eluBackward(x, target, target);
      }
    }
  }
}
