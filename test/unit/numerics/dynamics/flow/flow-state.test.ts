import { describe, expect, it } from 'vitest';
import { parseFlowState } from '../../../../../src/numerics/dynamics/flow/flow-state.ts';
import type { FlowState } from '../../../../../src/numerics/dynamics/flow/flow-state.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const loss = trainingLoss(await openBlas(), problemOf(readReference('shallow-cross-entropy')));
const array = () => new Float64Array(loss.parameterCount);
const state: FlowState = {
  solver: 'stabilized-rk',
  steps: 3,
  time: 0.2,
  parameters: array(),
  gradient: array(),
  loss: 1,
  snapshotIndex: 2,
  errorScale: 4,
  gradients: 9,
  products: 4,
  sharpnessBlock: new Float64Array(2 * loss.parameterCount),
  sharpnessPairs: 1,
  sharpnessVectors: array(),
  sharpnessRandom: [1, 2, 3, 4],
  sharpnessSearches: 4,
};

describe('parseFlowState', () => {
  it('reads what was saved, with what only some methods keep', () => {
    expect(parseFlowState(structuredClone(state), 'stabilized-rk', loss)).toEqual(state);
    const full = {
      ...state,
      sharpnessPairs: 2,
      sharpnessBlock: new Float64Array(3 * loss.parameterCount),
      sharpnessVectors: new Float64Array(2 * loss.parameterCount),
      sharpnessValues: [2, 1.5],
      sharpnessResidual: 0.1,
      sharpnessRest: 1,
      outliersFrom: 8,
      nextStep: 0.1,
      lastStep: 0.1,
      lastError: 0.5,
    };
    expect(parseFlowState(full, 'stabilized-rk', loss)).toEqual(full);
  });

  it('refuses the state of another method', () => {
    expect(() => parseFlowState(state, 'dormand-prince', loss)).toThrow(
      /^the saved state is none that dormand-prince can continue: solver: Invalid input: expected "dormand-prince"\. /,
    );
  });

  it('refuses arrays of another network', () => {
    const other = { ...state, sharpnessVectors: new Float64Array(3) };
    expect(() => parseFlowState(other, 'stabilized-rk', loss)).toThrow(
      / sharpnessVectors: expected 88 numbers, received 3\. /,
    );
  });
});
