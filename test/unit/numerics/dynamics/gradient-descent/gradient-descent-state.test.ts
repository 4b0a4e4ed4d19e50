import { describe, expect, it } from 'vitest';
import {
  parseGradientDescentState,
  startGradientDescent,
} from '../../../../../src/numerics/dynamics/gradient-descent/gradient-descent-state.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const reference = readReference('shallow-cross-entropy');
const loss = trainingLoss(await openBlas(), problemOf(reference));
const start = startGradientDescent(loss, Float64Array.from(reference.theta0), 1);

describe('parseGradientDescentState', () => {
  it('reads what was saved', () => {
    expect(parseGradientDescentState(structuredClone(start), loss)).toEqual(start);
  });

  it('refuses the state of another solver or network', () => {
    expect(() => parseGradientDescentState({ ...start, solver: 'dormand-prince' }, loss)).toThrow(
      /^the saved state is none that gradient-descent can continue: solver: /,
    );
    expect(() => parseGradientDescentState({ ...start, sharpnessBlock: new Float64Array(4) }, loss)).toThrow(
      /: sharpnessBlock: expected 176 numbers, received 4\. /,
    );
  });
});
