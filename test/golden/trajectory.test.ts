import { expect, test } from 'vitest';
import { exponentialEuler, startExponentialEuler, trainingLoss } from '../../src/numerics/index.ts';
import type { ExponentialEulerSettings } from '../../src/numerics/index.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';
import { problemOf, readReference, referenceNames, relativeDifference } from './reference-network.ts';

test.each(referenceNames)('exponential Euler follows the exact trajectory of %s to 1e-7', async (name) => {
  const reference = readReference(name);
  const { trajectory, thetaFinal, final } = reference.expected;
  const loss = trainingLoss(await openBlas(), problemOf(reference));
  const settings: ExponentialEulerSettings = {
    maxStepSize: reference.learningRate,
    eigenpairs: 'outputs',
    cap: 'eta',
    tolerance: 1e-12,
    lastTolerance: 1e-9,
    guards: 3,
    auditEvery: 10,
    snapshotEvery: 100,
    maxIterations: trajectory.length,
    stopLoss: 0,
  };
  const start = startExponentialEuler(loss, settings, Float64Array.from(reference.theta0), 1);
  let last: Float64Array | undefined;
  for await (const { record, snapshot, audit } of exponentialEuler(loss, settings, start)) {
    last = snapshot;
    expect(audit?.missed ?? 0).toBe(0);
    if (record.iteration === trajectory.length) {
      expect(Math.abs(record.loss / final.lossValue - 1)).toBeLessThan(1e-7);
      expect(
        relativeDifference(
          record.eigenvalues,
          final.hessianEigenvaluesByMagnitude.slice(0, record.eigenvalues.length),
        ),
      ).toBeLessThan(1e-7);
      break;
    }
    const expected = trajectory[record.iteration]!;
    expect(Math.abs(record.loss / expected.loss - 1)).toBeLessThan(1e-7);
    expect(Math.abs(record.stepSize / expected.stepSize - 1)).toBeLessThan(1e-7);
    expect(relativeDifference(record.eigenvalues, expected.eigenvalues)).toBeLessThan(1e-7);
  }
  expect(relativeDifference(last!, thetaFinal)).toBeLessThan(1e-7);
});
