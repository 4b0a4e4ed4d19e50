import { describe, expect, test } from 'vitest';
import { blockProduct, trainingLoss } from '../../src/numerics/index.ts';
import { matrix, zeros } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';
import { problemOf, readReference, referenceNames, relativeDifference } from './reference-network.ts';

const backends = [
  ['the BLAS that is installed', undefined],
  ['WebAssembly', 'none'],
] as const;

describe.each(backends)('with %s', (_, library) => {
  describe.each(referenceNames)('the reference network %s', (name) => {
    const reference = readReference(name);

    test('has the loss, gradient, Hessian and Gauss–Newton products of brute force to 1e-9', async () => {
      const ops = await openBlas(library === undefined ? {} : { library });
      const loss = trainingLoss(ops, problemOf(reference));
      const gradient = new Float64Array(loss.parameterCount);
      const value = await loss.gradient(Float64Array.from(reference.theta0), gradient);
      expect(Math.abs(value / reference.expected.initial.lossValue - 1)).toBeLessThan(1e-12);
      expect(relativeDifference(gradient, reference.expected.gradient)).toBeLessThan(1e-9);

      const direction = matrix(Float64Array.from(reference.direction), 1, loss.parameterCount);
      const result = zeros(1, loss.parameterCount);
      await blockProduct(loss, 'hessian')(direction, result);
      expect(relativeDifference(result.data, reference.expected.hessianVectorProduct)).toBeLessThan(1e-9);
      const hessian = result.data.slice();
      await blockProduct(loss, 'gauss-newton')(direction, result);
      expect(relativeDifference(result.data, reference.expected.gaussNewtonVectorProduct)).toBeLessThan(1e-9);
      const gaussNewton = result.data.slice();
      await blockProduct(loss, 'residual')(direction, result);
      expect(
        relativeDifference(
          result.data,
          hessian.map((value, index) => value - gaussNewton[index]!),
        ),
      ).toBeLessThan(1e-12);
    });
  });
});
