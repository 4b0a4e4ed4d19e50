import { expect, it } from 'vitest';
import { attend } from '../../../../src/datasets/roberta/attend.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';

it('attend mixes the values of a sequence alone, each head by its own scores', () => {
  const [query, key, value] = [zeros(4, 128), zeros(4, 128), zeros(4, 128)];
  // The first head of the first token looks at the second token only; all else is even.
  query.data[0] = 8000;
  key.data[128] = 1;
  for (const [index] of value.data.entries()) value.data[index] = 1 + Math.floor(index / 128);
  const { rows, columns, data } = attend(query, key, value, 2);
  expect([rows, columns]).toEqual([4, 128]);
  expect([data[0], data[63], data[64], data[127]]).toEqual([2, 2, 1.5, 1.5]);
  expect([data[128], data[256], data[511]]).toEqual([1.5, 3.5, 3.5]);
});
