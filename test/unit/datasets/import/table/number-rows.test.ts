import { expect, it } from 'vitest';
import { portionsOf } from '../../../../../src/datasets/import/portions.ts';
import { NumberRows } from '../../../../../src/datasets/import/table/number-rows.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

it.each(['in memory', 'on disk'])('NumberRows keeps rows %s in their order, across pieces', async (where) => {
  using rows = new NumberRows(where === 'on disk' ? temporaryFolder() : undefined, 1);
  const width = 1_500_000;
  for (let row = 0; row < 7; row++)
    rows.add(Float64Array.from({ length: width }, (_, column) => row * width + column));
  expect([rows.count, rows.width]).toEqual([7, width]);
  const values = rows.take();
  expect(values).toHaveLength(7 * width);
  expect('read' in values).toBe(where === 'on disk');
  const inputs = { name: 'x', shape: [7, width], values };
  for await (const { values: portion, first } of portionsOf(inputs))
    expect(portion.findIndex((value, index) => value !== first * width + index)).toBe(-1);
  if ('read' in values) values[Symbol.dispose]();
});
