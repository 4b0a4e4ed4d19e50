import { expect, it } from 'vitest';
import type { BlasGemm } from '../../../../src/tensors/blas/dgemm.ts';
import { matrixProduct } from '../../../../src/tensors/blas/matrix-product.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';

function recorded() {
  const calls: unknown[][] = [];
  return { calls, gemm: ((...words) => calls.push(words)) as BlasGemm<Float64Array> };
}

it('passes sizes after op, factors and memory in the order of cblas', async () => {
  const { calls, gemm } = recorded();
  const [a, b, c] = [zeros(4, 2), zeros(3, 4), zeros(2, 3)];
  await matrixProduct(gemm, undefined)(a, b, c, { transposeA: true, transposeB: true, alpha: 2 });
  expect(calls).toEqual([[true, true, 2, 3, 4, 2, a.data, 2, b.data, 4, 0, c.data]]);
});

it('multiplies few long rows by gemv, where there is one', async () => {
  const { calls, gemm } = recorded();
  const long = 4096;
  const [a, b, c] = [zeros(1, long), zeros(2, long), zeros(1, 2)];
  let vectors = 0;
  await matrixProduct<Float64Array>(gemm, () => vectors++)(a, b, c, { transposeB: true });
  expect([vectors, calls.length]).toEqual([1, 0]);
  await matrixProduct(gemm, undefined)(a, b, c, { transposeB: true });
  expect([vectors, calls.length]).toEqual([1, 1]);
});

it('multiplies in the precision of its routines', async () => {
  const single = (rows: number, columns: number) =>
    matrix(new Float32Array(rows * columns).fill(1), rows, columns);
  const product = matrixProduct<Float32Array>((_ta, _tb, m, n, k, alpha, _a, _lda, _b, _ldb, _beta, c) => {
    c.fill(alpha * k, 0, m * n);
  }, undefined);
  const c = single(2, 2);
  await product(single(2, 3), single(3, 2), c);
  expect(c.data).toEqual(new Float32Array(4).fill(3));
});

it('refuses shapes that do not fit before anything is multiplied', () => {
  const { calls, gemm } = recorded();
  expect(() => matrixProduct(gemm, undefined)(zeros(2, 3), zeros(2, 3), zeros(2, 3))).toThrow(
    'gemm: [2, 3] · [2, 3] does not give [2, 3]',
  );
  expect(calls).toEqual([]);
});
