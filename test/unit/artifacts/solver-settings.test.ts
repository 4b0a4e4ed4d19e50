import { describe, expect, it } from 'vitest';
import { solverSettings } from '../../../src/artifacts/solver-settings.ts';

describe('solverSettings', () => {
  it('has the readings of the paper as defaults', () => {
    expect(solverSettings.parse({})).toMatchObject({
      method: 'exponential-euler',
      maxStepSize: 0.01,
      eigenpairs: 'outputs',
      cap: 'step',
      tolerance: 1e-4,
      lastTolerance: 0.01,
      snapshotEvery: 100,
    });
  });

  it.each([
    ['an unknown key', { stepsize: 0.1 }],
    ['a step size of 0', { maxStepSize: 0 }],
    ['another method', { method: 'adam' }],
    ['no iterations', { maxIterations: 0 }],
  ])('refuses %s', (_, settings) => {
    expect(solverSettings.safeParse(settings).success).toBe(false);
  });
});
