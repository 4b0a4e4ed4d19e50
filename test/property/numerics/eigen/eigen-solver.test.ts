import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenSolver } from '../../../../src/numerics/eigen/eigen-solver.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { rowsOf } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { spectralMatrix } from '../../../unit/numerics/eigen/spectral-matrix.ts';

const ops = await openBlas();
const size = 300;
const settings = { pairs: 3, guards: 2, tolerance: 1e-4, lastTolerance: 0.01, maxRounds: 200 };

/** Outliers of either sign, the first clearly the largest, above a bulk. */
const problem = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  signs: fc.array(fc.constantFrom(1, -1), { minLength: 6, maxLength: 6 }),
  ratio: fc.double({ min: 1.1, max: 4, noNaN: true }),
  /** What the start holds of the first eigenvector. */
  left: fc.constantFrom(0, 1e-12, 1e-8, 1e-6),
});

function prepare({
  seed,
  signs,
  ratio,
  left,
}: {
  seed: number;
  signs: number[];
  ratio: number;
  left: number;
}) {
  const outliers = [10 * ratio, 10, 9, 8, 7, 6].map((value, index) => value * signs[index]!);
  const bulk = Array.from(
    { length: size - 6 },
    (_, index) => 2 * Math.cos((Math.PI * (index + 0.5)) / (size - 6)),
  );
  const h = spectralMatrix([...outliers, ...bulk], seed);
  const solver = eigenSolver(ops, size, settings, createRandom(seed, 'property').state());
  // Exact eigenvectors of what comes behind the first: nothing in them points to it.
  const first = h.vector(0);
  for (let row = 0; row < solver.block.rows; row++) {
    const vector = h.vector(row + 1);
    rowsOf(solver.block, row, 1).data.set(vector.map((value, index) => value + left * first[index]!));
  }
  return { h, solver, expected: outliers[0]! };
}

describe('eigenSolver, from starts that are orthogonal to the first eigenvector', () => {
  it('finds it in the first search all the same', async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (drawn) => {
        const { h, solver, expected } = prepare(drawn);
        const { values, directions } = await solver.solve(h.product, true);
        expect(values[0]! / expected).toBeCloseTo(1, 3);
        expect(directions).toBe(h.directions());
      }),
      { numRuns: 40 },
    );
  });

  it('finds it within 25 searches of a training without any audit, as the guards are never quite orthogonal', async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (drawn) => {
        const { h, solver, expected } = prepare({ ...drawn, ratio: Math.max(2, drawn.ratio) });
        solver.previous.data.set(rowsOf(solver.block, 0, 3).data);
        let value = 0;
        for (let search = 0; search < 25 && Math.abs(value) < 10.5; search++)
          value = (await solver.solve(h.product, true)).values[0]!;
        expect(value / expected).toBeCloseTo(1, 2);
      }),
      { numRuns: 20 },
    );
  });
});
