import { describe, expect, it } from 'vitest';
import {
  gramProduct,
  scaledSlopes,
  scaledWeight,
} from '../../../../src/numerics/decomposition/jacobian-gram.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();

function gaussian(rows: number, columns: number, purpose: string) {
  const result = zeros(rows, columns);
  createRandom(1, purpose).fillGaussian(result.data);
  return result;
}

describe('gramProduct', () => {
  it.each([
    [6, 9],
    [9, 6],
    [9, 2],
  ])('multiplies each row by A Aᵀ for A of [%i, %i]', async (n, m) => {
    const [weight, vectors] = [gaussian(n, m, 'a'), gaussian(4, n, 'v')];
    const image = zeros(4, n);
    await (
      await gramProduct(ops, weight)
    )(vectors, image);
    for (let row = 0; row < 4; row++)
      for (let i = 0; i < n; i++) {
        let expected = 0;
        for (let j = 0; j < n; j++)
          for (let k = 0; k < m; k++)
            expected += vectors.data[row * n + j]! * weight.data[j * m + k]! * weight.data[i * m + k]!;
        expect(image.data[row * n + i]).toBeCloseTo(expected, 10);
      }
  });
});

describe('scaledSlopes and scaledWeight', () => {
  it('divide by powers of two that are given back: exactly, and to a largest entry between 1/2 and 1', () => {
    const source = { rows: 2, columns: 2, data: Float64Array.of(3e-200, -1e-200, 0, 0) };
    const { slopes, units } = scaledSlopes(ops, source);
    expect(slopes.data[0]! * units[0]!).toBe(3e-200);
    expect(slopes.data[0]).toBeGreaterThan(0.5);
    expect([...slopes.data.subarray(2)]).toEqual([0, 0]);
    const { weight, unit } = scaledWeight(ops, source);
    expect(weight.data[1]! * unit).toBe(-1e-200);
  });
});
