import { describe, expect, it } from 'vitest';
import { missProbability } from '../../../../src/numerics/linalg/miss-probability.ts';
import { largestRitz } from '../../../../src/numerics/linalg/ritz.ts';
import { createRandom } from '../../../../src/numerics/random.ts';

/** T of k Lanczos steps on diag(values). */
function lanczos(values: readonly number[], start: Float64Array, order: number) {
  const [diagonal, coupling] = [new Float64Array(order), new Float64Array(order)];
  let previous = new Float64Array(values.length);
  const length = Math.sqrt(start.reduce((sum, x) => sum + x * x, 0));
  let current = start.map((x) => x / length);
  for (let j = 0; j < order; j++) {
    const image = current.map((x, i) => values[i]! * x - (j > 0 ? coupling[j - 1]! * previous[i]! : 0));
    diagonal[j] = image.reduce((sum, x, i) => sum + x * current[i]!, 0);
    const rest = image.map((x, i) => x - diagonal[j]! * current[i]!);
    coupling[j] = Math.sqrt(rest.reduce((sum, x) => sum + x * x, 0));
    [previous, current] = [current, rest.map((x) => x / coupling[j]!)];
  }
  return { diagonal, coupling };
}

describe('missProbability', () => {
  it('bounds the share of random starts that miss the largest eigenvalue', () => {
    const values = [1.1, ...Array.from({ length: 29 }, (_, i) => 1 - i / 30)];
    const random = createRandom(1, 'starts');
    const start = new Float64Array(values.length);
    const counts = { missed: 0, trials: 4000 };
    let bound = 0;
    for (let trial = 0; trial < counts.trials; trial++) {
      random.fillGaussian(start);
      const { diagonal, coupling } = lanczos(values, start, 6);
      const { value } = largestRitz(diagonal, coupling, 6, 1e-12);
      if (value > 1.05) continue;
      counts.missed++;
      bound = Math.max(bound, missProbability(diagonal, coupling, 6, 1.1, { dimension: 30, randomPart: 1 }));
    }
    expect(counts.missed).toBeGreaterThan(0);
    expect(counts.missed / counts.trials).toBeLessThan(bound);
  });

  it('falls by orders of magnitude as steps are taken, and in proportion to the random part of the start', () => {
    const values = Array.from({ length: 60 }, (_, i) => 1 - i / 60);
    const start = new Float64Array(60);
    createRandom(2, 'starts').fillGaussian(start);
    const { diagonal, coupling } = lanczos(values, start, 30);
    const at = (order: number, randomPart: number) =>
      missProbability(diagonal, coupling, order, 1.05, { dimension: 60, randomPart });
    expect(at(10, 1)).toBeLessThan(1);
    expect(at(30, 1)).toBeLessThan(1e-4 * at(10, 1));
    expect(at(30, 0.1) / at(30, 1)).toBeCloseTo(10, 10);
  });

  it('is 1 at a point that is not beyond T, and 0 where the space ends', () => {
    const start = { dimension: 5, randomPart: 1 };
    expect(missProbability(Float64Array.of(2), Float64Array.of(1), 1, 1.5, start)).toBe(1);
    expect(missProbability(Float64Array.of(NaN), Float64Array.of(1), 1, 1.5, start)).toBe(1);
    expect(missProbability(Float64Array.of(2), Float64Array.of(0), 1, 2.1, start)).toBe(0);
  });
});
