import { expect, it } from 'vitest';
import { matrix, type Matrix, type Numbers } from '../../../../src/tensors/matrix.ts';
import type { GemmOptions } from '../../../../src/tensors/ops.ts';
import { thinProduct } from '../../../../src/tensors/wasm/thin-products.ts';

const products = {
  float64: thinProduct('float64', (...place) => new Float64Array(...place)),
  float32: thinProduct('float32', (...place) => new Float32Array(...place)),
};
type Name = keyof typeof products;
const names = ['float64', 'float32'] as const;

function multiply(name: Name, a: Matrix<Numbers>, b: Matrix<Numbers>, c: Matrix<Numbers>, how: GemmOptions) {
  const product = products[name] as (...of: [typeof a, typeof b, typeof c, GemmOptions]) => boolean;
  return product(a, b, c, how);
}

function made(name: Name, rows: number, columns: number, value: (index: number) => number): Matrix<Numbers> {
  const data = name === 'float64' ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  return matrix<Numbers>(
    data.map((_, index) => value(index)),
    rows,
    columns,
  );
}

/** Small whole numbers, so that every product is exact in any order of summation. */
const ramp = (name: Name, rows: number, columns: number, step: number) =>
  made(name, rows, columns, (index) => ((index * step) % 11) - 4);

const sizes = [
  [1, 1, 1003],
  [1, 1, 5000],
  [3, 3, 50],
  [2, 4, 7],
  [1, 1001, 1],
  [1, 5003, 3],
  [3, 130, 3],
  [9, 17, 1],
  [2, 2051, 6],
  [3, 600, 12],
  [2, 3, 0],
] as const;
const cases = names.flatMap((name) =>
  sizes.flatMap(([m, n, k]) =>
    ([0, 1] as const).flatMap((beta) => [1, -2].map((alpha) => ({ name, m, n, k, alpha, beta }))),
  ),
);

it.each(cases)('multiplies $m × $k by $k × $n in $name, alpha $alpha, beta $beta', (given) => {
  const { name, m, n, k, alpha, beta } = given;
  let done = 0;
  for (const transposeA of [false, true])
    for (const transposeB of [false, true]) {
      const a = transposeA ? ramp(name, k, m, 3) : ramp(name, m, k, 3);
      const b = transposeB ? ramp(name, n, k, 7) : ramp(name, k, n, 7);
      const c = ramp(name, m, n, 5);
      const expected = c.data.map((before, index) => {
        const [row, column] = [Math.floor(index / n), index % n];
        let sum = 0;
        for (let p = 0; p < k; p++)
          sum +=
            a.data[transposeA ? p * m + row : row * k + p]! *
            b.data[transposeB ? column * k + p : p * n + column]!;
        return alpha * sum + beta * before;
      });
      const untouched = c.data.slice();
      const isDone = multiply(name, a, b, c, { transposeA, transposeB, alpha, beta });
      // No difference between 0 and −0.
      expect(c.data.map((value) => value + 0)).toEqual(
        (isDone ? expected : untouched).map((value) => value + 0),
      );
      done += Number(isDone);
    }
  expect(done).toBeGreaterThan(0);
});

it.each(names)('adds up products of %s in four sums of float64, the last ones in the first', (name) => {
  for (const count of [3, 7, 15, 30, 4099, 4103]) {
    const a = made(name, 1, count, (i) => Math.sin(9 * i + 1));
    const b = made(name, 1, count, (i) => Math.cos(4 * i));
    const four = [0, 0, 0, 0];
    const inFours = count - (count % 4);
    for (let i = 0; i < count; i++) four[i < inFours ? i % 4 : 0]! += a.data[i]! * b.data[i]!;
    const c = made(name, 1, 1, () => 0);
    multiply(name, a, b, c, { transposeB: true });
    const sum = four[0]! + four[1]! + (four[2]! + four[3]!);
    expect(c.data[0], `${count} numbers`).toBe(name === 'float64' ? sum : Math.fround(sum));
  }
});

it('rounds every product of few factors before it is added, in float64', () => {
  const [a, b, c] = [0, 1, 2].map((seed) => made('float64', 3, 3, (i) => Math.sin(1 + i + 9 * seed)));
  const expected = c!.data.slice();
  for (let i = 0; i < 3; i++)
    for (let p = 0; p < 3; p++)
      for (let j = 0; j < 3; j++) expected[3 * i + j]! += 0.3 * a!.data[3 * i + p]! * b!.data[3 * p + j]!;
  multiply('float64', a!, b!, c!, { alpha: 0.3, beta: 1 });
  expect(c!.data).toEqual(expected);
});

it.each(names)('keeps NaN, infinities and the smallest numbers of %s where they belong', (name) => {
  const least = name === 'float64' ? Number.MIN_VALUE : 2 ** -149;
  const b = made(name, 2, 13, () => 1);
  b.data.set([NaN, Infinity, -Infinity, least, 3 * least]);
  const c = made(name, 1, 13, () => NaN);
  multiply(
    name,
    made(name, 1, 2, (i) => i),
    b,
    c,
    {},
  );
  expect([...c.data.subarray(0, 5)]).toEqual([NaN, NaN, NaN, 1, 1]);
  multiply(
    name,
    made(name, 1, 2, (i) => 1 - i),
    matrix<Numbers>(b.data.fill(0, 13), 2, 13),
    c,
    {},
  );
  expect([...c.data.subarray(0, 6)]).toEqual([NaN, Infinity, -Infinity, least, 3 * least, 1]);
  const [x, y] = [made(name, 1, 11, () => least), made(name, 1, 11, (i) => (i === 9 ? Infinity : 1))];
  const sum = made(name, 1, 1, () => NaN);
  multiply(name, x, y, sum, { transposeB: true });
  expect(sum.data[0]).toBe(Infinity);
  multiply(
    name,
    x,
    made(name, 1, 11, () => 1),
    sum,
    { transposeB: true },
  );
  expect(sum.data[0]).toBe(11 * least);
});

it('leaves to tiles what has no tiny size', () => {
  for (const [m, n, k] of [
    [4, 5, 100],
    [5, 100, 8],
    [60, 64, 64],
  ] as const)
    for (const name of names)
      for (const transposeB of [false, true]) {
        const b = transposeB ? ramp(name, n, k, 7) : ramp(name, k, n, 7);
        expect(multiply(name, ramp(name, m, k, 3), b, ramp(name, m, n, 5), { transposeB })).toBe(false);
      }
});
