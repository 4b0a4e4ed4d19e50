import { describe, expect, it } from 'vitest';
import { toleranceText, tolerances, withinTolerance } from '../../../../src/report/data/tolerances.ts';

describe('tolerances between two reports of the same runs', () => {
  it('take the larger of a share and a fixed amount, either way round', () => {
    expect(withinTolerance('time', 1, 1.004)).toBe(true);
    expect(withinTolerance('time', 1.004, 1)).toBe(true);
    expect(withinTolerance('time', 1, 1.006)).toBe(false);
    expect(withinTolerance('share', 0, 0.0009)).toBe(true);
    expect(withinTolerance('share', 0, 0.0011)).toBe(false);
    // max P^1 of small networks is below a thousandth: its tolerance has no fixed amount.
    expect(withinTolerance('extreme', 0.0004, 0.00041)).toBe(false);
    expect(withinTolerance('exponent', -0.3, -0.309)).toBe(true);
  });

  it('let no count differ, and nothing that is no number', () => {
    expect(withinTolerance('count', 80, 80)).toBe(true);
    expect(withinTolerance('count', 80, 79)).toBe(false);
    expect(withinTolerance('extreme', Number.NaN, 1)).toBe(false);
  });

  it('are told in words, each with a reason', () => {
    expect(toleranceText('time')).toBe('0.5 %');
    expect(toleranceText('share')).toBe('1 % or 0.001');
    expect(toleranceText('count')).toBe('0');
    for (const { why } of Object.values(tolerances)) expect(why).not.toBe('');
  });
});
