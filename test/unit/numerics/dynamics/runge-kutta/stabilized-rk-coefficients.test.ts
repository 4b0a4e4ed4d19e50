import { describe, expect, it } from 'vitest';
import {
  largestStableStep,
  stabilizedRkFormula,
  stagesFor,
} from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk-coefficients.ts';

/** P_s(z): what one step does to θ' = λθ, z = Δt·λ. */
function stabilityPolynomial(stageCount: number, z: number): number {
  const { firstSlope, stages } = stabilizedRkFormula(stageCount);
  let before = 1;
  let value = 1 + firstSlope * z;
  for (const { mu, nu, muSlope, gammaSlope } of stages) {
    const next = 1 - mu - nu + mu * value + nu * before + muSlope * z * value + gammaSlope * z;
    before = value;
    value = next;
  }
  return value;
}

describe('stabilizedRkFormula', () => {
  it.each([2, 3, 5, 10, 30, 100, 200])('agrees with e^z to second order with %i stages', (stageCount) => {
    const z = 1e-3;
    const third = (stabilityPolynomial(stageCount, z) - (1 + z + z ** 2 / 2)) / z ** 3;
    // A wrong coefficient below the third order would show as 1e3 or more.
    expect(Math.abs(third)).toBeLessThan(0.17);
  });

  it.each([2, 3, 5, 10, 30, 100, 200])(
    'stays within 1 on the whole stability interval of %i stages',
    (stageCount) => {
      const edge = largestStableStep(stageCount, 1);
      for (let z = 1e-6; z <= edge; z += edge / 5000)
        expect(Math.abs(stabilityPolynomial(stageCount, -z))).toBeLessThan(1);
    },
  );

  it.each([3, 10, 100])('is damped by a few per cent inside the interval of %i stages', (stageCount) => {
    const edge = largestStableStep(stageCount, 1);
    for (let z = 0.4 * edge; z <= 0.9 * edge; z += edge / 1000)
      expect(Math.abs(stabilityPolynomial(stageCount, -z))).toBeLessThan(0.96);
  });

  it('is T_s scaled and shifted: b_s (T_s(w_0 + w_1 z) − T_s(w_0)) + 1', () => {
    const s = 4;
    const w0 = 1 + 2 / 13 / s ** 2;
    const t = (w: number) => 8 * w ** 4 - 8 * w ** 2 + 1;
    const first = 32 * w0 ** 3 - 16 * w0;
    const second = 96 * w0 ** 2 - 16;
    const b = second / first ** 2;
    const w1 = first / second;
    for (const z of [-6, -2.5, -0.3, 0.1])
      expect(stabilityPolynomial(s, z)).toBeCloseTo(1 + b * (t(w0 + w1 * z) - t(w0)), 12);
  });

  it('refuses fewer than two stages', () => {
    expect(() => stabilizedRkFormula(1)).toThrow(
      new RangeError('stabilizedRkFormula: stageCount must be a whole number of at least 2, received 1'),
    );
  });
});

describe('stagesFor', () => {
  it('is at least 2 and grows with the root of Δt·ρ', () => {
    expect(stagesFor(1e-9, 1)).toBe(2);
    expect(stagesFor(1, 65)).toBe(11);
    expect(stagesFor(1, 6500)).toBe(101);
  });

  it('is the least number whose largest stable step is beyond Δt', () => {
    for (const step of [0.5, 1.9, 2, 17, 300]) {
      const stages = stagesFor(step, 3);
      expect(largestStableStep(stages, 3)).toBeGreaterThan(step);
      if (stages > 2) expect(largestStableStep(stages - 1, 3)).toBeLessThanOrEqual(step);
    }
  });
});
