import { describe, expect, it } from 'vitest';
import { auditEigenpairs } from '../../../../src/numerics/eigen/audit.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { spectralMatrix } from './spectral-matrix.ts';

const ops = await openBlas();
const bulk = Array.from({ length: 197 }, (_, index) => 5 * Math.cos((Math.PI * (index + 0.5)) / 197));
const h = spectralMatrix([30, -22, 14, ...bulk]);

function known(...numbers: number[]) {
  return matrix(Float64Array.from(numbers.flatMap((m) => [...h.vector(m)])), numbers.length, 200);
}

describe('auditEigenpairs', () => {
  it('finds the eigenvalue that a search has missed, with its vector', async () => {
    const audit = (await auditEigenpairs(ops, h.product, known(0, 2), createRandom(1, 'audit'), 12))!;
    expect(audit.value).toBeCloseTo(-22, 3);
    const along = audit.vector.reduce((sum, value, index) => sum + value * h.vector(1)[index]!, 0);
    expect(Math.abs(along)).toBeGreaterThan(0.999);
    expect(audit.directions).toBe(12);
  });

  it('stays below the largest magnitude that is left where nothing was missed', async () => {
    const audit = (await auditEigenpairs(ops, h.product, known(0, 1, 2), createRandom(1, 'audit'), 12))!;
    expect(Math.abs(audit.value)).toBeLessThanOrEqual(5);
    expect(Math.abs(audit.value)).toBeGreaterThan(4);
  });

  it('has nothing to look at where the known vectors span everything', async () => {
    const basis = zeros(2, 2);
    basis.data.set([1, 0, 0, 1]);
    expect(await auditEigenpairs(ops, h.product, basis, createRandom(1, 'audit'), 12)).toBeUndefined();
  });
});
