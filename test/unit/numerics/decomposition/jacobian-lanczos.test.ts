import { describe, expect, it } from 'vitest';
import { jacobianLanczos } from '../../../../src/numerics/decomposition/jacobian-lanczos.ts';
import { squaredJacobianNorms } from '../../../../src/numerics/decomposition/jacobian-norms.ts';
import { ConvergenceError } from '../../../../src/numerics/convergence-error.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros, type Matrix } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();

function gaussian(rows: number, columns: number, purpose: string): Matrix {
  const result = zeros(rows, columns);
  createRandom(1, purpose).fillGaussian(result.data);
  return result;
}

/** σ'(x̂) of normal x̂: half of the slopes are 1. */
function slopes(samples: number, n: number): Matrix {
  const x = gaussian(samples, n, 'slopes');
  return { ...x, data: x.data.map((value) => (value > 0 ? 1 : Math.exp(value))) };
}

describe('jacobianLanczos', () => {
  it.each([
    [50, 64, 64],
    [7, 96, 40],
    [7, 40, 96],
  ])('agrees with dense eigenvalues to the tolerance, for %i samples of [%i, %i]', async (samples, n, m) => {
    const weight = gaussian(n, m, 'weight');
    const dense = await squaredJacobianNorms(ops, slopes(samples, n), weight, {
      tolerance: 1,
      denseLimit: 128,
    });
    for (const tolerance of [1e-3, 1e-6, 1e-12]) {
      const norms = await jacobianLanczos(ops, slopes(samples, n), weight, tolerance);
      dense.forEach((norm, sample) => {
        expect(Math.abs(norms[sample]! / norm - 1)).toBeLessThan(Math.max(tolerance, 1e-13));
      });
    }
  });

  it('gives the exact norm where J has rank one or is zero', async () => {
    const weight = zeros(30, 20);
    weight.data.fill(0.5);
    const gates = slopes(3, 30);
    gates.data.fill(0, 0, 30);
    const norms = await jacobianLanczos(ops, gates, weight, 1e-10);
    for (let sample = 0; sample < 3; sample++) {
      const squared = gates.data.subarray(sample * 30, (sample + 1) * 30).reduce((sum, s) => sum + s * s, 0);
      expect(norms[sample]).toBeCloseTo(squared * 20 * 0.25, 10);
    }
  });

  it('does not depend on which other samples are in the batch', async () => {
    const weight = gaussian(48, 48, 'weight');
    const all = await jacobianLanczos(ops, slopes(9, 48), weight, 1e-12);
    const some = await jacobianLanczos(
      ops,
      { rows: 1, columns: 48, data: slopes(9, 48).data.slice(5 * 48, 6 * 48) },
      weight,
      1e-12,
      { firstSample: 5 },
    );
    expect(Math.abs(some[0]! / all[5]! - 1)).toBeLessThan(1e-13);
  });

  it('leaves its arguments as they are', async () => {
    const gates = slopes(4, 40);
    const weight = gaussian(40, 40, 'weight');
    const before = [gates.data.slice(), weight.data.slice()];
    await jacobianLanczos(ops, gates, weight, 1e-6);
    expect([gates.data, weight.data]).toEqual(before);
  });

  it('says how many samples did not converge when the weights are not finite', async () => {
    const weight = gaussian(20, 20, 'weight');
    weight.data[0] = NaN;
    await expect(jacobianLanczos(ops, slopes(2, 20), weight, 1e-6)).rejects.toThrow(
      new ConvergenceError(
        'jacobianLanczos: 2 of 2 samples did not reach relative accuracy 0.000001 in 84 steps, the first of them sample 0',
      ),
    );
  });

  it('finds the largest where each start but its own random part would miss it: 3,000 samples, one near each other', async () => {
    // σ_1² = 1.2, σ_2² = 1: of 3,000 random starts some hold a ten-thousandth of u_1, and T shows σ_2 alone for long.
    const n = 40;
    const weight = zeros(n, n);
    for (let i = 0; i < n; i++)
      weight.data[i * (n + 1)] = Math.sqrt(i === 0 ? 1.2 : i === 1 ? 1 : 0.9 * (1 - i / n));
    const gates = zeros(3000, n);
    gates.data.fill(1);
    for (const operations of [ops, ops.single ?? ops]) {
      const norms = await jacobianLanczos(operations as typeof ops, gates, weight, 1e-6);
      expect(Math.max(...norms.map((norm) => Math.abs(norm / 1.2 - 1)))).toBeLessThan(1e-6);
    }
  });

  it.each([1e-6, 0])(
    'finds the largest where its first start holds only %d of u_1, or an audit with another start does',
    async (part) => {
      const n = 64;
      const start = new Float64Array(n);
      createRandom(0, 'layerwise-jacobian').fillGaussian(start);
      const length = Math.sqrt(start.reduce((sum, x) => sum + x * x, 0));
      // u_1: a random direction whose part along the start is `part`; A Aᵀ = I·decay + 0.05 u_1 u_1ᵀ in a basis of reflections.
      const u = gaussian(1, n, 'u').data;
      const along = u.reduce((sum, x, i) => sum + (x * start[i]!) / length, 0);
      u.forEach((x, i) => (u[i] = x - (along * start[i]!) / length));
      const norm = Math.sqrt(u.reduce((sum, x) => sum + x * x, 0));
      u.forEach((x, i) => (u[i] = x / norm + (part * start[i]!) / length));
      const weight = zeros(n, n);
      const squared = u.reduce((sum, x) => sum + x * x, 0);
      // A = Q diag(s) with Q = I − 2wwᵀ, Q e_1 = u.
      const w = u.map((x, i) => x / Math.sqrt(squared) - Number(i === 0));
      const ww = w.reduce((sum, x) => sum + x * x, 0);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          weight.data[i * n + j] =
            (Number(i === j) - (2 * w[i]! * w[j]!) / ww) * Math.sqrt(j === 0 ? 1.05 : 1 - j / n);
      const gates = zeros(1, n);
      gates.data.fill(1);
      const [found] = await jacobianLanczos(ops, gates, weight, 1e-6);
      const [audited] = await jacobianLanczos(ops, gates, weight, 1e-6, { purpose: 'audit' });
      expect(Math.abs(audited! / 1.05 - 1)).toBeLessThan(1e-6);
      if (part > 0) expect(Math.abs(found! / 1.05 - 1)).toBeLessThan(1e-6);
    },
  );

  it.each([1e-150, 1e-30, 1e30, 1e150])(
    'keeps its accuracy at slopes and weights of the size %d',
    async (size) => {
      const weight = gaussian(30, 30, 'weight');
      const gates = slopes(4, 30);
      const norms = await jacobianLanczos(ops, gates, weight, 1e-10);
      const scaled = {
        ...weight,
        data: weight.data.map((value) => value * size),
      };
      const found = await jacobianLanczos(ops, gates, scaled, 1e-10);
      norms.forEach((norm, sample) => {
        expect(Math.abs(found[sample]! / size / size / norm - 1)).toBeLessThan(1e-9);
      });
    },
  );

  it('is 0 for zero slopes and zero weights', async () => {
    const none = zeros(3, 30);
    expect([...(await jacobianLanczos(ops, none, gaussian(30, 30, 'weight'), 1e-6))]).toEqual([0, 0, 0]);
    expect([...(await jacobianLanczos(ops, slopes(3, 30), zeros(30, 30), 1e-6))]).toEqual([0, 0, 0]);
  });
});
