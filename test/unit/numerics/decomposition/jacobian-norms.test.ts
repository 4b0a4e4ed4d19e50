import { expect, it } from 'vitest';
import { squaredJacobianNorms } from '../../../../src/numerics/decomposition/jacobian-norms.ts';
import { symmetricEigenvalues } from '../../../../src/numerics/linalg/symmetric-eigen.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

it.each([
  ['rows of the weight, where they are few', 5, 30],
  ['columns of the weight, where they are few', 30, 3],
  ['square weights', 9, 9],
  ['weights too large for the dense way', 40, 33],
])('squared norms agree with JJᵀ formed sample by sample: %s', async (_, n, m) => {
  const ops = await openBlas();
  const random = createRandom(3, 'jacobian');
  const weight = zeros(n, m);
  random.fillGaussian(weight.data);
  const slopes = matrix(
    Float64Array.from({ length: 6 * n }, () => random.uniform()),
    6,
    n,
  );
  const norms = await squaredJacobianNorms(ops, slopes, weight, { tolerance: 1e-11 });
  expect(norms).toHaveLength(6);
  norms.forEach((norm, sample) => {
    const gram = Float64Array.from({ length: n * n }, (__, index) => {
      const [i, j] = [Math.floor(index / n), index % n];
      let sum = 0;
      for (let k = 0; k < m; k++) sum += weight.data[i * m + k]! * weight.data[j * m + k]!;
      return sum * slopes.data[sample * n + i]! * slopes.data[sample * n + j]!;
    });
    expect(Math.abs(norm / symmetricEigenvalues(gram, n)[0]! - 1)).toBeLessThan(1e-11);
  });
});
