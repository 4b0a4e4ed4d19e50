import { describe, expect, it } from 'vitest';
import { spectralMeasures } from '../../../../../src/numerics/decomposition/picture/spectral-measure.ts';
import { symmetricEigen } from '../../../../../src/numerics/linalg/symmetric-eigen.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { rowsOf, zeros, type Matrix } from '../../../../../src/tensors/matrix.ts';

/** B Bᵀ of a random B, [n, n]. */
function gramMatrix(order: number, seed: number): Float64Array {
  const factor = zeros(order, order);
  createRandom(seed, 'gram').fillGaussian(factor.data);
  const row = (i: number) => rowsOf(factor, i, 1).data;
  return Float64Array.from({ length: order ** 2 }, (_, at) =>
    row(Math.floor(at / order)).reduce((sum, x, j) => sum + x * row(at % order)[j]!, 0),
  );
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const order = vector.length;
  return vector.map((_, i) => vector.reduce((sum, x, j) => sum + matrix[i * order + j]! * x, 0));
}

const order = 9;
const matrices = [gramMatrix(order, 1), gramMatrix(order, 2), gramMatrix(order, 3)];
const product = (vectors: Matrix, image: Matrix) => {
  for (const [row, matrix] of matrices.entries())
    rowsOf(image, row, 1).data.set(multiply(matrix, rowsOf(vectors, row, 1).data));
  return Promise.resolve();
};

/** The third one lies in two eigenvectors alone. */
function unitVectors(): Matrix {
  const starts = zeros(3, order);
  createRandom(7, 'starts').fillGaussian(starts.data);
  const { vectors } = symmetricEigen(matrices[2]!, order);
  rowsOf(starts, 2, 1).data.set(
    vectors.subarray(0, order).map((x, j) => 0.6 * x + 0.8 * vectors[4 * order + j]!),
  );
  for (const row of [0, 1]) {
    const { data } = rowsOf(starts, row, 1);
    const length = Math.hypot(...data);
    data.set(data.map((x) => x / length));
  }
  return starts;
}

describe('spectralMeasures', () => {
  it('gives the eigenvalues and the squared parts of the vector along the eigenvectors, as dense algebra does', async () => {
    const starts = unitVectors();
    const measures = await spectralMeasures(product, starts, 40);
    for (const row of [0, 1]) {
      const { values, vectors } = symmetricEigen(matrices[row]!, order);
      const start = rowsOf(starts, row, 1).data;
      const { values: nodes, weights, settled } = measures[row]!;
      expect(settled.every(Boolean)).toBe(true);
      for (let m = 0; m < order; m++) {
        const overlap = start.reduce((sum, x, j) => sum + x * vectors[m * order + j]!, 0);
        expect(Math.abs(nodes[order - 1 - m]! - values[m]!)).toBeLessThan(1e-10 * values[0]!);
        expect(Math.abs(weights[order - 1 - m]! - overlap ** 2)).toBeLessThan(1e-10);
      }
    }
  });

  it('ends where the vector lies in few eigenvectors', async () => {
    const { values, weights, settled } = (await spectralMeasures(product, unitVectors(), 40))[2]!;
    const exact = symmetricEigen(matrices[2]!, order).values;
    const large = weights.flatMap((weight, j) => (weight > 1e-12 ? [j] : []));
    expect(large.map((j) => weights[j]!.toFixed(10))).toEqual(['0.6400000000', '0.3600000000']);
    expect(values[large[0]!]! / exact[4]!).toBeCloseTo(1, 10);
    expect(values[large[1]!]! / exact[0]!).toBeCloseTo(1, 10);
    expect(large.every((j) => settled[j])).toBe(true);
  });

  it('has the right moments after few steps, and says which nodes are not eigenvalues yet', async () => {
    const steps = 3;
    const starts = unitVectors();
    const { values, weights, settled } = (await spectralMeasures(product, starts, steps))[0]!;
    expect(values).toHaveLength(steps);
    let power: Float64Array = rowsOf(starts, 0, 1).data.slice();
    for (let degree = 0; degree < 2 * steps; degree++) {
      const exact = power.reduce((sum, x, j) => sum + x * starts.data[j]!, 0);
      const moment = values.reduce((sum, value, j) => sum + weights[j]! * value ** degree, 0);
      expect(Math.abs(moment / exact - 1)).toBeLessThan(1e-11);
      power = multiply(matrices[0]!, power);
    }
    expect(settled).toContain(false);
  });
});
