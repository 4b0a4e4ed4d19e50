import { describe, expect, it } from 'vitest';
import { lanczosEnds } from '../../../../src/numerics/decomposition/lanczos-ends.ts';
import { ConvergenceError } from '../../../../src/numerics/convergence-error.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import type { BlockProduct } from '../../../../src/numerics/network/block-product.ts';
import { matrix } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();

/** Multiplies by Q diag(values) Q, Q = I − 2wwᵀ a reflection, so that no coordinate is an eigenvector. */
function reflected(values: readonly number[]): BlockProduct {
  const size = values.length;
  const w = Float64Array.from({ length: size }, (_, i) => Math.cos(i * i + 1));
  const squared = w.reduce((sum, x) => sum + x * x, 0);
  const reflect = (x: Float64Array) => {
    let overlap = 0;
    for (let i = 0; i < size; i++) overlap += w[i]! * x[i]!;
    return x.map((entry, i) => entry - ((2 * overlap) / squared) * w[i]!);
  };
  return (directions, results) => {
    results.data.set(reflect(reflect(directions.data).map((entry, i) => entry * values[i]!)));
    return Promise.resolve();
  };
}

function gaussian(size: number): Float64Array {
  const vector = new Float64Array(size);
  createRandom(0, 'test').fillGaussian(vector);
  return vector;
}

const both = ['largest', 'smallest'] as const;
const find = (values: readonly number[], ends: readonly ('largest' | 'smallest')[], tolerance: number) =>
  lanczosEnds(ops, reflected(values), { name: 'M', ends, tolerance }, gaussian(values.length));

describe('lanczosEnds', () => {
  it('finds both ends of a spectrum that is symmetric about 0', async () => {
    const values = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 5 * 0.97 ** i);
    const { values: ends } = await find(values, both, 1e-10);
    expect(ends[0]).toBeCloseTo(5, 9);
    expect(ends[1]).toBeCloseTo(-5 * 0.97, 9);
  });

  it('finds the algebraically largest eigenvalue where a negative one is larger by magnitude', async () => {
    const values = [-10, 3, 1, 0.5, ...new Array<number>(40).fill(0)];
    expect((await find(values, ['largest'], 1e-10)).values[0]).toBeCloseTo(3, 9);
  });

  it('separates eigenvalues that differ by half a per cent', async () => {
    const values = [1, 0.995, ...Array.from({ length: 200 }, (_, i) => 0.9 * (1 - i / 200))];
    expect((await find(values, ['largest'], 1e-8)).values[0]).toBeCloseTo(1, 7);
  });

  it('is exact on a multiple of the identity, on the zero matrix and on order 1', async () => {
    expect((await find([2, 2, 2], both, 1e-10)).values).toEqual([
      expect.closeTo(2, 12),
      expect.closeTo(2, 12),
    ]);
    expect((await find([0, 0, 0], both, 1e-10)).values.map(Math.abs)).toEqual([0, 0]);
    expect((await find([-3], both, 1e-10)).values).toEqual([expect.closeTo(-3, 12), expect.closeTo(-3, 12)]);
  });

  it('reaches rounding on a small dense spectrum, although copies of the ends appear', async () => {
    const values = Array.from({ length: 12 }, (_, i) => i - 6);
    const { values: ends } = await find(values, both, 1e-14);
    expect(ends[0]).toBeCloseTo(5, 12);
    expect(ends[1]).toBeCloseTo(-6, 12);
  });

  it.each([0, 1e-6])(
    'finds both ends from a start whose given part is the second eigenvector and holds %d of the first',
    async (part) => {
      // Values 1 and 0.97, as far apart as λ_1(G) was from what two products gave.
      const values = [
        1,
        0.97,
        ...Array.from({ length: 120 }, (_, i) => 0.6 * 0.9 ** i * (i % 2 === 0 ? 1 : -1)),
        -0.9,
        -1.1,
      ];
      const diagonal: BlockProduct = (directions, results) => {
        values.forEach((value, i) => (results.data[i] = value * directions.data[i]!));
        return Promise.resolve();
      };
      const start = gaussian(values.length);
      const norm = Math.sqrt(start.reduce((sum, x) => sum + x * x, 0));
      start.forEach((x, i) => (start[i] = (0.5 * x) / norm));
      start[1]! += 1;
      start[0] = part;
      const request = { name: 'M', ends: both, tolerance: 1e-8, randomPart: 1 / 3 };
      // Rounding alone brings u_1 in where the start holds nothing of it; the bound on a miss makes the search wait for it.
      const { values: ends } = await lanczosEnds(ops, diagonal, request, start);
      if (part > 0) expect(ends[0]).toBeCloseTo(1, 7);
      expect(ends[1]).toBeCloseTo(-1.1, 7);
    },
  );

  it('gives the eigenvector of the first end, on request', async () => {
    const values = [3, 2.9, ...Array.from({ length: 60 }, (_, i) => 2 - i / 20)];
    const product = reflected(values);
    const request = { name: 'M', ends: ['largest'], tolerance: 1e-12, vector: true } as const;
    const { vector } = await lanczosEnds(ops, product, request, gaussian(values.length));
    const image = matrix(new Float64Array(values.length), 1, values.length);
    await product(matrix(vector!, 1, values.length), image);
    expect(Math.max(...image.data.map((x, i) => Math.abs(x - 3 * vector![i]!)))).toBeLessThan(1e-5);
    expect(vector!.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 12);
  });

  it.skipIf(ops.single === undefined)('finds the ends in float32 to 1e-6', async () => {
    const values = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 5 * 0.97 ** i);
    const exact = reflected(values);
    const single: BlockProduct<Float32Array> = async (directions, results) => {
      const image = matrix(new Float64Array(values.length), 1, values.length);
      await exact(matrix(Float64Array.from(directions.data), 1, values.length), image);
      results.data.set(image.data);
    };
    const start = Float32Array.from(gaussian(values.length));
    const request = { name: 'M', ends: both, tolerance: 1e-6 };
    const { values: ends } = await lanczosEnds(ops.single!, single, request, start);
    expect(Math.abs(ends[0]! / 5 - 1)).toBeLessThan(1e-6);
    expect(Math.abs(ends[1]! / (-5 * 0.97) - 1)).toBeLessThan(1e-6);
  });

  it('says which end is missing when the products are not finite', async () => {
    await expect(find([1, NaN, 2], ['largest'], 1e-6)).rejects.toThrow(
      new ConvergenceError(
        'M: largest eigenvalue did not reach relative accuracy 0.000001 in 1000 products; T ends at NaN',
      ),
    );
  });
});
