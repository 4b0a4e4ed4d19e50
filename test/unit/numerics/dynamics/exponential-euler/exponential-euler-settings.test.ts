import { describe, expect, it } from 'vitest';
import { eigenpairCount } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-settings.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const loss = trainingLoss(await openBlas(), problemOf(readReference('shallow-cross-entropy')));

describe('eigenpairCount', () => {
  it.each([
    ['outputs', { pairs: 4, width: 6 }],
    ['outputs-minus-one', { pairs: 3, width: 5 }],
  ] as const)('follows one more pair than the %s, and the guards', (eigenpairs, expected) => {
    expect(eigenpairCount(loss, { eigenpairs, guards: 2 })).toEqual(expected);
  });

  it('never follows more directions than there are parameters', () => {
    expect(eigenpairCount(loss, { eigenpairs: 'outputs', guards: 1000 })).toEqual({
      pairs: 4,
      width: loss.parameterCount,
    });
  });
});
