import { describe, expect, it } from 'vitest';
import { brokenRows } from '../../../../../src/report/client/drawing/broken-rows.ts';

const row = (run: string, size: number, loss: number | undefined, sharpness = 1) => ({
  run,
  size,
  status: 'converged',
  iteration: 0,
  loss,
  sharpness,
});

describe('rows for paths through many runs', () => {
  it('break between runs, with the size of the run that ends', () => {
    const rows = [row('a', 30, 1), row('a', 30, 2), row('b', 60, 3), row('c', 60, 4)];
    expect(brokenRows(rows, []).map(({ run, size }) => [run, size])).toEqual([
      ['a', 30],
      ['a', 30],
      ['', 30],
      ['b', 60],
      ['', 60],
      ['c', 60],
    ]);
  });

  it('leave out of a row only what a logarithm cannot take', () => {
    const given = row('a', 30, 0, -2);
    const [taken] = brokenRows(
      [given],
      [
        { field: 'loss', positive: true },
        { field: 'sharpness', positive: false },
      ],
    );
    expect(taken).toEqual({ ...given, loss: undefined });
    expect(given.loss).toBe(0);
  });
});
