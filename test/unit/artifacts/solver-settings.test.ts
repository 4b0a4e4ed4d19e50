import { describe, expect, it } from 'vitest';
import { solverName, solverSettings, stepsByEigenvalue } from '../../../src/artifacts/solver-settings.ts';

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

describe('solverName', () => {
  it('puts the reference in the place of any method', () => {
    expect(solverName({ method: 'exponential-euler' })).toBe('exponential-euler');
    expect(solverName({ method: 'stabilized-rk' })).toBe('stabilized-rk');
    expect(solverName({ method: 'exponential-euler', reference: 'dormand-prince' })).toBe('dormand-prince');
  });
});

describe('stepsByEigenvalue', () => {
  it('is so for exponential Euler alone', () => {
    expect(stepsByEigenvalue({ method: 'exponential-euler' })).toBe(true);
    expect(stepsByEigenvalue({ method: 'stabilized-rk' })).toBe(false);
    expect(stepsByEigenvalue({ method: 'gradient-descent' })).toBe(false);
    expect(stepsByEigenvalue({ method: 'exponential-euler', reference: 'dormand-prince' })).toBe(false);
  });
});
