import { eluSlope } from '../../tensors/elu-slope.ts';
import { rowsOf, zeros, type Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { symmetricEigenvalues } from '../linalg/symmetric-eigen.ts';
import type { Architecture, LayerBlock } from '../network/architecture.ts';
import type { Criterion } from '../network/criterion.ts';
import { allocateForward, forward, type ForwardPass } from '../network/forward.ts';
import { criterionFactor } from './criterion-factor.ts';
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

/**
 * The norms of section 2.2 for every sample, by the closed forms of its last page; neither K nor a Jacobian is formed.
 *
 * W^L = Sᵀ, W^i = (W^{i+1} (A^{i+1})ᵀ) ∘ σ'(x̂^i): O rows a sample, all samples in one product with A^{i+1}. Then
 * ‖R B^i‖² = λ_1(W^i (W^i)ᵀ) and ‖K‖² = λ_1(Σ_i (1 + ‖x^{i−1}‖²) W^i (W^i)ᵀ), [O, O] each. Samples are taken in batches of
 * bounded memory.
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
  const samples = inputs.rows;
  const depth = layers.length;
  const lists = (count: number) => Array.from({ length: count }, () => new Float64Array(samples));
  const norms: SampleNorms = {
    activation: lists(depth),
    curvedJacobian: lists(depth),
    layerwiseJacobian: lists(depth - 1),
    k: new Float64Array(samples),
  };
  const classes = network.widths.at(-1)!;
  const batch = Math.max(1, Math.floor(batchNumbers / (classes * Math.max(...network.widths.slice(1)))));
  for (let first = 0; first < samples; first += batch) {
    const part = rowsOf(inputs, first, Math.min(batch, samples - first));
    const pass = await forward(ops, layers, allocateForward(network, part));
    pass.activations.forEach((activation, i) => {
      norms.activation[i]!.set(squaredRowNorms(activation), first);
    });
    await curvedNorms(ops, layers, pass, criterion, norms, first);
    for (let i = 1; i < depth; i++) {
      const slopes = slopesOf(pass.activations[i]!);
      const values = await squaredJacobianNorms(ops, slopes, layers[i]!.weight, accuracy);
      norms.layerwiseJacobian[i - 1]!.set(values, first);
    }
  }
  return norms;
}

/** Walks W^i back through the layers and takes ‖R B^i‖² and ‖K‖² from its [O, O] Gram matrices. */
async function curvedNorms(
  ops: Ops,
  layers: readonly LayerBlock[],
  pass: ForwardPass,
  criterion: Criterion,
  norms: SampleNorms,
  first: number,
): Promise<void> {
  const { rows: samples, columns: classes } = pass.outputs;
  let rows = zeros(samples * classes, classes);
  criterionFactor(pass.outputs, criterion, rows);
  const sums = new Float64Array(samples * classes * classes);
  const gram = new Float64Array(classes * classes);
  for (let i = layers.length; i >= 1; i--) {
    for (let sample = 0; sample < samples; sample++) {
      fillGram(rows, sample, classes, gram);
      norms.curvedJacobian[i - 1]![first + sample] = symmetricEigenvalues(gram, classes)[0]!;
      const weight = 1 + norms.activation[i - 1]![first + sample]!;
      for (let j = 0; j < gram.length; j++) sums[sample * gram.length + j]! += weight * gram[j]!;
    }
    if (i === 1) break;
    const activation = pass.activations[i - 1]!;
    const previous = zeros(samples * classes, activation.columns);
    await ops.gemm(rows, layers[i - 1]!.weight, previous, { transposeB: true });
    multiplyBySlopes(previous, activation, classes);
    rows = previous;
  }
  for (let sample = 0; sample < samples; sample++) {
    const sum = sums.subarray(sample * gram.length, (sample + 1) * gram.length);
    norms.k[first + sample] = symmetricEigenvalues(sum, classes)[0]!;
  }
}

/** Lower triangle of W Wᵀ of one sample. */
function fillGram(rows: Matrix, sample: number, classes: number, gram: Float64Array): void {
  const { columns, data } = rows;
  for (let q = 0; q < classes; q++)
    for (let r = 0; r <= q; r++) {
      const a = (sample * classes + q) * columns;
      const b = (sample * classes + r) * columns;
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[a + j]! * data[b + j]!;
      gram[q * classes + r] = sum;
    }
}

/** rows ← rows ∘ σ', the slopes of a sample for each of its O rows. */
function multiplyBySlopes(rows: Matrix, activation: Matrix, classes: number): void {
  const { columns } = activation;
  for (let row = 0; row < rows.rows; row++) {
    const from = Math.floor(row / classes) * columns;
    const to = row * columns;
    for (let j = 0; j < columns; j++) rows.data[to + j]! *= eluSlope(activation.data[from + j]!);
  }
}

function slopesOf(activation: Matrix): Matrix {
  const slopes = zeros(activation.rows, activation.columns);
  for (let i = 0; i < slopes.data.length; i++) slopes.data[i] = eluSlope(activation.data[i]!);
  return slopes;
}

function squaredRowNorms({ rows, columns, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let j = row * columns; j < (row + 1) * columns; j++) sum += data[j]! * data[j]!;
    return sum;
  });
}
