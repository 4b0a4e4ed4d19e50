import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/numerics/random.ts';
import { seedClusters } from '../../../../src/numerics/statistics/seed-clusters.ts';

const crossed = [0, 1, 2].flatMap((networkSeed) => [7, 8].map((subsetSeed) => ({ networkSeed, subsetSeed })));

describe('seed clusters', () => {
  it('let a run count as often as its network seed times as often as its subset seed', () => {
    const clusters = seedClusters(crossed);
    expect(clusters.counts).toEqual([3, 2]);
    const random = createRandom(1, 'test');
    for (let draw = 0; draw < 50; draw++) {
      const weights = clusters.draw(random);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(6);
      // The weights of a product: every network seed has its runs in the same proportion.
      for (let n = 1; n < 3; n++)
        expect(weights[2 * n]! * weights[1]!).toBe(weights[2 * n + 1]! * weights[0]!);
    }
  });

  it('do not draw a kind of seed that all runs share', () => {
    expect(seedClusters(crossed.filter(({ subsetSeed }) => subsetSeed === 7)).counts).toEqual([3]);
  });

  it('draw runs where all share both seeds', () => {
    const { drawn, counts } = seedClusters([crossed[0]!, crossed[0]!]);
    expect({ drawn, counts }).toEqual({ drawn: 'runs', counts: [2] });
  });
});
