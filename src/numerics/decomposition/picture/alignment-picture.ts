import { eluSlope } from '../../../tensors/elu-slope.ts';
import { rowsOf, zeros, type Matrix } from '../../../tensors/matrix.ts';
import type { Ops } from '../../../tensors/ops.ts';
import { symmetricEigen } from '../../linalg/symmetric-eigen.ts';
import type { LayerBlock } from '../../network/architecture.ts';
import type { Criterion } from '../../network/criterion.ts';
import type { ForwardPass } from '../../network/forward.ts';
import { createRandom } from '../../random.ts';
import { criterionFactor } from '../criterion-factor.ts';
import { walkCurvedRows } from '../curved-rows.ts';
import type { SampleNorms } from '../sample-norms.ts';
import { sharesInBins } from './shares-in-bins.ts';
import { spectralMeasures } from './spectral-measure.ts';

/** How Δ^{i+1} lies to the singular directions of J^i, for one sample. */
export interface AlignmentPicture {
  /** r = ‖Δ^{i+1} J^i‖² / (‖Δ^{i+1}‖² ‖J^i‖²) of this sample. */
  ratio: number;
  /** ‖J^i‖². */
  squaredNorm: number;
  /**
   * Share of the direction that Δ^{i+1} is most sensitive to, in bins over the stretch σ_k²/σ_1² of the singular directions of J^i, from the least to
   * the most stretched.
   */
  sensitive: number[];
  /** The same of a direction drawn at random. */
  random: number[];
}

/** Bins of a picture, and steps of Lanczos behind it. */
const bins = 20;
const steps = 32;

/**
 * Pictures of alignment of the first samples: v, the direction that Δ^{i+1} is most sensitive to (its first right singular vector), is spread over
 * the left singular directions p_k of J^i, by how much J^i stretches them. r is the mean stretch Σ_k (v·p_k)² σ_k²/σ_1² where Δ has one large singular
 * value: 1 where v is p_1, small where v lies in no direction in particular.
 *
 * Cost: 32 products with A^{i+1} and its transpose a layer.
 * @param ops operations
 * @param layers A^i and b^i, i = 1..L
 * @param pass at the same θ
 * @param criterion which loss
 * @param norms of all samples, at the same θ
 * @param count how many samples
 * @returns for every sample one picture for each of the layers i = 1..L−1; undefined where a Δ is 0 or not finite
 */
export async function alignmentPictures(
  ops: Ops,
  layers: readonly LayerBlock[],
  pass: ForwardPass,
  criterion: Criterion,
  norms: Pick<SampleNorms, 'curvedJacobian' | 'layerwiseJacobian'>,
  count: number,
): Promise<AlignmentPicture[][] | undefined> {
  const activations = pass.activations.map((x) => rowsOf(x, 0, count));
  const classes = pass.outputs.columns;
  const last = zeros(count * classes, classes);
  criterionFactor(rowsOf(pass.outputs, 0, count), criterion, last);
  const curved: Matrix[] = [];
  await walkCurvedRows(ops, { layers, activations, last }, (i, rows) => {
    curved[i - 1] = rows;
  });
  const pictures = Array.from({ length: count }, (): AlignmentPicture[] => []);
  for (let i = 1; i < layers.length; i++) {
    const starts = startVectors(curved[i]!, count, `alignment-picture/${i}`);
    if (starts === undefined) return undefined;
    const { weight } = layers[i]!;
    const inner = zeros(2 * count, weight.rows);
    const measures = await spectralMeasures(
      async (vectors, image) => {
        await ops.gemm(vectors, weight, inner, { transposeB: true });
        multiplyBySquaredSlopes(inner, activations[i]!);
        await ops.gemm(inner, weight, image);
      },
      starts,
      steps,
    );
    for (const [sample, own] of pictures.entries()) {
      const squaredNorm = norms.layerwiseJacobian[i - 1]![sample]!;
      const [before, after] = [norms.curvedJacobian[i]![sample]!, norms.curvedJacobian[i - 1]![sample]!];
      const shares = (row: number) => sharesInBins(measures[row]!, squaredNorm, bins);
      own.push({
        ratio: after / (before * squaredNorm),
        squaredNorm,
        sensitive: shares(sample),
        random: shares(count + sample),
      });
    }
  }
  return pictures;
}

/** The first right singular vector of every sample's W, then as many random directions, [2·count, n]. */
function startVectors(curved: Matrix, count: number, purpose: string): Matrix | undefined {
  const classes = curved.rows / count;
  const starts = zeros(2 * count, curved.columns);
  for (let sample = 0; sample < count; sample++) {
    const rows = rowsOf(curved, sample * classes, classes);
    const target = rowsOf(starts, sample, 1).data;
    const gram = new Float64Array(classes * classes);
    const row = (q: number) => rowsOf(rows, q, 1).data;
    for (let q = 0; q < classes; q++)
      for (let s = 0; s <= q; s++)
        gram[q * classes + s] = row(q).reduce((sum, x, j) => sum + x * row(s)[j]!, 0);
    if (!gram.every(Number.isFinite)) return undefined;
    const { vectors } = symmetricEigen(gram, classes);
    for (let q = 0; q < classes; q++)
      for (let j = 0; j < target.length; j++) target[j]! += vectors[q]! * row(q)[j]!;
    if (!normalize(target)) return undefined;
    const random = rowsOf(starts, count + sample, 1).data;
    createRandom(sample, purpose).fillGaussian(random);
    normalize(random);
  }
  return starts;
}

function normalize(vector: Float64Array): boolean {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  if (!(length > 0 && length < Infinity)) return false;
  for (let j = 0; j < vector.length; j++) vector[j]! /= length;
  return true;
}

/** rows ← rows ∘ σ'², the first half of the rows and the second each with the slopes of all samples. */
function multiplyBySquaredSlopes(rows: Matrix, activation: Matrix): void {
  const size = activation.data.length;
  for (let j = 0; j < rows.data.length; j++) rows.data[j]! *= eluSlope(activation.data[j % size]!) ** 2;
}
