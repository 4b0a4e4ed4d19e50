import { describe, expect, it } from 'vitest';
import { initialize, snapshotAnalyzer, type TrainingProblem } from '../../../../src/numerics/index.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const network = { widths: [5, 20, 20, 20, 3] };
const inputs = zeros(30, 5);
createRandom(1, 'inputs').fillGaussian(inputs.data);
const problem: TrainingProblem = {
  network,
  inputs,
  labels: Int32Array.from({ length: 30 }, (_, i) => i % 3),
  criterion: { name: 'cross-entropy' },
};
const parameters = (seed: number) => initialize(network, { init: 'xavier-normal', gain: Math.SQRT2 }, seed);

describe('snapshotAnalyzer', () => {
  it('gives λ_1(G) = ρ(K)·E‖K‖² and one value a layer', async () => {
    const { quantities, samples } = await snapshotAnalyzer(ops, problem).analyze(parameters(0));
    const { overlapRatio, meanSquaredNormK, gaussNewton } = quantities;
    expect(overlapRatio * meanSquaredNormK).toBeCloseTo(gaussNewton.largest, 12);
    expect(quantities.meanSquaredNormDelta).toHaveLength(4);
    expect(quantities.jacobianAlignmentProduct).toHaveLength(3);
    expect(samples.k).toHaveLength(30);
  });

  it('gives the same bytes whatever was analysed before', async () => {
    const used = snapshotAnalyzer(ops, problem);
    await used.analyze(parameters(1));
    const again = await used.analyze(parameters(0));
    const first = await snapshotAnalyzer(ops, problem).analyze(parameters(0));
    expect(again.quantities).toEqual(first.quantities);
  });

  it('moves by no more than the tolerance when that is loosened', async () => {
    const exact = await snapshotAnalyzer(ops, problem, { tolerance: 1e-12, eigenTolerance: 1e-12 }).analyze(
      parameters(2),
    );
    const loose = await snapshotAnalyzer(ops, problem, { tolerance: 1e-6, eigenTolerance: 1e-6 }).analyze(
      parameters(2),
    );
    const [a, b] = [exact.quantities, loose.quantities];
    expect(Math.abs(a.hessian.largest / b.hessian.largest - 1)).toBeLessThan(1e-6);
    expect(Math.abs(a.residual.smallest - b.residual.smallest)).toBeLessThan(
      1e-6 * Math.abs(a.residual.smallest),
    );
    a.meanSquaredNormLayerwiseJacobian.forEach((norm, i) => {
      expect(Math.abs(norm / b.meanSquaredNormLayerwiseJacobian[i]! - 1)).toBeLessThan(1e-6);
    });
  });

  it('refuses parameters of another network', async () => {
    await expect(snapshotAnalyzer(ops, problem).analyze(new Float64Array(7))).rejects.toThrow(
      new RangeError('layerBlocks: widths 5 → 20 → 20 → 20 → 3 need 1023 parameters, received 7'),
    );
  });
});
