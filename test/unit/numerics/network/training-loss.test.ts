import { describe, expect, it } from 'vitest';
import { trainingLoss } from '../../../../src/numerics/network/training-loss.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../golden/reference-network.ts';

const reference = readReference('shallow-cross-entropy');
const parameters = Float64Array.from(reference.theta0);

describe('trainingLoss', () => {
  it('gives the same loss with and without its gradient', async () => {
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const gradient = new Float64Array(loss.parameterCount);
    expect(await loss.value(parameters)).toBe(await loss.gradient(parameters, gradient));
    expect(loss.parameterCount).toBe(88);
  });

  it('has no linearisation before a gradient, nor after a mere value', async () => {
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const message = 'trainingLoss: evaluate the gradient at θ before forming products';
    expect(() => loss.linearization()).toThrow(message);
    await loss.gradient(parameters, new Float64Array(88));
    expect(loss.linearization().deltas).toHaveLength(3);
    await loss.value(parameters);
    expect(() => loss.linearization()).toThrow(message);
  });

  it('refuses inputs, labels and classes that do not fit', async () => {
    const ops = await openBlas();
    const problem = problemOf(reference);
    expect(() => trainingLoss(ops, { ...problem, inputs: zeros(11, 8) })).toThrow(
      new RangeError('trainingLoss: inputs [11, 8] do not fit the widths 7 → 5 → 5 → 3'),
    );
    expect(() => trainingLoss(ops, { ...problem, labels: new Int32Array(10) })).toThrow(
      new RangeError('trainingLoss: expected 11 labels, one a sample, received 10'),
    );
    expect(() =>
      trainingLoss(ops, { ...problem, labels: Int32Array.from({ length: 11 }, (_, sample) => sample) }),
    ).toThrow(new RangeError('trainingLoss: label 3 of sample 3 is outside the classes 0..2'));
  });
});
