import { expect, it } from 'vitest';
import { Standardizer } from '../../../src/datasets/standardize.ts';

const columnwise = { count: 2, of: (column: number) => column };

it('gives every group of columns mean 0 and standard deviation 1', () => {
  const standardizer = new Standardizer(4, { count: 2, of: (column) => Math.floor(column / 2) });
  standardizer.learn(Float64Array.of(1, 3, 10, 10));
  standardizer.learn(Float64Array.of(5, 7, 30, 30));
  expect(standardizer.means).toEqual(Float64Array.of(4, 20));
  expect(standardizer.standardDeviations).toEqual(Float64Array.of(Math.sqrt(5), 10));
  expect(standardizer.apply([4, 4 + Math.sqrt(5), 10, 40])).toEqual(Float64Array.of(0, 1, -1, 2));
});

it('keeps its digits where the mean is far from 0', () => {
  const standardizer = new Standardizer(2, columnwise);
  standardizer.learn([1e9, 0, 1e9 + 2, 1, 1e9 + 4, 2]);
  expect(standardizer.standardDeviations).toEqual(Float64Array.of(Math.sqrt(8 / 3), Math.sqrt(2 / 3)));
});

it('centres a column of one value and does not divide it', () => {
  const standardizer = new Standardizer(2, columnwise);
  standardizer.learn([5, 1, 5, 3]);
  expect(standardizer.apply([5, 2, 6, 3])).toEqual(Float64Array.of(0, 0, 1, 1));
});

it('standardises at any scale, and after a first value that is far from the others', () => {
  for (const scale of [1e-200, 1e150]) {
    const standardizer = new Standardizer(1, { count: 1, of: () => 0 });
    standardizer.learn([scale, 3 * scale, 5 * scale]);
    expect(standardizer.apply([3 * scale, 5 * scale])[1]).toBeCloseTo(2 / Math.sqrt(8 / 3), 12);
  }
  const standardizer = new Standardizer(1, { count: 1, of: () => 0 });
  standardizer.learn(Float64Array.from({ length: 2000 }, (_, i) => (i < 2 ? 0 : 1e9 + (i % 2))));
  const [mean, deviation] = [standardizer.means[0]!, standardizer.standardDeviations[0]!];
  const expected = (1998 * (1e9 + 0.5)) / 2000;
  expect(mean / expected).toBeCloseTo(1, 14);
  expect(deviation / Math.sqrt(expected * (1e9 + 0.5 - expected) + (1998 / 2000) * 0.25)).toBeCloseTo(1, 12);
});
