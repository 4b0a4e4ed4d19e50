import { describe, expect, it } from 'vitest';
import { matrix, zeros, type Matrix, type Numbers } from '../../../../src/tensors/matrix.ts';
import type { GemmOptions } from '../../../../src/tensors/ops.ts';
import { wasmGemm, wasmSingleGemm } from '../../../../src/tensors/wasm/wasm-gemm.ts';
import { definition, gaussian } from '../gemm-cases.ts';

const gemm = wasmGemm();

describe('wasmGemm', () => {
  it.each([
    ['more rows than a block', 515, 3, 5],
    ['more columns than a block', 3, 1030, 5],
    ['a longer inner size than a block', 5, 6, 519],
    ['more of everything than a block', 513, 1025, 257],
  ])('multiplies as the definition does: %s', (_, m, n, k) => {
    const [a, b, c] = [gaussian(k, m), gaussian(n, k), gaussian(m, n)];
    const options = { transposeA: true, transposeB: true, alpha: -0.1, beta: 1 } as const;
    const expected = definition(a, b, c, options);
    gemm(a, b, c, options);
    const worst = c.data.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - expected[index]!)),
      0,
    );
    expect(worst).toBeLessThan(1e-13 * (k + 1));
  });

  it('overwrites NaN that the result held, and leaves NaN where it belongs', () => {
    const c = matrix(new Float64Array(10).fill(NaN), 5, 2);
    const a = gaussian(5, 3);
    a.data[4] = NaN;
    gemm(a, gaussian(3, 2), c);
    expect([...c.data].map(Number.isNaN)).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0, 0].map(Boolean));
  });

  it('gives zeros for an inner size of 0', () => {
    const c = gaussian(2, 3);
    gemm(zeros(2, 0), zeros(0, 3), c);
    expect([...c.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('leaves what the result held where nothing is to be added', () => {
    const c = gaussian(2, 3);
    const before = [...c.data];
    gemm(zeros(2, 0), zeros(0, 3), c, { beta: 1 });
    expect([...c.data]).toEqual(before);
  });

  it('refuses shapes that do not fit', () => {
    expect(() => {
      gemm(zeros(2, 3), zeros(2, 3), zeros(2, 3));
    }).toThrow(new RangeError('gemm: [2, 3] · [2, 3] does not give [2, 3]'));
  });
});

describe('wasmSingleGemm', () => {
  const single = ({ rows, columns, data }: ReturnType<typeof gaussian>) =>
    matrix(Float32Array.from(data), rows, columns);

  it('multiplies as the definition does, with every transpose, factor and accumulation, to the accuracy of float32', () => {
    const multiply = wasmSingleGemm();
    for (const [m, n, k] of [
      [17, 23, 31],
      [1, 8, 300],
      [515, 5, 3],
      [3, 1030, 3],
    ] as const)
      for (const bits of Array(16).keys()) {
        const options = {
          transposeA: (bits & 1) > 0,
          transposeB: (bits & 2) > 0,
          alpha: bits & 4 ? -0.5 : 1,
          beta: bits & 8 ? 1 : 0,
        } as const;
        const a = options.transposeA ? gaussian(k, m) : gaussian(m, k);
        const b = options.transposeB ? gaussian(n, k) : gaussian(k, n);
        const c = gaussian(m, n);
        const expected = definition(a, b, c, options);
        const result = single(c);
        multiply(single(a), single(b), result, options);
        let worst = 0;
        for (const [index, value] of result.data.entries())
          worst = Math.max(worst, Math.abs(value - expected[index]!));
        expect(worst, JSON.stringify([m, n, k, options])).toBeLessThan(1e-6 * (k + 10));
      }
  });
});

const precisions = {
  float64: {
    multiply: gemm as (a: Matrix<Numbers>, b: Matrix<Numbers>, c: Matrix<Numbers>, how: GemmOptions) => void,
    numbers: (count: number): Numbers => new Float64Array(count),
    round: (value: number) => value,
    least: Number.MIN_VALUE,
  },
  float32: {
    multiply: wasmSingleGemm() as (
      a: Matrix<Numbers>,
      b: Matrix<Numbers>,
      c: Matrix<Numbers>,
      how: GemmOptions,
    ) => void,
    numbers: (count: number): Numbers => new Float32Array(count),
    round: Math.fround,
    least: 2 ** -149,
  },
};
const everyWay = [0, 1, 2, 3].flatMap((bits) =>
  [
    [1, 0],
    [1, 1],
    [-1, 0],
    [-1, 1],
  ].map(([alpha, beta]) => ({
    ...{ transposeA: (bits & 1) > 0, transposeB: (bits & 2) > 0, alpha: alpha!, beta: beta as 0 | 1 },
  })),
);

describe.each(['float64', 'float32'] as const)('a product in %s', (name) => {
  const { multiply, numbers, round, least } = precisions[name];
  const made = (rows: number, columns: number, value: (row: number, column: number) => number) => {
    const data = numbers(rows * columns);
    for (let i = 0; i < data.length; i++) data[i] = value(Math.floor(i / columns), i % columns);
    return matrix<Numbers>(data, rows, columns);
  };
  /** op(x) = value, [rows, columns]. */
  const operand = (
    transposed: boolean,
    rows: number,
    columns: number,
    value: (row: number, column: number) => number,
  ) => (transposed ? made(columns, rows, (row, column) => value(column, row)) : made(rows, columns, value));

  it.each([
    [7, 9, 5],
    [16, 10, 256],
    [13, 17, 259],
    [5, 21, 770],
    [6, 8, 2305],
    [517, 11, 3],
    [7, 1027, 6],
  ])('adds up 256 steps at a stretch, then these sums, one after the other: %i × %i × %i', (m, n, k) => {
    // Numbers times powers of two, so that products are exact and only the sums are rounded.
    const left = (row: number, step: number) => round(Math.sin(1 + row + 7 * step));
    const right = (step: number, column: number) => 2 ** ((step + 3 * column) % 5);
    const before = (row: number, column: number) => round(Math.cos(row - column));
    for (const how of everyWay) {
      const c = made(m, n, before);
      const a = operand(how.transposeA, m, k, left);
      multiply(a, operand(how.transposeB, k, n, right), c, how);
      const adds = how.alpha === 1 && how.beta === 1;
      const expected = made(m, n, (row, column) => {
        let total = adds ? before(row, column) : 0;
        for (let first = 0; first < k; first += 256) {
          let sum = 0;
          for (let step = first; step < Math.min(k, first + 256); step++)
            sum = round(sum + left(row, step) * right(step, column));
          total = round(total + sum);
        }
        return adds ? total : round(how.alpha * total + how.beta * before(row, column));
      });
      const differs = c.data.findIndex((value, index) => value !== expected.data[index]);
      expect(differs, JSON.stringify(how)).toBe(-1);
    }
  });

  it('keeps NaN, infinities and the smallest numbers where they belong, beside stale ones', () => {
    const [m, n, k] = [11, 13, 37];
    const special = new Map([
      ['2,3', NaN],
      ['4,36', Infinity],
      ['10,5', -Infinity],
    ]);
    const left = (row: number, step: number) =>
      special.get(`${row},${step}`) ?? (row === 7 ? least * step : (row + step) % 5);
    const right = (step: number, column: number) => (column === 12 && step === 5 ? 0 : 1 + (column % 3));
    const before = (row: number) => (row === 9 ? NaN : 1);
    for (const how of everyWay) {
      // What is left in the memory from here must not be seen.
      multiply(
        made(50, 50, () => NaN),
        made(50, 50, () => NaN),
        made(50, 50, () => 0),
        {},
      );
      const c = made(m, n, before);
      multiply(operand(how.transposeA, m, k, left), operand(how.transposeB, k, n, right), c, how);
      const expected = made(m, n, (row, column) => {
        let sum = 0;
        for (let step = 0; step < k; step++) sum += left(row, step) * right(step, column);
        return how.alpha * sum + (how.beta === 1 ? before(row) : 0);
      });
      expect(
        c.data.map((value) => value + 0),
        JSON.stringify(how),
      ).toEqual(expected.data.map((value) => value + 0));
    }
  });
});
