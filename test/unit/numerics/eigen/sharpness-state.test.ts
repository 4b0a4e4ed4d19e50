import { describe, expect, it } from 'vitest';
import { savedSharpness, sharpnessLengths } from '../../../../src/numerics/eigen/sharpness-state.ts';

const state = {
  sharpnessPairs: 2,
  sharpnessBlock: new Float64Array(9),
  sharpnessVectors: new Float64Array(6),
  sharpnessRandom: [1, 2, 3, 4],
  sharpnessSearches: 3,
};

describe('savedSharpness', () => {
  it('is what the last search found', () => {
    const found = { sharpnessValues: [5, -4], sharpnessResidual: 0.01 };
    expect(savedSharpness({ ...state, ...found })).toEqual({ value: 5, values: [5, -4], residual: 0.01 });
    expect(savedSharpness({ ...state, ...found, sharpnessRest: 3 })).toMatchObject({ rest: 3 });
  });

  it('is nothing before the first search', () => {
    expect(savedSharpness(state)).toBeUndefined();
    expect(savedSharpness(undefined)).toBeUndefined();
  });
});

describe('sharpnessLengths', () => {
  it('go by the number of pairs that a state says, and by one where it says none', () => {
    expect(sharpnessLengths(3, state)).toEqual({ sharpnessBlock: 9, sharpnessVectors: 6 });
    expect(sharpnessLengths(3, { sharpnessPairs: 'two' })).toEqual({
      sharpnessBlock: 6,
      sharpnessVectors: 3,
    });
  });
});
