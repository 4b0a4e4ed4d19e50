import { expect, it } from 'vitest';
import { singleSums } from '../../../../src/tensors/wasm/single-sums.ts';

it('singleSums scales and adds vectors of float32', () => {
  const [x, y] = [Float32Array.of(1, 2, 3), Float32Array.of(1, 1, 1)];
  singleSums.axpy(2, x, y);
  singleSums.scale(0.5, y);
  expect([...y]).toEqual([1.5, 2.5, 3.5]);
});

it('singleSums adds up a million products in float64', async () => {
  const x = Float32Array.from({ length: 1e6 + 3 }, (_, i) => 1 + (i % 7) / 10);
  let exact = 0;
  for (const value of x) exact += value * value;
  expect(Math.abs((await singleSums.dot(x, x)) / exact - 1)).toBeLessThan(1e-11);
});
