import { describe, expect, it } from 'vitest';
import type { ExperimentEvidence, Measured } from '../../../../../src/report/data/judgement/evidence.ts';
import {
  atLeast,
  atMost,
  grows,
  inNearlyAllRuns,
  reachesHalf,
  scalesWithSize,
} from '../../../../../src/report/data/judgement/sides.ts';
import { paperExperiments } from '../../../../../src/report/paper/numbers.ts';

function evidence(extreme: Measured, departures: string[] = [], index = 0): ExperimentEvidence {
  const paper = paperExperiments[index]!;
  const experiment = { ...paper, paper, sizes: [...paper.sizes], stopLoss: 0.01 };
  return { experiment, departures, extreme, typical: extreme };
}

const narrow = ['width 64 instead of 512'];
const spread = { low: 1, high: 3 };

describe('a bound', () => {
  it('holds at the paper’s number and fails beyond it', () => {
    expect(atMost(2, '').judge([evidence({ value: 2 })])).toEqual({ verdict: 'agrees' });
    expect(atMost(2, '').judge([evidence({ value: 2.1 })])).toEqual({ verdict: 'differs' });
    expect(atLeast(2, '').judge([evidence({ value: 2 })])).toEqual({ verdict: 'agrees' });
    expect(atLeast(2, '').judge([evidence({ value: 1.9 })])).toEqual({ verdict: 'differs' });
  });

  it('is not broken by what the seeds explain', () => {
    const bySeeds = {
      verdict: 'agrees',
      reason: 'beyond the paper’s number, but not by more than the seeds move it',
    };
    expect(atMost(2, '').judge([evidence({ value: 3, spread })])).toEqual(bySeeds);
    expect(atLeast(2, '').judge([evidence({ value: 1, spread })])).toEqual(bySeeds);
    expect(atMost(3, '').judge([evidence({ value: 3, spread })])).toEqual({ verdict: 'agrees' });
    expect(atMost(0.5, '').judge([evidence({ value: 3, spread })]).verdict).toBe('differs');
  });

  it('is judged by the experiments that were run as in the paper, and names the one that breaks it', () => {
    const both = [evidence({ value: 9 }, narrow), evidence({ value: 1 }, [], 1)];
    expect(atMost(2, '').judge(both)).toEqual({ verdict: 'agrees' });
    const broken = [evidence({ value: 1 }), evidence({ value: 9 }, [], 4)];
    expect(atMost(2, '').judge(broken)).toEqual({ verdict: 'differs', reason: 'in SST, cross-entropy' });
  });

  it('is not judged without such experiments, for the reasons that these give, or without any', () => {
    const open = [
      evidence({ value: 1 }, [...narrow, 'other dataset sizes']),
      evidence({ value: 9 }, narrow, 1),
    ];
    expect(atMost(2, '').judge(open)).toEqual({
      verdict: 'not judged here',
      reason: 'width 64 instead of 512, other dataset sizes',
    });
    expect(atMost(2, '').judge([])).toEqual({
      verdict: 'not judged here',
      reason: 'no run of the paper’s experiments speaks to it',
    });
  });
});

describe('a direction', () => {
  it('is judged at any width, and can fail by absence', () => {
    expect(grows.judge([evidence({ value: 1.3 }, narrow)])).toEqual({ verdict: 'agrees' });
    expect(grows.judge([evidence({ value: 1 }, narrow)])).toEqual({ verdict: 'differs' });
    expect(scalesWithSize.judge([evidence({ value: -0.1 }, narrow)])).toEqual({ verdict: 'differs' });
    expect(inNearlyAllRuns('').judge([evidence({ value: 0.89 }, narrow)])).toEqual({ verdict: 'differs' });
    expect(inNearlyAllRuns('').judge([evidence({ value: 0.9 }, narrow)])).toEqual({ verdict: 'agrees' });
  });

  it('is left open where the seeds do not decide', () => {
    const open = evidence({ value: 2, spread });
    expect(grows.judge([open])).toEqual({ verdict: 'not judged here', reason: 'the seeds do not decide' });
    expect(grows.judge([open, evidence({ value: 2 }, [], 1)])).toEqual({
      verdict: 'agrees',
      reason: 'The seeds do not decide in Dice, cross-entropy.',
    });
  });
});

describe('"as much as"', () => {
  const all = (value: number) =>
    paperExperiments.map((_, index) => evidence({ value: index === 2 ? value : 1 }, [], index));

  it('is reached at half the paper’s number, and exceeding it is no difference', () => {
    expect(reachesHalf(28.97, 5).judge(all(15))).toEqual({ verdict: 'agrees' });
    expect(reachesHalf(28.97, 5).judge(all(300))).toEqual({ verdict: 'agrees' });
    expect(reachesHalf(28.97, 5).judge(all(14))).toEqual({ verdict: 'differs' });
  });

  it('is judged only where all experiments of the paper were run in full', () => {
    expect(reachesHalf(28.97, 5).judge(all(2).slice(1))).toEqual({
      verdict: 'not judged here',
      reason: 'not all of the paper’s experiments were run in full',
    });
  });
});
