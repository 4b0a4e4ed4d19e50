import { describe, expect, it } from 'vitest';
import {
  advanceBatch,
  compactBatch,
  randomRows,
  startBatch,
  type Tridiagonal,
} from '../../../../src/numerics/decomposition/jacobian-batch.ts';
import { gramProduct } from '../../../../src/numerics/decomposition/jacobian-gram.ts';
import { symmetricEigenvalues } from '../../../../src/numerics/index.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
const [samples, n] = [3, 7];
const weight = zeros(n, n);
createRandom(1, 'weight').fillGaussian(weight.data);
const slopes = zeros(samples, n);
slopes.data.forEach((_, i) => (slopes.data[i] = 0.2 + 0.1 * (i % 8)));
const starts = () => randomRows(slopes, (row) => createRandom(row, 'start'));

/** Eigenvalues of diag(σ') A Aᵀ diag(σ') of a sample. */
function spectrum(sample: number): Float64Array {
  const dense = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++)
        dense[i * n + j]! +=
          slopes.data[sample * n + i]! *
          weight.data[i * n + k]! *
          weight.data[j * n + k]! *
          slopes.data[sample * n + j]!;
  return symmetricEigenvalues(dense, n);
}

/** Eigenvalues of T after as many steps as it has rows. */
function valuesOf({ diagonal, coupling }: Tridiagonal): Float64Array {
  const dense = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    dense[i * n + i] = diagonal[i]!;
    if (i > 0) dense[i * n + i - 1] = dense[(i - 1) * n + i] = coupling[i - 1]!;
  }
  return symmetricEigenvalues(dense, n);
}

const tridiagonals = (): Tridiagonal[] =>
  Array.from({ length: samples }, () => ({
    diagonal: new Float64Array(n),
    coupling: new Float64Array(n),
    ritz: 0,
  }));

describe('randomRows', () => {
  it('gives each row numbers of its own, of length 1', () => {
    const rows = starts();
    for (let row = 0; row < samples; row++) {
      const own = rows.subarray(row * n, (row + 1) * n);
      expect(own.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 6);
    }
    expect(rows.subarray(0, n)).not.toEqual(rows.subarray(n, 2 * n));
  });
});

describe('advanceBatch', () => {
  it('makes T of every sample, whose eigenvalues after n steps are those of J Jᵀ', async () => {
    const product = await gramProduct(ops, weight);
    const made = tridiagonals();
    const batch = startBatch(ops, slopes, starts());
    for (let step = 0; step < n; step++) await advanceBatch(product, batch, step, made);
    made.forEach((own, sample) => {
      const exact = spectrum(sample);
      valuesOf(own).forEach((value, i) => {
        expect(Math.abs(value - exact[i]!)).toBeLessThan(1e-8 * exact[0]!);
      });
    });
  });

  it('goes on with the rows that stay', async () => {
    const product = await gramProduct(ops, weight);
    const [all, some] = [tridiagonals(), tridiagonals()];
    const whole = startBatch(ops, slopes, starts());
    let part = startBatch(ops, { ...slopes, data: slopes.data.slice() }, starts());
    for (let step = 0; step < 5; step++) {
      await advanceBatch(product, whole, step, all);
      if (step === 2) part = compactBatch(part, [0, 2]);
      await advanceBatch(product, part, step, some);
    }
    expect([...part.samples]).toEqual([0, 2]);
    for (const sample of [0, 2])
      some[sample]!.diagonal.forEach((value, i) => {
        expect(value).toBeCloseTo(all[sample]!.diagonal[i]!, 10);
      });
    expect(some[1]!.diagonal[3]).toBe(0);
  });
});
