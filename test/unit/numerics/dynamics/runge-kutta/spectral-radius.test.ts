import { describe, expect, it } from 'vitest';
import { spectralRadius } from '../../../../../src/numerics/dynamics/runge-kutta/spectral-radius.ts';
import { quadraticFlow } from '../../../../synthetic/gradient-flows.ts';

const ones = (count: number) => new Float64Array(count).fill(1);

async function at(eigenvalues: readonly number[]) {
  const flow = quadraticFlow(eigenvalues);
  await flow.gradient(ones(eigenvalues.length), new Float64Array(eigenvalues.length));
  return flow;
}

describe('spectralRadius', () => {
  it('comes within a few per cent below the largest eigenvalue', async () => {
    const radius = spectralRadius(await at([100, 60, 10, 1, 0.1]));
    const value = await radius.estimate(ones(5));
    expect(value).toBeGreaterThan(95);
    expect(value).toBeLessThanOrEqual(100);
    expect(radius.value).toBe(value);
  });

  it('finds the magnitude where positive and negative eigenvalues are equally large', async () => {
    const radius = spectralRadius(await at([50, -50, 10, -10, 1]));
    const value = await radius.estimate(ones(5));
    expect(value).toBeGreaterThan(47);
    expect(value).toBeLessThanOrEqual(50 + 1e-12);
  });

  it('needs one product where the eigenvalue has hardly moved, or has fallen a little', async () => {
    const flow = await at([100, 1]);
    const radius = spectralRadius(flow);
    await radius.estimate(ones(2));
    const before = radius.products;
    await radius.estimate(ones(2));
    expect(radius.products - before).toBe(1);
    expect(flow.counts.products).toBe(radius.products);
  });

  it('goes on from a saved vector exactly', async () => {
    const flow = await at([100, 60, 10, 1, 0.1]);
    const radius = spectralRadius(flow);
    await radius.estimate(ones(5));
    const again = spectralRadius(flow, {
      spectralRadius: radius.value!,
      spectralVector: radius.vector.slice(),
      products: radius.products,
    });
    expect(await again.estimate(ones(5))).toBe(await radius.estimate(ones(5)));
    expect(again.vector).toEqual(radius.vector);
    expect(again.products).toBe(radius.products);
  });

  it('finds through a restart what its own vector cannot see', async () => {
    const radius = spectralRadius(await at([5, 80]));
    expect(await radius.estimate(Float64Array.of(1, 0))).toBe(5);
    radius.restart(Float64Array.of(1e-3, 1));
    expect(await radius.estimate(Float64Array.of(1, 0))).toBeCloseTo(80, 3);
  });

  it('is 0 where the start has no direction or the Hessian vanishes on it, and begins anew after that', async () => {
    const radius = spectralRadius(await at([0, 3]));
    expect(await radius.estimate(Float64Array.of(0, 0))).toBe(0);
    expect(await radius.estimate(Float64Array.of(1, 0))).toBe(0);
    expect(await radius.estimate(Float64Array.of(0, 1))).toBe(3);
  });

  it('measures its vector without moving it', async () => {
    const radius = spectralRadius(await at([100, 60]));
    await radius.estimate(ones(2));
    const vector = radius.vector.slice();
    const { quotient, residual } = await radius.measure();
    const expected = 100 * vector[0]! ** 2 + 60 * vector[1]! ** 2;
    expect(quotient).toBeCloseTo(expected, 10);
    expect(residual).toBeCloseTo((40 * vector[0]! * vector[1]!) / expected, 10);
    expect(radius.vector).toEqual(vector);
  });
});
