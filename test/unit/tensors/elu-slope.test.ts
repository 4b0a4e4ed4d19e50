import { describe, expect, it } from 'vitest';
import { eluSlope } from '../../../src/tensors/elu-slope.ts';

describe('eluSlope', () => {
  it('is 1 where ELU is the identity, and 1 + x, to the last bit, where it is not', () => {
    expect([0, 1e-300, 0.5, 3, 1e300].map(eluSlope)).toEqual([1, 1, 1, 1, 1]);
    for (const x of [-1e-17, -0.1, -1 / 3, -0.9999999, -1]) expect(eluSlope(x)).toBe(1 + x);
  });

  it('is the derivative of ELU, taken from its value', () => {
    for (const s of [-3, -0.7, -1e-3, 1e-3, 2]) {
      const elu = (t: number): number => (t > 0 ? t : Math.expm1(t));
      const step = 1e-6;
      expect(eluSlope(elu(s))).toBeCloseTo((elu(s + step) - elu(s - step)) / (2 * step), 9);
    }
  });

  it('keeps NaN', () => {
    expect(eluSlope(NaN)).toBeNaN();
  });
});
