import { describe, expect, it } from 'vitest';
import { elementwise } from '../../../../src/tensors/elementwise.ts';
import { matrix } from '../../../../src/tensors/matrix.ts';
import type { Matrix } from '../../../../src/tensors/matrix.ts';
import { openTfjs } from '../../../../src/tensors/tfjs/open-tfjs.ts';

const ops = await openTfjs();

function pattern(rows: number, columns: number, phase: number): Matrix {
  const data = Float64Array.from({ length: rows * columns }, (_, index) => Math.sin(3 * index + phase));
  return matrix(data, rows, columns);
}

const copy = ({ data, rows, columns }: Matrix) => matrix(data.slice(), rows, columns);

function expectClose(actual: Float64Array, expected: ArrayLike<number>, tolerance = 1e-6) {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of actual.entries())
    expect(Math.abs(value - expected[index]!)).toBeLessThan(tolerance);
}

describe('gemm', () => {
  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('multiplies, scales and accumulates with transposes %s and %s', async (transposeA, transposeB) => {
    const a = transposeA ? pattern(4, 3, 1) : pattern(3, 4, 1);
    const b = transposeB ? pattern(5, 4, 2) : pattern(4, 5, 2);
    const c = pattern(3, 5, 3);
    const expected = c.data.slice();
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 5; j++)
        for (let q = 0; q < 4; q++)
          expected[i * 5 + j]! +=
            -0.5 * a.data[transposeA ? q * 3 + i : i * 4 + q]! * b.data[transposeB ? j * 4 + q : q * 5 + j]!;
    await ops.gemm(a, b, c, { transposeA, transposeB, alpha: -0.5, beta: 1 });
    expectClose(c.data, expected);
  });

  it('overwrites the result by default', async () => {
    const c = matrix(Float64Array.of(NaN), 1, 1);
    await ops.gemm(matrix(Float64Array.of(2), 1, 1), matrix(Float64Array.of(3), 1, 1), c);
    expect(c.data[0]).toBe(6);
  });

  it('refuses shapes that do not fit', async () => {
    await expect(ops.gemm(pattern(2, 3, 0), pattern(2, 3, 0), pattern(2, 2, 0))).rejects.toThrow(
      new RangeError('gemm: [2, 3] · [2, 3] does not give [2, 2]'),
    );
  });
});

describe('activations', () => {
  const x = copy(pattern(3, 4, 5));
  elementwise.elu(x);

  it('agree with float64 loops on ELU, its tangent and both steps back', () => {
    const [value, exact] = [pattern(3, 4, 5), pattern(3, 4, 5)];
    ops.elu(value);
    elementwise.elu(exact);
    expectClose(value.data, exact.data);

    const [tangent, exactTangent] = [pattern(3, 4, 6), pattern(3, 4, 6)];
    ops.eluTangent(x, tangent);
    elementwise.eluTangent(x, exactTangent);
    expectClose(tangent.data, exactTangent.data);

    const [delta, exactDelta] = [pattern(3, 4, 0), pattern(3, 4, 0)];
    ops.eluBackward(x, pattern(3, 4, 7), delta);
    elementwise.eluBackward(x, pattern(3, 4, 7), exactDelta);
    expectClose(delta.data, exactDelta.data);

    const [rdelta, exactRdelta] = [pattern(3, 4, 8), pattern(3, 4, 8)];
    ops.eluTangentBackward(x, pattern(3, 4, 7), pattern(3, 4, 6), rdelta);
    elementwise.eluTangentBackward(x, pattern(3, 4, 7), pattern(3, 4, 6), exactRdelta);
    expectClose(rdelta.data, exactRdelta.data);
  });

  it('keep NaN', () => {
    const value = matrix(Float64Array.of(NaN, 1), 1, 2);
    ops.elu(value);
    expect(value.data[0]).toBeNaN();
  });
});

describe('sums', () => {
  it('add up columns', () => {
    const target = new Float64Array(4);
    ops.columnSums(pattern(3, 4, 1), target);
    const exact = new Float64Array(4);
    elementwise.columnSums(pattern(3, 4, 1), exact);
    expectClose(target, exact);
  });

  it('over parameters stay in float64', async () => {
    const y = Float64Array.of(1);
    ops.axpy(1, Float64Array.of(1e-12), y);
    expect(y[0]).toBe(1 + 1e-12);
    expect(await ops.dot(Float64Array.of(1, 1e-9), Float64Array.of(1, 1))).toBe(1 + 1e-9);
  });
});

it('leaves no tensor behind', async () => {
  const tf = await import('@tensorflow/tfjs-core');
  const before = tf.memory().numTensors;
  ops.elu(pattern(2, 2, 1));
  await ops.gemm(pattern(2, 2, 1), pattern(2, 2, 2), pattern(2, 2, 3), { beta: 1 });
  expect(tf.memory().numTensors).toBe(before);
});
