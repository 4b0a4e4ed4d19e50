import { describe, expect, it } from 'vitest';
import { stepSizeOf } from '../../../../src/numerics/dynamics/exponential-euler/exponential-euler-step.ts';
import { eigenSolver } from '../../../../src/numerics/eigen/eigen-solver.ts';
import type { EigenSettings } from '../../../../src/numerics/eigen/eigenpairs.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { gaussianRows, overlap, spectralMatrix } from './spectral-matrix.ts';

const ops = await openBlas();
const settings: EigenSettings = { pairs: 4, guards: 2, tolerance: 1e-8, lastTolerance: 1e-4, maxRounds: 200 };

function solverFor(size: number, changes: Partial<EigenSettings> = {}) {
  const solver = eigenSolver(ops, size, { ...settings, ...changes });
  solver.block.data.set(gaussianRows(solver.block.rows, size).data);
  return solver;
}

/** Outliers above a bulk that is symmetric about 0, as the Hessian's is early in training. */
const outliers = [30, -22, 14, 9, -8.5, 8];
const bulk = Array.from({ length: 394 }, (_, index) => 5 * Math.cos((Math.PI * (index + 0.5)) / 394));

describe('eigenSolver', () => {
  it('finds the eigenpairs of largest magnitude, signed, from a random start', async () => {
    const h = spectralMatrix([...outliers, ...bulk]);
    const found = await solverFor(400).solve(h.product, true);
    expect(found.converged).toBe(true);
    for (const [pair, value] of [30, -22, 14, 9].entries()) expect(found.values[pair]).toBeCloseTo(value, 6);
    expect(overlap(found.vectors, found.vectors)).toBeLessThan(1e-13);
    expect(found.residual).toBeLessThanOrEqual(1e-8);
    expect(found.lastResidual).toBeLessThanOrEqual(1e-4);
    expect(found.directions).toBe(h.directions());
  });

  it('finds both of pairs ±λ and multiple eigenvalues', async () => {
    const h = spectralMatrix([10, -10, 7, 7, ...bulk]);
    const { values, converged } = await solverFor(398).solve(h.product, true);
    expect(converged).toBe(true);
    // Which of ±10 comes first is a matter of rounding.
    const expected = [-10, 7, 7, 10];
    for (const [pair, value] of [...values].sort((a, b) => a - b).entries())
      expect(value).toBeCloseTo(expected[pair]!, 6);
  });

  it('converges where the last pair lies at the edge of a dense bulk', async () => {
    const h = spectralMatrix([30, 20, 10, ...bulk]);
    const found = await solverFor(397, { lastTolerance: 0.01 }).solve(h.product, true);
    expect(found.converged).toBe(true);
    expect(Math.abs(Math.abs(found.values[3]!) / 5 - 1)).toBeLessThan(0.01);
  });

  it('finds the whole spectrum of a small matrix', async () => {
    const found = await solverFor(4).solve(spectralMatrix([3, -2, 1, 0]).product, true);
    expect(found.converged).toBe(true);
    for (const [pair, value] of [3, -2, 1, 0].entries()) expect(found.values[pair]).toBeCloseTo(value, 12);
  });

  it('needs one product a search where the matrix has not changed, with or without the guards', async () => {
    const h = spectralMatrix([...outliers, ...bulk]);
    const solver = solverFor(400);
    await solver.solve(h.product, true);
    const still = await solver.solve(h.product, true);
    expect([still.rounds, still.directions]).toEqual([1, 6]);
    const resting = await solver.solve(h.product, false);
    expect([resting.rounds, resting.directions]).toEqual([1, 4]);
  });

  it('follows eigenvalues that cross, thanks to the guards', async () => {
    const solver = solverFor(400, { tolerance: 1e-3, lastTolerance: 1e-2 });
    for (let step = 0; step <= 20; step++) {
      // The fifth eigenvalue rises from 8 to 12 past the fourth and the third.
      const h = spectralMatrix([30, -22, 11, 9, 8 + step / 5, 7, ...bulk]);
      const { values } = await solver.solve(h.product, step % 3 === 0);
      const expected = [30, -22, 11, 9, 8 + step / 5].sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 4);
      for (const [pair, value] of expected.entries())
        expect(Math.abs(values[pair]! / value - 1)).toBeLessThan(0.02);
    }
  });

  it('accepts a coarser residual where the step is short enough, but never beyond the last tolerance', async () => {
    const size = (values: Float64Array) => stepSizeOf(values, 0.01);
    const h = spectralMatrix([...outliers, ...bulk]);
    const strict = await solverFor(400).solve(h.product, true);
    const coarse = await solverFor(400, {
      step: { tolerance: 1e-3, size },
      lastTolerance: 0.01,
    }).solve(h.product, true);
    expect(coarse.directions).toBeLessThan(strict.directions);
    expect(coarse.residual * 30 * 0.01).toBeLessThanOrEqual(1e-3);
    const capped = await solverFor(400, {
      step: { tolerance: 1, size },
      lastTolerance: 0.01,
    }).solve(h.product, true);
    expect(capped.residual).toBeLessThanOrEqual(0.01);
  });

  it('says so when the rounds are used up', async () => {
    const h = spectralMatrix([...outliers, ...bulk]);
    const found = await solverFor(400, { maxRounds: 2 }).solve(h.product, true);
    expect(found).toMatchObject({ converged: false, rounds: 2 });
    expect(found.residual).toBeGreaterThan(1e-8);
  });

  it('puts its vectors back as they were kept', async () => {
    const solver = solverFor(400);
    const found = await solver.solve(spectralMatrix([...outliers, ...bulk]).product, true);
    const before = [found.vectors, solver.block, solver.previous].map(({ data }) => data.slice());
    const putBack = solver.keep();
    await solver.solve(spectralMatrix([...outliers, ...bulk], 9).product, true);
    expect(found.vectors.data).not.toEqual(before[0]);
    putBack();
    expect([found.vectors, solver.block, solver.previous].map(({ data }) => data)).toEqual(before);
  });

  it('refuses more pairs than there are', () => {
    expect(() => eigenSolver(ops, 3, settings)).toThrow(
      new RangeError('eigenSolver: 4 eigenpairs asked of a matrix of order 3'),
    );
  });

  it('fills up a start block without enough independent rows', async () => {
    const solver = solverFor(400);
    solver.block.data.fill(0);
    const { values } = await solver.solve(spectralMatrix([...outliers, ...bulk]).product, true);
    expect(values[0]! / outliers[0]!).toBeCloseTo(1, 6);
  });

  it.each([1, 2])(
    'finds %i eigenvalue(s) beside zeros, whatever it was asked for and however often',
    async (rank) => {
      const solver = solverFor(400);
      const values = Array.from({ length: 400 }, (_, index) => (index < rank ? 30 - index : 0));
      for (let search = 0; search < 6; search++) {
        const found = await solver.solve(
          spectralMatrix(values.map((value) => value * (1 + 0.01 * search))).product,
          true,
        );
        expect(found.values[0]! / (30 * (1 + 0.01 * search))).toBeCloseTo(1, 9);
        for (const value of found.values.slice(rank)) expect(Math.abs(value)).toBeLessThan(1e-9);
      }
    },
  );
});
