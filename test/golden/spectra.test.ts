import { describe, expect, test } from 'vitest';
import {
  blockProduct,
  symmetricEigenvalues,
  trainingLoss,
  type CurvatureMatrix,
} from '../../src/numerics/index.ts';
import { zeros } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';
import { problemOf, readReference, referenceNames, type ReferenceValues } from './reference-network.ts';

interface Spectra extends ReferenceValues {
  hessianEigenvaluesDescending: number[];
  residualEigenvaluesDescending: number[];
}

/** Largest |actual − expected| relative to the largest |expected|. */
function spectralError(actual: number[], expected: number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(actual[index]! - value))) / scale;
}

describe.each(referenceNames)('the reference network %s', (name) => {
  test.each(['initial', 'final'] as const)(
    'has every listed eigenvalue of the Hessian, G and H at the %s parameters to 1e-9',
    async (state) => {
      const reference = readReference(name);
      const expected = reference.expected[state] as Spectra;
      const loss = trainingLoss(await openBlas(), problemOf(reference));
      const size = loss.parameterCount;
      const parameters = state === 'initial' ? reference.theta0 : reference.expected.thetaFinal;
      await loss.gradient(Float64Array.from(parameters), new Float64Array(size));
      const identity = zeros(size, size);
      for (let i = 0; i < size; i++) identity.data[i * (size + 1)] = 1;
      const spectrum = async (curvature: CurvatureMatrix): Promise<number[]> => {
        const dense = zeros(size, size);
        await blockProduct(loss, curvature)(identity, dense);
        return Array.from(symmetricEigenvalues(dense.data, size));
      };
      const byMagnitude = (values: number[]) => values.toSorted((a, b) => Math.abs(b) - Math.abs(a));
      const hessian = await spectrum('hessian');
      expect(spectralError(hessian, expected.hessianEigenvaluesDescending)).toBeLessThan(1e-9);
      expect(spectralError(byMagnitude(hessian), expected.hessianEigenvaluesByMagnitude)).toBeLessThan(1e-9);
      const gaussNewton = await spectrum('gauss-newton');
      expect(spectralError(gaussNewton, expected.gaussNewtonEigenvaluesDescending)).toBeLessThan(1e-9);
      const residual = await spectrum('residual');
      expect(spectralError(residual, expected.residualEigenvaluesDescending)).toBeLessThan(1e-9);
      expect(spectralError(byMagnitude(residual), expected.residualEigenvaluesByMagnitude)).toBeLessThan(
        1e-9,
      );
    },
  );
});
