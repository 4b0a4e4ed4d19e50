import { describe, expect, it } from 'vitest';
import { expectCosts, workOf } from '../../../../src/execution/cost/expected-costs.ts';
import type { CostObservation } from '../../../../src/execution/cost/observations.ts';
import { instanceOf } from '../../../stage-project.ts';

const trains = [1, 2, 4].map((size) => instanceOf('/project', `train[size=${size}]`, { params: { size } }));

const seen = (size: number, coreMs: number, durationMs?: number): CostObservation => ({
  work: 'train',
  features: new Map([['size', size]]),
  coreMs,
  ...(durationMs !== undefined && { durationMs }),
});

describe('expectCosts', () => {
  it('expects of each instance what was recorded of its parameters, else what the law of its stage says', () => {
    const costs = [seen(1, 100, 200), seen(2, 200, 400), seen(8, 800, 1600)];
    const { expected, errorFactor } = expectCosts(trains, () => true, costs);
    expect(expected.map(({ instance }) => instance)).toEqual(trains);
    const [first, second, third] = expected;
    expect([first!.coreMs, first!.durationMs]).toEqual([100, 200]);
    expect([second!.coreMs, second!.durationMs]).toEqual([200, 400]);
    expect(third!.coreMs).toBeCloseTo(400, 6);
    expect(third!.durationMs).toBeCloseTo(800, 6);
    expect(errorFactor()).toBeGreaterThan(1);
  });

  it('takes the processor time for the duration where that was not measured', () => {
    const [only] = expectCosts(trains, (id) => id === 'train[size=1]', [seen(1, 100)]).expected;
    expect(only).toMatchObject({ instance: trains[0], coreMs: 100, durationMs: 100 });
  });

  it('expects of work that is dealt out to threads its share of the time, and the memory of each', () => {
    const [train] = trains;
    const cost = { ...seen(1, 100, 200), peakMemoryBytes: 50 };
    const on = (part: object) =>
      expectCosts([{ ...train!, threads: 4, ...part }], () => true, [cost]).expected[0];
    expect(on({ parallel: true })).toMatchObject({ coreMs: 100, durationMs: 50, peakMemoryBytes: 200 });
    expect(on({})).toMatchObject({ coreMs: 100, durationMs: 200, peakMemoryBytes: 50 });
  });

  it('says nothing of a stage of which nothing is known', () => {
    const unknown = expectCosts(trains, () => true, []);
    expect([unknown.expected, unknown.errorFactor()]).toEqual([[], 1]);
  });
});

describe('workOf', () => {
  it('knows a stage by its file, and a command by its stage', () => {
    expect(workOf(trains[0]!)).toBe('train');
    expect(
      workOf(instanceOf('/project', 'x[a=1]', { work: { kind: 'run', command: 'ls', outputs: [] } })),
    ).toBe('run x');
  });
});
