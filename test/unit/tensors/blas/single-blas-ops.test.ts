import { describe, expect, it } from 'vitest';
import { matrix } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { definition, gaussian } from '../gemm-cases.ts';

const { single } = await openBlas();

describe.skipIf(single === undefined)('singleBlasOps', () => {
  const ops = single!;
  const float32 = (source: { rows: number; columns: number; data: Float64Array }) =>
    matrix(Float32Array.from(source.data), source.rows, source.columns);

  it('multiplies as the definition does, with every transpose, sign and accumulation, to the accuracy of float32', async () => {
    for (const bits of Array(16).keys()) {
      const options = {
        transposeA: (bits & 1) > 0,
        transposeB: (bits & 2) > 0,
        alpha: bits & 4 ? -1 : 1,
        beta: bits & 8 ? 1 : 0,
      } as const;
      const [m, n, k] = [17, 23, 31];
      const a = options.transposeA ? gaussian(k, m) : gaussian(m, k);
      const b = options.transposeB ? gaussian(n, k) : gaussian(k, n);
      const c = gaussian(m, n);
      const expected = definition(a, b, c, options);
      const result = float32(c);
      await ops.gemm(float32(a), float32(b), result, options);
      const worst = Math.max(...expected.map((value, index) => Math.abs(value - result.data[index]!)));
      expect(worst, JSON.stringify(options)).toBeLessThan(2e-5);
    }
  });

  it('refuses shapes that do not fit', () => {
    const zeros = matrix(new Float32Array(6), 2, 3);
    expect(() => ops.gemm(zeros, zeros, zeros)).toThrow(
      new RangeError('gemm: [2, 3] · [2, 3] does not give [2, 3]'),
    );
  });

  it('sums a million products in float64', async () => {
    const x = Float32Array.from({ length: 1e6 }, (_, i) => 1 + (i % 7) / 10);
    let exact = 0;
    for (const value of x) exact += value * value;
    expect(Math.abs((await ops.dot(x, x)) / exact - 1)).toBeLessThan(1e-7);
  });

  it('scales and adds vectors, and says that it is float32', () => {
    const [x, y] = [Float32Array.of(1, 2, 3), Float32Array.of(1, 1, 1)];
    ops.axpy(2, x, y);
    ops.scale(0.5, y);
    expect([...y]).toEqual([1.5, 2.5, 3.5]);
    expect(ops.backend.precision).toBe('float32');
  });
});
