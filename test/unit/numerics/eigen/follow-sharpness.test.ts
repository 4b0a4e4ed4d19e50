import { describe, expect, it } from 'vitest';
import { followSharpness } from '../../../../src/numerics/eigen/follow-sharpness.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { spectralMatrix } from './spectral-matrix.ts';

const ops = await openBlas();
const bulk = Array.from({ length: 298 }, (_, index) => 5 * Math.cos((Math.PI * (index + 0.5)) / 298));

describe('followSharpness', () => {
  it('finds the eigenvalue of largest magnitude with its sign, and the second from below', async () => {
    for (const sign of [1, -1]) {
      const h = spectralMatrix([sign * 30, 20, ...bulk]);
      const { value, residual, second } = await followSharpness(ops, 300, h.product, 1).find();
      expect(value / (sign * 30)).toBeCloseTo(1, 3);
      expect(residual).toBeLessThanOrEqual(0.02);
      expect(second).toBeGreaterThan(15);
      expect(second).toBeLessThanOrEqual(20 + 1e-9);
    }
  });

  it('needs one product where the matrix has not changed, two where it looks at the second', async () => {
    const h = spectralMatrix([30, 20, ...bulk]);
    const follower = followSharpness(ops, 300, h.product, 1);
    await follower.find();
    const costs = [];
    for (let search = 1; search <= 8; search++) {
      const before = follower.products;
      await follower.find();
      costs.push(follower.products - before);
    }
    expect(costs).toEqual([1, 1, 1, 2, 1, 1, 1, 2]);
    expect(follower.products).toBe(h.directions());
  });

  it('goes on from what was saved to the same bytes', async () => {
    const matrices = Array.from({ length: 9 }, (_, t) => spectralMatrix([30 - t, 20 + t, ...bulk]));
    let current = matrices[0]!;
    const product = (...args: Parameters<typeof current.product>) => current.product(...args);
    const whole = followSharpness(ops, 300, product, 3);
    for (const matrix of matrices.slice(0, 5)) {
      current = matrix;
      await whole.find();
    }
    const resumed = followSharpness(ops, 300, product, structuredClone(whole.save()));
    for (const matrix of matrices.slice(5)) {
      current = matrix;
      const expected = structuredClone(await whole.find());
      expect(await resumed.find()).toEqual(expected);
    }
    expect(resumed.save()).toEqual(whole.save());
  });

  it('measures without moving what later searches start from', async () => {
    const h = spectralMatrix([30, 20, ...bulk]);
    const follower = followSharpness(ops, 300, h.product, 1);
    await follower.find();
    const before = structuredClone(follower.save());
    expect((await follower.measure()).value).toBeCloseTo(30, 2);
    expect(follower.save()).toEqual(before);
  });

  it('finds along a direction what its own vectors cannot see', async () => {
    let values = [30, 20, ...bulk];
    let h = spectralMatrix(values);
    const follower = followSharpness(ops, 300, (...args) => h.product(...args), 1);
    await follower.find();
    values = [...values.slice(0, 299), 40];
    h = spectralMatrix(values);
    follower.lookAlong(h.vector(299));
    expect((await follower.find()).value).toBeCloseTo(40, 1);
  });

  it('is 0 where the matrix vanishes, and begins anew after that', async () => {
    let h = spectralMatrix(Array.from({ length: 50 }, () => 0));
    const follower = followSharpness(ops, 50, (...args) => h.product(...args), 1);
    expect(await follower.find()).toMatchObject({ value: 0, residual: 0 });
    h = spectralMatrix([7, ...Array.from({ length: 49 }, (_, index) => index / 50)]);
    await follower.find();
    expect((await follower.find()).value).toBeCloseTo(7, 3);
  });

  it('knows a matrix of order 1', async () => {
    const follower = followSharpness(ops, 1, spectralMatrix([-3]).product, 1);
    const { value, second } = await follower.find();
    expect(value).toBeCloseTo(-3, 12);
    expect(second).toBeUndefined();
  });
});
