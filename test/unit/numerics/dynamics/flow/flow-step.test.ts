import { describe, expect, it } from 'vitest';
import { placeRecord, stepRecord } from '../../../../../src/numerics/dynamics/flow/flow-step.ts';

const common = {
  iteration: 10,
  time: 0.1,
  loss: 1,
  stepSize: 0.02,
  blockProducts: 1,
  gradients: 7,
};
const curvature = { quotient: 5, residual: 0.1 };
const place = { ...common, curvature };
const point = { parameters: Float64Array.of(0), gradient: Float64Array.of(0), loss: 1 };
const step = { next: point, stepSize: 0.02, stages: 4, rejected: 1, curvature };

describe('placeRecord', () => {
  it('records a point that no step ends at, with its Rayleigh quotient', () => {
    expect(placeRecord(place)).toEqual({
      ...common,
      eigenvalues: Float64Array.of(5),
      residual: 0.1,
      capped: 0,
      stages: 0,
      rejected: 0,
    });
  });
});

describe('stepRecord', () => {
  it('adds what formed the step, and its error where the method estimates one', () => {
    expect(stepRecord(place, step)).toEqual({ ...placeRecord(place), stages: 4, rejected: 1 });
    expect(stepRecord(place, { ...step, errorEstimate: 1e-6 }).errorEstimate).toBe(1e-6);
  });
});
