import { expect, it } from 'vitest';
import { NumberRows } from '../../../../../src/datasets/import/table/number-rows.ts';

it('NumberRows keeps rows in their order, across pieces', () => {
  const rows = new NumberRows();
  const width = 1_500_000;
  for (let row = 0; row < 7; row++)
    rows.add(Float64Array.from({ length: width }, (_, column) => row * width + column));
  expect([rows.count, rows.width]).toEqual([7, width]);
  const values = rows.take();
  expect(values.length).toBe(7 * width);
  expect(values.findIndex((value, index) => value !== index)).toBe(-1);
});
