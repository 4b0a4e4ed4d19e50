import { matrix, type Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { LayerBlock } from './architecture.ts';
import type { Linearization, TangentSource, TrainingLoss } from './training-loss.ts';

/** Below this δ^L comes too near to the smallest float32 numbers. */
const smallestDelta = 1e-18;

/** The linearisation of a training loss in float32. */
export interface SingleTangents {
  /** From which products in float32 are formed. */
  readonly source: TangentSource<Float32Array>;
  /**
   * Takes over the last linearisation of the loss.
   * @returns whether its numbers lie within the range of float32
   */
  readonly refresh: () => Promise<boolean>;
}

/**
 * Prepares products in float32 with the curvature matrices of a loss; memory is allocated once.
 * @param loss the training loss, which is evaluated in float64
 * @param ops operations in float32
 * @returns the tangents
 */
export function singleTangents(loss: TrainingLoss, ops: Ops<Float32Array>): SingleTangents {
  let point: Linearization<Float32Array> | undefined;
  return {
    source: {
      ops,
      problem: loss.problem,
      linearization() {
        if (point === undefined) throw new Error('singleTangents: refresh before forming products');
        return point;
      },
    },
    async refresh() {
      const exact = loss.linearization();
      point ??= allocateLike(exact);
      const pairs = matricesOf(exact).map((from, index) => [from, matricesOf(point!)[index]!] as const);
      for (const [from, to] of pairs) {
        to.data.set(from.data);
        if (!Number.isFinite(await ops.dot(to.data, to.data))) return false;
      }
      // On which side of 0 an activation lies decides about σ''.
      for (const [layer, { data }] of exact.pass.activations.slice(1).entries()) {
        const single = point.pass.activations[layer + 1]!.data;
        if (data.some((value, index) => single[index] === 0 && value !== 0)) return false;
      }
      return exact.delta.data.some((value) => Math.abs(value) >= smallestDelta);
    },
  };
}

/** Every matrix of a linearisation, in a fixed order. */
function matricesOf<Data extends Float64Array | Float32Array>(point: Linearization<Data>): Matrix<Data>[] {
  const rows = (bias: Data): Matrix<Data> => matrix(bias, 1, bias.length);
  return [
    ...point.layers.flatMap(({ weight, bias }) => [weight, rows(bias)]),
    ...point.pass.activations,
    point.pass.outputs,
    ...point.incoming,
    ...point.deltas,
    point.probabilities,
  ];
}

function allocateLike(point: Linearization): Linearization<Float32Array> {
  const like = ({ rows, columns }: Matrix): Matrix<Float32Array> =>
    matrix(new Float32Array(rows * columns), rows, columns);
  const deltas = point.deltas.map(like);
  return {
    layers: point.layers.map(({ weight, bias }): LayerBlock<Float32Array> => ({
      weight: like(weight),
      bias: new Float32Array(bias.length),
    })),
    pass: { activations: point.pass.activations.map(like), outputs: like(point.pass.outputs) },
    incoming: point.incoming.map(like),
    deltas,
    delta: deltas.at(-1)!,
    probabilities: like(point.probabilities),
  };
}
