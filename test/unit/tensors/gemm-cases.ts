import { expect } from 'vitest';
import { createRandom } from '../../../src/numerics/random.ts';
import { matrix } from '../../../src/tensors/matrix.ts';
import type { Matrix } from '../../../src/tensors/matrix.ts';
import type { GemmOptions, Ops } from '../../../src/tensors/ops.ts';

const random = createRandom(1, 'gemm');

export function gaussian(rows: number, columns: number): Matrix {
  const data = new Float64Array(rows * columns);
  random.fillGaussian(data);
  return matrix(data, rows, columns);
}

/** c ← alpha·op(a)·op(b) + beta·c by the definition. */
export function definition(a: Matrix, b: Matrix, c: Matrix, options: GemmOptions): Float64Array {
  const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
  const inner = transposeA ? a.rows : a.columns;
  return c.data.map((value, index) => {
    const [row, column] = [Math.floor(index / c.columns), index % c.columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      const left = transposeA ? a.data[k * a.columns + row]! : a.data[row * a.columns + k]!;
      const right = transposeB ? b.data[column * b.columns + k]! : b.data[k * b.columns + column]!;
      sum += left * right;
    }
    return alpha * sum + beta * value;
  });
}

/** Every combination of transposes, accumulation and sign, on operands that are views of longer arrays. */
export async function expectDefinition(ops: Ops, m: number, n: number, k: number): Promise<void> {
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      for (const beta of [0, 1] as const) {
        for (const alpha of [1, -1]) {
          const options = { transposeA, transposeB, alpha, beta };
          const a = transposeA ? gaussian(k, m) : gaussian(m, k);
          const b = transposeB ? gaussian(n, k) : gaussian(k, n);
          const memory = gaussian(1, m * n + 7).data;
          const before = memory.slice();
          const c = matrix(memory.subarray(3), m, n);
          const expected = definition(a, b, c, options);
          await ops.gemm(a, b, c, options);
          const worst = Math.max(...c.data.map((value, index) => Math.abs(value - expected[index]!)));
          expect(worst, JSON.stringify(options)).toBeLessThan(1e-13 * (k + 1));
          // Nothing outside the view was touched.
          expect([...memory.subarray(0, 3)]).toEqual([...before.subarray(0, 3)]);
          expect([...memory.subarray(3 + m * n)]).toEqual([...before.subarray(3 + m * n)]);
        }
      }
    }
  }
}
