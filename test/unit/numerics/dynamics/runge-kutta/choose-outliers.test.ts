import { describe, expect, it } from 'vitest';
import {
  chooseOutliers,
  stagesBeside,
} from '../../../../../src/numerics/dynamics/runge-kutta/choose-outliers.ts';
import type { SharpnessFollower } from '../../../../../src/numerics/eigen/follow-sharpness.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';

/** A search whose spectrum is known. */
function known(spectrum: readonly number[]) {
  const state = { pairs: 1 };
  const follower = {
    get pairs() {
      return state.pairs;
    },
    follow: (pairs: number) => void (state.pairs = pairs),
    get last() {
      const values = spectrum.slice(0, state.pairs);
      return { value: values[0]!, values, residual: 0.01, rest: Math.abs(spectrum[state.pairs]!) };
    },
    directions: () => Promise.resolve(zeros(state.pairs, 1)),
  } as unknown as SharpnessFollower;
  return { state, follower };
}

describe('chooseOutliers', () => {
  it('has one outlier where λ_1 is four times λ_2 and that saves stages', async () => {
    const choice = chooseOutliers(known([1000, 10, 1]).follower, 1);
    expect(await choice.for(1)).toMatchObject({ values: [1000], rest: 15 });
    expect(await choice.for(1e-4)).toBeUndefined();
    expect(await chooseOutliers(known([1000, 300, 1]).follower, 1).for(1)).toBeUndefined();
    expect(await chooseOutliers(known([-1000, 10, 1]).follower, 1).for(1)).toBeUndefined();
  });

  it('looks for those that are expected where a step has more stages than they would cost', async () => {
    const { state, follower } = known([1000, 900, 800, 10, 1]);
    const choice = chooseOutliers(follower, 3);
    expect(await choice.for(1)).toBeUndefined();
    choice.widen(10);
    expect(state.pairs).toBe(1);
    choice.widen(11);
    expect(state.pairs).toBe(3);
    choice.narrow(1);
    expect(state.pairs).toBe(3);
    expect(await choice.for(1)).toMatchObject({ values: [1000, 900, 800], rest: 15 });
  });

  it('gives up those that do not stand out, until a step has twice the stages', () => {
    const { state, follower } = known([1000, 900, 800, 700, 1]);
    const choice = chooseOutliers(follower, 3);
    choice.widen(20);
    choice.narrow(0.2);
    expect(state.pairs).toBe(1);
    expect(choice.from).toBe(2 * stagesBeside(0.2, 1200));
    choice.widen(choice.from);
    expect(state.pairs).toBe(1);
    choice.widen(choice.from + 1);
    expect(state.pairs).toBe(3);
  });

  it('gives up those that cost more products than they save stages', () => {
    const { state, follower } = known([1000, 900, 800, 10, 1]);
    const choice = chooseOutliers(follower, 3);
    choice.widen(20);
    choice.narrow(0.005);
    expect(state.pairs).toBe(1);
  });

  it('follows no more than six', () => {
    const { state, follower } = known(Array.from({ length: 12 }, (_, index) => 1000 - index));
    chooseOutliers(follower, 9).widen(100);
    expect(state.pairs).toBe(1);
  });

  it('goes on from what an earlier choice had', () => {
    const { state, follower } = known([1000, 900, 800, 10, 1]);
    chooseOutliers(follower, 3, 40).widen(40);
    expect(state.pairs).toBe(1);
  });
});
