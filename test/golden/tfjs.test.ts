import { describe, expect, test } from 'vitest';
import {
  blockProduct,
  exponentialEuler,
  snapshotAnalyzer,
  startExponentialEuler,
  trainingLoss,
} from '../../src/numerics/index.ts';
import { matrix, zeros } from '../../src/tensors/matrix.ts';
import { openTfjs } from '../../src/tensors/tfjs/open-tfjs.ts';
import { problemOf, readReference, referenceNames, relativeDifference } from './reference-network.ts';

/** Rounding of float32 is 6e-8; passes through six layers and sums leave a hundred times that at most. */
const float32Tolerance = 1e-5;

describe.each(referenceNames)('TensorFlow.js on the reference network %s', (name) => {
  const reference = readReference(name);
  const { expected } = reference;
  const theta0 = Float64Array.from(reference.theta0);

  test('has the loss, gradient, Hessian and Gauss–Newton products of brute force to 1e-5', async () => {
    const loss = trainingLoss(await openTfjs(), problemOf(reference));
    const gradient = new Float64Array(loss.parameterCount);
    const value = await loss.gradient(theta0, gradient);
    expect(Math.abs(value / expected.initial.lossValue - 1)).toBeLessThan(float32Tolerance);
    expect(relativeDifference(gradient, expected.gradient)).toBeLessThan(float32Tolerance);
    const direction = matrix(Float64Array.from(reference.direction), 1, loss.parameterCount);
    const result = zeros(1, loss.parameterCount);
    await blockProduct(loss, 'hessian')(direction, result);
    expect(relativeDifference(result.data, expected.hessianVectorProduct)).toBeLessThan(float32Tolerance);
    await blockProduct(loss, 'gauss-newton')(direction, result);
    expect(relativeDifference(result.data, expected.gaussNewtonVectorProduct)).toBeLessThan(float32Tolerance);
  });

  test('finds the largest eigenvalues of Hessian, G and H to 1e-4', async () => {
    const accuracy = { tolerance: 1e-5, eigenTolerance: 1e-5 };
    const analyzer = snapshotAnalyzer(await openTfjs(), problemOf(reference), accuracy);
    const { quantities } = await analyzer.analyze(theta0);
    const { initial } = expected;
    const largest = Math.max(...initial.hessianEigenvaluesByMagnitude);
    expect(Math.abs(quantities.hessian.largest / largest - 1)).toBeLessThan(1e-4);
    const top = initial.gaussNewtonEigenvaluesDescending[0]!;
    expect(Math.abs(quantities.gaussNewton.largest / top - 1)).toBeLessThan(1e-4);
    const residual = initial.residualEigenvaluesByMagnitude;
    expect(Math.abs(quantities.residual.largest / Math.max(...residual) - 1)).toBeLessThan(1e-4);
    expect(Math.abs(quantities.residual.smallest / Math.min(...residual) - 1)).toBeLessThan(1e-4);
  });

  test('follows the exact trajectory to 1e-3', async () => {
    const loss = trainingLoss(await openTfjs(), problemOf(reference));
    const settings = {
      maxStepSize: reference.learningRate,
      eigenpairs: 'outputs' as const,
      cap: 'eta' as const,
      tolerance: 1e-5,
      lastTolerance: 1e-4,
      guards: 3,
      auditEvery: 100,
      snapshotEvery: 100,
      maxIterations: expected.trajectory.length,
      stopLoss: 0,
    };
    const start = startExponentialEuler(loss, settings, theta0, 1);
    let last: Float64Array | undefined;
    for await (const { record, snapshot } of exponentialEuler(loss, settings, start)) {
      last = snapshot;
      const exact = expected.trajectory[record.iteration]?.loss ?? expected.final.lossValue;
      expect(Math.abs(record.loss / exact - 1)).toBeLessThan(1e-3);
    }
    expect(relativeDifference(last!, expected.thetaFinal)).toBeLessThan(1e-3);
  });
});
