import { expect, it } from 'vitest';
import { ritzComponents } from '../../../../src/numerics/linalg/ritz-components.ts';
import { symmetricEigen } from '../../../../src/numerics/linalg/symmetric-eigen.ts';

it('gives the unit eigenvector of T at each of its eigenvalues', () => {
  const order = 12;
  const diagonal = Float64Array.from({ length: order }, (_, j) => Math.sin(7 * j * j + 1));
  const coupling = Float64Array.from({ length: order }, (_, j) => 0.1 + Math.cos(j) ** 2);
  const dense = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    dense[i * order + i] = diagonal[i]!;
    if (i > 0) dense[i * order + i - 1] = dense[(i - 1) * order + i] = coupling[i - 1]!;
  }
  const { values, vectors } = symmetricEigen(dense, order);
  values.forEach((value, m) => {
    const components = ritzComponents(diagonal, coupling, order, value);
    const overlap = components.reduce((sum, x, j) => sum + x * vectors[m * order + j]!, 0);
    expect(Math.abs(overlap)).toBeCloseTo(1, 12);
  });
});
