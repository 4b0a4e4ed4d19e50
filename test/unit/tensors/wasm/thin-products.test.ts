import { expect, it } from 'vitest';
import { matrix, type Matrix } from '../../../../src/tensors/matrix.ts';
import { multiplyThin } from '../../../../src/tensors/wasm/thin-products.ts';

/** Small whole numbers, so that every product is exact in any order of summation. */
function ramp(rows: number, columns: number, step: number): Matrix {
  const data = Float64Array.from({ length: rows * columns }, (_, index) => ((index * step) % 11) - 4);
  return matrix(data, rows, columns);
}

const sizes = [
  [1, 1, 1003],
  [3, 3, 50],
  [2, 4, 7],
  [1, 1001, 1],
  [3, 130, 3],
  [9, 17, 1],
  [2, 3, 0],
] as const;
const cases = sizes.flatMap(([m, n, k]) =>
  ([0, 1] as const).flatMap((beta) => [1, -2].map((alpha) => ({ m, n, k, alpha, beta }))),
);

it.each(cases)('multiplies $m × $k by $k × $n, alpha $alpha, beta $beta', ({ m, n, k, alpha, beta }) => {
  let done = 0;
  for (const transposeA of [false, true])
    for (const transposeB of [false, true]) {
      const a = transposeA ? ramp(k, m, 3) : ramp(m, k, 3);
      const b = transposeB ? ramp(n, k, 7) : ramp(k, n, 7);
      const c = ramp(m, n, 5);
      const expected = Float64Array.from(c.data, (before, index) => {
        const [row, column] = [Math.floor(index / n), index % n];
        let sum = 0;
        for (let p = 0; p < k; p++)
          sum +=
            a.data[transposeA ? p * m + row : row * k + p]! *
            b.data[transposeB ? column * k + p : p * n + column]!;
        return alpha * sum + beta * before;
      });
      const untouched = c.data.slice();
      const isDone = multiplyThin(a, b, c, { transposeA, transposeB, alpha, beta });
      // No difference between 0 and −0.
      expect(c.data.map((value) => value + 0)).toEqual(
        (isDone ? expected : untouched).map((value) => value + 0),
      );
      done += Number(isDone);
    }
  expect(done).toBeGreaterThan(0);
});

it('leaves to tiles what has no tiny size', () => {
  for (const [m, n, k] of [
    [4, 4, 100],
    [4, 100, 4],
    [60, 64, 64],
  ] as const)
    expect(multiplyThin(ramp(m, k, 3), ramp(k, n, 7), ramp(m, n, 5), {})).toBe(false);
});
