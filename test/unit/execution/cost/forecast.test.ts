import { describe, expect, it } from 'vitest';
import { forecastCost } from '../../../../src/execution/cost/forecast.ts';
import type { CostObservation } from '../../../../src/execution/cost/observations.ts';
import type { Instance } from '../../../../src/pipeline/plan/plan.ts';
import { instanceOf } from '../../../stage-project.ts';

const instance = (id: string, more: Partial<Instance> = {}): Instance => instanceOf('/project', id, more);

const seen = (work: string, features: Record<string, number>, coreMs: number): CostObservation => ({
  work,
  features: new Map(Object.entries(features)),
  coreMs,
  peakMemoryBytes: 1000 * coreMs,
  sizeBytes: 10 * coreMs,
});

const sizes = [1, 2, 4];
const plan = [
  ...sizes.map((size) => instance(`train[size=${size}]`, { params: { size }, temporary: true })),
  ...sizes.map((size) =>
    instance(`analyze[size=${size}]`, {
      needs: { run: { kind: 'instances', ids: [`train[size=${size}]`], many: undefined } },
    }),
  ),
  instance('fit', {
    needs: { analyses: { kind: 'instances', ids: sizes.map((size) => `analyze[size=${size}]`), many: true } },
  }),
];
const costs = [
  ...[1, 2, 8].map((size) => seen('train', { size }, 100 * size)),
  ...[1, 2, 8].map((size) => seen('analyze', { 'run.size': size }, 10 * size)),
];

describe('the forecast of a run', () => {
  it('adds up what each instance is expected to cost, by the laws of its stage', () => {
    const forecast = forecastCost(plan, () => true, costs, 2);
    expect(forecast).toMatchObject({ instances: 7, unknown: 1, jobs: 2 });
    expect(forecast.coreMs).toBeCloseTo(770, 6);
    // train of 4, then its analysis: no number of cores makes that shorter.
    expect(forecast.wallMs).toBeCloseTo(440, 6);
    expect(forecast.peakMemoryBytes).toBeCloseTo(600_000, 3);
    // The analyses stay; of the trainings, which are dropped, two are there at once.
    expect(forecast.diskBytes).toBeCloseTo(10 * 70 + 10 * 600, 6);
  });

  it('counts what is to run only, and keeps the cores busy at best', () => {
    const forecast = forecastCost(plan, (id) => id.startsWith('train'), costs, 1);
    expect(forecast.coreMs).toBeCloseTo(700, 6);
    expect(forecast.wallMs).toBeCloseTo(700, 6);
    expect(forecastCost(plan, () => false, costs, 2)).toMatchObject({ instances: 0, coreMs: 0, wallMs: 0 });
  });

  it('takes what was recorded of the same parameters for what they will cost, the newest', () => {
    const more = [...costs, seen('train', { size: 2 }, 350), seen('train', { size: 2 }, 300)];
    const forecast = forecastCost(plan, (id) => id === 'train[size=2]', more, 1);
    expect(forecast.coreMs).toBe(300);
    expect(forecast.diskBytes).toBe(3000);
  });

  it('says of how many instances nothing is known', () => {
    expect(forecastCost(plan, () => true, [], 2)).toEqual({
      instances: 7,
      unknown: 7,
      coreMs: 0,
      wallMs: 0,
      jobs: 2,
      peakMemoryBytes: 0,
      diskBytes: 0,
    });
  });
});
