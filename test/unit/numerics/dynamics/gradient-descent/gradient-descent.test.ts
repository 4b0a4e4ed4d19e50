import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../../../../../src/numerics/convergence-error.ts';
import { gradientDescent } from '../../../../../src/numerics/dynamics/gradient-descent/gradient-descent.ts';
import type { GradientDescentSettings } from '../../../../../src/numerics/dynamics/gradient-descent/gradient-descent.ts';
import { startGradientDescent } from '../../../../../src/numerics/dynamics/gradient-descent/gradient-descent-state.ts';
import type { GradientDescentState } from '../../../../../src/numerics/dynamics/gradient-descent/gradient-descent-state.ts';
import { symmetricEigenvalues } from '../../../../../src/numerics/linalg/symmetric-eigen.ts';
import { blockProduct } from '../../../../../src/numerics/network/block-product.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const ops = await openBlas();
const reference = readReference('deep-mse');
const parameters = Float64Array.from(reference.theta0);
const settings: GradientDescentSettings = {
  maxStepSize: 0.01,
  snapshotEvery: 20,
  maxIterations: 45,
  stopLoss: 0,
};

async function run(changes: Partial<GradientDescentSettings> = {}, start?: GradientDescentState) {
  const loss = trainingLoss(ops, problemOf(reference));
  const steps = [];
  for await (const step of gradientDescent(
    loss,
    { ...settings, ...changes },
    start ?? startGradientDescent(loss, parameters, 1),
  ))
    steps.push({ ...step, state: structuredClone(step.state()) });
  return steps;
}

/** λ of largest magnitude by dense algebra. */
async function denseSharpness(theta: Float64Array): Promise<number> {
  const loss = trainingLoss(ops, problemOf(reference));
  const size = loss.parameterCount;
  await loss.gradient(theta, new Float64Array(size));
  const [unit, dense] = [zeros(size, size), zeros(size, size)];
  for (let row = 0; row < size; row++) unit.data[row * (size + 1)] = 1;
  await blockProduct(loss, 'hessian')(unit, dense);
  return symmetricEigenvalues(dense.data, size).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
}

describe('gradientDescent', () => {
  it('takes steps of η along the gradient', async () => {
    const loss = trainingLoss(ops, problemOf(reference));
    const theta = parameters.slice();
    const gradient = new Float64Array(theta.length);
    for (let count = 0; count < 10; count++) {
      await loss.gradient(theta, gradient);
      for (let i = 0; i < theta.length; i++) theta[i]! -= 0.01 * gradient[i]!;
    }
    const tenth = (await run()).find(({ record }) => record.iteration === 10)!;
    expect(tenth.record.time).toBeCloseTo(0.1, 14);
    for (const [i, value] of tenth.snapshot!.entries()) expect(value).toBeCloseTo(theta[i]!, 12);
  });

  it('records λ_1 of the Hessian at every iteration to a per cent', async () => {
    const steps = await run({ snapshotEvery: 1 });
    expect(steps).toHaveLength(46);
    for (const { record, snapshot } of steps) {
      expect(record.eigenvalues).toHaveLength(1);
      const exact = await denseSharpness(snapshot!);
      expect(Math.abs(record.eigenvalues[0]! / exact - 1)).toBeLessThan(0.01);
    }
  });

  it('hovers at 2/η once progressive sharpening has brought λ_1 there', async () => {
    const maxStepSize = 0.1;
    const steps = await run({ maxStepSize, maxIterations: 1200 });
    const products = steps.map(({ record }) => record.eigenvalues[0]! * maxStepSize);
    expect(Math.max(...products.slice(20, 200))).toBeLessThan(1.5);
    const late = products.slice(-300);
    const mean = late.reduce((sum, value) => sum + value, 0) / late.length;
    expect(mean).toBeGreaterThan(1.9);
    expect(mean).toBeLessThan(2.1);
  });

  it('keeps snapshots at 0, 10 η and multiples of the distance, and at the end', async () => {
    const steps = await run();
    const kept = steps.filter(({ snapshot }) => snapshot !== undefined).map(({ record }) => record.iteration);
    expect(kept).toEqual([0, 10, 20, 40, 45]);
    expect(steps.at(-1)!.status).toBe('iteration-limit');
  });

  it('stops at the first loss that is low enough', async () => {
    const whole = await run();
    const stopLoss = whole[20]!.record.loss;
    const steps = await run({ stopLoss });
    expect(steps.at(-1)!.status).toBe('converged');
    expect(steps.at(-1)!.record.iteration).toBeLessThanOrEqual(20);
    expect(steps.at(-1)!.snapshot).toBeDefined();
  });

  it('continues bit for bit from a state saved after any iteration', async () => {
    const whole = await run();
    for (const iteration of [0, 3, 4, 19, 31]) {
      const rest = await run({}, whole[iteration]!.state);
      expect(rest.map(({ record }) => record)).toEqual(
        whole.slice(iteration + 1).map(({ record }) => record),
      );
    }
  });

  it('says which learning rate was too large, and what λ_1 allows', async () => {
    await expect(run({ maxStepSize: 1e8, maxIterations: 1000 })).rejects.toThrow(ConvergenceError);
    await expect(run({ maxStepSize: 1e8, maxIterations: 1000 })).rejects.toThrow(
      /^gradient descent with η = 100000000 diverged at iteration \d+: loss (NaN|Infinity); the step before had λ_1 = \S+, and is stable up to 2\/η = 2\.00000e-8\. Lower solver\.maxStepSize, the learning rate η\.$/,
    );
  });

  it('says so where the start has no finite loss', async () => {
    const loss = trainingLoss(ops, problemOf(reference));
    const start = startGradientDescent(
      loss,
      parameters.map(() => 1e200),
      1,
    );
    await expect(run({}, start)).rejects.toThrow(
      /^gradient descent with η = 0\.01 diverged at iteration 0: loss (NaN|Infinity); it is so before the first step\. Lower network\.gain, or check the inputs for very large values\.$/,
    );
  });
});
