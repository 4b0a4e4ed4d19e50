import { eluSlope } from '../../tensors/elu-slope.ts';
import { matrix, rowsOf, zeros, type Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { recycledOps, type RecycledOps } from '../../tensors/recycled-ops.ts';
import { largestEigenvalue } from '../linalg/largest-eigenvalue.ts';
import type { Architecture, LayerBlock } from '../network/architecture.ts';
import type { Criterion } from '../network/criterion.ts';
import { allocateForward, forward, type ForwardPass } from '../network/forward.ts';
import { criterionFactor } from './criterion-factor.ts';
import { walkCurvedRows } from './curved-rows.ts';
import { squaredJacobianNorms, type NormAccuracy } from './jacobian-norms.ts';

/** Squared operator norms of every sample, from which the decomposition's expectations are taken. */
export interface SampleNorms {
  /** ‖x^0‖², …, ‖x^{L−1}‖²: L arrays of [D]. */
  activation: Float64Array[];
  /** ‖R ∂f/∂x̂^1‖², …, ‖R ∂f/∂x̂^L‖², that is ‖Δ^i‖²/(1 + ‖x^{i−1}‖²): L arrays of [D]. */
  curvedJacobian: Float64Array[];
  /** ‖J^1‖², …, ‖J^{L−1}‖²: L − 1 arrays of [D]. */
  layerwiseJacobian: Float64Array[];
  /** ‖K‖², [D]. */
  k: Float64Array;
}

/** Numbers in the largest block of a batch: 2²² are 32 MiB. */
const batchNumbers = 2 ** 22;
const classesForProducts = 8;

/**
 * The norms of section 2.2 for every sample, at one θ: K, its parts by layer (Eq. 4), and the factors of Δ^i = χ^i Δ^{i+1} J^i (Eq. 5).
 *
 * @param ops operations
 * @param network widths n_0 … n_L
 * @param layers A^i and b^i, i = 1..L
 * @param inputs x^0, [D, n_0]; exactly compressed coordinates give the same norms
 * @param criterion which loss
 * @param accuracy of ‖J^i‖²
 * @returns norms of every sample; new memory
 * @throws {ConvergenceError} when a norm does not reach the accuracy
 */
export async function sampleNorms(
  ops: Ops,
  network: Architecture,
  layers: readonly LayerBlock[],
  inputs: Matrix,
  criterion: Criterion,
  accuracy: NormAccuracy,
): Promise<SampleNorms> {
  const pass = await forward(ops, layers, allocateForward(network, inputs));
  const recycled = recycledOps(ops);
  return {
    ...(await curvedNorms(recycled, layers, pass, criterion)),
    layerwiseJacobian: await layerwiseNorms(recycled, layers, pass, accuracy),
  };
}

/**
 * ‖x^i‖², ‖R ∂f/∂x̂^i‖² and ‖K‖² of every sample, by the closed forms of section 2.2; K is never formed. K Kᵀ is the sum over the
 * layers (Eq. 4) of K^i (K^i)ᵀ = (1 + ‖x^{i−1}‖²) W^i (W^i)ᵀ.
 *
 * ‖R B^i‖² = λ_1(W^i (W^i)ᵀ) and ‖K‖² = λ_1(Σ_i (1 + ‖x^{i−1}‖²) W^i (W^i)ᵀ), [O, O] each, with W^i from `walkCurvedRows`. Samples are
 * taken in batches of bounded memory.
 * @param ops operations, whose memory is started over
 * @param layers A^i and b^i, i = 1..L
 * @param pass at the same θ
 * @param criterion which loss
 * @returns norms of every sample; new memory
 */
export async function curvedNorms(
  ops: RecycledOps,
  layers: readonly LayerBlock[],
  pass: ForwardPass,
  criterion: Criterion,
): Promise<Omit<SampleNorms, 'layerwiseJacobian'>> {
  const { rows: samples, columns: classes } = pass.outputs;
  const activation = pass.activations.map(squaredRowNorms);
  const curvedJacobian = layers.map(() => new Float64Array(samples));
  const k = new Float64Array(samples);
  const widest = Math.max(classes, ...layers.map(({ bias }) => bias.length));
  const batch = Math.max(1, Math.floor(batchNumbers / (classes * widest)));
  const gram = zeros(classes, classes);
  for (let first = 0; first < samples; first += batch) {
    const count = Math.min(batch, samples - first);
    ops.startOver();
    const last = matrix(ops.allocate(count * classes ** 2), count * classes, classes);
    criterionFactor(rowsOf(pass.outputs, first, count), criterion, last);
    const sums = matrix(ops.allocate(count * classes ** 2), count, classes ** 2);
    const activations = pass.activations.map((x) => rowsOf(x, first, count));
    await walkCurvedRows(ops, { layers, activations, last }, async (i, rows) => {
      for (let sample = 0; sample < count; sample++) {
        await fillGram(ops, rowsOf(rows, sample * classes, classes), gram);
        curvedJacobian[i - 1]![first + sample] = largestEigenvalue(gram.data, classes);
        const weight = 1 + activation[i - 1]![first + sample]!;
        const sum = rowsOf(sums, sample, 1).data;
        for (let j = 0; j < sum.length; j++) sum[j]! += weight * gram.data[j]!;
      }
    });
    for (let sample = 0; sample < count; sample++)
      k[first + sample] = largestEigenvalue(rowsOf(sums, sample, 1).data, classes);
  }
  return { activation, curvedJacobian, k };
}

/**
 * ‖J^i‖² of every sample, i = 1..L−1.
 * @param ops operations, whose memory is started over
 * @param layers A^i and b^i, i = 1..L
 * @param pass at the same θ
 * @param accuracy of ‖J^i‖²
 * @param purpose of the random numbers that searches start from; another purpose gives independent searches
 * @param kept starts of earlier calls with as many samples, where they are kept
 * @returns L − 1 arrays of [D]; new memory
 * @throws {ConvergenceError} when a norm does not reach the accuracy
 */
export async function layerwiseNorms(
  ops: RecycledOps,
  layers: readonly LayerBlock[],
  pass: ForwardPass,
  accuracy: NormAccuracy,
  purpose = 'layerwise-jacobian',
  kept?: Map<string, Float32Array>,
): Promise<Float64Array[]> {
  const samples = pass.outputs.rows;
  const norms = layers.slice(1).map(() => new Float64Array(samples));
  for (const [i, norm] of norms.entries()) {
    const activation = pass.activations[i + 1]!;
    const { weight } = layers[i + 1]!;
    const batch = Math.max(1, Math.floor(batchNumbers / Math.max(weight.rows, weight.columns)));
    for (let first = 0; first < samples; first += batch) {
      ops.startOver();
      const slopes = slopesOf(ops, rowsOf(activation, first, Math.min(batch, samples - first)));
      const starts = { firstSample: first, purpose: `${purpose}/${i + 1}`, ...(kept && { kept }) };
      norm.set(await squaredJacobianNorms(ops, slopes, weight, accuracy, starts), first);
    }
  }
  return norms;
}

/** W Wᵀ of one sample: its lower triangle, where loops beat the call of a product. */
async function fillGram(ops: Ops, rows: Matrix, gram: Matrix): Promise<void> {
  if (rows.rows >= classesForProducts) {
    await ops.gemm(rows, rows, gram, { transposeB: true });
    return;
  }
  const { rows: classes, columns, data } = rows;
  for (let q = 0; q < classes; q++)
    for (let r = 0; r <= q; r++) {
      const [a, b] = [q * columns, r * columns];
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[a + j]! * data[b + j]!;
      gram.data[q * classes + r] = sum;
    }
}

function slopesOf(ops: Ops, { rows, columns, data }: Matrix): Matrix {
  const slopes = matrix(ops.allocate(rows * columns), rows, columns);
  for (let i = 0; i < slopes.data.length; i++) slopes.data[i] = eluSlope(data[i]!);
  return slopes;
}

function squaredRowNorms({ rows, columns, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let j = row * columns; j < (row + 1) * columns; j++) sum += data[j]! * data[j]!;
    return sum;
  });
}
