import { expect, it } from 'vitest';
import { trainingFlow } from '../../../../../src/numerics/dynamics/flow/training-flow.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { matrix } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference, relativeDifference } from '../../../../golden/reference-network.ts';

it('is the loss, gradient and Hessian of the training loss', async () => {
  const reference = readReference('shallow-cross-entropy');
  const problem = problemOf(reference);
  const flow = trainingFlow(trainingLoss(await openBlas(), problem));
  const parameters = Float64Array.from(reference.theta0);
  const result = new Float64Array(flow.parameterCount);
  const { gradient, hessianVectorProduct, initial } = reference.expected;
  expect(await flow.value(parameters)).toBeCloseTo(initial.lossValue, 12);
  expect(await flow.gradient(parameters, result)).toBeCloseTo(initial.lossValue, 12);
  expect(relativeDifference(result, gradient)).toBeLessThan(1e-12);
  const direction = matrix(Float64Array.from(reference.direction), 1, result.length);
  await flow.hessian.product(direction, matrix(result, 1, result.length));
  expect(relativeDifference(result, hessianVectorProduct)).toBeLessThan(1e-12);
  expect(flow.outliers).toBe(problem.network.widths.at(-1)! - 1);
});
