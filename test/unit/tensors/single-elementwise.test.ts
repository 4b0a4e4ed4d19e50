import { describe, expect, it } from 'vitest';
import { elementwise } from '../../../src/tensors/elementwise.ts';
import { matrix } from '../../../src/tensors/matrix.ts';
import { singleElementwise } from '../../../src/tensors/single-elementwise.ts';

const numbers = (step: number) =>
  Float64Array.from({ length: 12 }, (_, i) => Math.fround(Math.sin(step * i + 1)));
/** σ(x̂) of such numbers, rounded to float32. */
const activations = numbers(2).map((x) => Math.fround(x > 0 ? x : Math.expm1(x)));

describe('singleElementwise', () => {
  it.each(['elu', 'eluTangent', 'eluBackward', 'eluTangentBackward'] as const)(
    'does what %s of float64 does, rounded to float32',
    (name) => {
      const operands = [activations, numbers(3), numbers(5), numbers(7)].slice(0, elementwise[name].length);
      const exact = operands.map((data) => matrix(data.slice(), 3, 4));
      const single = operands.map((data) => matrix(Float32Array.from(data), 3, 4));
      (elementwise[name] as (...matrices: unknown[]) => void)(...exact);
      (singleElementwise[name] as (...matrices: unknown[]) => void)(...single);
      for (const [index, { data }] of exact.entries())
        expect(Math.max(...data.map((value, i) => Math.abs(value - single[index]!.data[i]!)))).toBeLessThan(
          2e-7,
        );
    },
  );

  it('fills rows, adds up columns, and allocates zeros', () => {
    const target = matrix(singleElementwise.allocate(6), 2, 3);
    expect([...target.data]).toEqual([0, 0, 0, 0, 0, 0]);
    singleElementwise.fillRows(target, Float32Array.of(1, 2, 3));
    expect([...target.data]).toEqual([1, 2, 3, 1, 2, 3]);
    const sums = new Float32Array(3);
    singleElementwise.columnSums(target, sums);
    expect([...sums]).toEqual([2, 4, 6]);
  });

  it('adds up columns of any number of rows', () => {
    for (const rows of [1, 3, 4, 7, 9]) {
      const source = { rows, columns: 2, data: Float32Array.from({ length: 2 * rows }, (_, i) => i) };
      const sums = new Float32Array(2).fill(5);
      singleElementwise.columnSums(source, sums);
      expect([...sums]).toEqual([rows * (rows - 1), rows * rows]);
    }
  });
});
