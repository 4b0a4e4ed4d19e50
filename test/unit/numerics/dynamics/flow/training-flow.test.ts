import { expect, it } from 'vitest';
import { trainingFlow } from '../../../../../src/numerics/dynamics/flow/training-flow.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference, relativeDifference } from '../../../../golden/reference-network.ts';

it('is the loss, gradient and Hessian of the training loss', async () => {
  const reference = readReference('shallow-cross-entropy');
  const flow = trainingFlow(trainingLoss(await openBlas(), problemOf(reference)));
  const parameters = Float64Array.from(reference.theta0);
  const result = new Float64Array(flow.parameterCount);
  const { gradient, hessianVectorProduct, initial } = reference.expected;
  expect(await flow.value(parameters)).toBeCloseTo(initial.lossValue, 12);
  expect(await flow.gradient(parameters, result)).toBeCloseTo(initial.lossValue, 12);
  expect(relativeDifference(result, gradient)).toBeLessThan(1e-12);
  await flow.hessianProduct(Float64Array.from(reference.direction), result);
  expect(relativeDifference(result, hessianVectorProduct)).toBeLessThan(1e-12);
});
