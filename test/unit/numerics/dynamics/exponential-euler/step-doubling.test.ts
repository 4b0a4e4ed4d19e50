import { describe, expect, it } from 'vitest';
import { exponentialEuler } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler.ts';
import { startExponentialEuler } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-state.ts';
import type { ExponentialEulerSettings } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-settings.ts';
import { exponentialEulerStep } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-step.ts';
import { stepDoublingError } from '../../../../../src/numerics/dynamics/exponential-euler/step-doubling.ts';
import { eigenSolver } from '../../../../../src/numerics/eigen/eigen-solver.ts';
import { blockProduct } from '../../../../../src/numerics/network/block-product.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const reference = readReference('shallow-cross-entropy');
const pairs = 4;
const same = (size: number) => size;

async function prepare() {
  const ops = await openBlas();
  const loss = trainingLoss(ops, problemOf(reference));
  const settings = { pairs, guards: 2, tolerance: 1e-12, lastTolerance: 1e-10, maxRounds: 200 };
  const solver = eigenSolver(ops, loss.parameterCount, settings);
  createRandom(1, 'test').fillGaussian(solver.block.data);
  const product = blockProduct(loss, 'hessian');
  const parameters = Float64Array.from(reference.theta0);
  const gradient = new Float64Array(loss.parameterCount);
  await loss.gradient(parameters, gradient);
  const found = await solver.solve(product, true);
  return { ops, loss, solver, product, point: { parameters, gradient, found } };
}

describe('stepDoublingError', () => {
  it('is of second order in the step', async () => {
    const { loss, solver, product, point } = await prepare();
    const estimate = (stepSize: number) => stepDoublingError(loss, product, solver, point, stepSize, same);
    const order = Math.log2((await estimate(2e-3)) / (await estimate(1e-3)));
    expect(order).toBeGreaterThan(1.9);
    expect(order).toBeLessThan(2.1);
  });

  it('comes near the true local error, found with many small steps', async () => {
    const { ops, loss, solver, product, point } = await prepare();
    const stepSize = 0.01;
    const estimate = await stepDoublingError(loss, product, solver, point, stepSize, same);
    const once = point.parameters.slice();
    await exponentialEulerStep(ops, { ...point, parameters: once }, stepSize, stepSize);
    const exact = point.parameters.slice();
    const gradient = new Float64Array(exact.length);
    for (let count = 0; count < 2000; count++) {
      await loss.gradient(exact, gradient);
      ops.axpy(-stepSize / 2000, gradient, exact);
    }
    const error = Math.hypot(...once.map((value, i) => value - exact[i]!));
    expect(estimate / error).toBeGreaterThan(0.8);
    expect(estimate / error).toBeLessThan(1.25);
  });

  it('changes nothing in the training that records it', async () => {
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const settings: ExponentialEulerSettings = {
      maxStepSize: 0.05,
      eigenpairs: 'outputs',
      cap: 'step',
      tolerance: 1e-4,
      lastTolerance: 0.01,
      guards: 2,
      auditEvery: 100,
      snapshotEvery: 100,
      maxIterations: 12,
      stopLoss: 0,
    };
    const run = async (errorEstimateEvery: number | undefined) => {
      const start = startExponentialEuler(loss, settings, Float64Array.from(reference.theta0), 1);
      const records = [];
      for await (const { record } of exponentialEuler(loss, { ...settings, errorEstimateEvery }, start))
        records.push(structuredClone(record));
      return records;
    };
    const without = await run(undefined);
    const recorded = await run(5);
    const estimated = recorded.filter(({ errorEstimate }) => errorEstimate !== undefined);
    expect(estimated.map(({ iteration }) => iteration)).toEqual([0, 5, 10]);
    expect(without.every((record) => !('errorEstimate' in record))).toBe(true);
    expect(
      recorded.map(({ errorEstimate, ...record }) => ({ ...record, positive: (errorEstimate ?? 1) > 0 })),
    ).toEqual(without.map((record) => ({ ...record, positive: true })));
  });
});
