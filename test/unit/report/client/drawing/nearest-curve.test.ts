import { describe, expect, it } from 'vitest';
import { nearestCurve } from '../../../../../src/report/client/drawing/nearest-curve.ts';

const row = (run: string, iteration: number, loss: number | undefined) => ({
  run,
  size: 30,
  status: 'converged',
  iteration,
  loss,
});

/** A panel whose pixels are the values times 100. */
const at = (x: number, y: number) => ({
  field: 'loss',
  x: (value: number) => 100 * value,
  y: (value: number) => 100 * value,
  pointer: { x, y },
});

describe('the curve nearest to the pointer', () => {
  const rows = [row('a', 0, 0), row('a', 1, 0), row('b', 0, 1), row('b', 1, 1), row('b', 2, 1)];

  it('is found from the pieces between its points, and names the nearer end', () => {
    expect(nearestCurve(rows, 'iteration', at(40, 5))).toEqual({ row: rows[0], field: 'loss' });
    expect(nearestCurve(rows, 'iteration', at(60, 5))).toEqual({ row: rows[1], field: 'loss' });
    expect(nearestCurve(rows, 'iteration', at(160, 95))).toEqual({ row: rows[4], field: 'loss' });
  });

  it('is within reach, or there is none', () => {
    expect(nearestCurve(rows, 'iteration', at(40, 50))).toBeUndefined();
    expect(nearestCurve([], 'iteration', at(0, 0))).toBeUndefined();
  });

  it('does not run from one run to the next, nor across a point that is missing', () => {
    expect(nearestCurve(rows, 'iteration', at(50, 50))).toBeUndefined();
    const gap = [row('a', 0, 0), row('a', 1, undefined), row('a', 2, 0)];
    expect(nearestCurve(gap, 'iteration', at(100, 0))).toBeUndefined();
  });
});
