import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../../../../src/numerics/convergence-error.ts';
import { followSharpness } from '../../../../src/numerics/eigen/follow-sharpness.ts';
import type { BlockProduct } from '../../../../src/numerics/network/block-product.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { spectralMatrix } from './spectral-matrix.ts';

const ops = await openBlas();
const bulk = Array.from({ length: 298 }, (_, index) => 5 * Math.cos((Math.PI * (index + 0.5)) / 298));

describe('followSharpness', () => {
  it('finds the eigenvalue of largest magnitude with its sign, and the second from below', async () => {
    for (const sign of [1, -1]) {
      const h = spectralMatrix([sign * 30, 20, ...bulk]);
      const { value, residual, rest } = await followSharpness(ops, 300, h, 1).find();
      expect(value / (sign * 30)).toBeCloseTo(1, 3);
      expect(residual).toBeLessThanOrEqual(0.02);
      expect(rest).toBeGreaterThan(15);
      expect(rest).toBeLessThanOrEqual(20.001);
    }
  });

  it('needs one product where the matrix has not changed, two where it looks at the second', async () => {
    const h = spectralMatrix([30, 20, ...bulk]);
    const follower = followSharpness(ops, 300, h, 1);
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
    const whole = followSharpness(ops, 300, { product }, 3);
    for (const matrix of matrices.slice(0, 5)) {
      current = matrix;
      await whole.find();
    }
    const resumed = followSharpness(ops, 300, { product }, structuredClone(whole.save()));
    for (const matrix of matrices.slice(5)) {
      current = matrix;
      const expected = structuredClone(await whole.find());
      expect(await resumed.find()).toEqual(expected);
    }
    expect(resumed.save()).toEqual(whole.save());
  });

  it('measures without moving what later searches start from', async () => {
    const h = spectralMatrix([30, 20, ...bulk]);
    const follower = followSharpness(ops, 300, h, 1);
    await follower.find();
    const before = structuredClone(follower.save());
    expect((await follower.measure()).value).toBeCloseTo(30, 2);
    expect(follower.save()).toEqual(before);
  });

  it('finds along a direction what its own vectors cannot see', async () => {
    let values = [30, 20, ...bulk];
    let h = spectralMatrix(values);
    const follower = followSharpness(ops, 300, { product: (...args) => h.product(...args) }, 1);
    await follower.find();
    values = [...values.slice(0, 299), 40];
    h = spectralMatrix(values);
    follower.lookAlong(h.vector(299));
    expect((await follower.find()).value).toBeCloseTo(40, 1);
  });

  it('is 0 where the matrix vanishes, and begins anew after that', async () => {
    let h = spectralMatrix(Array.from({ length: 50 }, () => 0));
    const follower = followSharpness(ops, 50, { product: (...args) => h.product(...args) }, 1);
    expect(await follower.find()).toMatchObject({ value: 0, residual: 0 });
    h = spectralMatrix([7, ...Array.from({ length: 49 }, (_, index) => index / 50)]);
    await follower.find();
    expect((await follower.find()).value).toBeCloseTo(7, 3);
  });

  it('follows more eigenvalues when it is told to, and fewer again', async () => {
    const h = spectralMatrix([30, 25, 20, ...bulk.slice(1)]);
    const follower = followSharpness(ops, 300, h, 1);
    await follower.find();
    follower.follow(3);
    const { values, rest } = await follower.find();
    for (const [index, expected] of [30, 25, 20].entries())
      expect(values[index]! / expected).toBeCloseTo(1, 3);
    expect(rest).toBeLessThanOrEqual(5);
    expect(rest).toBeGreaterThan(3);
    const { rows, columns, data } = await follower.directions();
    expect([rows, columns]).toEqual([3, 300]);
    for (let m = 0; m < 3; m++) {
      const along = h.vector(m).reduce((sum, entry, i) => sum + entry * data[m * 300 + i]!, 0);
      expect(Math.abs(along)).toBeGreaterThan(0.999);
    }
    follower.follow(1);
    expect(follower.last!.values).toHaveLength(1);
    expect(follower.last!.rest! / 25).toBeCloseTo(1, 3);
    const before = follower.products;
    expect((await follower.find()).value / 30).toBeCloseTo(1, 3);
    expect(follower.products - before).toBeLessThanOrEqual(2);
  });

  it('knows λ_{p+1} from the first search for p eigenvalues on', async () => {
    const values = [5000, 4000, 1000, 500, ...Array.from({ length: 296 }, (_, index) => index / 300)];
    const follower = followSharpness(ops, 300, spectralMatrix(values), 1);
    await follower.find();
    follower.follow(3);
    expect((await follower.find()).rest! / 500).toBeCloseTo(1, 2);
  });

  it('follows more eigenvalues than there are beside zeros', async () => {
    let h = spectralMatrix([30, ...Array.from({ length: 99 }, () => 0)]);
    const follower = followSharpness(ops, 100, { product: (...args) => h.product(...args) }, 1);
    await follower.find();
    follower.follow(3);
    for (let t = 0; t < 8; t++) {
      h = spectralMatrix([30 + t, ...Array.from({ length: 99 }, () => 0)]);
      const { value, values } = await follower.find();
      expect(value / (30 + t)).toBeCloseTo(1, 3);
      expect(Math.abs(values[1]!)).toBeLessThan(1e-6);
    }
  });

  it('does not forget λ_{p+1} when it looks along a direction', async () => {
    const h = spectralMatrix([1e4, 9e3, ...bulk]);
    const follower = followSharpness(ops, 300, h, 1);
    await follower.find();
    const { rest } = follower.last!;
    expect(rest! / 9e3).toBeCloseTo(1, 2);
    follower.lookAlong(h.vector(100));
    expect((await follower.find()).rest).toBeGreaterThanOrEqual(rest! * 0.999);
  });

  it('goes on with more eigenvalues from what was saved to the same bytes', async () => {
    const h = spectralMatrix([30, 25, 20, ...bulk.slice(1)]);
    const whole = followSharpness(ops, 300, h, 3);
    await whole.find();
    whole.follow(3);
    await whole.find();
    const resumed = followSharpness(ops, 300, h, structuredClone(whole.save()));
    expect(await resumed.directions()).toEqual(await whole.directions());
    for (let search = 0; search < 5; search++) {
      const expected = structuredClone(await whole.find());
      expect(await resumed.find()).toEqual(expected);
    }
    expect(resumed.save()).toEqual(whole.save());
  });

  describe('in float32', () => {
    const single = ops.single!;
    function inSingle(values: number[]) {
      const h = spectralMatrix(values);
      const state = { isWithin: true, overflows: false, products: 0 };
      const product: BlockProduct<Float32Array> = async (directions, results) => {
        state.products += directions.rows;
        if (state.overflows) throw new ConvergenceError('too large');
        const [from, to] = [zeros(directions.rows, values.length), zeros(directions.rows, values.length)];
        from.data.set(directions.data);
        await h.product(from, to);
        results.data.set(to.data);
      };
      const isWithinRange = () => Promise.resolve(state.isWithin);
      return { state, hessian: { product: h.product, single: { ops: single, product, isWithinRange } }, h };
    }

    it('finds what float64 finds, and goes on from what was saved to the same bytes', async () => {
      const { hessian, h } = inSingle([30, 20, ...bulk]);
      const whole = followSharpness(ops, 300, hessian, 1);
      expect((await whole.find()).value / 30).toBeCloseTo(1, 3);
      await whole.find();
      const resumed = followSharpness(ops, 300, hessian, structuredClone(whole.save()));
      for (let search = 0; search < 5; search++) {
        const expected = structuredClone(await whole.find());
        expect(await resumed.find()).toEqual(expected);
      }
      expect(resumed.save()).toEqual(whole.save());
      // Every product in float64 was one of those in float32.
      expect(h.directions()).toBeGreaterThan(0);
    });

    it('goes on in float64 where the numbers leave its range, and comes back', async () => {
      const { hessian, state, h } = inSingle([30, 20, ...bulk]);
      const follower = followSharpness(ops, 300, hessian, 1);
      await follower.find();
      for (const change of [{ isWithin: false }, { isWithin: true, overflows: true }]) {
        Object.assign(state, change);
        const before = { single: state.products, all: h.directions() };
        expect((await follower.find()).value / 30).toBeCloseTo(1, 3);
        expect(h.directions() - before.all).toBeGreaterThan(0);
        expect(state.products - before.single).toBeLessThanOrEqual(change.overflows ? 2 : 0);
      }
      Object.assign(state, { isWithin: true, overflows: false });
      const before = state.products;
      expect((await follower.find()).value / 30).toBeCloseTo(1, 3);
      expect(state.products).toBeGreaterThan(before);
    });
  });

  it('knows a matrix of order 1', async () => {
    const follower = followSharpness(ops, 1, spectralMatrix([-3]), 1);
    const { value, rest } = await follower.find();
    expect(value).toBeCloseTo(-3, 12);
    expect(rest).toBeUndefined();
  });
});
