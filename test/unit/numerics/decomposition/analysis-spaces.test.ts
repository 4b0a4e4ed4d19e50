import { describe, expect, it } from 'vitest';
import { analysisSpaces } from '../../../../src/numerics/decomposition/analysis-spaces.ts';
import {
  blockProduct,
  initialize,
  symmetricEigenvalues,
  trainingLoss,
} from '../../../../src/numerics/index.ts';
import type { CurvatureMatrix } from '../../../../src/numerics/index.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const network = { widths: [6, 8, 8, 3] };
const inputs = zeros(20, 6);
createRandom(1, 'inputs').fillGaussian(inputs.data);
const labels = Int32Array.from({ length: 20 }, (_, i) => i % 3);

function gaussian(count: number): Float64Array {
  const numbers = new Float64Array(count);
  createRandom(0, 'snapshot-analysis').fillGaussian(numbers);
  return numbers;
}

/** Gains and sizes of inputs at which two products gave the second eigenvalue, and a wrong sign of λ_min(H). */
const cases = [0.1, 1.4].flatMap((gain) => [1, 1e3, 1e-3].map((size) => [gain, size] as const));

describe.each([undefined, 'none'])('analysisSpaces with the BLAS %s', (library) => {
  it.each(cases)('has the ends of dense spectra at gain %d and inputs times %d', async (gain, size) => {
    const ops = await openBlas(library === undefined ? {} : { library });
    const scaled = { ...inputs, data: inputs.data.map((x) => x * size) };
    const loss = trainingLoss(ops, { network, inputs: scaled, labels, criterion: { name: 'cross-entropy' } });
    const gradient = new Float64Array(loss.parameterCount);
    const parameters = initialize(network, { init: 'xavier-normal', gain }, 1);
    await loss.gradient(parameters, gradient);
    const dense = async (name: CurvatureMatrix) => {
      const order = gradient.length;
      const [identity, result] = [zeros(order, order), zeros(order, order)];
      for (let i = 0; i < order; i++) identity.data[i * (order + 1)] = 1;
      await blockProduct(loss, name)(identity, result);
      return symmetricEigenvalues(result.data, order);
    };
    const [hessian, gaussNewton, residual] = [
      await dense('hessian'),
      await dense('gauss-newton'),
      await dense('residual'),
    ];
    const scale = Math.max(hessian[0]!, residual[0]!, -residual.at(-1)!);
    for (const tolerance of [1e-6, 1e-10]) {
      const { ends, audit } = await analysisSpaces(
        loss,
        gradient,
        gaussian(gradient.length),
        tolerance,
      ).search(true);
      const errors = [
        ends.hessian.largest - hessian[0]!,
        ends.gaussNewton.largest - gaussNewton[0]!,
        ends.residual.largest - residual[0]!,
        ends.residual.smallest - residual.at(-1)!,
      ];
      expect(Math.max(...errors.map(Math.abs)) / scale).toBeLessThan(tolerance);
      expect(audit).toEqual({ searches: 3, missed: 0 });
    }
  });

  it('finds the Hessian of H alone where G is smaller by 70 orders of magnitude', async () => {
    const ops = await openBlas(library === undefined ? {} : { library });
    const saturated = { widths: [6, 16, 16, 12] };
    const few = { rows: 5, columns: 6, data: inputs.data.subarray(0, 30).map((x) => 1e3 * x) };
    const loss = trainingLoss(ops, {
      network: saturated,
      inputs: few,
      labels: labels.subarray(0, 5),
      criterion: { name: 'cross-entropy' },
    });
    const gradient = new Float64Array(loss.parameterCount);
    await loss.gradient(initialize(saturated, { init: 'xavier-normal', gain: 1.4 }, 0), gradient);
    const { ends, audit } = await analysisSpaces(loss, gradient, gaussian(gradient.length), 1e-6).search(
      true,
    );
    expect(ends.gaussNewton.largest).toBeLessThan(1e-20 * ends.hessian.largest);
    expect(Math.abs(ends.hessian.largest / ends.residual.largest - 1)).toBeLessThan(1e-6);
    expect(audit!.missed).toBe(0);
  });
});
