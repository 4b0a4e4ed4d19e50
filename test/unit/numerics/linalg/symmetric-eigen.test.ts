import { describe, expect, it } from 'vitest';
import { symmetricEigen, symmetricEigenvalues } from '../../../../src/numerics/linalg/symmetric-eigen.ts';

/** A reproducible symmetric matrix with entries in [-1, 1]. */
function wavyMatrix(order: number): Float64Array {
  const matrix = new Float64Array(order * order);
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++) {
      const entry = Math.sin(1 + 7 * i * i + 3 * j + i * j);
      matrix[i * order + j] = entry;
      matrix[j * order + i] = entry;
    }
  return matrix;
}

function largestDefect(matrix: Float64Array, order: number): { residual: number; orthogonality: number } {
  const { values, vectors } = symmetricEigen(matrix, order);
  let residual = 0;
  let orthogonality = 0;
  for (let m = 0; m < order; m++) {
    for (let i = 0; i < order; i++) {
      let image = 0;
      let overlap = 0;
      for (let j = 0; j < order; j++) {
        image += matrix[i * order + j]! * vectors[m * order + j]!;
        overlap += vectors[i * order + j]! * vectors[m * order + j]!;
      }
      residual = Math.max(residual, Math.abs(image - values[m]! * vectors[m * order + i]!));
      orthogonality = Math.max(orthogonality, Math.abs(overlap - (i === m ? 1 : 0)));
    }
  }
  return { residual: residual / Math.max(Math.abs(values[0]!), Math.abs(values[order - 1]!)), orthogonality };
}

describe('symmetricEigen', () => {
  it.each([1, 2, 3, 5, 11, 40, 200])('solves A v = λ v to 1e-14 ‖A‖ for order %i', (order) => {
    const { residual, orthogonality } = largestDefect(wavyMatrix(order), order);
    expect(residual).toBeLessThan(1e-14 * Math.max(1, order / 10));
    expect(orthogonality).toBeLessThan(1e-14 * Math.max(1, order / 10));
  });

  it('sorts eigenvalues descending and gives the known pairs of a 2 × 2 matrix', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(1, 2, 2, 1), 2);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(-1, 14);
    expect(Math.abs(vectors[0]!)).toBeCloseTo(Math.SQRT1_2, 14);
    expect(vectors[0]! * vectors[1]!).toBeCloseTo(0.5, 14);
  });

  it('gives the known spectrum of the second-difference matrix', () => {
    const order = 50;
    const matrix = new Float64Array(order * order);
    for (let i = 0; i < order; i++) {
      matrix[i * order + i] = 2;
      if (i > 0) matrix[i * order + i - 1] = matrix[(i - 1) * order + i] = -1;
    }
    const values = symmetricEigenvalues(matrix, order);
    for (let m = 0; m < order; m++)
      expect(values[m]).toBeCloseTo(2 + 2 * Math.cos(((m + 1) * Math.PI) / (order + 1)), 13);
  });

  it.each([
    ['zero', new Float64Array(16), [0, 0, 0, 0]],
    ['the identity', Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1), [1, 1, 1, 1]],
    ['of rank one', new Float64Array(16).fill(1), [4, 0, 0, 0]],
  ])('keeps vectors orthonormal when the matrix is %s', (_, matrix, expected) => {
    const { values } = symmetricEigen(matrix, 4);
    expected.forEach((value, m) => {
      expect(values[m]).toBeCloseTo(value, 14);
    });
    expect(
      largestDefect(
        matrix.map((x) => x + 0),
        4,
      ).orthogonality,
    ).toBeLessThan(1e-14);
  });

  it.each([1e-300, 1e-160, 1e160, 1e300])('does not overflow or underflow on entries of size %g', (size) => {
    const plain = symmetricEigenvalues(wavyMatrix(6), 6);
    const scaled = symmetricEigenvalues(
      wavyMatrix(6).map((x) => x * size),
      6,
    );
    plain.forEach((value, m) => {
      expect(scaled[m]! / size).toBeCloseTo(value, 13);
    });
  });

  it('gives the same eigenvalues with and without vectors', () => {
    const { values } = symmetricEigen(wavyMatrix(17), 17);
    symmetricEigenvalues(wavyMatrix(17), 17).forEach((value, m) => {
      expect(value).toBeCloseTo(values[m]!, 13);
    });
  });

  it('settles on large matrices of low rank, whose other eigenvalues are rounding', () => {
    const order = 150;
    const vectors = Array.from({ length: 6 }, (_, m) =>
      Float64Array.from({ length: order }, (__, i) => Math.sin((m + 1) * i * i + m) * 10 ** -m),
    );
    const matrix = Float64Array.from({ length: order * order }, (_, index) => {
      const [i, j] = [Math.floor(index / order), index % order];
      return vectors.reduce((sum, vector, m) => sum + (m % 2 === 0 ? 1 : -1) * vector[i]! * vector[j]!, 0);
    });
    const { residual, orthogonality } = largestDefect(matrix, order);
    expect(residual).toBeLessThan(1e-13);
    expect(orthogonality).toBeLessThan(1e-13);
  });

  it('leaves its argument as it is', () => {
    const matrix = wavyMatrix(5);
    symmetricEigen(matrix, 5);
    expect(matrix).toEqual(wavyMatrix(5));
  });

  it('says what is wrong with a matrix of the wrong length or with an entry that is not finite', () => {
    expect(() => symmetricEigen(new Float64Array(5), 2)).toThrow(
      new RangeError('symmetricEigen: a matrix of order 2 has 4 entries, received 5'),
    );
    expect(() => symmetricEigen(Float64Array.of(1, 0, NaN, 1), 2)).toThrow(
      new RangeError('symmetricEigen: entry [1, 0] is NaN, expected a finite number'),
    );
  });
});
