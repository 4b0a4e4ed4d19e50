import { describe, expect, it } from 'vitest';
import { startTraining } from '../../../../src/numerics/dynamics/start-training.ts';
import type { SolverChoice } from '../../../../src/numerics/dynamics/start-training.ts';
import { trainingLoss } from '../../../../src/numerics/network/training-loss.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../golden/reference-network.ts';

const reference = readReference('shallow-cross-entropy');
const parameters = Float64Array.from(reference.theta0);
const choice = {
  method: 'exponential-euler',
  maxStepSize: 0.05,
  eigenpairs: 'outputs',
  cap: 'step',
  tolerance: 1e-6,
  lastTolerance: 0.01,
  guards: 2,
  auditEvery: 100,
  errorTolerance: 1e-5,
  snapshotEvery: 100,
  maxIterations: 1000,
  stopLoss: 1.5,
} as const satisfies SolverChoice & { errorTolerance: number };

describe('startTraining', () => {
  it.each([
    ['exponential Euler, with k + 1 eigenvalues', {}, 4],
    ['the stabilised method, with the spectral radius', { method: 'stabilized-rk' }, 1],
    ['gradient descent, with the largest eigenvalue', { method: 'gradient-descent' }, 1],
    ['the reference', { method: 'dormand-prince' }, 1],
  ] as const)('trains by %s', async (_, changes, eigenvalues) => {
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const steps = [];
    for await (const step of startTraining(loss, { ...choice, ...changes }, { parameters, seed: 1 }))
      steps.push(step);
    const last = steps.at(-1)!;
    expect(last.status).toBe('converged');
    expect(last.record.loss).toBeLessThanOrEqual(1.5 * (1 + 1e-9));
    expect(last.record.eigenvalues).toHaveLength(eigenvalues);
  });

  it('begins at the saved state where there is one', async () => {
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const first = await startTraining(loss, choice, { parameters, seed: 1 }).next();
    const saved = structuredClone(first.value!.state());
    const next = await startTraining(loss, choice, {
      parameters: new Float64Array(88),
      seed: 9,
      saved,
    }).next();
    expect(next.value!.record.iteration).toBe(1);
    expect(next.value!.record.loss).toBeLessThan(first.value!.record.loss);
  });

  it('refuses a state that another solver saved', async () => {
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const first = await startTraining(loss, choice, { parameters, seed: 1 }).next();
    const saved = first.value!.state();
    expect(() =>
      startTraining(loss, { ...choice, method: 'stabilized-rk' }, { parameters, seed: 1, saved }),
    ).toThrow(/^the saved state is none that stabilized-rk can continue: solver: /);
  });
});
