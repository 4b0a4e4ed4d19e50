import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockProduct, createRandom, parameterCount, trainingLoss } from '../../src/numerics/index.ts';
import type { Criterion, CurvatureMatrix, TrainingLoss } from '../../src/numerics/index.ts';
import { matrix, rowsOf, zeros } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';

const backends = [await openBlas(), await openBlas({ library: 'none' })];

interface Case {
  widths: number[];
  samples: number;
  criterion: Criterion;
  /** Standard deviation of the parameters. */
  scale: number;
  seed: number;
  backend: number;
}

const cases = fc.record<Case>({
  widths: fc
    .array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 })
    .map((widths) => [...widths, 3]),
  samples: fc.integer({ min: 1, max: 12 }),
  criterion: fc.constantFrom<Criterion>(
    { name: 'cross-entropy' },
    { name: 'mse', reduction: 'sum' },
    { name: 'mse', reduction: 'mean' },
  ),
  scale: fc.double({ min: 0.2, max: 1, noNaN: true }),
  seed: fc.integer(),
  backend: fc.integer({ min: 0, max: 1 }),
});

interface Prepared {
  loss: TrainingLoss;
  parameters: Float64Array;
  gradient: Float64Array;
  /** Two directions of unit length, [2, P]. */
  directions: ReturnType<typeof zeros>;
}

async function prepare({ widths, samples, criterion, scale, seed, backend }: Case): Promise<Prepared> {
  const random = createRandom(seed, 'products');
  const gaussian = (length: number) => {
    const values = new Float64Array(length);
    random.fillGaussian(values);
    return values;
  };
  const inputs = matrix(gaussian(samples * widths[0]!), samples, widths[0]!);
  const labels = Int32Array.from({ length: samples }, () => Math.floor(3 * random.uniform()));
  const loss = trainingLoss(backends[backend]!, { network: { widths }, inputs, labels, criterion });
  const count = parameterCount({ widths });
  const parameters = gaussian(count).map((value) => scale * value);
  const directions = matrix(gaussian(2 * count), 2, count);
  for (const row of [0, 1]) {
    const direction = rowsOf(directions, row, 1).data;
    const length = Math.hypot(...direction);
    for (let index = 0; index < count; index++) direction[index]! /= length;
  }
  const gradient = new Float64Array(count);
  await loss.gradient(parameters, gradient);
  return { loss, parameters, gradient, directions };
}

async function multiply({ loss, directions }: Prepared, curvature: CurvatureMatrix) {
  const results = zeros(2, directions.columns);
  await blockProduct(loss, curvature)(directions, results);
  return results;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

describe('products with the Hessian, G and H', () => {
  it('are those of symmetric matrices: uᵀ(Mv) = vᵀ(Mu)', async () => {
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.constantFrom('hessian', 'gauss-newton', 'residual'),
        async (drawn, curvature) => {
          const prepared = await prepare(drawn);
          const results = await multiply(prepared, curvature);
          const [u, v] = [0, 1].map((row) => rowsOf(prepared.directions, row, 1).data);
          const [mu, mv] = [0, 1].map((row) => rowsOf(results, row, 1).data);
          const scale = Math.hypot(...mu!) + Math.hypot(...mv!);
          expect(Math.abs(dot(u!, mv!) - dot(v!, mu!))).toBeLessThanOrEqual(1e-13 * scale);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('split the Hessian: Hessian = G + H, and vᵀGv ≥ 0', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        const prepared = await prepare(drawn);
        const hessian = await multiply(prepared, 'hessian');
        const gaussNewton = await multiply(prepared, 'gauss-newton');
        const residual = await multiply(prepared, 'residual');
        const scale = Math.hypot(...gaussNewton.data) + Math.hypot(...residual.data);
        for (const [index, value] of hessian.data.entries()) {
          expect(Math.abs(value - gaussNewton.data[index]! - residual.data[index]!)).toBeLessThanOrEqual(
            1e-13 * scale,
          );
        }
        const direction = rowsOf(prepared.directions, 0, 1).data;
        expect(dot(direction, rowsOf(gaussNewton, 0, 1).data)).toBeGreaterThanOrEqual(-1e-14 * scale);
      }),
      { numRuns: 150 },
    );
  });

  it('are the central differences of the gradient, and the gradient those of the loss', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        const prepared = await prepare(drawn);
        const { loss, parameters, gradient, directions } = prepared;
        const direction = rowsOf(directions, 0, 1).data;
        const product = rowsOf(await multiply(prepared, 'hessian'), 0, 1).data.slice();
        const step = 1e-5;
        const at = async (sign: number) => {
          const moved = parameters.map((value, index) => value + sign * step * direction[index]!);
          const there = new Float64Array(moved.length);
          return { value: await loss.gradient(moved, there), gradient: there };
        };
        const [ahead, behind] = [await at(1), await at(-1)];
        const slope = dot(gradient, direction);
        expect(Math.abs((ahead.value - behind.value) / (2 * step) - slope)).toBeLessThan(
          1e-6 * (1 + Math.hypot(...gradient)),
        );
        // ELU bends in its second derivative where a preactivation is 0: a difference across it is off by O(step).
        const scale = 1 + Math.hypot(...product) + Math.hypot(...gradient);
        const worst = Math.max(
          ...product.map((value, index) =>
            Math.abs((ahead.gradient[index]! - behind.gradient[index]!) / (2 * step) - value),
          ),
        );
        expect(worst).toBeLessThan(1e-3 * scale);
      }),
      { numRuns: 150 },
    );
  });

  it('are the same with the installed BLAS and with WebAssembly', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        const [one, other] = [
          await prepare({ ...drawn, backend: 0 }),
          await prepare({ ...drawn, backend: 1 }),
        ];
        const [first, second] = [await multiply(one, 'hessian'), await multiply(other, 'hessian')];
        const scale = Math.hypot(...first.data);
        for (const [index, value] of first.data.entries()) {
          expect(Math.abs(value - second.data[index]!)).toBeLessThanOrEqual(1e-13 * scale);
        }
      }),
      { numRuns: 60 },
    );
  });
});
