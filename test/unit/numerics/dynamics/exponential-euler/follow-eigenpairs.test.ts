import { describe, expect, it } from 'vitest';
import { startExponentialEuler } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-state.ts';
import { followEigenpairs } from '../../../../../src/numerics/dynamics/exponential-euler/follow-eigenpairs.ts';
import { symmetricEigenvalues } from '../../../../../src/numerics/linalg/symmetric-eigen.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const reference = readReference('shallow-cross-entropy');
const settings = {
  maxStepSize: 0.05,
  eigenpairs: 'outputs',
  cap: 'step',
  tolerance: 1e-8,
  lastTolerance: 1e-6,
  guards: 2,
  auditEvery: 5,
  snapshotEvery: 100,
  maxIterations: 12,
  stopLoss: 0,
} as const;

async function follow() {
  const loss = trainingLoss(await openBlas(), problemOf(reference));
  const parameters = Float64Array.from(reference.theta0);
  const start = startExponentialEuler(loss, settings, parameters, 1);
  await loss.gradient(parameters, new Float64Array(loss.parameterCount));
  return { loss, start, follower: followEigenpairs(loss, settings, start) };
}

describe('followEigenpairs', () => {
  it('finds the eigenvalues of largest magnitude of the dense Hessian', async () => {
    const { loss, follower } = await follow();
    const size = loss.parameterCount;
    const unit = zeros(size, size);
    for (let row = 0; row < size; row++) unit.data[row * (size + 1)] = 1;
    const dense = zeros(size, size);
    await follower.product(unit, dense);
    const expected = [...symmetricEigenvalues(dense.data, size)].sort((a, b) => Math.abs(b) - Math.abs(a));
    const { found, blockProducts, audit } = await follower.find(0);
    for (const [pair, value] of found.values.entries()) expect(value / expected[pair]!).toBeCloseTo(1, 6);
    expect(blockProducts).toBe(found.directions / 4);
    expect(audit).toBeUndefined();
  });

  it('repairs in an audit what the warm start cannot see, and counts its products', async () => {
    const { follower } = await follow();
    const first = await follower.find(1);
    const { solver, product } = follower;
    // A product that hides the first eigenvector from a search that starts within the others.
    const hidden = first.found.vectors.data.slice(0, solver.block.columns);
    for (let row = 0; row < solver.block.rows; row++) {
      const entries = solver.block.data.subarray(row * hidden.length, (row + 1) * hidden.length);
      const part = entries.reduce((sum, value, i) => sum + value * hidden[i]!, 0);
      for (let i = 0; i < entries.length; i++) entries[i]! -= part * hidden[i]!;
    }
    const blind = await solver.solve(product, true);
    const { found, blockProducts, audit } = await follower.find(5);
    expect(found.values[0]).toBeCloseTo(first.found.values[0]!, 6);
    expect(audit).toBeDefined();
    expect(blockProducts).toBeGreaterThan(blind.rounds > 0 ? 1 : 0);
  });

  it('saves what its next search starts from', async () => {
    const { follower, start } = await follow();
    await follower.find(0);
    const { block, previous, settled } = follower.save();
    expect(block).toBe(follower.solver.block.data);
    expect(previous).not.toEqual(start.previous);
    expect(settled).toBe(false);
  });
});
