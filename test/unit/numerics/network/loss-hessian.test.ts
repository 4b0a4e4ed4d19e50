import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../../../../src/numerics/convergence-error.ts';
import { lossHessian } from '../../../../src/numerics/network/loss-hessian.ts';
import { trainingLoss } from '../../../../src/numerics/network/training-loss.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { problemOf, readReference, relativeDifference } from '../../../golden/reference-network.ts';

const ops = await openBlas();
const reference = readReference('shallow-cross-entropy');

async function at(parameters: Float64Array) {
  const loss = trainingLoss(ops, problemOf(reference));
  await loss.gradient(parameters, new Float64Array(loss.parameterCount));
  return { loss, hessian: lossHessian(loss) };
}

describe('lossHessian', () => {
  it('multiplies in float64, and in float32 to its accuracy', async () => {
    const { loss, hessian } = await at(Float64Array.from(reference.theta0));
    const size = loss.parameterCount;
    const { hessianVectorProduct } = reference.expected;
    const exact = zeros(1, size);
    await hessian.product(matrix(Float64Array.from(reference.direction), 1, size), exact);
    expect(relativeDifference(exact.data, hessianVectorProduct)).toBeLessThan(1e-12);
    const { single } = hessian;
    expect(await single!.isWithinRange()).toBe(true);
    const near = matrix(new Float32Array(size), 1, size);
    await single!.product(matrix(Float32Array.from(reference.direction), 1, size), near);
    expect(relativeDifference(Float64Array.from(near.data), hessianVectorProduct)).toBeLessThan(1e-5);
  });

  it('multiplies in float32 at the θ of the last gradient', async () => {
    const { loss, hessian } = await at(Float64Array.from(reference.theta0));
    const size = loss.parameterCount;
    const direction = Float64Array.from(reference.direction);
    await hessian.single!.isWithinRange();
    const moved = Float64Array.from(reference.theta0, (value, i) => value + 0.1 * direction[i]!);
    await loss.gradient(moved, new Float64Array(size));
    const [exact, near] = [zeros(1, size), matrix(new Float32Array(size), 1, size)];
    await hessian.product(matrix(direction, 1, size), exact);
    expect(await hessian.single!.isWithinRange()).toBe(true);
    await hessian.single!.product(matrix(Float32Array.from(direction), 1, size), near);
    expect(relativeDifference(Float64Array.from(near.data), exact.data)).toBeLessThan(1e-5);
  });

  it('says that weights lie beyond float32, and that a product leaves its range', async () => {
    const huge = await at(Float64Array.from(reference.theta0, (value) => value * 1e39));
    expect(await huge.hessian.single!.isWithinRange()).toBe(false);
    const { loss, hessian } = await at(Float64Array.from(reference.theta0));
    const size = loss.parameterCount;
    await hessian.single!.isWithinRange();
    const direction = Float32Array.from(reference.direction, (value) => value * 1e37);
    const results = matrix(new Float32Array(size), 1, size);
    await expect(hessian.single!.product(matrix(direction.fill(3e38), 1, size), results)).rejects.toThrow(
      ConvergenceError,
    );
  });
});
