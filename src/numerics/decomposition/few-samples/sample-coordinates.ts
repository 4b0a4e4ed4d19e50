import { copyIn } from '../../../tensors/allocate.ts';
import { matrix, zeros, type Matrix, type Numbers } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import { orthonormalize } from '../../eigen/orthonormalize.ts';
import { layerBlocks, type Architecture } from '../../network/architecture.ts';
import type { Linearization } from '../../network/training-loss.ts';

/** What D samples see of a direction V^i, through x^{i−1}V^i and δ^i(V^i)ᵀ: V^i = UᵀP + QW, where UQ = 0. */
export interface SampleBases<Data extends Numbers> {
  /** U, orthonormal rows that span those of x^{i−1}: [D, n_{i−1}]. Rows beyond the rank are 0, here and in W. */
  inputBasis: Matrix<Data>;
  /** x^{i−1}Uᵀ, [D, D]. */
  inputs: Matrix<Data>;
  /** W, orthonormal rows that span those of δ^i: [D, n_i]. */
  deltaBasis: Matrix<Data>;
  /** δ^iWᵀ, [D, D]. */
  deltas: Matrix<Data>;
}

/** One layer of a vector in these coordinates, as views. */
export type CoordinateBlock<Data extends Numbers> =
  | { bases: undefined; weight: Matrix<Data>; bias: Data }
  | { bases: SampleBases<Data>; p: Matrix<Data>; q: Matrix<Data>; bias: Data };

/** Orthonormal coordinates of the part of parameter space that H and the Hessian of few samples live in. */
export interface SampleCoordinates<Data extends Numbers> {
  /** Numbers of a vector. */
  size: number;
  /** P [D, n_i] and Qᵀ [D, n_{i−1}] of each layer that is spanned, the weights of the others, and biases. */
  blocks: (vector: Data) => CoordinateBlock<Data>[];
  /** Coordinates of the projection of a vector of [P]; new memory. */
  project: (parameters: Data) => Promise<Data>;
}

/** P and Q take D·(n + n') numbers of n·n', and a product 2 + 9·D/n products of D·n² in the place of 6. */
const samplesPerWidth = 1 / 4;

/** Whether a layer from n to n' units is spanned; not the first one, since nothing goes back through it, nor the narrow last one. */
function isSpanned(samples: number, n: number, next: number, index: number): boolean {
  return index > 0 && samples <= samplesPerWidth * Math.min(n, next);
}

/**
 * Whether coordinates by samples have less than P numbers.
 * @param network widths
 * @param samples D
 */
export function coordinatesPay({ widths }: Architecture, samples: number): boolean {
  return widths.slice(1).some((next, index) => isSpanned(samples, widths[index]!, next, index));
}

/**
 * Finds the coordinates at one θ: U and W by Cholesky-QR in float64.
 * @param double operations in float64
 * @param ops operations of the coordinates
 * @param network widths
 * @param point passes at θ, in float64
 * @returns the coordinates
 */
export async function sampleCoordinates<Data extends Numbers>(
  double: Ops,
  ops: Ops<Data>,
  network: Architecture,
  point: Linearization,
): Promise<SampleCoordinates<Data>> {
  const { widths } = network;
  const samples = point.pass.outputs.rows;
  const layers: { n: number; next: number; bases: SampleBases<Data> | undefined }[] = [];
  for (const [index, next] of widths.slice(1).entries()) {
    const n = widths[index]!;
    if (!isSpanned(samples, n, next, index)) {
      layers.push({ n, next, bases: undefined });
      continue;
    }
    const [inputBasis, inputs] = await spanOf(double, ops, point.pass.activations[index]!);
    const [deltaBasis, deltas] = await spanOf(double, ops, point.deltas[index]!);
    layers.push({ n, next, bases: { inputBasis, inputs, deltaBasis, deltas } });
  }
  const numbers = layers.map(({ n, next, bases }) => (bases ? samples * (n + next) : n * next) + next);
  const size = numbers.reduce((sum, count) => sum + count, 0);

  const blocks = (vector: Data): CoordinateBlock<Data>[] => {
    let offset = 0;
    const take = (rows: number, columns: number): Matrix<Data> => {
      const part = vector.subarray(offset, (offset += rows * columns)) as Data;
      return matrix(part, rows, columns);
    };
    return layers.map(({ n, next, bases }) => {
      if (!bases) return { bases, weight: take(n, next), bias: take(1, next).data };
      return { bases, p: take(samples, next), q: take(samples, n), bias: take(1, next).data };
    });
  };

  return {
    size,
    blocks,
    async project(parameters) {
      const result = ops.allocate(size);
      const inner = matrix(ops.allocate(samples ** 2), samples, samples);
      const sources = layerBlocks(network, parameters);
      for (const [index, target] of blocks(result).entries()) {
        const { weight, bias } = sources[index]!;
        target.bias.set(bias);
        if (!target.bases) {
          target.weight.data.set(weight.data);
          continue;
        }
        const { inputBasis, deltaBasis } = target.bases;
        await ops.gemm(inputBasis, weight, target.p);
        await ops.gemm(deltaBasis, weight, target.q, { transposeB: true });
        await ops.gemm(deltaBasis, target.p, inner, { transposeB: true });
        await ops.gemm(inner, inputBasis, target.q, { alpha: -1, beta: 1 });
      }
      return result;
    },
  };
}

/** Orthonormal rows that span those of a matrix, and the matrix in them. */
async function spanOf<Data extends Numbers>(
  double: Ops,
  ops: Ops<Data>,
  source: Matrix,
): Promise<[Matrix<Data>, Matrix<Data>]> {
  const { rows, columns } = source;
  const block = matrix(double.allocate(rows * columns), rows, columns);
  block.data.set(source.data);
  const kept = await orthonormalize(double, zeros(0, columns), block, double.allocate(rows * columns));
  block.data.fill(0, kept * columns);
  const coordinates = zeros(rows, rows);
  await double.gemm(source, block, coordinates, { transposeB: true });
  return [copyIn(ops, block), copyIn(ops, coordinates)];
}
