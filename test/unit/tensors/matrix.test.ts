import { describe, expect, it } from 'vitest';
import { matrix, rowsOf, zeros } from '../../../src/tensors/matrix.ts';

describe('matrix', () => {
  it('views numbers without copying them', () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6, 7);
    const view = matrix(data, 2, 3);
    view.data[0] = 10;
    expect(data[0]).toBe(10);
    expect(view).toMatchObject({ rows: 2, columns: 3 });
    expect(view.data).toHaveLength(6);
  });

  it('refuses too few numbers', () => {
    expect(() => matrix(new Float64Array(5), 2, 3)).toThrow(
      new RangeError('matrix: [2, 3] needs 6 numbers, received 5'),
    );
  });
});

describe('zeros', () => {
  it('allocates a matrix of zeros', () => {
    expect(zeros(2, 2)).toEqual({ rows: 2, columns: 2, data: new Float64Array(4) });
  });
});

describe('rowsOf', () => {
  it('views consecutive rows', () => {
    const source = matrix(Float64Array.of(1, 2, 3, 4, 5, 6), 3, 2);
    const view = rowsOf(source, 1, 2);
    expect(view).toEqual({ rows: 2, columns: 2, data: Float64Array.of(3, 4, 5, 6) });
    view.data[0] = 30;
    expect(source.data[2]).toBe(30);
  });
});
